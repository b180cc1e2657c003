"""The number of turns of the gradient along a closed path: a check that no critical point was missed.

By the theorem of Poincaré and Hopf the turns of ∇f along the edge of a box are the sum of the indices of the critical
points inside: +1 for a minimum or a maximum, −1 for a saddle, −2 for the monkey saddle. Two points whose indices cancel
are not detected, so the search does not rely on this check alone.
"""

import math
from collections.abc import Callable

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.labs.saddle.model.surface import Box, Surface

_START, _ROUNDS, _LARGEST = 65, 40, 20000
_CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))


def box_index(surface: Surface, box: Box) -> int | None:
    """Turns of the gradient along the edge of a box, counter-clockwise.

    None if they cannot be counted: the gradient vanishes or has no value on the edge, or turns too fast there.
    """
    corners = [
        (box.x_low + s * (box.x_high - box.x_low), box.y_low + t * (box.y_high - box.y_low)) for s, t in _CORNERS
    ]
    xs, ys = (np.array(values) for values in zip(*corners, strict=True))

    def edge(t: Array) -> tuple[Array, Array]:
        return np.interp(t, np.arange(5.0), xs), np.interp(t, np.arange(5.0), ys)

    return _turns(surface, edge, 4.0)


def circle_index(surface: Surface, x: float, y: float, radius: float) -> int | None:
    """Turns of the gradient along a circle, counter-clockwise; None as for ``box_index``."""
    return _turns(surface, lambda t: (x + radius * np.cos(t), y + radius * np.sin(t)), 2.0 * math.pi)


def _turns(surface: Surface, path: Callable[[Array], tuple[Array, Array]], length: float) -> int | None:
    """Turns along a path, its samples halved until the gradient turns by less than an eighth between neighbours."""
    t = np.linspace(0.0, length, 4 * _START)
    angle = _angle(surface, *path(t))
    for _ in range(_ROUNDS):
        if not np.isfinite(angle).all():
            return None
        turned = _wrapped(np.diff(angle))
        fast = np.flatnonzero(np.abs(turned) > 0.25 * math.pi)
        if not len(fast):
            return round(float(turned.sum()) / (2.0 * math.pi))
        if len(t) > _LARGEST:
            return None
        between = 0.5 * (t[fast] + t[fast + 1])
        t = np.insert(t, fast + 1, between)
        angle = np.insert(angle, fast + 1, _angle(surface, *path(between)))
    return None


def _angle(surface: Surface, x: Array, y: Array) -> Array:
    with np.errstate(all="ignore"):
        gx, gy = surface.grad(x, y)
        return np.where((gx == 0.0) & (gy == 0.0) | ~np.isfinite(gx * gy), np.nan, np.arctan2(gy, gx))


def _wrapped(angle: Array) -> Array:
    return (angle + math.pi) % (2.0 * math.pi) - math.pi
