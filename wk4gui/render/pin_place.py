"""Where the name of a pin covers nothing: the emptiest of the places along the upper and the lower edge of a plot."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from wk4gui.core.arrays import Array


class PinPlace(NamedTuple):
    """From 0 (left) to 1 (right), and the line from the top, or from the bottom if it is negative, counted from −1."""

    side: float
    line: int


PLACES = tuple(PinPlace(side, line) for side in (0.0, 0.5, 1.0) for line in (0, -1))


def emptiest(curves: Iterable[Array], width: float, height: float) -> PinPlace:
    """The place, the first of equal ones, at which a text covers the least of some curves.

    Args:
        curves: points (n, 2) from left to right, as shares of the plot from its lower left corner.
        width, height: of the text, as shares of the plot.
    """
    lines = [points[np.isfinite(points).all(axis=1)] for points in curves]
    lines = [points for points in lines if len(points)]
    return min(PLACES, key=lambda place: sum(_covered(points, place, width, height) for points in lines))


def _covered(points: Array, place: PinPlace, width: float, height: float) -> int:
    """How many points of a curve lie under a text at a place, among its own and evenly spaced ones."""
    left, bottom = place.side * (1.0 - width), 1.0 - height if place.line >= 0 else 0.0
    x, y = points.T
    inside = (x >= left) & (x <= left + width)
    between = np.linspace(max(left, x[0]), min(left + width, x[-1]), 64 if x[-1] > left and x[0] < left + width else 0)
    heights = np.concatenate([y[inside], np.interp(between, x, y)])
    return int(((heights >= bottom) & (heights <= bottom + height)).sum())
