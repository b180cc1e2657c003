"""The range of an axis of values, linear or logarithmic, and the places of values on it."""

import math
from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.render.plot import round_above

_LEAST = 1e-300
_FAR = 1e6
"""Values beyond a linear axis by more than this many of its lengths are placed there, where Qt can still draw."""


@dataclass(frozen=True)
class Window:
    """The range of the y axis in its own coordinates: log10 of the values if ``log``."""

    low: float
    high: float
    log: bool

    def place(self, values: Array) -> Array:
        """The values in the axis' coordinates: 0 is at the lower end of a log axis; what is not finite is NaN."""
        if not self.log:
            placed = np.minimum(values, self.high + _FAR * (self.high - self.low))
        else:
            placed = np.maximum(np.log10(np.maximum(values, _LEAST)), self.low)
        shown: Array = np.where(np.isfinite(values), placed, np.nan)
        return shown


def linear_window(highest: float, low: float = 0.0) -> Window:
    """A linear axis that ends on a round number above the highest value."""
    return Window(low, round_above(1.04 * highest), log=False)


def log_end(highest: float) -> float:
    """The next quarter of a decade above the highest value, as log10."""
    return math.ceil(4 * math.log10(highest) + 0.1) / 4
