"""Paints thousands of equal dots in a millisecond."""

import math

from pyqtgraph.Qt import internals
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPixmap

from wk4gui.core.arrays import Array


def paint_dots(painter: QPainter, places: Array, pen: QPen, fill: QColor, radius: float) -> None:
    """Paints dots at places (n, 2), all in device pixels; on a raster as copies of one picture."""
    if painter.paintEngine().type() != QPaintEngine.Type.Raster:
        _paint(painter, places, pen, fill, radius)
        return
    half = math.ceil(radius + pen.widthF()) + 1
    dot = QPixmap(2 * half, 2 * half)
    dot.fill(Qt.GlobalColor.transparent)
    own = QPainter(dot)
    own.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(own, [[half, half]], pen, fill, radius)
    own.end()
    copies = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
    copies.resize(len(places))
    rows = copies.ndarray()
    rows[:] = 0.0
    rows[:, 0:2] = places
    rows[:, 4:6] = 2 * half  # width and height of the source
    rows[:, 6:8] = 1.0  # scale
    rows[:, 9] = 1.0  # opacity
    first, count = copies.drawargs()
    painter.drawPixmapFragments(first, count, dot)


def _paint(painter: QPainter, places: Array | list[list[int]], pen: QPen, fill: QColor, radius: float) -> None:
    painter.setPen(pen)
    painter.setBrush(fill)
    for x, y in places:
        painter.drawEllipse(QPointF(x, y), radius, radius)
