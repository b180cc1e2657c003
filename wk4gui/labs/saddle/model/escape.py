"""The escape of noisy descent from a saddle, and its duration."""

import math
from collections.abc import Sequence

from wk4gui.labs.saddle.model.critical_points import CriticalPoint

NORMAL_MEDIAN = 0.6745
"""The median size of a standard normal number."""


def nearest_saddle(points: Sequence[CriticalPoint], x: float, y: float) -> CriticalPoint | None:
    """The saddle, degenerate ones included, that is nearest to a place; None if there is none."""
    saddles = [point for point in points if point.saddle_like]
    return min(saddles, key=lambda p: math.hypot(p.x - x, p.y - y), default=None)


def growth_rate(saddle: CriticalPoint | None, learning_rate: float) -> float | None:
    """The growth g = 1 + α|λ₋| of the distance along the unstable direction in a step of SGD.

    None without a saddle, or if its Hessian has no negative eigenvalue (a degenerate one).
    """
    if saddle is None or saddle.kind == "degenerate":
        return None
    return 1.0 + learning_rate * abs(saddle.eigenvalues[0])


def unstable_component(saddle: CriticalPoint, x: float, y: float) -> float:
    """The distance of a place from a saddle along its unstable direction; the plain distance if it is degenerate."""
    if saddle.kind == "degenerate":
        return math.hypot(x - saddle.x, y - saddle.y)
    across, up = saddle.eigenvectors[0]
    return abs((x - saddle.x) * across + (y - saddle.y) * up)


def predicted_median_escape(
    growth: float | None, learning_rate: float, noise: float, radius: float, component: float = 0.0
) -> float | None:
    """T = ½ log_g(1 + (g² − 1)(r/(0.6745 ασ))²), the median escape step of SGD with Gaussian noise.

    Near the saddle the component along the unstable direction is d ← gd + ασξ, so after t steps it is normal with
    variance (ασ)²(g²ᵗ − 1)/(g² − 1); t is where its median size is r. The surface is replaced by its quadratic part.

    Args:
        growth: g.
        learning_rate: α.
        noise: σ, standard deviation of a gradient component's noise.
        radius: r, the distance that counts as escaped.
        component: how far the start is from the stable line along the unstable direction.

    Returns:
        The step, not rounded; None without noise or without g, and from a start so far off the stable line that it
        leaves without noise: further than half the median size of the accumulated noise, ασ/√(g² − 1).
    """
    if growth is None or noise <= 0.0 or growth <= 1.0:
        return None
    if component > 0.5 * NORMAL_MEDIAN * learning_rate * noise / math.sqrt(growth * growth - 1.0):
        return None
    ratio = radius / (NORMAL_MEDIAN * learning_rate * noise)
    # Through logarithms, since the ratio may be larger than a square can hold.
    inside = 2.0 * math.log(ratio) + math.log(growth * growth - 1.0)
    return (
        0.5
        * (inside + math.log1p(math.exp(-inside)) if inside > 0.0 else math.log1p(math.exp(inside)))
        / math.log(growth)
    )
