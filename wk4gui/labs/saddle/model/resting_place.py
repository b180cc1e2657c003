"""Whether a descent stays at a critical point, is passing it, or was never there."""

import math
import re
from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.labs.saddle.model.critical_points import CriticalPoint
from wk4gui.labs.saddle.model.escape import unstable_component
from wk4gui.labs.saddle.model.params import Params, surface_of
from wk4gui.labs.saddle.model.result import Result

NEAR = 0.02
"""Tolerance of being at a point: for the distance, as a share of the surface's length there, and for the gradient, as
a share of the largest so far."""
_ON_THE_LINE = 1e-8
_MOVING_ON = ("momentum", "nesterov", "adam")
"""Optimizers that go on without a gradient."""
_KINKED = re.compile(r"abs|sqrt|log|tan(?!h)|/\s*[^\d\s.]|\*\*\s*(-|\(|\d*\.\d*[1-9])")
_BENT = 0.02


@dataclass(frozen=True)
class RestingPlace:
    """A critical point that a descent is at, and whether it stays.

    Attributes:
        point: the critical point.
        leaving: whether it is a saddle and the place is off its stable line, or beside a degenerate one from which
            descent points away, so that it goes on.
    """

    point: CriticalPoint
    leaving: bool


def resting_place(params: Params, result: Result, k: int, frame: int) -> RestingPlace | None:
    """The critical point of optimizer k's descent without noise after some steps; None if it is at none.

    It is at a point if its distance is at most 2 % of the surface's length there, which is the distance to the next
    critical point or half the surface's own box, its gradient at most 2 % of the largest so far, and its last step at
    most 2 % of that length where the optimizer has a velocity. Critical points outside the window are unknown.
    """
    path = result.paths_noise_free[k, : frame + 1]
    x, y = (float(value) for value in path[-1])
    if not (math.isfinite(x) and math.isfinite(y)) or not result.critical_points:
        return None
    point = min(result.critical_points, key=lambda p: math.hypot(p.x - x, p.y - y))
    length = own_length(params, result, point)
    if math.hypot(point.x - x, point.y - y) > NEAR * length:
        return None
    gradients = gradient_sizes(params, path)
    last = math.hypot(*(path[-1] - path[-2])) if frame and result.optimizers[k] in _MOVING_ON else 0.0
    if not gradients[-1] <= NEAR * gradients.max() or last > NEAR * length:
        return None
    return RestingPlace(point, _off_the_line(params, point, x, y) > _ON_THE_LINE * length)


def _off_the_line(params: Params, point: CriticalPoint, x: float, y: float) -> float:
    """The distance along which descent goes on from near a saddle; at a degenerate one where it points away from it."""
    if not point.saddle_like:
        return 0.0
    if point.kind == "degenerate":
        slopes = surface_of(params).grad(np.array(x), np.array(y))
        outward = (point.x - x) * float(slopes[0]) + (point.y - y) * float(slopes[1])
        return unstable_component(point, x, y) if outward > 0.0 else 0.0
    return unstable_component(point, x, y)


def gradient_sizes(params: Params, path: Array) -> Array:
    """|∇f| at each place of a path (n, 2) -> (n,)."""
    with np.errstate(all="ignore"):
        return np.hypot(*surface_of(params).grad(path[:, 0], path[:, 1]))


def own_length(params: Params, result: Result, point: CriticalPoint) -> float:
    """The distance from a critical point to the next one, at most half the surface's own box."""
    others = [math.hypot(p.x - point.x, p.y - point.y) for p in result.critical_points if p is not point]
    return min([0.5 * surface_of(params).box.size, *others])


def visits_saddle(params: Params, result: Result, k: int, frame: int) -> bool:
    """Whether the descent without noise was within the escape radius of the saddle before it was beyond it along x₋."""
    saddle, left = result.nearest_saddle, result.escape_step_noise_free[k]
    if saddle is None or left == 0:
        return False
    path = result.paths_noise_free[k, : (frame if left is None else min(left, frame)) + 1]
    distance = np.hypot(path[:, 0] - saddle.x, path[:, 1] - saddle.y)
    return bool((distance <= params.escape_radius).any())


def pull_back(params: Params, result: Result) -> int:
    """Compares f at the escape radius with the saddle's quadratic part: 1 slows runs down, −1 speeds them up; or 0."""
    saddle, r = result.nearest_saddle, params.escape_radius
    if saddle is None or saddle.kind == "degenerate":
        return 0
    (across, up), curvature = saddle.eigenvectors[0], saddle.eigenvalues[0]
    sides = np.array([-r, r])
    with np.errstate(all="ignore"):
        f = surface_of(params).f(saddle.x + sides * across, saddle.y + sides * up) - saddle.value
    excess = float(np.mean(f) / (0.5 * curvature * r * r) - 1.0)
    return 0 if not abs(excess) > _BENT else 1 if excess < 0.0 else -1


def may_have_kinks(params: Params) -> bool:
    """Whether the formula may have a kink or a gap: by a root, abs, logarithm, tangent or division."""
    return params.surface == "custom" and _KINKED.search(params.expression) is not None
