"""Bars of a plot: rectangles of one colour, such as those of a histogram."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.device_item import DeviceItem
from wk4gui.render.hatch import Pattern, paint_pattern
from wk4gui.render.segments import scaled
from wk4gui.render.theme import Theme

_GAP = 5.0
"""Between the lines of a pattern."""


class Bars(DeviceItem):
    """Rectangles of one colour. Their snapshot is a grey outline in front, so that higher bars do not hide it."""

    pinnable = True
    snapshot_z = 2.0

    def __init__(self) -> None:
        super().__init__()
        self._rects: list[QRectF] = []
        self._color = QColor()
        self._outline: tuple[QPen, ...] = ()
        self._pattern: Pattern = "plain"
        self._line = QColor()
        self._edges, self._heights = np.zeros(1), np.zeros(0)

    def set_bars(self, rects: list[QRectF], color: QColor) -> None:
        """At most one rectangle over every x."""
        self.prepareGeometryChange()
        self._rects, self._color = rects, color
        self._bounds = QRectF()
        for rect in rects:
            self._bounds = self._bounds.united(rect)
        ends = [(rect.left(), rect.right()) for rect in rects] or [(0.0, 0.0)]
        self._edges = np.concatenate(ends)
        self._heights = np.array([height for rect in rects for height in (rect.height(), np.nan)])[:-1]
        self.update()

    def set_pattern(self, pattern: Pattern, line: QColor) -> None:
        """Lines of a colour over the bars, which tell them from others also without colours."""
        if (pattern, line) != (self._pattern, self._line):
            self._pattern, self._line = pattern, line
            self.update()

    def set_histogram(self, edges: Array, heights: Array, color: QColor, part: tuple[int, int] = (0, 1)) -> None:
        """Heights (n,) between edges (n + 1,), or over part i of m of each interval."""
        i, m = part
        widths = np.diff(edges) / m
        places = zip(edges[:-1] + i * widths, widths, heights, strict=True)
        self.set_bars([QRectF(float(x), 0.0, float(w), float(h)) for x, w, h in places if h > 0.0], color)
        self._edges, self._heights = edges, heights

    def is_empty(self) -> bool:
        return not self._rects

    def set_ghost_style(self, theme: Theme) -> None:
        self._outline = (theme.pen(theme.pane, 3.2), theme.pen(theme.ink3, 1.6))
        self.update()

    @property
    def tint(self) -> QColor:
        return self._color

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        i = int(np.searchsorted(self._edges, x, side="right")) - 1
        there = 0 <= i < len(self._heights) and np.isfinite(self._heights[i])
        return (float(self._heights[i]),) if there else ()

    @property
    def total(self) -> float:
        """The sum of all heights."""
        return sum(rect.height() for rect in self._rects)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush if self._outline else self._color)
        for pen in self._outline or (QPen(Qt.PenStyle.NoPen),):
            painter.setPen(scaled(pen, scale))
            for rect in self._rects:
                device = to_device.mapRect(rect)
                gap = min(0.6 * scale, 0.12 * device.width())
                bar = device.adjusted(gap, 0, -gap, 0)
                painter.drawPolygon(QPolygonF(bar))
                if not self._outline:
                    paint_pattern(painter, bar, QPen(self._line, 1.3 * scale), self._pattern, _GAP * scale)
