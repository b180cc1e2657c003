"""Quantities over one setting: lines with what is uncertain about them, and the place of the present setting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.render.device_curve import Curve
from wk4gui.render.device_item import DeviceItem
from wk4gui.render.dots_item import Dots
from wk4gui.render.error_bars import ErrorBars
from wk4gui.render.hatch import paint_pattern
from wk4gui.render.plot import WIDE_LEFT_PX, Interval, Plot, curve_pen
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.segments import mapped, scaled
from wk4gui.render.theme import LIGHT, Theme, faded

Ticks = Sequence[tuple[float, str]]
_GAP = 6.0
_NONE = np.zeros(0)


@dataclass(frozen=True)
class SettingLine:
    """A quantity at each place, NaN where there is none, and the ends of its uncertainty (n,).

    Attributes:
        area: whether the uncertainty is an area, as of quartiles; else bars, as of standard errors.
    """

    values: Array
    low: Array
    high: Array
    pen: QPen
    area: bool = False


class Area(DeviceItem):
    """The area between two curves over the same places."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Array = np.zeros((0, 2))
        self._theme, self._color = LIGHT, LIGHT.forward
        self.setZValue(-8)

    def set_area(self, x: Array, low: Array, high: Array, theme: Theme, color: str = "") -> None:
        """The area from ``low`` to ``high``, in a colour or that of the first series."""
        self.prepareGeometryChange()
        exists = np.isfinite(low) & np.isfinite(high)
        x, low, high = x[exists], low[exists], high[exists]
        self._points = np.column_stack([np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]])])
        self._theme, self._color = theme, color or theme.forward
        if len(x):
            self._bounds = QRectF(QPointF(x[0], low.min()), QPointF(x[-1], high.max()))
        self.update()

    def is_empty(self) -> bool:
        return len(self._points) < 4

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        outline = QPolygonF([QPointF(*point) for point in mapped(self._points, to_device)])
        painter.setBrush(faded(self._color, 0.18))
        painter.setPen(scaled(self._theme.pen(self._color, 1.0, opacity=0.6), scale))
        painter.drawPolygon(outline)


class Gaps(DeviceItem):
    """Places with a pattern over the whole height: something diverged there."""

    def __init__(self) -> None:
        super().__init__()
        self._places: Array = np.zeros(0)
        self._range, self._theme = (0.0, 1.0), LIGHT
        self.setZValue(-12)

    def set_places(self, places: Array, y: Interval, theme: Theme) -> None:
        self.prepareGeometryChange()
        self._places, self._range, self._theme = places, y, theme
        if len(places):
            self._bounds = QRectF(QPointF(places[0] - 0.5, y[0]), QPointF(places[-1] + 0.5, y[1]))
        self.update()

    def is_empty(self) -> bool:
        return not len(self._places)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        pen = scaled(self._theme.pen(self._theme.bad, 1.0, opacity=0.45), scale)
        low, high = self._range
        for x in self._places:
            paint_pattern(
                painter, to_device.mapRect(QRectF(x - 0.5, low, 1.0, high - low)), pen, "crossed", _GAP * scale
            )


class SettingPlot(Plot):
    """Lines over the values of a setting, each value with a place on x and, where there is room, a named tick.

    Signals:
        chosen(int, int): a value was clicked; the second number is 0.
    """

    chosen = Signal(int, int)
    left_px = WIDE_LEFT_PX

    def __init__(self, theme: Theme, n_lines: int = 1, y_title: str = "y", parent: QWidget | None = None) -> None:
        super().__init__("setting", y_title, theme, "Sweep over one setting", parent)
        pen = curve_pen(theme, theme.ink)
        self._gaps = self.add(Gaps())
        self._today = self.add(ConstantLine(pen, vertical=True))
        self._areas = [self.add(Area()) for _ in range(n_lines)]
        self._errors = [self.add(ErrorBars(pen)) for _ in range(n_lines)]
        self.curves = [self.add(Curve(pen)) for _ in range(n_lines)]
        self._dots = [self.add(Dots(theme.ink, 3.0)) for _ in range(n_lines)]
        self.today = self.add_label("ink2")
        self._places, self._ticks = _NONE, tuple[tuple[float, str], ...]()
        self._lines: Sequence[SettingLine] = ()
        self._reading: Callable[[int, int], str] = lambda i, j: ""
        self.getViewBox().sigResized.connect(self._fit_ticks)

    def show_lines(
        self,
        titles: tuple[str, str],
        places: Array,
        ticks: Ticks,
        lines: Sequence[SettingLine],
        ranges: tuple[Interval, Interval],
        *,
        log: bool,
        missing: Array = _NONE,
    ) -> None:
        """Shows lines over ascending places.

        Args:
            titles: of the axes.
            places: of the values along x (n,).
            ticks: places and names along x.
            lines: quantities; their logarithms to the base 10 if ``log``.
            ranges: of x and y.
            log: whether y is logarithmic.
            missing: places where something diverged.
        """
        self._places, self._ticks, self._lines = places, tuple(ticks), lines
        for side, title in zip(("bottom", "left"), titles, strict=True):
            self.entitle(side, title)
        self.set_log_y(log)
        self.set_ranges(*ranges)
        self._fit_ticks()
        self._gaps.set_places(missing, ranges[1], self.theme)
        for k in range(len(self.curves)):
            self._show_line(k, lines[k] if k < len(lines) else None)

    def set_readings(self, reading: Callable[[int, int], str]) -> None:
        """What the pointer reads off at a value and 0."""
        self._reading = reading

    def mark(self, place: tuple[float, float] | None, word: str = "") -> None:
        """Marks the present setting, with a word at its upper end."""
        self._today.set_pen(curve_pen(self.theme, self.theme.ink2, 1.2, (4, 3)))
        self._today.set_value(None if place is None else place[0])
        (low, high), (_, top) = self.getViewBox().viewRange()
        at = place[0] if place is not None else 0.0
        self.today.set_plate(faded(self.theme.pane, 0.85))
        self.today.set_text(word if place is not None else "", at, top, (1.0 if 2.0 * at > low + high else 0.0, 0.0))

    def dot_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Number of the line and of the value of the dot nearest to a place; None if none is near."""
        if not self._lines:
            return None
        dots = [np.column_stack([self._places, line.values]) for line in self._lines]
        found = self.nearest(x, y, np.concatenate(dots))
        return None if found is None else divmod(found, len(self._places))

    def read(self, x: float) -> str:
        return self._reading(self._nearest_value(x), 0) if len(self._places) else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and len(self._places):
            self.chosen.emit(self._nearest_value(self.place_at(event.position()).x()), 0)

    def _nearest_value(self, x: float) -> int:
        return int(np.argmin(np.abs(self._places - x)))

    def _fit_ticks(self) -> None:
        (low, high), _ = self.getViewBox().viewRange()
        if self._ticks:
            self.getAxis("bottom").fit_named(self._ticks, low, high, self.getViewBox().width())

    def _show_line(self, k: int, line: SettingLine | None) -> None:
        if line is None:
            line = SettingLine(_NONE, _NONE, _NONE, curve_pen(self.theme, self.theme.ink))
        places = self._places[: len(line.values)]
        exists = np.isfinite(line.values)
        color = line.pen.color()
        self.curves[k].set_pen(line.pen)
        self.curves[k].set_data(places[exists], line.values[exists])
        self._dots[k].set_color(color)
        self._dots[k].set_points(np.column_stack([places, line.values])[exists])
        around = (line.low, line.high) if line.area else (_NONE, _NONE)
        self._areas[k].set_area(places[: len(around[0])], *around, self.theme, color.name())
        bars = np.zeros((0, 3)) if line.area else np.column_stack([places, line.low, line.high])
        self._errors[k].set_bars(
            [(float(x), float(a), float(b)) for x, a, b in bars], curve_pen(self.theme, color.name(), 1.2)
        )
