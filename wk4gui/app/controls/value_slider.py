"""The slider of a parameter: linear or logarithmic, with zones and round values."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QSlider, QToolTip, QWidget

from wk4gui.app.controls.scale import Scale, Stride
from wk4gui.core.number_format import format_number
from wk4gui.lab.zone import Zone
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.hatch import ZONE_PATTERNS, paint_pattern
from wk4gui.render.theme import LIGHT, ZONE_OPACITY, Theme, faded, zone_color

_TICKS = 10_000
"""Number of positions for assistive technology."""
_MARGIN = 9.0
"""From the widget's edge to the end of the groove: half a handle."""
_NEAR_TICK = 5.0
_HATCH_GAP, _HATCH_OPACITY = 5.0, 0.65
_GROOVE, _ZONED_GROOVE = 6.0, 10.0
"""Height of the groove; with zones it has room for their patterns."""
_HEIGHT = 22
_SWATCH = QSizeF(1.5, 0.9)
"""Of the legend, in heights of its type."""
_BESIDE, _BETWEEN = 4.0, 12.0
"""From a swatch of the legend to its word, and from there to the next swatch."""


class ValueSlider(QSlider):
    """Moves one number over a Scale.

    Signals:
        moved(float, int): the user moved it; the int is the drag's id, 0 for a key or a click of the wheel.
        released(): a drag ended.
        default_requested(): it was double-clicked, or its menu asked for it.
        sweep_requested(): its menu asked for a sweep.
    """

    moved = Signal(float, int)
    released = Signal()
    default_requested = Signal()
    sweep_requested = Signal()

    def __init__(self, name: str, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._scale, self._value = scale, scale.low
        self._zones: Sequence[Zone] = ()
        self._theme: Theme = LIGHT
        self._drags, self._held = 0, False
        self.setRange(0, _TICKS)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.actionTriggered.connect(self._acted)

    @property
    def current(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Shows a value without reporting it."""
        if value == self._value and self.accessibleDescription():
            return
        self._value = value
        self.setAccessibleDescription(format_number(value, 6))
        with QSignalBlocker(self):
            self.setValue(round(self._scale.position(value) * _TICKS))
        self.update()

    def set_zones(self, zones: Sequence[Zone]) -> None:
        if tuple(zones) != tuple(self._zones):
            changed = {zone.meaning for zone in zones} != {zone.meaning for zone in self._zones}
            self._zones = tuple(zones)
            self.update()
            if changed:
                self._fit_legend()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()
        self._fit_legend()

    @property
    def legend(self) -> tuple[str, ...]:
        """The meanings of the zones, from the left to the right."""
        return tuple(dict.fromkeys(zone.meaning for zone in sorted(self._zones, key=lambda zone: zone.low)))

    def _fit_legend(self) -> None:
        """Asks for the height that the legend has in the present width."""
        height = self.sizeHint().height()
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def _legend_places(self) -> list[tuple[str, QPointF]]:
        """Every word of the legend and where its swatch begins, in as many lines as it takes."""
        px, places = self._theme.px(CAPTION), []
        x, y = _MARGIN, float(_HEIGHT)
        for word in self.legend:
            width = _SWATCH.width() * px + _BESIDE + text_width(word, px)
            if x > _MARGIN and x + width > self.width() - _MARGIN:
                x, y = _MARGIN, y + 1.4 * px
            places.append((word, QPointF(x, y)))
            x += width + _BETWEEN
        return places

    def handle_point(self, value: float | None = None) -> QPointF:
        """The place of the handle for a value in the widget, for pointers and tests."""
        position = self._scale.position(self._value if value is None else value)
        return QPointF(_MARGIN + position * (self.width() - 2 * _MARGIN), _HEIGHT / 2)

    def move_to(self, x: float, drag: int, *, fine: bool = False) -> None:
        """Moves the handle to x, as a drag does."""
        self._move(self.value_at(x, fine=fine), drag)

    def _move(self, value: float, drag: int) -> None:
        value = self._scale.clip(value)
        if value != self._value:
            self.set_value(value)
            self.moved.emit(value, drag)  # whoever adjusts the value shows what became of it

    def _acted(self, action: int) -> None:
        """Takes a step requested by assistive technology."""
        self._move(self._scale.value(self.sliderPosition() / _TICKS), 0)

    def value_at(self, x: float, *, fine: bool = False) -> float:
        """The value that a click at x would choose: a round one, with Shift one of three digits."""
        return self._scale.value((x - _MARGIN) / max(self.width() - 2 * _MARGIN, 1), fine=fine)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self._theme
        left, right, middle = _MARGIN, self.width() - _MARGIN, _HEIGHT / 2
        half = (_ZONED_GROOVE if self._zones else _GROOVE) / 2
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(faded(theme.line))
            p.drawRoundedRect(QRectF(left, middle - half, right - left, 2 * half), 3, 3)
            for zone in sorted(self._zones, key=lambda zone: (zone.hatched, zone.low == zone.high)):
                self._paint_zone(p, zone, middle)
            self._paint_legend(p)
            at = self.handle_point()
            if not self._zones:
                p.setBrush(faded(theme.forward))
                p.drawRoundedRect(QRectF(left, middle - 3, at.x() - left, 6), 3, 3)
            if self.hasFocus():
                p.setBrush(faded(theme.forward, 0.25))
                p.drawEllipse(at, 9, 9)
            p.setPen(theme.pen(theme.forward, 2))
            p.setBrush(faded(theme.pane))
            p.drawEllipse(at, 6.5, 6.5)

    def _paint_zone(self, p: QPainter, zone: Zone, middle: float) -> None:
        x0, x1 = self.handle_point(zone.low).x(), self.handle_point(zone.high).x()
        if zone.low == zone.high:
            self._paint_tick(p, x0, middle)
        else:
            box = QRectF(x0, middle - _ZONED_GROOVE / 2, x1 - x0, _ZONED_GROOVE)
            self._paint_area(p, zone.meaning, box, over=zone.hatched)

    def _paint_area(self, p: QPainter, meaning: str, box: QRectF, *, over: bool) -> None:
        """A zone in its colour and pattern between edges; one that lies over others in its pattern alone."""
        theme = self._theme
        p.setPen(Qt.PenStyle.NoPen)
        if not over:
            p.setBrush(faded(zone_color(theme, meaning), ZONE_OPACITY))
            p.drawRect(box)
        pen = theme.pen(theme.ink, 1.0 / theme.line_scale, opacity=_HATCH_OPACITY)  # as thin as the groove is low
        paint_pattern(p, box, pen, ZONE_PATTERNS[meaning], _HATCH_GAP)
        if not over:
            p.setPen(theme.pen(theme.ink2, 1))
            p.drawLine(box.topLeft(), box.bottomLeft())
            p.drawLine(box.topRight(), box.bottomRight())
        p.setPen(Qt.PenStyle.NoPen)

    def _paint_tick(self, p: QPainter, x: float, middle: float) -> None:
        """A value rather than an interval: a tick across the groove."""
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(faded(zone_color(self._theme, "best")))
        p.drawRoundedRect(QRectF(x - 1.5, middle - 8, 3, 16), 1.5, 1.5)

    def _paint_legend(self, p: QPainter) -> None:
        px = self._theme.px(CAPTION)
        line = 1.4 * px
        p.setFont(text_font(px))
        for word, at in self._legend_places():
            swatch = QRectF(QPointF(at.x(), at.y() + (line - _SWATCH.height() * px) / 2), _SWATCH * px)
            if any(zone.low == zone.high and zone.meaning == word for zone in self._zones):
                self._paint_tick(p, swatch.center().x(), swatch.center().y())
            else:
                over = any(zone.hatched and zone.meaning == word for zone in self._zones)
                self._paint_area(p, word, swatch, over=over)
            p.setPen(self._theme.pen(self._theme.ink2))
            where = QRectF(swatch.right() + _BESIDE, at.y(), self.width(), line)
            p.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), word)

    def meaning_at(self, x: float) -> str:
        """The meaning of the value at x, in words; "" without zones."""
        for zone in self._zones:
            if zone.low == zone.high and abs(self.handle_point(zone.low).x() - x) < _NEAR_TICK:
                return f"{zone.meaning}: {zone.low:.4g}"
        value = self.value_at(x)
        inside = [zone for zone in self._zones if zone.low <= value <= zone.high]
        plain, manners = ([z.meaning for z in inside if z.hatched is hatched] for hatched in (False, True))
        return f"{value:.3g}: {', '.join([*plain[:1], *manners])}" if plain else ""

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, self._full_height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, self._full_height())

    def _full_height(self) -> int:
        places = self._legend_places()
        return _HEIGHT if not places else math.ceil(places[-1][1].y() + 1.4 * self._theme.px(CAPTION) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_legend()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._drags += 1
            self._held = True
            self.setFocus()
            near = abs(event.position().x() - self.handle_point().x()) < _MARGIN
            if not near:
                self._follow(event)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._held:
            self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.move_to(event.position().x(), self._drags, fine=fine)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._held:
            self._held = False
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._held = False
        self.default_requested.emit()

    def menu(self) -> QMenu:
        """Its menu, which is gone when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Sweep this…", self.sweep_requested.emit)
        menu.addAction("Default", self.default_requested.emit)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self.menu().popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        keys: dict[int, tuple[int, Stride]] = {
            Qt.Key.Key_Left: (-1, "step"),
            Qt.Key.Key_Down: (-1, "step"),
            Qt.Key.Key_Right: (1, "step"),
            Qt.Key.Key_Up: (1, "step"),
            Qt.Key.Key_PageDown: (-1, "coarse"),
            Qt.Key.Key_PageUp: (1, "coarse"),
        }
        if event.key() == Qt.Key.Key_Home:
            self._move(self._scale.low, 0)
        elif event.key() == Qt.Key.Key_End:
            self._move(self._scale.high, 0)
        elif event.key() in keys:
            steps, stride = keys[event.key()]
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and stride == "step"
            self._move(self._scale.stepped(self._value, steps, "fine" if fine else stride), 0)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()  # the wheel scrolls the panel and never changes a value

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._zones:
            QToolTip.showText(event.globalPos(), self.meaning_at(event.pos().x()), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()
