"""The kind of a critical point, by its curvatures and the values of f close around it."""

import math

import numpy as np

from wk4gui.core.arrays import Array, NDArray
from wk4gui.labs.saddle.model.surface import Surface

TOLERANCE = 1e-6
"""An eigenvalue below this times the scale of the Hessian at and close around the point counts as 0."""

CLOSE = 1e-3
"""The radius of "close around", in sides of the window."""
_RADII = (1e-2, 2e-3)
_ROUNDING, _RELATIVE = 4e-16, 1e-9
_FLOOR_STEPS = 12


def hessian_scale(surface: Surface, x: Array, y: Array, own: Array, radius: float) -> Array:
    """The larger of each point's own largest eigenvalue and the size of the Hessian on a small circle around it.

    Args:
        x, y: the points (n,).
        own: their largest eigenvalues in size (n,).
        radius: of the circle.
    """
    angle = 2.0 * math.pi * (np.arange(8.0) + 0.3) / 8.0
    with np.errstate(all="ignore"):
        xx, xy, yy = surface.hessian(x[:, None] + radius * np.cos(angle), y[:, None] + radius * np.sin(angle))
        size = np.sqrt(xx * xx + 2.0 * xy * xy + yy * yy)
    around = np.median(np.where(np.isfinite(size), size, 0.0), axis=1)
    return np.asarray(np.maximum(own, around))


def is_saddle_like(
    surface: Surface, place: tuple[float, float], eigenvalues: Array, eigenvectors: Array, scale: float, size: float
) -> bool:
    """Whether f is both above and below its value close around a degenerate point.

    If only one curvature is 0, f is followed along the floor of the valley (or the crest), where the slope across
    vanishes. If both are, f is evaluated on circles.

    Args:
        place: the point.
        eigenvalues, eigenvectors: of its Hessian, (2,) ascending and (2, 2) in columns.
        scale: of the Hessian, by ``hessian_scale``.
        size: of the window.
    """
    steep = int(np.abs(eigenvalues).argmax())
    if abs(eigenvalues[steep]) < TOLERANCE * scale:
        return any(_takes_both_signs(surface, place, radius * size) for radius in _RADII)
    upward = eigenvalues[steep] > 0.0
    for radius in _RADII:
        along = _along_floor(surface, place, eigenvectors[:, 1 - steep], eigenvectors[:, steep], radius * size)
        if along is None:
            continue
        change, noise = along
        if (change.min() < -noise) if upward else (change.max() > noise):
            return True
    return False


def _along_floor(
    surface: Surface, place: tuple[float, float], flat: Array, steep: Array, radius: float
) -> tuple[Array, float] | None:
    """The difference of f to its value at the point, on the floor to both sides, and its rounding error."""
    t = radius * np.concatenate([np.linspace(-1.0, -0.2, 5), np.linspace(0.2, 1.0, 5)])
    u = np.zeros_like(t)
    with np.errstate(all="ignore"):
        for _ in range(_FLOOR_STEPS):
            x, y = place[0] + t * flat[0] + u * steep[0], place[1] + t * flat[1] + u * steep[1]
            gx, gy = surface.grad(x, y)
            xx, xy, yy = surface.hessian(x, y)
            curvature = xx * steep[0] ** 2 + 2.0 * xy * steep[0] * steep[1] + yy * steep[1] ** 2
            u = np.clip(u - (gx * steep[0] + gy * steep[1]) / curvature, -radius, radius)
        x, y = place[0] + t * flat[0] + u * steep[0], place[1] + t * flat[1] + u * steep[1]
        at_point = float(surface.f(np.array([place[0]]), np.array([place[1]]))[0])
        change = surface.f(x, y) - at_point
    if not np.isfinite(change).all():
        return None
    return change, _RELATIVE * float(np.abs(change).max()) + _ROUNDING * abs(at_point)


def _takes_both_signs(surface: Surface, place: tuple[float, float], radius: float) -> bool:
    """Whether f is above and below its value on a circle."""
    angle = np.linspace(0.0, 2.0 * math.pi, 257)
    with np.errstate(all="ignore"):
        value = float(surface.f(np.array([place[0]]), np.array([place[1]]))[0])
        around = surface.f(place[0] + radius * np.cos(angle), place[1] + radius * np.sin(angle)) - value
    if not np.isfinite(around).all():
        return False
    noise = _RELATIVE * float(np.abs(around).max()) + _ROUNDING * abs(value)
    return bool(around.min() < -noise and around.max() > noise)


def indices(eigenvalues: Array) -> NDArray[np.intp]:
    """+1 for a minimum or a maximum, −1 for a saddle, (n, 2) -> (n,)."""
    return np.asarray(np.sign(eigenvalues).prod(axis=1), dtype=np.intp)
