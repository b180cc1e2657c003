"""Rounding as on paper: halves away from zero."""

import numpy as np

from wk4gui.core.arrays import Array


def round_half_away(values: Array, decimals: int) -> Array:
    """The values rounded to ``decimals`` places, halves away from zero (0.125 → 0.13, −2.5 → −3).

    A number that is a half in decimal notation counts as one although its binary form may differ by a few
    units in the last place (2.675 → 2.68). Values without places to round come back unchanged; −0 becomes 0.

    Args:
        values: any shape.
        decimals: places after the point, 0 or more.

    Returns:
        A new array of the same shape.
    """
    power = 10.0**decimals
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.abs(values) * power
        rounded = np.copysign(np.floor(scaled * (1.0 + 2.0**-50) + 0.5) / power, values)
    return np.where(scaled < 2.0**50, rounded, values) + 0.0
