"""Patterns that tell areas apart without their colours, painted line by line, so that every format can hold them."""

import math
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

HATCH_GAP = 7.0
"""Distance between lines, in logical pixels."""

Pattern = Literal["plain", "rising", "falling", "crossed", "upright", "level", "dotted"]

SERIES_PATTERNS: tuple[Pattern, ...] = ("plain", "rising", "falling", "crossed", "upright", "level", "dotted")
"""Of the areas of a first series, a second and so on."""

ZONE_PATTERNS: dict[str, Pattern] = {
    "too low": "dotted",
    "good": "plain",
    "best": "plain",
    "undecided": "level",
    "overshoots": "upright",
    "too high": "upright",
    "zig-zags": "rising",
    "diverges": "crossed",
}
"""Of the zones of a learning rate, by their meaning; the one that zig-zags lies over others."""


def paint_hatch(painter: QPainter, box: QRectF, pen: QPen, gap: float) -> None:
    """Lines at 45° over a box, ``gap`` apart along its lower side; they stay where they are when the box grows."""
    paint_pattern(painter, box, pen, "rising", gap)


def paint_pattern(painter: QPainter, box: QRectF, pen: QPen, pattern: Pattern, gap: float) -> None:
    """A pattern over a box; its lines stay where they are when the box grows."""
    if box.isEmpty() or pattern == "plain":
        return
    painter.save()
    painter.setClipRect(box)
    painter.setPen(pen)
    if pattern == "dotted":
        painter.drawLines(_dots(box.getCoords(), gap, max(pen.widthF(), 1.0)))
    else:
        painter.drawLines(_lines(box, pattern, gap))
    painter.restore()


def _lines(box: QRectF, pattern: Pattern, gap: float) -> list[QLineF]:
    if pattern == "level":
        return [QLineF(box.left(), y, box.right(), y) for y in _grid(box.top(), box.bottom(), gap)]
    if pattern == "upright":
        return [QLineF(x, box.top(), x, box.bottom()) for x in _grid(box.left(), box.right(), gap)]
    height = box.height()
    starts = _grid(box.left() - height, box.right(), gap)
    rising = [QLineF(x, box.bottom(), x + height, box.top()) for x in starts]
    falling = [QLineF(x, box.top(), x + height, box.bottom()) for x in starts]
    return {"rising": rising, "falling": falling}.get(pattern, rising + falling)


@lru_cache(maxsize=64)
def _dots(box: tuple[float, float, float, float], gap: float, size: float) -> list[QLineF]:
    """Short strokes at the points of a lattice, which every format has, as dots have not."""
    left, top, right, bottom = box
    rows = _grid(top, bottom, gap) or [(top + bottom) / 2.0]
    xs = _grid(left, right, gap)
    return [QLineF(QPointF(x - size / 2, y), QPointF(x + size / 2, y)) for y in rows for x in xs]


def _grid(low: float, high: float, gap: float) -> list[float]:
    """The multiples of a gap between two ends."""
    return [k * gap for k in range(math.floor(low / gap), math.ceil(high / gap) + 1)]
