"""The complementary error function for arrays, which NumPy lacks."""

import numpy as np

from wk4gui.core.arrays import Array

# Numerators and denominators, highest power first, of Cody's rational Chebyshev approximations:
# W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631-637.
_SMALL = (
    (
        1.85777706184603153e-1,
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3,
    ),
    (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3),
)
_MIDDLE = (
    (
        2.15311535474403846e-8,
        5.64188496988670089e-1,
        8.88314979438837594e0,
        6.61191906371416295e1,
        2.98635138197400131e2,
        8.81952221241769090e2,
        1.71204761263407058e3,
        2.05107837782607147e3,
        1.23033935479799725e3,
    ),
    (
        1.0,
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3,
    ),
)
_LARGE = (
    (
        1.63153871373020978e-2,
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4,
    ),
    (
        1.0,
        2.56852019228982242e0,
        1.87295284992346725e0,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3,
    ),
)
_SMALL_END, _MIDDLE_END = 0.46875, 4.0
_UNDERFLOW = 27.3  # beyond, erfc is smaller than the smallest number
_INVERSE_SQRT_PI = 0.56418958354775628695


def erfc(z: Array) -> Array:
    """erfc(z) = 1 − erf(z) = 2/√π ∫ exp(−t²) dt from z to ∞, elementwise, with full relative accuracy for large z.

    Args:
        z: any shape, any finite or infinite values.

    Returns:
        The same shape, between 0 and 2.

    Source: W. J. Cody, Math. Comp. 23 (1969).
    """
    z = np.asarray(z, dtype=np.float64)
    tail = _tail(np.abs(z))
    return np.where(np.abs(z) <= _SMALL_END, 1.0 - _near_zero(z), np.where(z < 0.0, 2.0 - tail, tail))


def _near_zero(z: Array) -> Array:
    z = np.clip(z, -_SMALL_END, _SMALL_END)
    return z * _ratio(_SMALL, z * z)


def _tail(size: Array) -> Array:
    """The function erfc for sizes above 0.46875; for smaller ones the result is finite but wrong."""
    y = np.clip(size, _SMALL_END, _UNDERFLOW)
    value = _ratio(_MIDDLE, np.minimum(y, _MIDDLE_END))
    if y.size and y.max() > _MIDDLE_END:
        inverse_square = 1.0 / (y * y)
        large = (_INVERSE_SQRT_PI - inverse_square * _ratio(_LARGE, inverse_square)) / y
        value = np.where(y <= _MIDDLE_END, value, large)
    return _exp_minus_square(y) * value


def _exp_minus_square(y: Array) -> Array:
    """exp(−y²), with y² split in two so that its rounding error is not magnified."""
    coarse = np.floor(y * 16.0) / 16.0
    return np.exp(-coarse * coarse) * np.exp(-(y - coarse) * (y + coarse))


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], x: Array) -> Array:
    numerator, denominator = polynomials
    return _horner(numerator, x) / _horner(denominator, x)


def _horner(coefficients: tuple[float, ...], x: Array) -> Array:
    value = coefficients[0] * x + coefficients[1]
    for coefficient in coefficients[2:]:
        value *= x
        value += coefficient
    return np.asarray(value)
