"""A quantity over one setting: the median over the seeds, and the quartiles as an area."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.render.device_curve import Curve
from wk4gui.render.device_item import DeviceItem
from wk4gui.render.dots_item import Dots
from wk4gui.render.hatch import paint_pattern
from wk4gui.render.plot import Plot, curve_pen
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.segments import mapped, scaled
from wk4gui.render.theme import LIGHT, Theme, faded

_GAP = 6.0


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

    def set_places(self, places: Array, y: tuple[float, float], theme: Theme) -> None:
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


class QuartilePlot(Plot):
    """Median and quartiles over one setting; the x axis counts values, and its ticks carry them.

    Signals:
        chosen(int, int): a value was clicked; the second number is 0.
    """

    chosen = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("x", "y", theme, "Curve over one setting", parent)
        self._gaps, self._area = Gaps(), Area()
        self.add(self._gaps)
        self.add(self._area)
        pen = curve_pen(theme, theme.forward)
        self._curve = Curve(pen)
        self.add(self._curve)
        self._dots = Dots(theme.forward, 2.5)
        self.add(self._dots)
        self._here = ConstantLine(pen, vertical=True)
        self.add(self._here)
        self._reading: Callable[[int, int], str] = lambda i, j: ""
        self._n = 1

    def show_curve(
        self,
        titles: tuple[str, str],
        ticks: Sequence[tuple[float, str]],
        quartiles: Array,
        missing: Array,
        *,
        log: bool,
    ) -> None:
        """Shows lower quartile, median and upper quartile (3, n), NaN where nothing is known.

        Args:
            titles: of the axes.
            ticks: places and names along x.
            quartiles: values; their logarithms to the base 10 if ``log``.
            missing: flags of the places where something diverged (n,).
            log: whether y is logarithmic.
        """
        self._n = quartiles.shape[1]
        x = np.arange(self._n, dtype=float)
        self.entitle("bottom", titles[0])
        self.entitle("left", titles[1])
        self.getAxis("bottom").set_named(ticks)
        self.set_log_y(log)
        finite = quartiles[np.isfinite(quartiles)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
        margin = 0.06 * (high - low) or 0.5
        y = low - margin, high + margin
        self.set_ranges((-0.5, self._n - 0.5), y)
        self._gaps.set_places(np.flatnonzero(missing).astype(float), y, self.theme)
        self._area.set_area(x, quartiles[0], quartiles[2], self.theme)
        exists = np.isfinite(quartiles[1])
        self._curve.set_pen(curve_pen(self.theme, self.theme.forward))
        self._curve.set_data(x[exists], quartiles[1][exists])
        self._dots.set_color(self.theme.forward)
        self._dots.set_points(np.column_stack([x, quartiles[1]])[exists])

    def set_readings(self, reading: Callable[[int, int], str]) -> None:
        """What the pointer reads off at a place and 0."""
        self._reading = reading

    def mark(self, place: tuple[float, float] | None) -> None:
        """Marks the present setting."""
        self._here.set_pen(curve_pen(self.theme, self.theme.ink2, 1.2, (4, 3)))
        self._here.set_value(None if place is None else place[0])

    def read(self, x: float) -> str:
        return self._reading(round(x), 0) if 0 <= round(x) < self._n else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        i = round(self.place_at(event.position()).x())
        if event.button() == Qt.MouseButton.LeftButton and 0 <= i < self._n:
            self.chosen.emit(i, 0)
