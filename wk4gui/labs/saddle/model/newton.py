"""Newton's method for ∇f = 0 in two variables, from many starts at once."""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array, NDArray
from wk4gui.labs.saddle.model.surface import Box, Surface

N_ITERATIONS = 70
TO_A_POINT, TO_A_CURVE = 1e-24, 1e-4
"""μ relative to |H|²: the second ends on a curve of stationary points instead of sliding along it."""

_TOO_FAR, _SMALLEST = 3.0, 1e-140


@dataclass(frozen=True)
class Stationary:
    """The ends of Newton's method, one entry for each start that converged.

    Attributes:
        x, y: positions (n,).
        gradient_norm: |∇f| there (n,).
        origin: index of the start (n,).
    """

    x: Array
    y: Array
    gradient_norm: Array
    origin: NDArray[np.intp]


def find_stationary(
    surface: Surface, box: Box, x: Array, y: Array, gradient_scale: float, regulariser: float = TO_A_POINT
) -> Stationary:
    """The stationary points that Newton's method reaches from the starts (x, y).

    The step is −(H² + μI)⁻¹H∇f with a tiny μ: −H⁻¹∇f, and where H is singular the shortest of its solutions, so
    that curves of stationary points and degenerate ones are reached too. A step is at most a fifth of the box. A start
    has converged when its last step is below 1e-9 of the box, or, where rounding keeps steps longer, when the gradient
    is below 1e-12 of ``gradient_scale`` and the step below 1e-5 of the box. Starts that leave three times the box, or
    meet a place without derivatives, are dropped.

    Args:
        box: its window, which sets the scale of lengths.
        x: starts (n,).
        y: likewise.
        gradient_scale: typical size of the gradient in the box.
        regulariser: μ/|H|².
    """
    far = box.scaled(_TOO_FAR)
    moving = np.arange(len(x))
    x, y = x.copy(), y.copy()
    norm, step = np.full(len(x), np.inf), np.full(len(x), np.inf)
    with np.errstate(all="ignore"):
        for _ in range(N_ITERATIONS):
            dx, dy, norm[moving] = _step(surface, x[moving], y[moving], 0.2 * box.size, regulariser)
            step[moving] = np.hypot(dx, dy)
            x[moving] += dx
            y[moving] += dy
            at_x, at_y = x[moving], y[moving]
            inside = (at_x >= far.x_low) & (at_x <= far.x_high) & (at_y >= far.y_low) & (at_y <= far.y_high)
            step[moving[~inside]] = np.inf
            moving = moving[inside & (step[moving] > 1e-15 * box.size)]
            if not len(moving):
                break
        _, _, norm = _step(surface, x, y, 1.0, regulariser)
        # The scale of a gradient: the typical one, or the point's own curvature times the window's length.
        own = box.size * np.sqrt(sum(part * part for part in surface.hessian(x, y)))
        flat = (norm <= 1e-12 * np.minimum(gradient_scale, own)) & (step <= 1e-5 * box.size)
        good = np.isfinite(norm) & (
            (step <= 1e-9 * box.size) & (norm <= np.maximum(1e-9 * own, 1e-12 * gradient_scale)) | flat
        )
    return Stationary(x[good], y[good], norm[good], np.flatnonzero(good))


def _step(surface: Surface, x: Array, y: Array, longest: float, regulariser: float) -> tuple[Array, Array, Array]:
    """One step from every point, and |∇f| before it."""
    gx, gy = surface.grad(x, y)
    norm = np.hypot(gx, gy)
    xx, xy, yy = surface.hessian(x, y)
    determinant = xx * yy - xy * xy
    squares = xx * xx + 2.0 * xy * xy + yy * yy
    mu = regulariser * squares
    below = determinant * determinant + mu * squares + mu * mu
    dx = -(determinant * (yy * gx - xy * gy) + mu * (xx * gx + xy * gy)) / below
    dy = -(determinant * (xx * gy - xy * gx) + mu * (xy * gx + yy * gy)) / below
    # If the determinant's square underflows, the step would be 0.
    dx[squares < _SMALLEST] = np.nan
    still = norm == 0.0
    dx, dy = np.where(still, 0.0, dx), np.where(still, 0.0, dy)
    shorter = np.minimum(1.0, longest / np.maximum(np.hypot(dx, dy), 1e-300))
    return dx * shorter, dy * shorter, norm
