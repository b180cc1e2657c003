"""Measures of a trained layer of hidden units: sparsity, correlation, and the effect of removing a unit.

All take activations a (n_networks, n_samples, units) of the layer below a linear output of one unit.
"""

import numpy as np

from wk4gui.core.arrays import Array

SILENT = 1e-3
"""Activations below this share of the layer's largest count as silent."""


def sparsity(a: Array) -> Array:
    """Share of activations below ``SILENT`` times the largest of the layer, (n_networks,)."""
    size = np.abs(a)
    return np.asarray(np.mean(size <= SILENT * size.max(axis=(1, 2), keepdims=True), axis=(1, 2)))


def unit_correlation(a: Array) -> Array:
    """Correlation of every two units over the samples (n_networks, units, units); 0 for a unit that never changes."""
    deviation = a - a.mean(axis=1, keepdims=True)
    norm = np.sqrt(np.sum(deviation**2, axis=1, keepdims=True))
    scaled = np.divide(deviation, norm, out=np.zeros_like(deviation), where=norm > 1e-12 * np.abs(a).max())
    return np.asarray(np.matmul(scaled.swapaxes(1, 2), scaled))


def mean_abs_correlation(correlation: Array) -> Array:
    """Mean |correlation| over the pairs of units that change at all (n_networks,); 0 without such a pair."""
    live = np.diagonal(correlation, axis1=1, axis2=2) > 0.5
    n_live = live.sum(axis=1)
    off_diagonal = np.abs(correlation).sum(axis=(1, 2)) - n_live
    return np.asarray(off_diagonal / np.maximum(n_live * (n_live - 1), 1))


def loss_rise_without_unit(a: Array, w: Array, y_hat: Array, y: Array) -> Array:
    """The rise of the mean squared error when one unit is removed, averaged over the units, (n_networks,).

    Without unit j the error e = ŷ − y becomes e − w_j a_j, so the loss rises by mean(w_j² a_j²) − 2 mean(e w_j a_j).

    Args:
        a: (n_networks, n_samples, units).
        w: output weights (n_networks, units).
        y_hat: (n_networks, n_samples).
        y: (n_samples,), or (n_networks, n_samples).
    """
    error = (y_hat - y)[:, None, :]
    squares = np.mean(a * a, axis=1) * w * w
    pulls = np.matmul(error, a)[:, 0, :] * w / a.shape[1]
    return np.asarray(np.mean(squares - 2.0 * pulls, axis=1))


def cancellation(a: Array, w: Array, y_hat: Array) -> Array:
    """Σ over samples and units of |w_j a_j|, divided by Σ over samples of |ŷ|, (n_networks,).

    1 if no contributions cancel.
    """
    contributions = np.einsum("knj,kj->k", np.abs(a), np.abs(w))
    return np.asarray(contributions / np.maximum(np.abs(y_hat).sum(axis=1), np.finfo(np.float64).tiny))
