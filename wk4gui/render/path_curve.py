"""A line painted piece by piece, with or without a halo, quick however long a run stays in one place."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.device_curve import DeviceItem, mapped
from wk4gui.render.polyline_clip import clipped

_NEAR = 0.7
"""Steps shorter than this many logical pixels are joined."""


class PathCurve(DeviceItem):
    """A polyline, over a halo if it has one; it ends before its first point that is not finite."""

    def __init__(self, pen: QPen, halo: QPen | None = None) -> None:
        super().__init__()
        self._pen, self._halo = pen, halo
        self._points: Array = np.zeros((0, 2))

    def set_pens(self, pen: QPen, halo: QPen | None = None) -> None:
        self._pen, self._halo = pen, halo
        self.update()

    def set_points(self, points: Array) -> None:
        """Points (n, 2) in the plot's coordinates."""
        self.prepareGeometryChange()
        finite = np.isfinite(points).all(axis=1)
        self._points = points if finite.all() else points[: int(np.argmin(finite))]
        self._bounds = QRectF()
        if len(self._points):
            (x0, y0), (x1, y1) = self._points.min(axis=0), self._points.max(axis=0)
            self._bounds = QRectF(x0, y0, x1 - x0, y1 - y0)
        self.update()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        view = self.getViewBox()
        if len(self._points) < 2 or view is None:
            return
        seen = to_device.mapRect(view.viewRect())
        device = thinned(mapped(self._points, to_device), _NEAR * scale)
        pieces = clipped(device, (seen.left(), seen.top(), seen.right(), seen.bottom()))
        if self._halo is not None:
            self._draw(painter, [dashes(piece, np.zeros(0)) for piece in pieces], self._halo, scale)
        unit = max(self._pen.widthF(), 1.0) * scale
        pattern = np.asarray(self._pen.dashPattern(), dtype=float) * unit
        self._draw(painter, [dashes(piece, pattern) for piece in pieces], self._pen, scale)

    @staticmethod
    def _draw(painter: QPainter, pieces: list[Array], pen: QPen, scale: float) -> None:
        """Draws straight pieces one by one, which Qt does far more quickly than a wide polyline."""
        solid = QPen(pen.color(), pen.widthF() * scale)
        dashed = pen.style() == Qt.PenStyle.CustomDashLine
        solid.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.SquareCap)
        painter.setPen(solid)
        for lines in pieces:
            painter.drawLines([QLineF(*line) for line in lines.tolist()])


def dashes(points: Array, pattern: Array) -> Array:
    """The straight pieces (m, 4), x0, y0, x1, y1, that a dash pattern leaves of a polyline.

    Args:
        points: (n, 2), n ≥ 2.
        pattern: lengths of dash, gap, dash, gap and so on; empty for a solid line.
    """
    if not len(pattern):
        return np.hstack([points[:-1], points[1:]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    period, edges = float(pattern.sum()), np.cumsum(pattern)
    starts = period * np.arange(int(along[-1] / period) + 1)
    cuts = np.unique(np.concatenate([along, (starts[:, None] + edges).ravel()]))
    cuts = cuts[cuts <= along[-1]]
    middle = 0.5 * (cuts[:-1] + cuts[1:]) % period
    drawn = np.searchsorted(edges, middle, side="right") % 2 == 0
    at = np.stack([np.interp(cuts, along, points[:, axis]) for axis in (0, 1)], axis=1)
    lines: Array = np.hstack([at[:-1], at[1:]])[drawn]
    return lines


def thinned(points: Array, near: float) -> Array:
    """A polyline without the points in the same cell, ``near`` wide, as the point before; both ends are kept."""
    cells = np.floor(points / near)
    kept = np.ones(len(points), dtype=bool)
    kept[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
    thin: Array = points[kept]
    return thin
