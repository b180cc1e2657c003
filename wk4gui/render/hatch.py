"""A hatch, painted as separate lines, which every file format supports."""

import math

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

HATCH_GAP = 7.0
"""Distance between lines, in logical pixels."""


def paint_hatch(painter: QPainter, box: QRectF, pen: QPen, gap: float) -> None:
    """Paints lines at 45° over a box, ``gap`` apart along its lower side; they do not move when the box grows."""
    if box.isEmpty():
        return
    height = box.height()
    first = math.floor((box.left() - height) / gap) * gap
    lines = [
        QLineF(first + k * gap, box.bottom(), first + k * gap + height, box.top())
        for k in range(math.ceil((box.right() - first) / gap) + 1)
    ]
    painter.save()
    painter.setClipRect(box)
    painter.setPen(pen)
    painter.drawLines(lines)
    painter.restore()
