"""Points of several classes in a plot: filled or hollow, and a shape for each class."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.device_item import OverView
from wk4gui.render.segments import mapped
from wk4gui.render.theme import LIGHT, Theme

AddShape = Callable[[QPainterPath, float, float, float], None]


def _circle(path: QPainterPath, x: float, y: float, r: float) -> None:
    path.addEllipse(QPointF(x, y), 0.9 * r, 0.9 * r)


def _polygon(*corners: tuple[float, float]) -> AddShape:
    def add(path: QPainterPath, x: float, y: float, r: float) -> None:
        path.addPolygon(QPolygonF([QPointF(x + dx * r, y + dy * r) for dx, dy in corners]))
        path.closeSubpath()

    return add


SHAPES: tuple[AddShape, ...] = (
    _circle,
    _polygon((0.0, -1.15), (1.05, 0.8), (-1.05, 0.8)),
    _polygon((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    _polygon((0.0, -1.2), (1.0, 0.0), (0.0, 1.2), (-1.0, 0.0)),
)
"""A shape for each class: circle, triangle, square, diamond."""
_MANY = 150
"""More points than that are drawn smaller."""
Paths = dict[tuple[int, str], QPainterPath]
"""By shape and colour."""


class PointCloud(OverView):
    """Points with a class each.

    Attributes:
        kept: whether the painted points are kept as an image until they change: on a screen, not in a figure.
    """

    def __init__(self, *, filled: bool) -> None:
        super().__init__()
        self._filled, self._theme = filled, LIGHT
        self.points: Array = np.zeros((0, 2))
        self._looks: list[tuple[int, str]] = []
        self._made: tuple[tuple[float, ...], Paths] | None = None
        self._image, self.kept = QImage(), False
        self.setZValue(6 if filled else 5)

    def set_points(self, points: Array, shapes: list[int], colors: list[QColor], theme: Theme) -> None:
        """Points (n, 2), and the shape and colour of each."""
        looks = [(shape, color.name()) for shape, color in zip(shapes, colors, strict=True)]
        if self.points is not points or (looks, theme) != (self._looks, self._theme):
            self._made = None
        self.points, self._theme, self._looks = points, theme, looks
        self.setVisible(len(points) > 0)
        self.update()

    def is_empty(self) -> bool:
        return not len(self.points)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        """Paints all points of one look as one path, which is several times faster than one by one."""
        r = (3.6 if len(self.points) <= _MANY else 3.0) * scale * self.sign_scale * (1.4 if self._theme.slide else 1.0)
        place = (to_device.m11(), to_device.m22(), to_device.dx(), to_device.dy(), r)
        if self._made is None or self._made[0] != place:
            self._made, self._image = (place, self._paths(to_device, r)), QImage()
        if not self.kept:
            self._paint_paths(painter, self._made[1], scale)
            return
        box = self.seen(to_device).adjusted(-2.0 * r, -2.0 * r, 2.0 * r, 2.0 * r).toAlignedRect()
        if self._image.isNull():
            self._image = self._painted(self._made[1], box, scale, painter.device().devicePixelRatio())
        painter.drawImage(box.topLeft(), self._image)

    def _painted(self, paths: Paths, box: QRect, scale: float, ratio: float) -> QImage:
        """An image of the points in a box of the device, of which each pixel has so many along a side."""
        image = QImage(box.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-box.topLeft())
            self._paint_paths(painter, paths, scale)
        return image

    def _paint_paths(self, painter: QPainter, made: Paths, scale: float) -> None:
        for (_, color), path in made.items():
            edge = self._theme.pane if self._filled else color
            painter.setPen(QPen(QColor(edge), (0.8 if self._filled else 1.5) * scale))
            painter.setBrush(QColor(color if self._filled else self._theme.pane))
            painter.drawPath(path)

    def _paths(self, to_device: QTransform, r: float) -> Paths:
        """The paths of the points that are seen."""
        view, paths = self.seen(to_device).adjusted(-r, -r, r, r), Paths()
        for (x, y), look in zip(mapped(self.points, to_device).tolist(), self._looks, strict=True):
            if view.contains(QPointF(x, y)):
                path = paths.get(look)
                if path is None:
                    path = paths[look] = QPainterPath()
                    path.setFillRule(Qt.FillRule.WindingFill)
                SHAPES[look[0]](path, x, y, r)
        return paths
