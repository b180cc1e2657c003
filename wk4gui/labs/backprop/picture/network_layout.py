"""The layout of a network diagram, without Qt.

Columns are the inputs, the layers and the loss. Every length is in logical pixels.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from wk4gui.labs.backprop.picture.label_placement import EdgeLine, place_labels
from wk4gui.labs.backprop.picture.rect import Rect

GAP = 4.0
"""Least distance between two boxes."""
_WIDEST_PITCH = 24.0
"""Largest distance between two columns, in lines of small text."""


@dataclass(frozen=True)
class TypeSizes:
    """Lengths for the layout, measured with the font.

    Attributes:
        line: height of a line of small text.
        value: width of the longest activation in large text.
        foot: width of the longest bias with its gradient; 0 without biases.
        plates: width of the longest weight label, per gap between columns.
        loss: width of the loss box.
        bias: width of the longest bias without its gradient.
    """

    line: float
    value: float
    foot: float
    plates: tuple[float, ...]
    loss: float
    bias: float = 0.0


@dataclass(frozen=True)
class NetworkLayout:
    """Geometry of a diagram.

    Attributes:
        units: per column (inputs first) a Rect for each unit; circles have w = h.
        detail: 3 lines in a unit (z, a, ∂z), 2 (a, ∂z) or 1 (a).
        names: per column a Rect for each unit's name; without room for all, only above the first.
        feet: per layer a Rect for each unit's bias; empty if there is no room.
        feet_have_gradients: whether the gradients of biases have room beside them.
        plates: label Rects by (layer, j, k); a gap whose labels do not fit has none.
        plate_sizes: width and height of the labels of each gap: of two lines (weight over gradient), or of one (the
            weight) if only one fits.
        loss: the loss box.
        line: height of a line of small text.
    """

    units: tuple[tuple[Rect, ...], ...]
    detail: int
    names: tuple[tuple[Rect, ...], ...]
    feet: tuple[tuple[Rect, ...], ...]
    plates: dict[tuple[int, int, int], Rect]
    plate_sizes: tuple[tuple[float, float], ...]
    loss: Rect
    line: float = 0.0
    feet_have_gradients: bool = True

    def edge(self, layer: int, j: int, k: int) -> EdgeLine:
        """x0, y0, x1, y1 of the line from unit k of the column before to unit j of the layer, centre to centre."""
        source, target = self.units[layer][k], self.units[layer + 1][j]
        return source.x, source.y, target.x, target.y

    def plates_have_gradients(self, layer: int) -> bool:
        """Whether the labels of a gap have two lines, the gradient in the second."""
        return self.plate_sizes[layer][1] >= 2 * self.line

    def plate_on_edge(self, layer: int, j: int, k: int) -> Rect:
        """The box of a weight's label, or where it would be on its edge."""
        if (layer, j, k) in self.plates:
            return self.plates[layer, j, k]
        x0, y0, x1, y1 = self.edge(layer, j, k)
        return Rect((x0 + x1) / 2, (y0 + y1) / 2, *self.plate_sizes[layer])


@dataclass(frozen=True)
class _Unit:
    """The size of a unit, and which texts have room around it."""

    detail: int
    w: float
    h: float
    header: float
    foot: float


@lru_cache(maxsize=64)
def network_layout(sizes: tuple[int, ...], width: float, height: float, type_sizes: TypeSizes) -> NetworkLayout:
    """Geometry of a network of ``sizes`` (inputs, then units of each layer) in width × height.

    Units are circles of three lines if there is room, else lower and wider with two lines or one. Labels of a gap
    are shown if all of them fit without touching each other or a unit.
    """
    line = type_sizes.line
    unit = _unit(sizes, width, height, type_sizes)
    xs, loss_box, foot = _columns(len(sizes), width, height, unit, type_sizes)
    top = 0.0 if unit.header else line
    units = tuple(
        tuple(Rect(x, y, unit.w, unit.h) for y in _spread(n, top, height, unit, line))
        for x, n in zip(xs, sizes, strict=True)
    )
    names = tuple(
        tuple(Rect(u.x, u.top - 1 - line / 2, 0.0, line) for u in (column if all_named else column[:1]))
        for column, all_named in ((each, unit.header or _inputs_have_room(each, units, line)) for each in units)
    )
    feet = tuple(
        tuple(Rect(u.x, u.bottom + 2 + line * 0.55, foot, line * 1.1) for u in column) if foot else ()
        for column in units[1:]
    )
    layout = NetworkLayout(units, unit.detail, names, feet, {}, (), loss_box, line, foot >= type_sizes.foot)
    plates: dict[tuple[int, int, int], Rect] = {}
    plate_sizes = []
    for layer, w in enumerate(type_sizes.plates):
        full, short = (w, 2 * line + 2), (w, line + 2)
        placed, size = _plates(layout, layer, full), full
        if not placed:
            placed = _plates(layout, layer, short)
            size = short if placed else full
        plates |= placed
        plate_sizes.append(size)
    return replace(layout, plates=plates, plate_sizes=tuple(plate_sizes))


def _inputs_have_room(column: tuple[Rect, ...], units: tuple[tuple[Rect, ...], ...], line: float) -> bool:
    """Whether these are inputs, below which nothing stands, and a name finds room above each."""
    gaps = (below.top - above.bottom for above, below in pairwise(column))
    return column is units[0] and all(gap > line + 2 for gap in gaps)


def _unit(sizes: tuple[int, ...], width: float, height: float, type_sizes: TypeSizes) -> _Unit:
    line = type_sizes.line
    header, foot = 1.05 * line, 1.1 * line + 2 if type_sizes.foot else 0.0
    slot = (height - 4) / max(sizes)
    pitch = (width - type_sizes.loss - 40) / len(sizes)
    circle = min(slot - header - foot - GAP, pitch * 0.42, 6.0 * line)
    if circle >= max(4.1 * line, 0.45 * type_sizes.value + 8):  # long numbers are set smaller
        return _Unit(3, circle, circle, header, foot)
    unit_w = max(min(type_sizes.value + 18, pitch * 0.6), 20.0)
    two, one = 2 * line + 6, line + 6
    slot = (height - 4 - line) / max(sizes)
    for detail, unit_h, room in ((2, two, foot), (1, one, foot), (1, one, 0.0)):
        if slot >= unit_h + room + GAP:
            named = slot >= unit_h + room + header + GAP
            return _Unit(detail, unit_w, unit_h, header if named else 0.0, room)
    return _Unit(1, unit_w, max(slot - 2, 4.0), 0.0, 0.0)


def _columns(
    n_columns: int, width: float, height: float, unit: _Unit, type_sizes: TypeSizes
) -> tuple[list[float], Rect, float]:
    """Centres of the columns, the loss box after the last, and the width of what stands below a unit.

    That is bias and gradient, or the bias alone, or nothing where both would touch others.
    """
    foot = 0.0
    for foot in (type_sizes.foot, type_sizes.bias, 0.0) if unit.foot else (0.0,):
        first = unit.w / 2 + 12
        right = width - 8 - type_sizes.loss
        last = right - max(unit.w, foot) / 2 - max(14.0, 0.03 * width)
        pitch = min((last - first) / (n_columns - 1), _WIDEST_PITCH * type_sizes.line)
        if n_columns == 2 or foot <= pitch - GAP:
            break
    spare = last - first - pitch * (n_columns - 1)
    first += spare / 2
    xs = [first + pitch * i for i in range(n_columns)]
    loss_h = min(6.4 * type_sizes.line, height - 8)
    return xs, Rect(right + (type_sizes.loss - spare) / 2, height / 2, type_sizes.loss, loss_h), foot


def _spread(n: int, top: float, height: float, unit: _Unit, line: float) -> list[float]:
    """Evenly spaced centres of n units over the height, with room for name and bias."""
    slot = min((height - 4 - top) / n, unit.h * 2.6 + unit.header + unit.foot + line)
    middle = (height + top) / 2 + (unit.header - unit.foot) / 2
    return [middle + slot * (i - (n - 1) / 2) for i in range(n)]


def _plates(layout: NetworkLayout, layer: int, size: tuple[float, float]) -> dict[tuple[int, int, int], Rect]:
    """The labels of one gap at one size; empty if not all fit."""
    sources, targets = layout.units[layer], layout.units[layer + 1]
    keys = [(j, k) for j in range(len(targets)) for k in range(len(sources))]
    span = (sources[0].right + GAP + size[0] / 2, targets[0].left - GAP - size[0] / 2)
    obstacles = [*layout.feet[layer]]
    if layer > 0:
        obstacles.extend(layout.feet[layer - 1])
    lines = [layout.edge(layer, j, k) for j, k in keys]
    placed = place_labels(lines, span, size, GAP, obstacles)
    return {(layer, j, k): rect for (j, k), rect in zip(keys, placed, strict=True)} if placed else {}
