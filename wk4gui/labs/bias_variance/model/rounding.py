"""How far rounding alone moves the squared distances of the bias_variance lab."""

import math

_RELATIVE = 1e-12
"""Rounding error of a curve; the targets are at most 1.5 in size."""


def rounding_of(square: float) -> float:
    """A bound on the rounding of bias², a variance or a mean squared error: 2ε√q + ε² of a square q."""
    return _RELATIVE * (2.0 * math.sqrt(max(square, 0.0)) + _RELATIVE)


def only_rounding(square: float) -> bool:
    """Whether such a number is 0 but for rounding."""
    return abs(square) <= rounding_of(0.0)
