"""Points of several classes in a plot: filled or hollow, and a shape for each class."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.device_item import OverView, mapped
from wk4gui.render.theme import LIGHT, Theme

Paint = Callable[[QPainter, QPointF, float], None]


def _circle(painter: QPainter, at: QPointF, r: float) -> None:
    painter.drawEllipse(at, 0.9 * r, 0.9 * r)


def _polygon(*corners: tuple[float, float]) -> Paint:
    def paint(painter: QPainter, at: QPointF, r: float) -> None:
        painter.drawPolygon(QPolygonF([QPointF(at.x() + x * r, at.y() + y * r) for x, y in corners]))

    return paint


SHAPES: tuple[Paint, ...] = (
    _circle,
    _polygon((0.0, -1.15), (1.05, 0.8), (-1.05, 0.8)),
    _polygon((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    _polygon((0.0, -1.2), (1.0, 0.0), (0.0, 1.2), (-1.0, 0.0)),
)
"""A shape for each class: circle, triangle, square, diamond."""


_MANY = 150
"""More points than that are drawn smaller."""


class PointCloud(OverView):
    """Points with a class each."""

    def __init__(self, *, filled: bool) -> None:
        super().__init__()
        self._filled, self._theme = filled, LIGHT
        self.points: Array = np.zeros((0, 2))
        self._shapes: list[int] = []
        self._colors: list[QColor] = []
        self.setZValue(6 if filled else 5)

    def set_points(self, points: Array, shapes: list[int], colors: list[QColor], theme: Theme) -> None:
        """Points (n, 2), and the shape and colour of each."""
        self.points, self._shapes, self._colors, self._theme = points, shapes, colors, theme
        self.setVisible(len(points) > 0)
        self.update()

    def is_empty(self) -> bool:
        return not len(self.points)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        theme, r = self._theme, (3.6 if len(self.points) <= _MANY else 3.0) * scale * self.sign_scale
        view = self.seen(to_device).adjusted(-r, -r, r, r)
        for (x, y), shape, color in zip(mapped(self.points, to_device), self._shapes, self._colors, strict=True):
            at = QPointF(x, y)
            if not view.contains(at):
                continue
            edge = QColor(theme.pane) if self._filled else color
            painter.setPen(QPen(edge, (0.8 if self._filled else 1.5) * scale))
            painter.setBrush(color if self._filled else QColor(theme.pane))
            SHAPES[shape](painter, at, r)
