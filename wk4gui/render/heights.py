"""Maps the heights of a surface to colours and contour lines, also if they span many decades."""

import numpy as np
from contourpy import contour_generator

from wk4gui.core.arrays import Array

_LOW_SHARE = 10.0
_LEVELS = 13


class Heights:
    """The heights on a grid as shares from 0, the lowest, to 1, the highest, on a scale that expands low heights.

    A share is log(1 + h/m) over its largest value, h the height above the lowest and m the tenth percentile of h.
    """

    def __init__(self, grid: Array) -> None:
        finite = grid[np.isfinite(grid)]
        self.low = float(finite.min()) if len(finite) else 0.0
        above = finite - self.low
        self.high = float(finite.max()) if len(finite) else 1.0
        unit = float(np.percentile(above, _LOW_SHARE)) if len(finite) else 1.0
        self._unit = unit if unit > 0 else (self.high - self.low) or 1.0
        self._top = float(np.log1p((self.high - self.low) / self._unit)) or 1.0

    def shares(self, values: Array) -> Array:
        """Shares of values; NaN where they are not finite."""
        above = np.maximum(np.where(np.isfinite(values), values, np.nan) - self.low, 0.0)
        shares: Array = np.minimum(np.log1p(above / self._unit) / self._top, 1.0)
        return shares


def contours(x: Array, y: Array, shares: Array, n_levels: int = _LEVELS) -> tuple[Array, Array]:
    """Contour lines at evenly spaced shares, separated by NaN; none where a share is missing."""
    generator = contour_generator(x, y, np.ma.masked_invalid(shares))
    gap = np.full((1, 2), np.nan)
    pieces = [gap]
    for level in np.linspace(0.0, 1.0, n_levels + 1)[1:-1]:
        for line in generator.lines(float(level)):
            pieces += [np.asarray(line, dtype=float), gap]
    points = np.concatenate(pieces)
    return points[:, 0], points[:, 1]
