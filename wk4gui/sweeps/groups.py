"""Points that are computed together: those that differ in the seed alone, where the part can."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from wk4gui.lab.part import Part
from wk4gui.sweeps.plan import Point
from wk4gui.sweeps.variation import SEED

MOST_TOGETHER = 32
"""Points of a group, which a worker that dies loses."""
Group = tuple[Point, ...]


def groups_of(part: Part, points: Iterable[Point]) -> list[Group]:
    """The points in groups, each in the place of its first point."""
    if part.together is None or SEED not in part.uses:
        return [(point,) for point in points]
    alike: dict[str, list[Point]] = {}
    for point in points:
        alike.setdefault(json.dumps(all_but_seed(point.params or {}), sort_keys=True), []).append(point)
    return [
        tuple(each[begin : begin + MOST_TOGETHER])
        for each in alike.values()
        for begin in range(0, len(each), MOST_TOGETHER)
    ]


def all_but_seed(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters without the seed."""
    return {name: value for name, value in params.items() if name != SEED}
