"""Where the tiles, edges and texts of the network diagram are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from wk4gui.render.fonts import text_width

MOST_LAYERS = 6
UnitAt = tuple[int, int]
"""Column, 0 for the inputs, and unit."""
_REACH = 5.0
"""Reach of a click on an edge, in pixels at 11 px type."""
_LARGEST, _GAP = 40.0, 0.78
"""Largest side of a tile at 11 px type, and its largest share of the distance to the next."""


@dataclass(frozen=True)
class Geometry:
    """The places in a diagram of columns of tiles.

    Attributes:
        sizes: units of each column.
        size: width and height of the widget.
        px: size of its type.
        interactive: whether + and − stand above hidden columns.
    """

    sizes: tuple[int, ...]
    size: tuple[float, float]
    px: int
    interactive: bool = True

    @property
    def _top(self) -> float:
        return (2.9 if self.interactive else 1.7) * self.px

    @property
    def _foot(self) -> float:
        return 1.9 * self.px

    @property
    def _pitch(self) -> float:
        """Distance of two tiles of the largest column."""
        return (self.size[1] - self._top - self._foot) / max(self.sizes)

    @property
    def _step(self) -> float:
        """Distance of two columns."""
        return (self.size[0] - self._left - self._right) / max(len(self.sizes) - 1, 1)

    @property
    def _left(self) -> float:
        return 4.6 * self.px

    @property
    def _right(self) -> float:
        return 3.4 * self.px

    @cached_property
    def side(self) -> float:
        """Of a tile."""
        scale = self.px / 11.0
        return max(8.0, min(_LARGEST * scale, _GAP * self._pitch, 0.42 * self._step))

    def centre(self, column: int, unit: int) -> QPointF:
        """Of a tile."""
        middle = (self._top + self.size[1] - self._foot) / 2.0
        from_middle = unit - (self.sizes[column] - 1) / 2.0
        return QPointF(self._left + column * self._step, middle + from_middle * self._apart(column))

    def _apart(self, column: int) -> float:
        """Distance of two tiles of a column; below outputs there is a text."""
        is_output = column == len(self.sizes) - 1
        wanted = 1.4 * self.side + 1.8 * self.px if is_output else 1.9 * self.side
        return min((self.size[1] - self._top - self._foot) / self.sizes[column], max(self._pitch, wanted))

    def tile(self, column: int, unit: int) -> QRectF:
        """The box of a tile; outputs are larger where there is room."""
        side, at = self.side, self.centre(column, unit)
        if column == len(self.sizes) - 1:
            side = min(1.4 * side, max(side, self._apart(column) - 1.8 * self.px))
        return QRectF(at.x() - side / 2, at.y() - side / 2, side, side)

    def edge(self, layer: int, target: int, source: int) -> tuple[QPointF, QPointF]:
        """From the right side of a tile to the left side of another."""
        begin, end = self.tile(layer, source), self.tile(layer + 1, target)
        return QPointF(begin.right(), begin.center().y()), QPointF(end.left(), end.center().y())

    def head(self, column: int, width: float) -> QRectF:
        """The title of a column, above its middle as far as there is room."""
        left = min(max(self.centre(column, 0).x() - width / 2, 0.0), self.size[0] - width)
        return QRectF(left, 0.0, width, 1.5 * self.px)

    def heads_fit(self, heads: Sequence[str]) -> bool:
        """Whether all titles fit above their columns."""
        return all(text_width(head, self.px) + 0.5 * self.px <= self._step for head in heads)

    def steppers(self, layer: int) -> tuple[QRectF | None, QRectF | None]:
        """The boxes of − and + above a hidden layer; above the output + alone, while another layer is allowed."""
        x, side = self.centre(layer + 1, 0).x(), 1.25 * self.px
        top = 1.55 * self.px
        if layer == len(self.sizes) - 2:
            return None, QRectF(x - side / 2, top, side, side) if layer < MOST_LAYERS else None
        return QRectF(x - side - 2.0, top, side, side), QRectF(x + 2.0, top, side, side)

    def input_label(self, unit: int, width: float) -> QRectF:
        """The name of a feature, left of its tile."""
        box = self.tile(0, unit)
        return QRectF(
            box.left() - width - 0.5 * self.px, box.center().y() - self.px, width + 0.1 * self.px, 2.0 * self.px
        )

    def output_label(self, unit: int, width: float) -> QRectF:
        """The text below an output tile."""
        box = self.tile(len(self.sizes) - 1, unit)
        x = min(box.center().x(), self.size[0] - width / 2 - 2.0)
        return QRectF(x - width / 2 - 1.0, box.bottom() + 0.1 * self.px, width + 2.0, 1.5 * self.px)

    def bias_plate(self, unit: UnitAt, width: float) -> QRectF:
        """The box of the bias, right of its tile; above it where that is an output."""
        tile, height = self.tile(*unit), 1.3 * self.px
        if unit[0] == len(self.sizes) - 1:
            x = min(tile.center().x() - width / 2 - 2.0, self.size[0] - width - 4.0)
            return QRectF(x, tile.top() - height - 1.0, width + 4.0, height)
        return QRectF(tile.right() + 2.0, tile.center().y() - height / 2, width + 4.0, height)

    def plates(self, unit: UnitAt, n_edges: int, *, with_gradient: bool) -> list[QRectF | None]:
        """The boxes of the numbers at the edges into a unit, in a column near it; None where two would touch."""
        height = (2.5 if with_gradient else 1.3) * self.px
        width = 3.9 * self.px
        share = max(0.35, 1.0 - (0.5 * width + 0.9 * self.px) / max(self._step - self.side, 1.0))
        boxes: list[QRectF | None] = []
        bottom = -1e9
        for k in range(n_edges):
            begin, end = self.edge(unit[0] - 1, unit[1], k)
            at = begin + (end - begin) * share
            box = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
            boxes.append(box if box.top() >= bottom else None)
            bottom = box.bottom() if boxes[-1] is not None else bottom
        if None in boxes:  # spread over the height instead of along the edges
            return self._column_of_plates(unit, n_edges, width, height)
        return boxes

    def _column_of_plates(self, unit: UnitAt, n_edges: int, width: float, height: float) -> list[QRectF | None]:
        begin = [self.edge(unit[0] - 1, unit[1], k) for k in range(n_edges)]
        room = self.size[1] - self._top
        if n_edges * height > room or self._step - self.side < width:
            height = 1.2 * self.px
        if n_edges * height > room:
            return [None] * n_edges
        x = begin[0][0].x() + 0.5 * (begin[0][1].x() - begin[0][0].x())
        middle = sum(0.5 * (a.y() + b.y()) for a, b in begin) / n_edges
        top = min(max(middle - n_edges * height / 2, self._top), self.size[1] - n_edges * height)
        return [QRectF(x - width / 2, top + k * height, width, height) for k in range(n_edges)]

    def edge_at(self, point: QPointF) -> tuple[int, int, int] | None:
        """Column and number of the unit, and number of the input, of the edge that is nearest to a point.

        None where none is within a few pixels.
        """
        at, found, least = np.array([point.x(), point.y()]), None, _REACH * self.px / 11.0
        for column in range(1, len(self.sizes)):
            begins = np.array([self.edge(column - 1, 0, k)[0].toTuple() for k in range(self.sizes[column - 1])])
            ends = np.array([self.edge(column - 1, j, 0)[1].toTuple() for j in range(self.sizes[column])])
            if not begins[0, 0] <= at[0] <= ends[0, 0]:
                continue
            share = (at[0] - begins[0, 0]) / (ends[0, 0] - begins[0, 0])
            rise = ends[:, None, 1] - begins[:, 1]
            length = np.hypot(ends[0, 0] - begins[0, 0], rise)
            gaps = np.abs(begins[:, 1] + share * rise - at[1]) * (ends[0, 0] - begins[0, 0]) / length
            unit, source = divmod(int(gaps.argmin()), len(begins))
            if gaps[unit, source] <= least:
                found = (column, unit, source)
        return found

    def unit_at(self, point: QPointF) -> UnitAt | None:
        """The tile at a point."""
        for column, n in enumerate(self.sizes):
            for unit in range(n):
                if self.tile(column, unit).contains(point):
                    return column, unit
        return None
