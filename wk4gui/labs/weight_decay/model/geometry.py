"""Contours, circles and points of the weight_decay picture."""

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.weight_decay.model.params import Params, loss_of, strength_of
from wk4gui.labs.weight_decay.model.result import Result

MARGIN, FAR = 0.12, 4.0


def window(params: Params, result: Result) -> tuple[float, float, float, float]:
    """x_low, x_high, y_low, y_high of the map: origin, start, both optima and the paths near them, equally scaled.

    Diverging paths are shown up to four times the extent of the fixed points.
    """
    still = np.array([[0.0, 0.0], params.start, params.optimum, result.regularized_optimum])
    low, high = still.min(axis=0), still.max(axis=0)
    reach = FAR * max(float((high - low).max()), 0.5)
    for path in moving(result):
        seen = path[np.isfinite(path).all(axis=1)]
        low = np.minimum(low, np.maximum(seen.min(axis=0), low - reach))
        high = np.maximum(high, np.minimum(seen.max(axis=0), high + reach))
    half = 0.5 * max(float((high - low).max()), 0.5) * (1.0 + 2.0 * MARGIN)
    x, y = 0.5 * (low + high)
    return float(x - half), float(x + half), float(y - half), float(y + half)


def moving(result: Result) -> list[Array]:
    """The existing paths, in the order of ``result.paths``."""
    every = (result.path_plain, result.path_l2, result.path_decay, result.path_decay_velocity)
    return [path for path in every if path is not None]


def loss_levels(params: Params, result: Result, n: int = 9) -> Array:
    """Heights of the contours of L, ascending, evenly spaced in √L.

    One goes through the regularised optimum, where a contour of the loss touches a circle of the penalty.
    """
    loss = loss_of(params)
    highest = float(loss.loss(np.array(params.start)))
    touching = float(loss.loss(result.regularized_optimum))
    levels = max(highest, touching, 1e-12) * (np.arange(1, n + 1) / n) ** 2
    if touching > 0.0:
        levels[np.argmin(np.abs(np.sqrt(levels) - np.sqrt(touching)))] = touching
    return read_only(np.unique(levels))


def contour(params: Params, level: float) -> Array:
    """The ellipse L = level, closed, (n, 2)."""
    return read_only(loss_of(params).level_ellipse(level))


def circle_radii(params: Params, result: Result, n: int = 5) -> Array:
    """Radii of the penalty's circles, ascending; one goes through the regularised optimum. Empty without penalty."""
    if strength_of(params) == 0.0:
        return read_only([])
    touching = float(np.linalg.norm(result.regularized_optimum))
    largest = max(touching, float(np.linalg.norm(params.optimum)), float(np.linalg.norm(params.start)), 1e-9)
    radii = largest * np.arange(1, n + 1) / n
    if touching > 0.0:
        radii[np.argmin(np.abs(radii - touching))] = touching
    return read_only(np.unique(radii))
