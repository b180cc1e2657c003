"""Compares the gradients of the backward pass with central differences of the loss."""

import numpy as np

from wk4gui.core.activations import Activation
from wk4gui.core.arrays import Array
from wk4gui.core.network import Forward, Gradients, Network

STEP = 1e-6
KINK_MARGIN = 1e-4


def gradient_check(network: Network, X: Array, y: Array, values: Forward, gradients: Gradients) -> float:
    """The largest error of the analytic gradients, relative to the largest gradient.

    max |analytic − (L(θ + h) − L(θ − h)) / 2h| / max(‖g‖∞, 1e-8) over all weights and biases, h = 1e-6 · max(1, |θ|).
    Weights and biases that move a unit within 1e-4 of a kink of its activation (or across it) are skipped.

    Args:
        network: one network (no leading axes).
        X: inputs (n_samples, n_in).
        y: targets (n_samples, n_out).
        values: the forward pass of X.
        gradients: to be checked.

    Returns:
        The relative error; 0 if everything is skipped, NaN if the loss is not finite.
    """
    errors = [0.0]
    largest = 1e-8
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in range(len(network.weights)):
            A = values.a[layer - 1] if layer else X
            analytic = np.hstack([gradients.grad_W[layer], gradients.grad_b[layer][:, None]])
            numeric, smooth = _central_differences(network, layer, A, values.z[layer], y)
            errors.append(float(np.abs(analytic - numeric).max(where=smooth, initial=0.0)))
            largest = max(largest, float(np.abs(analytic).max()))
        return max(errors) / largest if np.isfinite(errors).all() else float("nan")


def _central_differences(
    network: Network, layer: int, A: Array, Z: Array, y: Array
) -> tuple[Array, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Numeric gradients of a layer's weights and biases (n_out, n_in + 1), and which of them are not near a kink.

    A step h of W[j, k] moves z_j by h · a_k and nothing else in this layer, so every perturbed network is a perturbed
    Z, and all of them pass through the layers above as one batch.
    """
    W, b = network.weights[layer], network.biases[layer]
    n_out, n_in = W.shape
    inputs = np.hstack([A, np.ones((len(A), 1))])
    step = STEP * np.maximum(1.0, np.abs(np.hstack([W, b[:, None]])))
    moves = np.einsum("jk,sk,ji->jksi", step, inputs, np.eye(n_out))
    plus, minus = Z + moves, Z - moves
    smooth = np.ones((n_out, n_in + 1), dtype=bool)
    while True:
        smooth &= _meets_no_kink(network.activations[layer], plus, minus)
        if layer == len(network.weights) - 1:
            break
        W, b, f = network.weights[layer + 1], network.biases[layer + 1], network.activations[layer].f
        plus, minus = np.matmul(f(plus), W.T) + b, np.matmul(f(minus), W.T) + b
        layer += 1
    loss, f = network.loss, network.activations[-1].f
    rise = loss.value(plus, y) - loss.value(minus, y) if loss.on_z else loss.value(f(plus), y) - loss.value(f(minus), y)
    return rise / (2.0 * step), smooth


def _meets_no_kink(
    activation: Activation, plus: Array, minus: Array
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    met = np.zeros(plus.shape, dtype=bool)
    for kink in activation.kinks:
        near = np.minimum(np.abs(plus - kink), np.abs(minus - kink)) < KINK_MARGIN
        met |= (near | ((plus > kink) != (minus > kink))) & (plus != minus)
    return np.asarray(~met.any(axis=(-2, -1)))
