"""Polylines and single dots of a plot."""

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.device_item import GHOST_WIDTH, DeviceItem
from wk4gui.render.point_item import PointItem
from wk4gui.render.polyline_clip import Rect
from wk4gui.render.segments import Strokes, finite_rows
from wk4gui.render.theme import Theme


class Curve(DeviceItem):
    """A polyline with an optional halo; points that are not finite interrupt it."""

    pinnable = True

    def __init__(self, pen: QPen, halo: QPen | None = None) -> None:
        super().__init__()
        self.set_pen(pen, halo)
        self.points: Array = np.zeros((0, 2))
        self._strokes = Strokes()

    def set_pen(self, pen: QPen, halo: QPen | None = None) -> None:
        self._pens = (pen,) if halo is None else (halo, pen)
        self.update()

    @property
    def pen(self) -> QPen:
        return self._pens[-1]

    def set_data(self, x: Array, y: Array) -> None:
        """Points in the plot's coordinates."""
        self.set_points(np.column_stack([x, y]).astype(float))

    def set_points(self, points: Array) -> None:
        """Points (n, 2) in the plot's coordinates."""
        self.prepareGeometryChange()
        finite = finite_rows(points)
        self.points = points if finite.all() else np.where(finite[:, None], points, np.nan)
        shown = points[finite]
        self._bounds = _bounds(shown) if len(shown) else QRectF()
        self.update()

    def is_empty(self) -> bool:
        return self._bounds.isNull()

    def set_ghost_style(self, theme: Theme) -> None:
        self.set_pen(theme.pen(theme.ink3, GHOST_WIDTH))

    @property
    def tint(self) -> QColor:
        return self.pen.color()

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        value = value_at(self.points, x)
        return () if value is None else (value,)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        self._strokes.paint(painter, self.points, to_device, self._pens, self._seen(to_device), scale)

    def _seen(self, to_device: QTransform) -> Rect:
        """The visible part of the plot, in device pixels."""
        view = self.getViewBox()
        if view is None:
            return (-math.inf, -math.inf, math.inf, math.inf)
        seen = to_device.mapRect(view.viewRect())
        return (seen.left(), seen.top(), seen.right(), seen.bottom())


class Marker(PointItem):
    """A dot with a halo at one point; hidden without a point."""

    def __init__(self, color: str, halo: str, radius: float = 4.5) -> None:
        super().__init__(color, halo, radius)
        self._labelled: tuple[tuple[int, ...], float] = ((), math.inf)

    def label_coordinates(self, *coordinates: int, within: float = math.inf) -> None:
        """Compares these coordinates (0: x, 1: y) of the dot as values of the result, within a reach in the other."""
        self._labelled, self.pinnable = (coordinates, within), True

    def dataBounds(self, axis: int, *_: Any) -> tuple[float, float] | None:  # noqa: N802
        return None if self.point is None else (self.point[axis], self.point[axis])

    def set_ghost_style(self, theme: Theme) -> None:
        self.set_colors(theme.pane, theme.ink3)

    @property
    def tint(self) -> QColor:
        return QColor(self.color)

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        coordinates, within = self._labelled
        at = self.point
        if at is None or any(abs((x, y)[k] - at[k]) > within for k in {0, 1} - set(coordinates)):
            return ()
        return tuple(at[k] for k in coordinates)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        if self.point is None:
            return
        painter.setPen(QPen(QColor(self.halo), 2 * scale * self.sign_scale))
        painter.setBrush(QBrush(QColor(self.color)))
        radius = self.radius * scale * self.sign_scale
        painter.drawEllipse(to_device.map(QPointF(*self.point)), radius, radius)


def value_at(points: Array, x: float) -> float | None:
    """The value of a polyline (n, 2) at x; None where it has none, or where x is not monotonic."""
    points = points[finite_rows(points)]
    if len(points) < 2 or (np.diff(points[:, 0]) < 0).any():
        return None
    if not points[0, 0] <= x <= points[-1, 0]:
        return None
    return float(np.interp(x, points[:, 0], points[:, 1]))


def _bounds(points: Array) -> QRectF:
    x, y = points.T
    low, high = (x.min(), y.min()), (x.max(), y.max())
    return QRectF(low[0], low[1], high[0] - low[0], high[1] - low[1])
