"""Where everything of a network diagram stands: pure geometry, without Qt.

Columns are the inputs, the layers and the loss. Every length is in logical pixels.
"""

from dataclasses import dataclass
from functools import lru_cache

from wk4gui.render.label_placement import place_labels

HEADER = 16.0
"""Room for a name above a unit."""
FOOT = 17.0
"""Room for the bias below a unit."""
GAP = 5.0
"""Least distance between two things that must not touch."""


@dataclass(frozen=True)
class Rect:
    """An axis-parallel rectangle by its centre and size."""

    x: float
    y: float
    w: float
    h: float

    @property
    def left(self) -> float:
        return self.x - self.w / 2

    @property
    def right(self) -> float:
        return self.x + self.w / 2

    @property
    def top(self) -> float:
        return self.y - self.h / 2

    @property
    def bottom(self) -> float:
        return self.y + self.h / 2

    def contains(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def touches(self, other: "Rect", gap: float = 0.0) -> bool:
        """Whether the two are closer than ``gap``."""
        return (
            abs(self.x - other.x) < (self.w + other.w) / 2 + gap
            and abs(self.y - other.y) < (self.h + other.h) / 2 + gap
        )


@dataclass(frozen=True)
class TypeSizes:
    """Widths that the layout must reserve, measured by whoever knows the font.

    Attributes:
        line: height of one line of small type.
        value: width of the longest activation, large type.
        foot: width of the longest bias with its gradient.
        plates: width of the longest weight label, per gap between columns.
        loss: width of the loss box.
    """

    line: float
    value: float
    foot: float
    plates: tuple[float, ...]
    loss: float


@dataclass(frozen=True)
class NetworkLayout:
    """Geometry of a diagram.

    Attributes:
        units: per column (inputs first) one Rect a unit; circles have w = h.
        detail: 3 lines a unit (z, a, ∂z), 2 (a, ∂z) or 1 (a).
        named: whether there is room for a name above every unit; else only above the first of a column.
        feet: per layer one Rect a unit, where its bias stands; empty if there is no room.
        plates: label Rects by (layer, j, k); a gap whose labels do not fit has none.
        plate_sizes: width and height of the labels of each gap.
        loss: the loss box.
    """

    units: tuple[tuple[Rect, ...], ...]
    detail: int
    named: bool
    feet: tuple[tuple[Rect, ...], ...]
    plates: dict[tuple[int, int, int], Rect]
    plate_sizes: tuple[tuple[float, float], ...]
    loss: Rect

    def edge(self, layer: int, j: int, k: int) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 of the line from unit k of the column before to unit j of the layer, centre to centre."""
        source, target = self.units[layer][k], self.units[layer + 1][j]
        return source.x, source.y, target.x, target.y

    def plate_on_edge(self, layer: int, j: int, k: int) -> Rect:
        """The label of one weight: where it stands, or where it would stand on its edge."""
        if (layer, j, k) in self.plates:
            return self.plates[layer, j, k]
        x0, y0, x1, y1 = self.edge(layer, j, k)
        w, h = self.plate_sizes[layer]
        return Rect((x0 + x1) / 2, (y0 + y1) / 2, w, h)


@lru_cache(maxsize=64)
def network_layout(sizes: tuple[int, ...], width: float, height: float, type_sizes: TypeSizes) -> NetworkLayout:
    """Geometry of a network of ``sizes`` (inputs, then units a layer) in width × height.

    Units are circles of three lines where there is room, else lower and wider with two lines or one. Labels of a gap
    are shown if all of them fit without touching each other or a unit.
    """
    detail, unit_w, unit_h, foot = _unit_size(sizes, width, height, type_sizes)
    xs, loss_box = _columns(len(sizes), width, height, unit_w, type_sizes)
    named = (height - 8) / max(sizes) >= unit_h + foot + HEADER + GAP
    header = HEADER if named else 0.0
    units = tuple(
        tuple(Rect(x, y, unit_w, unit_h) for y in _spread(n, height, header, unit_h, foot))
        for x, n in zip(xs, sizes, strict=True)
    )
    foot_w = min(type_sizes.foot, (xs[1] - xs[0]) - 4)
    feet = tuple(
        tuple(Rect(u.x, u.bottom + 2 + FOOT / 2, foot_w, FOOT) for u in column) if foot else () for column in units[1:]
    )
    plate_sizes = tuple((w, 2 * type_sizes.line + 3) for w in type_sizes.plates)
    layout = NetworkLayout(units, detail, named, feet, {}, plate_sizes, loss_box)
    for layer in range(len(sizes) - 1):
        layout.plates.update(_plates(layout, layer))
    return layout


def _unit_size(
    sizes: tuple[int, ...], width: float, height: float, type_sizes: TypeSizes
) -> tuple[int, float, float, float]:
    """Lines a unit, its width and height, and the room below it for the bias."""
    slot = (height - 8) / max(sizes)
    pitch = _pitch(len(sizes), width, type_sizes)
    circle = min(slot - HEADER - FOOT - 2 * GAP, pitch * 0.42, 6.0 * type_sizes.line)
    if circle >= max(3.9 * type_sizes.line, 0.8 * type_sizes.value + 8):
        return 3, circle, circle, FOOT
    unit_w = max(min(type_sizes.value + 18, pitch * 0.6), 20.0)
    two, one = 2 * type_sizes.line + 6, type_sizes.line + 6
    if slot >= two + FOOT + GAP:
        return 2, unit_w, two, FOOT
    if slot >= one + FOOT + GAP:
        return 1, unit_w, one, FOOT
    return 1, unit_w, max(min(one, slot - GAP), 4.0), 0.0


def _pitch(n_columns: int, width: float, type_sizes: TypeSizes) -> float:
    return (width - type_sizes.loss - 40) / n_columns


def _columns(
    n_columns: int, width: float, height: float, unit_w: float, type_sizes: TypeSizes
) -> tuple[list[float], Rect]:
    """Centres of the columns and the loss box behind the last."""
    margin = max(unit_w, type_sizes.foot if n_columns > 4 else 0) / 2 + 16
    loss_w = type_sizes.loss
    right = width - 12 - loss_w
    last = right - unit_w / 2 - max(28.0, 0.07 * width)
    pitch = min((last - margin) / max(n_columns - 1, 1), 340.0)
    used = margin + pitch * (n_columns - 1) + (width - last)
    shift = max(0.0, (width - used) / 2)
    xs = [margin + shift + pitch * i for i in range(n_columns)]
    loss = Rect(right + loss_w / 2 - shift, height / 2, loss_w, min(92.0, height - 8))
    return xs, loss


def _spread(n: int, height: float, header: float, unit_h: float, foot: float) -> list[float]:
    """Centres of n units over the height, evenly, the space of header and bias counted in."""
    slot = min((height - 8) / n, unit_h * 2.8 + header + foot)
    middle = height / 2 + (header - foot) / 2
    return [middle + slot * (i - (n - 1) / 2) for i in range(n)]


def _plates(layout: NetworkLayout, layer: int) -> dict[tuple[int, int, int], Rect]:
    """The labels of one gap, all of them or none."""
    sources, targets = layout.units[layer], layout.units[layer + 1]
    w, h = layout.plate_sizes[layer]
    keys = [(j, k) for j in range(len(targets)) for k in range(len(sources))]
    foot_w = max((f.w for column in layout.feet for f in column), default=0.0)
    side = max(targets[0].w, foot_w) / 2 + GAP
    low = sources[0].right + GAP + w / 2
    high = targets[0].x - side - w / 2
    lines = [layout.edge(layer, j, k) for j, k in keys]
    placed = place_labels(lines, low, high, w, h, GAP)
    return {(layer, j, k): Rect(x, y, w, h) for (j, k), (x, y) in zip(keys, placed, strict=True)} if placed else {}
