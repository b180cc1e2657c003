"""Ridge polynomials against the normal equations, in exact fractions where they matter."""

from fractions import Fraction

import numpy as np
import pytest
from tiers import sample

from wk4gui.labs.bias_variance.model.polynomials import expected_fit, fit_and_residuals, fit_polynomials, smoother

AT = np.linspace(-1.0, 1.0, 9)


def by_normal_equations(x: np.ndarray, y: np.ndarray, degree: int, l2: float, at: np.ndarray) -> np.ndarray:
    """Solved in exact fractions: (AᵀA + n l2 D) w = Aᵀy, D without the intercept."""
    rows = [[Fraction(float(v)) ** j for j in range(degree + 1)] for v in x]
    n = degree + 1
    matrix = [[sum(row[i] * row[j] for row in rows) for j in range(n)] for i in range(n)]
    for j in range(1, n):
        matrix[j][j] += len(x) * Fraction(l2)
    right = [sum(row[i] * Fraction(float(v)) for row, v in zip(rows, y, strict=True)) for i in range(n)]
    for i in range(n):
        pivot = next(k for k in range(i, n) if matrix[k][i] != 0)
        matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
        right[i], right[pivot] = right[pivot], right[i]
        for k in range(i + 1, n):
            factor = matrix[k][i] / matrix[i][i]
            matrix[k] = [a - factor * b for a, b in zip(matrix[k], matrix[i], strict=True)]
            right[k] -= factor * right[i]
    w = [Fraction(0)] * n
    for i in reversed(range(n)):
        w[i] = (right[i] - sum(matrix[i][j] * w[j] for j in range(i + 1, n))) / matrix[i][i]
    return np.array([float(sum(c * Fraction(float(v)) ** j for j, c in enumerate(w))) for v in at])


PENALTIES = [(0, 0.1), (1, 0.0), (3, 0.01), (9, 1e-6), (9, 10.0)]
HIGHEST = [(20, 0.0), (20, 1e-6)]
"""Exact fractions of this degree take seconds."""


@pytest.mark.parametrize(("degree", "l2"), [*PENALTIES, *sample(HIGHEST, 1)])
def test_the_fit_solves_the_normal_equations(degree, l2):
    rng = np.random.default_rng(degree)
    x = np.linspace(-1.0, 1.0, 30)
    y = rng.standard_normal((2, 30))
    got = fit_polynomials(x, y, degree, l2, AT)
    for row, targets in zip(got, y, strict=True):
        np.testing.assert_allclose(row, by_normal_equations(x, targets, degree, l2, AT), rtol=1e-8, atol=1e-8)


def test_own_places_give_what_each_set_gives_alone():
    rng = np.random.default_rng(1)
    x, y = rng.uniform(-1, 1, (4, 12)), rng.standard_normal((4, 12))
    for l2 in (0.0, 0.1):
        fitted, residuals = fit_and_residuals(x, y, 5, l2, AT)
        for k in range(4):
            alone, own = fit_and_residuals(x[k], y[k : k + 1], 5, l2, AT)
            np.testing.assert_allclose(fitted[k], alone[0], rtol=1e-9, atol=1e-10)
            np.testing.assert_allclose(residuals[k], own[0], rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("degree", [0, 2, 20])
def test_polynomials_of_the_degree_are_reproduced(degree):
    x = np.linspace(-1.0, 1.0, 25)
    coefficients = np.random.default_rng(0).standard_normal(degree + 1)
    y = np.polynomial.Chebyshev(coefficients)(x)
    fitted = fit_polynomials(x, y[None], degree, 0.0, AT)[0]
    np.testing.assert_allclose(fitted, np.polynomial.Chebyshev(coefficients)(AT), rtol=1e-11, atol=1e-11)


def test_fewer_points_than_coefficients_are_interpolated_with_least_weights():
    x, y = np.linspace(-1.0, 1.0, 6), np.array([[0.0, 1.0, -1.0, 2.0, 0.5, 1.0]])
    interpolated = fit_polynomials(x, y, 9, 0.0, x)
    np.testing.assert_allclose(interpolated, y, atol=1e-9)
    limit = fit_polynomials(x, y, 9, 1e-9, AT)
    np.testing.assert_allclose(fit_polynomials(x, y, 9, 0.0, AT), limit, atol=1e-4)


def test_a_strong_penalty_leaves_the_mean_alone():
    x, y = np.linspace(-1.0, 1.0, 9), np.arange(9.0)[None]
    np.testing.assert_allclose(fit_polynomials(x, y, 4, 1e9, AT), np.full((1, 9), 4.0), atol=1e-6)


def test_expected_fit_is_the_mean_and_variance_of_the_smoother():
    x = np.linspace(-1.0, 1.0, 12)
    S = smoother(x, 4, 0.01, AT)
    mean, variance = expected_fit(x, np.sin(x), 4, 0.01, AT, 0.5)
    np.testing.assert_allclose(mean, S @ np.sin(x), rtol=1e-13)
    np.testing.assert_allclose(variance, np.diag(0.25 * S @ S.T), rtol=1e-13)


@pytest.mark.oracle
def test_ridge_is_scikit_learns():
    linear_model = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-1, 1, 20), rng.standard_normal(20)
    powers = x[:, None] ** np.arange(1, 7)
    model = linear_model.Ridge(alpha=20 * 0.02, solver="svd").fit(powers, y)
    expected = model.predict(AT[:, None] ** np.arange(1, 7))
    np.testing.assert_allclose(fit_polynomials(x, y[None], 6, 0.02, AT)[0], expected, rtol=1e-9)
