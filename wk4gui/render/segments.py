"""Paints polylines of thousands of points in a few milliseconds, also dashed or wide ones.

Qt strokes a wide polyline as one shape, which takes seconds if it crosses itself often. On a raster it is therefore
painted as separate straight pieces, already cut into dashes. Vector files get the polyline itself.
"""

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPen, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.polyline_clip import Rect, clipped, cut

_NEAR = 0.7
"""Steps shorter than this many logical pixels are joined."""


def stroke(painter: QPainter, points: Array, pens: tuple[QPen, ...], rect: Rect, scale: float) -> None:
    """Paints a polyline with each pen in turn.

    Args:
        painter: paints in device pixels.
        points: (n, 2) in device pixels; points that are not finite interrupt the line.
        pens: with widths in logical pixels.
        rect: nothing is painted outside.
        scale: device pixels per logical pixel.
    """
    Strokes().paint(painter, points, QTransform(), pens, rect, scale)


class Strokes:
    """Paints one polyline again and again; its cut pieces and dashes are kept while it stays in its place."""

    def __init__(self) -> None:
        self._points: Array | None = None
        self._place: tuple[object, ...] = ()
        self._segments: Array = np.zeros((0, 4))
        self._dashed: dict[tuple[float, ...], internals.PrimitiveArray] = {}

    def paint(
        self, painter: QPainter, points: Array, to_device: QTransform, pens: tuple[QPen, ...], rect: Rect, scale: float
    ) -> None:
        """Paints points (n, 2), which a transform takes to device pixels, as `stroke` does."""
        if len(points) < 2:
            return
        if painter.paintEngine().type() == QPaintEngine.Type.Raster:
            self._cut(points, to_device, rect, scale)
            for pen in pens:
                self._draw(painter, pen, scale)
            return
        pieces = [piece for whole in pieces_of(mapped(points, to_device)) for piece in clipped(whole, rect)]
        for pen in pens:
            painter.setPen(scaled(pen, scale))
            for piece in pieces:
                painter.drawPolyline(arrayToQPolygonF(piece[:, 0], piece[:, 1]))

    def _cut(self, points: Array, to_device: QTransform, rect: Rect, scale: float) -> None:
        """Keeps the straight pieces inside ``rect``."""
        place = (QTransform(to_device), rect, scale)
        if points is not self._points or place != self._place:
            self._points, self._place, self._dashed = points, place, {}
            self._segments = cut(segments_of(thinned(mapped(points, to_device), _NEAR * scale)), rect)

    def _draw(self, painter: QPainter, pen: QPen, scale: float) -> None:
        solid, pattern = QPen(pen.color(), pen.widthF() * scale), tuple[float, ...]()
        if pen.style() == Qt.PenStyle.CustomDashLine:
            pattern = tuple(length * max(pen.widthF(), 1.0) * scale for length in pen.dashPattern())
        # Overlapping caps would show as dots on a translucent line.
        flat = bool(pattern) or pen.color().alpha() < 255
        solid.setCapStyle(Qt.PenCapStyle.FlatCap if flat else Qt.PenCapStyle.SquareCap)
        painter.setPen(solid)
        if pattern not in self._dashed:
            self._dashed[pattern] = _lines(dashed(self._segments, np.array(pattern)))
        if len(self._dashed[pattern]):
            painter.drawLines(*self._dashed[pattern].drawargs())


def mapped(points: Array, transform: QTransform) -> Array:
    """Points (n, 2) through an affine transform."""
    matrix = np.array([[transform.m11(), transform.m12()], [transform.m21(), transform.m22()]])
    result: Array = points @ matrix + np.array([transform.dx(), transform.dy()])
    return result


def scaled(pen: QPen, scale: float) -> QPen:
    """A pen whose width is in device pixels."""
    wide = QPen(pen)
    wide.setWidthF(pen.widthF() * scale)
    return wide


def pieces_of(points: Array) -> list[Array]:
    """The parts of a polyline (n, 2) between its points that are not finite, each of at least two points."""
    finite = finite_rows(points)
    if finite.all():
        return [points] if len(points) > 1 else []
    parts = np.split(points, np.flatnonzero(~finite))
    parts = [part[finite_rows(part)] for part in parts]
    return [part for part in parts if len(part) > 1]


def finite_rows(points: Array) -> NDArray[np.bool_]:
    """Which of the points (n, 2) are finite; tested by column, which is ten times as fast in NumPy as by row."""
    finite: NDArray[np.bool_] = np.isfinite(points[:, 0]) & np.isfinite(points[:, 1])
    return finite


def segments_of(points: Array) -> Array:
    """The straight pieces (m, 4), x0, y0, x1, y1, between neighbours that are both finite."""
    finite = finite_rows(points)
    lines: Array = np.hstack([points[:-1], points[1:]])[finite[:-1] & finite[1:]]
    return lines


def thinned(points: Array, near: float) -> Array:
    """A polyline without the points in the same cell, ``near`` wide, as the point before; both ends are kept."""
    x, y = np.floor(points.T / near)
    kept = np.ones(len(points), dtype=bool)
    kept[1:-1] = (x[1:-1] != x[:-2]) | (y[1:-1] != y[:-2])
    thin: Array = points[kept]
    return thin


def dashed(segments: Array, pattern: Array) -> Array:
    """Cuts consecutive straight pieces (m, 4) into dashes; the pattern continues from piece to piece.

    Args:
        segments: (m, 4), x0, y0, x1, y1.
        pattern: lengths of dash, gap, dash, gap and so on; empty for a solid line.
    """
    if not len(pattern) or not len(segments):
        return segments
    begin, way = segments[:, :2], segments[:, 2:] - segments[:, :2]
    lengths = np.hypot(way[:, 0], way[:, 1])
    ends = lengths.cumsum()
    edges = pattern.cumsum()
    period = float(edges[-1])
    starts = period * np.arange(int(ends[-1] / period) + 1)
    cuts = np.concatenate([[0.0], ends, (starts[:, None] + edges).ravel()])
    cuts.sort()
    cuts = cuts[: cuts.searchsorted(ends[-1], side="right")]
    low, high = cuts[:-1], cuts[1:]
    middle = 0.5 * (low + high)
    drawn = (edges.searchsorted(middle % period, side="right") % 2 == 0) & (high > low)
    drawn &= middle < ends[-1]  # the middle of a tiny piece may be its end
    low, high, home = low[drawn], high[drawn], ends.searchsorted(middle[drawn], side="right")
    origin, way = begin[home], way[home] / lengths[home, None]
    before = (ends - lengths)[home]
    left: Array = np.empty((len(home), 4))
    left[:, :2] = origin + (low - before)[:, None] * way
    left[:, 2:] = origin + (high - before)[:, None] * way
    return left


def _lines(segments: Array) -> internals.PrimitiveArray:
    """Straight pieces (m, 4) as what `QPainter.drawLines` takes."""
    lines = internals.PrimitiveArray(QLineF, 4)
    lines.resize(len(segments))
    lines.ndarray()[:] = segments
    return lines
