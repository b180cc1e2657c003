"""The slider of a parameter: linear or logarithmic, with zones and round values."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from wk4gui.app.controls.scale import Scale, Stride
from wk4gui.core.number_format import format_number
from wk4gui.lab.zone import Zone
from wk4gui.render.hatch import paint_hatch
from wk4gui.render.theme import LIGHT, ZONE_OPACITY, Theme, faded, zone_color

_TICKS = 10_000
"""Number of positions for assistive technology."""
_MARGIN = 9.0
"""From the widget's edge to the end of the groove: half a handle."""
_NEAR_TICK = 5.0
_HATCH_GAP = 4.0


class ValueSlider(QSlider):
    """Moves one number over a Scale.

    Signals:
        moved(float, int): the user moved it; the int is the drag's id, 0 for a key or a click of the wheel.
        released(): a drag ended.
        default_requested(): it was double-clicked.
    """

    moved = Signal(float, int)
    released = Signal()
    default_requested = Signal()

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
            self._zones = tuple(zones)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def handle_point(self, value: float | None = None) -> QPointF:
        """The place of the handle for a value in the widget, for pointers and tests."""
        position = self._scale.position(self._value if value is None else value)
        return QPointF(_MARGIN + position * (self.width() - 2 * _MARGIN), self.height() / 2)

    def move_to(self, x: float, drag: int, *, fine: bool = False) -> None:
        """Moves the handle to x, as a drag does."""
        self._move(self.value_at(x, fine=fine), drag)

    def _move(self, value: float, drag: int) -> None:
        value = self._scale.clip(value)
        if value != self._value:
            self.moved.emit(value, drag)
            self.set_value(value)

    def _acted(self, action: int) -> None:
        """Takes a step requested by assistive technology."""
        self._move(self._scale.value(self.sliderPosition() / _TICKS), 0)

    def value_at(self, x: float, *, fine: bool = False) -> float:
        """The value that a click at x would choose: a round one, with Shift one of three digits."""
        return self._scale.value((x - _MARGIN) / max(self.width() - 2 * _MARGIN, 1), fine=fine)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self._theme
        left, right, middle = _MARGIN, self.width() - _MARGIN, self.height() / 2
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(faded(theme.line))
            p.drawRoundedRect(QRectF(left, middle - 3, right - left, 6), 3, 3)
            for zone in self._zones:
                self._paint_zone(p, zone, middle)
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
        color = zone_color(self._theme, zone.meaning)
        if zone.hatched:
            paint_hatch(p, QRectF(x0, middle - 3, x1 - x0, 6), self._theme.pen(self._theme.ink, 1), _HATCH_GAP)
            p.setPen(Qt.PenStyle.NoPen)
        elif zone.low == zone.high:  # a value rather than an interval: a tick across the groove
            p.setBrush(faded(color))
            p.drawRoundedRect(QRectF(x0 - 1.5, middle - 8, 3, 16), 1.5, 1.5)
        else:
            p.setBrush(faded(color, ZONE_OPACITY))
            p.drawRect(QRectF(x0, middle - 3, x1 - x0, 6))

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
        return QSize(160, 22)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, 22)

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
