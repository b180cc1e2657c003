"""The map of a surface in a window, with critical points, and the numbers at a place."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.saddle.model.critical_points import CriticalPoints, find_critical_points
from wk4gui.labs.saddle.model.surface import Box, Surface


@dataclass(frozen=True, eq=False)
class SurfaceMap:
    """A surface on a grid; arrays are read-only.

    Attributes:
        x_axis, y_axis: of the grid (resolution,).
        grid: f (n_y, n_x), NaN where it has no finite value.
        points: the critical points of the window.
    """

    x_axis: Array
    y_axis: Array
    grid: Array
    points: CriticalPoints


@lru_cache(maxsize=8)
def map_surface(surface: Surface, box: Box, resolution: int) -> SurfaceMap:
    """The map of a window with ``resolution`` points on each side."""
    x = np.linspace(box.x_low, box.x_high, resolution)
    y = np.linspace(box.y_low, box.y_high, resolution)
    with np.errstate(all="ignore"):
        grid = surface.f(*np.meshgrid(x, y))
    grid = np.where(np.isfinite(grid), grid, np.nan)
    return SurfaceMap(read_only(x), read_only(y), read_only(grid), find_critical_points(surface, box))


def numbers_at(surface: Surface, x: float, y: float) -> dict[str, Any]:
    """The numbers at a place; None for those that are not finite.

    Returns:
        "value", "gradient" (2,) and the Hessian's "eigenvalues" (2,), ascending.
    """
    at_x, at_y = np.array([x]), np.array([y])
    with np.errstate(all="ignore"):
        value, gradient, hessian = surface.f(at_x, at_y), surface.grad(at_x, at_y), surface.hessian(at_x, at_y)
    xx, xy, yy = (float(entry[0]) for entry in hessian)
    known = np.isfinite([xx, xy, yy]).all()
    eigenvalues = np.linalg.eigvalsh([[xx, xy], [xy, yy]]) if known else [None, None]
    return {
        "value": _finite(value[0]),
        "gradient": tuple(_finite(entry[0]) for entry in gradient),
        "eigenvalues": tuple(_finite(value) for value in eigenvalues),
    }


def _finite(value: Any) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)
