"""Polynomials fitted by least squares with a ridge penalty, in closed form and for many training sets at once.

The fit minimises (1/n) Σ (p(x_i) − y_i)² + l2 · Σ_{j ≥ 1} w_j² over p(x) = Σ w_j x^j; the intercept w_0 is not
penalised. Without a penalty and with more points than the degree, the fit does not depend on the basis, and Legendre
polynomials keep it accurate to machine precision. With fewer points and no penalty, it is the interpolating polynomial
with the smallest Σ_{j ≥ 1} w_j², the limit of vanishing l2.
"""

import numpy as np

from wk4gui.core.arrays import Array


def fit_polynomials(x: Array, y: Array, degree: int, l2: float, at: Array) -> Array:
    """The values of fitted polynomials at other places.

    Args:
        x: places of the targets, in [−1, 1]: (n,) for all training sets, or (n_sets, n).
        y: targets (n_sets, n).
        degree: 0 or more.
        l2: weight of the penalty, 0 or more.
        at: (n_at,).

    Returns:
        (n_sets, n_at).
    """
    if x.ndim == 1:
        return np.asarray(y @ smoother(x, degree, l2, at).T)
    return np.asarray(np.matmul(smoother(x, degree, l2, at), y[..., None])[..., 0])


def fit_and_residuals(x: Array, y: Array, degree: int, l2: float, at: Array) -> tuple[Array, Array]:
    """As ``fit_polynomials``, and the residuals y minus fit (n_sets, n)."""
    if x.ndim == 1:
        values = fit_polynomials(x, y, degree, l2, np.concatenate([at, x]))
        return values[:, : len(at)], y - values[:, len(at) :]
    S = smoother(x, degree, l2, np.concatenate([np.broadcast_to(at, (len(x), len(at))), x], axis=1))
    values = np.matmul(S, y[..., None])[..., 0]
    return values[:, : len(at)], y - values[:, len(at) :]


def smoother(x: Array, degree: int, l2: float, at: Array) -> Array:
    """The matrix S of the fit, which is linear in the targets: p(at) = S y.

    Args:
        x: (…, n).
        degree: as in ``fit_polynomials``.
        l2: as in ``fit_polynomials``.
        at: (n_at,), or (…, n_at) for each set.

    Returns:
        (…, n_at, n).
    """
    if degree == 0 or (l2 == 0.0 and x.shape[-1] > degree):
        Q, R = np.linalg.qr(np.polynomial.legendre.legvander(x, degree))
        rows = np.polynomial.legendre.legvander(at, degree).astype(np.float64)
        return np.asarray(_times_inverse(rows, R) @ Q.swapaxes(-1, -2))
    return _monomial_smoother(x, degree, l2, at)


def expected_fit(x: Array, target: Array, degree: int, l2: float, at: Array, noise: float) -> tuple[Array, Array]:
    """Mean and variance of the fit over independent noise, exactly: S f(x) and σ² Σ_i S_ki², each (n_at,).

    Args:
        x: (n,), the same for every training set.
        target: f(x) without noise (n,).
        degree: as in ``fit_polynomials``.
        l2: as in ``fit_polynomials``.
        at: (n_at,).
        noise: standard deviation σ of the targets' noise.
    """
    S = smoother(x, degree, l2, at)
    return S @ target, noise**2 * np.sum(S * S, axis=1)


def _monomial_smoother(x: Array, degree: int, l2: float, at: Array) -> Array:
    """Mean plus centred monomials: with w_0 free, x^j and y are measured from their means."""
    n = x.shape[-1]
    powers = x[..., None] ** np.arange(1, degree + 1)
    means = powers.mean(axis=-2, keepdims=True)
    powers = powers - means
    rows = at[..., None] ** np.arange(1, degree + 1) - means
    if l2 == 0.0:
        inverse = np.linalg.pinv(powers, rcond=n * np.finfo(float).eps)
    else:
        penalty = np.sqrt(n * l2) * np.eye(degree)
        stacked = np.concatenate([powers, np.broadcast_to(penalty, (*x.shape[:-1], degree, degree))], axis=-2)
        Q, R = np.linalg.qr(stacked)
        inverse = np.linalg.solve(R, Q[..., :n, :].swapaxes(-1, -2))
    return np.asarray(rows @ inverse + 1.0 / n)


def _times_inverse(rows: Array, R: Array) -> Array:
    """The rows (…, n_at, k) times R⁻¹."""
    columns = np.broadcast_to(rows.swapaxes(-1, -2), (*R.shape[:-1], rows.shape[-2]))
    return np.asarray(np.linalg.solve(R.swapaxes(-1, -2), columns).swapaxes(-1, -2))
