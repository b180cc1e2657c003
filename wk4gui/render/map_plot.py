"""A map of a quantity over two settings, with the place of the present ones; a click asks for others."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.core.arrays import Array
from wk4gui.render.contour_plot import HeatMap
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.device_item import DeviceItem
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.hatch import paint_pattern
from wk4gui.render.plot import Plot, curve_pen
from wk4gui.render.theme import LIGHT, Theme, faded

Ticks = Sequence[tuple[float, str]]
_GAP = 6.0
_WIDE = "≥ 2.8e−16"
"""Has room in every legend, so that the map keeps its size while its values come in."""


class CellMap(HeatMap):
    """Shares from 0 to 1, a sharp cell each."""

    def set_cells(self, shares: Array) -> None:
        """Shares (n_x, n_y) around whole coordinates; NaN is left out."""
        n_x, n_y = shares.shape
        self._empty = np.isnan(shares).T
        self.set_shares(np.nan_to_num(shares.T), QRectF(-0.5, -0.5, n_x, n_y))
        image = self._image.convertToFormat(QImage.Format.Format_ARGB32)
        for row, column in np.argwhere(self._empty):
            image.setPixelColor(int(column), n_y - 1 - int(row), faded(LIGHT.pane, 0.0))
        self._image = image

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # noqa: FBT003 - Qt's argument
        painter.drawImage(to_device.mapRect(self._bounds), self._image)


class Crossed(DeviceItem):
    """Cells with a pattern: something diverged there."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: Array = np.zeros((0, 0), bool)
        self._theme = LIGHT

    def set_cells(self, cells: Array, theme: Theme) -> None:
        """Flags (n_x, n_y)."""
        self.prepareGeometryChange()
        self._cells, self._theme = cells, theme
        self._bounds = QRectF(-0.5, -0.5, *cells.shape)
        self.update()

    def is_empty(self) -> bool:
        return not self._cells.any()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        pen = self._theme.pen(self._theme.bad, 1.0 * scale, opacity=0.9)
        for j in range(self._cells.shape[1]):
            for begin, end in _runs(self._cells[:, j]):
                box = to_device.mapRect(QRectF(begin - 0.5, j - 0.5, end - begin, 1.0))
                paint_pattern(painter, box, pen, "crossed", _GAP * scale)


class MapPlot(Plot):
    """A quantity over two settings; both axes count cells, and their ticks carry the values.

    Signals:
        chosen(int, int): a cell was clicked.
    """

    chosen = Signal(int, int)
    left_px = 68

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("x", "y", theme, "Map over two settings", parent)
        self._map = CellMap()
        self.add(self._map)
        self._crossed = Crossed()
        self.add(self._crossed)
        pen = curve_pen(theme, theme.ink)
        self._cross = [self.add(Curve(pen, pen)) for _ in range(2)]
        self._here = self.add(Marker(LIGHT.pane, LIGHT.ink, 5.5))
        self._shape = (1, 1)
        self._place: tuple[float, float] | None = None
        self._ticks: dict[str, Ticks] = {}
        self.getViewBox().sigResized.connect(self._fit_ticks)
        self._reading: Callable[[int, int], str] = lambda i, j: ""
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def show_map(self, titles: tuple[str, str], ticks: tuple[Ticks, Ticks], shares: Array, crossed: Array) -> None:
        """Shows shares (n_x, n_y), NaN where nothing is known, and which cells diverged."""
        self._shape = shares.shape[0], shares.shape[1]
        for side, title, named in zip(("bottom", "left"), titles, ticks, strict=True):
            self.entitle(side, title)
            self._ticks[side] = named
        self.set_ranges((-0.5, shares.shape[0] - 0.5), (-0.5, shares.shape[1] - 0.5))
        self._fit_ticks()
        self._map.set_cells(shares)
        self._crossed.set_cells(crossed, self.theme)
        self.mark(self._place)

    def _fit_ticks(self) -> None:
        box = self.getViewBox()
        for (side, ticks), count, length in zip(
            self._ticks.items(), self._shape, (box.width(), box.height()), strict=False
        ):
            self.getAxis(side).fit_named(ticks, -0.5, count - 0.5, length)

    def set_readings(self, reading: Callable[[int, int], str]) -> None:
        """What the pointer reads off at a cell."""
        self._reading = reading

    def mark(self, place: tuple[float, float] | None) -> None:
        """Marks the present settings; None if they are not on the map."""
        self._place = place
        pen, halo = curve_pen(self.theme, LIGHT.ink, 1.2, (4, 3)), curve_pen(self.theme, LIGHT.pane, 2.6)
        x, y = place if place is not None else (np.nan, np.nan)
        ends = [[(x, -0.5), (x, self._shape[1] - 0.5)], [(-0.5, y), (self._shape[0] - 0.5, y)]]
        for line, points in zip(self._cross, ends, strict=True):
            line.set_pen(pen, halo)
            line.set_points(np.array(points))
        self._here.set_point(*(place or (math.nan, math.nan)))

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """The cell at a point of the widget."""
        at = self.place_at(point)
        cell = round(at.x()), round(at.y())
        inside = 0 <= cell[0] < self._shape[0] and 0 <= cell[1] < self._shape[1]
        return cell if inside else None

    def reading(self, x: float, y: float) -> str:
        cell = round(x), round(y)
        inside = 0 <= cell[0] < self._shape[0] and 0 <= cell[1] < self._shape[1]
        return self._reading(*cell) if inside else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and (cell := self.cell_at(event.position())) is not None:
            self.chosen.emit(*cell)


class HeatLegend(QWidget):
    """The colours of a map and the values that they stand for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ticks = theme, [("", 0.0)]
        self._crossed = ""
        self.setAccessibleName("Legend of the map")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_ticks(self, ticks: list[tuple[str, float]], crossed: str) -> None:
        """Values in words at shares from 0 to 1, and what crossed cells mean ("" without them)."""
        size = self.sizeHint()
        self._ticks, self._crossed = ticks, crossed
        if self.sizeHint() != size:  # else the layout beside it would be made anew for nothing
            self.updateGeometry()
        self.setAccessibleDescription(", ".join(text for text, _ in ticks))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        px = self._theme.px(CAPTION)
        widest = max(text_width(text, px) for text in (_WIDE, self._crossed, *(text for text, _ in self._ticks)))
        return QSize(math.ceil(1.4 * px + widest) + 16, 120)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme, px = self._theme, self._theme.px(CAPTION)
        bottom = self.height() - (2.6 if self._crossed else 1.2) * px
        bar = QRectF(4, px, 1.4 * px, bottom - px)
        gradient = QLinearGradient(bar.bottomLeft(), bar.topLeft())
        for k, color in enumerate(pg.colormap.get("viridis").getLookupTable(nPts=17)):
            gradient.setColorAt(k / 16, QColor(*map(int, color[:3])))
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(text_font(px))
            p.fillRect(bar, gradient)
            p.setPen(theme.pen(theme.ink2))
            for text, share in self._ticks:
                y = bar.bottom() - share * bar.height()
                p.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4, y))
                p.drawText(QRectF(bar.right() + 7, y - px, self.width(), 2 * px), _MIDDLE, text)
            if self._crossed:
                swatch = QRectF(4, self.height() - 1.5 * px, 1.4 * px, 1.1 * px)
                paint_pattern(p, swatch, theme.pen(theme.bad, 1.0), "crossed", 4.0)
                p.drawRect(swatch)
                p.drawText(QRectF(bar.right() + 7, swatch.top() - 2, self.width(), 1.5 * px), _MIDDLE, self._crossed)


_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


def _runs(flags: Array) -> list[tuple[int, int]]:
    """Begin and end of every run of true flags."""
    padded = np.concatenate([[False], flags, [False]]).astype(int)
    begins, ends = np.flatnonzero(np.diff(padded) == 1), np.flatnonzero(np.diff(padded) == -1)
    return [(int(a), int(b)) for a, b in zip(begins, ends, strict=True)]
