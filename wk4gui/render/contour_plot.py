"""The contour plot of a loss over two weights: heat map, contour lines, and the paths of many runs."""

import math
from collections.abc import Callable, Hashable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.device_item import DeviceItem
from wk4gui.render.drag_plot import DragPlot
from wk4gui.render.height_item import Height
from wk4gui.render.heights import contours
from wk4gui.render.plot import curve_pen
from wk4gui.render.theme import LIGHT, Theme, series_look

_GRID = 121
_LEVELS = 11


class HeatMap(DeviceItem):
    """Shares from 0 to 1 on a grid, in the colours of viridis."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setZValue(-20)

    def set_shares(self, shares: Array, rect: QRectF) -> None:
        """Shares (n_rows, n_columns), the first row at the bottom of the rectangle."""
        self.prepareGeometryChange()
        table = pg.colormap.get("viridis").getLookupTable(nPts=256)
        pixels = np.ascontiguousarray(table[(np.clip(shares, 0.0, 1.0) * 255).astype(int)][::-1], dtype=np.uint8)
        rows, columns = shares.shape
        self._image = QImage(pixels.tobytes(), columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()
        self._bounds = rect
        self.update()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(to_device.mapRect(self._bounds), self._image)


class ContourPlot(DragPlot):
    """A loss over two weights with the paths of several runs, whose common start can be dragged.

    Both weights have the same scale, so that gradient steps cross contour lines at right angles.
    """

    can_hold = False

    def __init__(self, max_paths: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("first weight w₁", "second weight w₂", theme, "Loss over the two weights", parent)
        self._heat = self.add(HeatMap())
        self._height = self.add(Height(theme.ink))
        self._lines = self.add(Curve(self._contour_pen()))
        self._lines.pinnable = False
        pen = curve_pen(theme, theme.ink)
        self._paths = [self.add(Curve(pen, pen)) for _ in range(max_paths)]
        self._ends = [self.add(Marker(theme.ink, LIGHT.pane, 4.0)) for _ in range(max_paths)]
        self._start = self.add(Marker(LIGHT.pane, LIGHT.ink, 5.5))
        self._shown: object = None
        self._surface: tuple[Callable[[Array], Array], tuple[float, float], Hashable] | None = None
        self._loss: Callable[[Array], Array] | None = None
        self._start_at = (0.0, 0.0)
        self.viewport().setToolTip("Drag the white dot to move the start of all runs")
        self.getAxis("left").setTickDensity(0.5)
        self.getAxis("bottom").setTickDensity(0.4)
        self.getViewBox().sigResized.connect(self._fit)

    def show_surface(self, loss: Callable[[Array], Array], half: tuple[float, float], key: Hashable) -> None:
        """Shows the loss of w (n, 2) over ±half or more; does nothing while half and the loss's ``key`` are unchanged.

        Colours and contour lines go up to the highest loss within ±half.
        """
        self._surface = (loss, half, key)
        self._fit()

    def _fit(self) -> None:
        """Draws the surface over a window in which both weights have the same scale."""
        if self._surface is None:
            return
        loss, least, key = self._surface
        half = self._same_scale(least)
        if (key, least, half) == self._shown:
            return
        self._shown, self._loss = (key, least, half), loss
        self._height.set_height(lambda x, y: float(loss(np.array([[x, y]]))[0]), key)
        x, y = (np.linspace(-h, h, _GRID) for h in half)
        points = np.stack(np.meshgrid(x, y), axis=-1)
        height = loss(points.reshape(-1, 2)).reshape(_GRID, _GRID)
        wanted = (np.abs(points) <= np.array(least)).all(axis=-1)
        top = float(height[wanted].max(initial=0.0)) or 1.0
        root = np.sqrt(np.clip(height / top, 0.0, 1.0))
        self._heat.set_shares(root, QRectF(-half[0], -half[1], 2 * half[0], 2 * half[1]))
        self._lines.set_data(*contours(x, y, root, _LEVELS))
        self.set_ranges((-half[0], half[0]), (-half[1], half[1]))

    def _same_scale(self, half: tuple[float, float]) -> tuple[float, float]:
        """Half-widths of the window around ±half with the same number of pixels per unit on both axes."""
        view = self.getViewBox()
        unit = max(half[0] / max(view.width(), 1.0), half[1] / max(view.height(), 1.0))
        return unit * max(view.width(), 1.0), unit * max(view.height(), 1.0)

    def reading(self, x: float, y: float) -> str:
        if self._loss is None:
            return ""
        place = f"w = ({format_number(x, 3)}, {format_number(y, 3)})"
        return f"{place}: loss {format_number(float(self._loss(np.array([[x, y]]))[0]), 4)}"

    def show_paths(self, paths: Array, step: int) -> None:
        """Shows paths (n_paths, n_steps + 1, 2) up to a step."""
        nothing = np.full((1, 2), np.nan)
        for k, (path, end) in enumerate(zip(self._paths, self._ends, strict=True)):
            points = self._part_inside(paths[k, : step + 1]) if k < len(paths) else nothing
            color, dash = series_look(LIGHT, k)
            path.set_pen(curve_pen(self.theme, color, 1.8, dash), curve_pen(self.theme, LIGHT.pane, 3.2))
            path.set_points(points)
            end.set_colors(color, LIGHT.pane)
            end.set_point(*self._inside(points[-1]))
        self._start_at = (float(paths[0, 0, 0]), float(paths[0, 0, 1]))
        self._start.set_point(*self._start_at)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "_start"):
            self._lines.set_pen(self._contour_pen())

    def _part_inside(self, points: Array) -> Array:
        """A path up to the first point far outside, since a diverging path would cover the picture."""
        (_, x), (_, y) = self.getViewBox().viewRange()
        outside = np.flatnonzero(~(np.abs(points) <= 2.0 * np.array([x, y])).all(axis=1))
        return points[: outside[0] + 1] if len(outside) else points

    def _inside(self, point: Array) -> Sequence[float]:
        """The point, or NaN if it is outside the window."""
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        inside = x0 <= point[0] <= x1 and y0 <= point[1] <= y1
        return (float(point[0]), float(point[1])) if inside else (np.nan, np.nan)

    def handle(self) -> tuple[float, float]:
        return self._start_at

    def allowed(self, x: float, y: float) -> tuple[float, float]:
        """The nearest point inside the window, rounded to about 1/300 of it."""
        (_, right), (_, top) = self.getViewBox().viewRange()
        return _rounded(x, right), _rounded(y, top)

    def _contour_pen(self) -> QPen:
        return self.theme.pen(LIGHT.pane, 0.9, opacity=0.45)


def _rounded(value: float, half: float) -> float:
    """The value clipped to ±half and rounded to the visible places."""
    return round(max(-half, min(value, half)), max(0, 2 - math.floor(math.log10(half))))
