"""The scale on which the values of a map are compared and coloured: linear, or logarithmic over many decades."""

import math
from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array

_DECADES = 1.5
_SHOWN = 6.0
"""Decades that a logarithmic scale shows at most on either side of the median; beyond them its ends' colours go on."""
_WITH_ZEROS = 3.0
"""Decades of the positive values from which a scale is logarithmic although there are zeros, as of shares."""


@dataclass(frozen=True)
class ValueScale:
    """A scale from 0 to 1.

    Attributes:
        low: the value at 0.
        high: the value at 1.
        logarithmic: whether equal distances are equal ratios.
        below: whether there are values below ``low``.
        above: whether there are values above ``high``.
    """

    low: float
    high: float
    logarithmic: bool
    below: bool = False
    above: bool = False

    def shares(self, values: Array) -> Array:
        """The places of values, NaN where there is none."""
        with np.errstate(invalid="ignore", divide="ignore"):
            if self.logarithmic:
                raw = np.log(np.clip(values, self.low, self.high) / self.low) / math.log(self.high / self.low)
            else:
                raw = (values - self.low) / ((self.high - self.low) or 1.0)
        return np.clip(raw, 0.0, 1.0)

    def value(self, share: float) -> float:
        """The value at a place."""
        if self.logarithmic:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)


def scale_of(values: Array) -> ValueScale:
    """The scale that suits finite values; logarithmic if they are positive and span more than 1.5 decades."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return ValueScale(0.0, 1.0, logarithmic=False)
    low, high = float(finite.min()), float(finite.max())
    positive = np.log10(finite[finite > 0.0])
    if low < 0.0 or not len(positive) or np.ptp(positive) <= (_DECADES if low > 0.0 else _WITH_ZEROS):
        return ValueScale(low, high, logarithmic=False)
    middle = float(np.median(positive))
    bottom, top = max(float(positive.min()), middle - _SHOWN), min(float(positive.max()), middle + _SHOWN)
    begin, end = 10.0**bottom, 10.0**top
    return ValueScale(begin, end, True, below=low < begin * (1 - 1e-9), above=high > end * (1 + 1e-9))  # noqa: FBT003
