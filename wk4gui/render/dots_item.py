"""Dots at many points of a plot."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.device_item import OverView
from wk4gui.render.dots import paint_dots
from wk4gui.render.segments import mapped, scaled
from wk4gui.render.theme import Theme, faded

_MANY = 300
"""Number of dots from which a snapshot is drawn fainter."""


class Dots(OverView):
    """A small dot at each of many points; points that are not finite are skipped."""

    pinnable = True

    def __init__(self, color: str | QColor, radius: float = 2.6) -> None:
        super().__init__()
        self._color, self._radius = QColor(color), radius
        self._pen = QPen(Qt.PenStyle.NoPen)
        self.points: Array = np.zeros((0, 2))

    def set_color(self, color: str | QColor) -> None:
        self._color = QColor(color)
        self.update()

    def set_points(self, points: Array) -> None:
        """Points (n, 2) in the plot's coordinates."""
        self.points = points[np.isfinite(points).all(axis=1)]
        self.setVisible(len(self.points) > 0)
        self.update()

    def is_empty(self) -> bool:
        return not len(self.points)

    def set_ghost_style(self, theme: Theme) -> None:
        self._pen = theme.pen(theme.ink3, 1.2, opacity=0.4 if len(self.points) > _MANY else 1.0)
        self.set_color(faded(theme.ink3, 0.0))

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        places, pen = mapped(self.points, to_device), scaled(self._pen, scale)
        paint_dots(painter, places, pen, self._color, self._radius * scale * self.sign_scale)
