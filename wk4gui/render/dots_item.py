"""Dots at many points of a plot."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.device_curve import OverView, mapped
from wk4gui.render.dots import paint_dots


class Dots(OverView):
    """A small dot at each of many points; those that are not finite have none."""

    def __init__(self, color: str | QColor, radius: float = 2.6) -> None:
        super().__init__()
        self._color, self._radius = QColor(color), radius
        self.points: Array = np.zeros((0, 2))

    def set_color(self, color: str | QColor) -> None:
        self._color = QColor(color)
        self.update()

    def set_points(self, points: Array) -> None:
        """Points (n, 2) in the plot's coordinates."""
        self.points = points[np.isfinite(points).all(axis=1)]
        self.setVisible(len(self.points) > 0)
        self.update()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        pen = QPen(Qt.PenStyle.NoPen)
        paint_dots(painter, mapped(self.points, to_device), pen, self._color, self._radius * scale)
