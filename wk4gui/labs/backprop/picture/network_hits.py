"""Places and their rectangles in a network diagram, and the place at a point."""

from collections.abc import Sequence

from wk4gui.labs.backprop.model.quantities import Quantity
from wk4gui.labs.backprop.picture.network_layout import NetworkLayout
from wk4gui.labs.backprop.picture.network_measure import plate_rect
from wk4gui.labs.backprop.picture.network_numbers import Place, places
from wk4gui.labs.backprop.picture.rect import Rect

_EDGE_REACH = 6.0
"""Reach of a click on the line of a weight, in pixels."""


def place_rect(layout: NetworkLayout, place: Place, picked: Sequence[Place | None], n_outputs: int) -> Rect:
    """The rectangle of a place; that of its unit for a bias without room of its own."""
    if place.kind == "W":
        return plate_rect(layout, place, picked)
    if place.kind == "x":
        return layout.units[0][place.j]
    if place.kind == "y":
        box, share = layout.loss, layout.loss.w / n_outputs
        return Rect(box.left + share * (place.j + 0.5), box.bottom - box.h / 6, share, box.h / 3)
    feet = layout.feet[place.layer]
    return layout.units[place.layer + 1][place.j] if place.kind == "unit" or not feet else feet[place.j]


def place_at(layout: NetworkLayout, sizes: Sequence[int], x: float, y: float, selected: Place | None) -> Place | None:
    """The place at a point: a number, else a unit, else the weight of the nearest line; None if none is near."""
    for place in places(tuple(sizes)):
        if place.kind == "W" and (place.layer, place.j, place.k) not in layout.plates and place != selected:
            continue
        if place.kind == "b" and not layout.feet[place.layer]:
            continue
        if place_rect(layout, place, (selected,), sizes[-1]).contains(x, y):
            return place
    for layer, column in enumerate(layout.units[1:]):
        for j, unit in enumerate(column):
            if unit.contains(x, y):
                return Place("unit", layer, j)
    return _weight_at(layout, sizes, x, y)


def is_value(layout: NetworkLayout, place: Place, x: float, y: float) -> bool:
    """Whether a point of a place is on its value, not on a gradient beside it; units have no value of their own."""
    if place.kind == "unit":
        return False
    plate = layout.plates.get((place.layer, place.j, place.k)) if place.kind == "W" else None
    if plate is not None and layout.plates_have_gradients(place.layer) and plate.contains(x, y):
        return y <= plate.y
    return place.kind != "b" or x <= layout.feet[place.layer][place.j].x


def quantity_rect(layout: NetworkLayout, quantity: Quantity) -> Rect | None:
    """The rectangle of an exercise's number; None if there is no room for it."""
    layer, j, k = quantity.layer, quantity.j, quantity.k
    if quantity.kind == "loss":
        box = layout.loss
        return Rect(box.x, box.y, box.w, box.h / 3)
    if quantity.kind in ("z", "a", "grad_z"):
        return _in_unit(layout, layout.units[layer + 1][j], quantity.kind)
    if quantity.kind == "grad_W":
        plate = layout.plates.get((layer, j, k))
        if plate is None or not layout.plates_have_gradients(layer):
            return None
        return Rect(plate.x, plate.y + plate.h / 4, plate.w, plate.h / 2)
    if quantity.kind == "grad_b" and layout.feet[layer]:
        foot = layout.feet[layer][j]
        return Rect(foot.x + foot.w / 4, foot.y, foot.w / 2, foot.h)
    return None


def _in_unit(layout: NetworkLayout, unit: Rect, kind: str) -> Rect | None:
    """The line of z, a or ∂L/∂z in a unit."""
    lines = {3: ("z", "a", "grad_z"), 2: ("a", "grad_z"), 1: ("a",)}[layout.detail]
    if kind not in lines:
        return None
    height = unit.h / len(lines)
    return Rect(unit.x, unit.top + (lines.index(kind) + 0.5) * height, unit.w, height)


def _weight_at(layout: NetworkLayout, sizes: Sequence[int], x: float, y: float) -> Place | None:
    near = [
        (distance, place)
        for place in places(tuple(sizes))
        if place.kind == "W" and (distance := _distance(layout, place, x, y)) < _EDGE_REACH
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _distance(layout: NetworkLayout, weight: Place, x: float, y: float) -> float:
    """The distance of a point from the line of a weight; infinite beside its ends."""
    x0, y0, x1, y1 = layout.edge(weight.layer, weight.j, weight.k)
    if not x0 <= x <= x1:
        return float("inf")
    length = float(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5)
    return abs((y1 - y0) * (x - x0) - (x1 - x0) * (y - y0)) / length
