"""Gradient steps of one network on one batch, with all numbers of every step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.history import LayerHistory
from wk4gui.core.network import Forward, Gradients, Network, backward, forward, loss_of

_Step = tuple[Network, Forward, Array, Gradients]


@dataclass(frozen=True)
class Descent:
    """Histories over steps 0…n_steps, the step first; NaN from ``diverged_at`` on.

    Attributes:
        z: pre-activations, per layer (n_steps + 1, n_samples, n_units).
        a: activations, likewise.
        slope: f′(z), likewise.
        loss: (n_steps + 1,).
        W: weights, per layer (n_steps + 1, n_out, n_in).
        b: biases, per layer (n_steps + 1, n_units).
        grad_a: ∂L/∂a, as a.
        grad_z: ∂L/∂z, as z.
        grad_W: ∂L/∂W, as W.
        grad_b: ∂L/∂b, as b.
        diverged_at: the first step with a value that is not finite, or None.
    """

    z: LayerHistory
    a: LayerHistory
    slope: LayerHistory
    loss: Array
    W: LayerHistory
    b: LayerHistory
    grad_a: LayerHistory
    grad_z: LayerHistory
    grad_W: LayerHistory  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: LayerHistory
    diverged_at: int | None


def descend(
    network: Network,
    X: Array,
    y: Array,
    step_size: float,
    n_steps: int,
    decimals: int | None = None,
    progress: Callable[[float], None] = lambda fraction: None,
) -> Descent:
    """Full-batch gradient descent: θ ← θ − step_size · ∂L/∂θ, n_steps times (a negative step size is ascent).

    Args:
        network: the start (no leading axes).
        X: inputs (n_samples, n_in).
        y: targets (n_samples, n_out).
        step_size: the learning rate.
        n_steps: number of updates.
        decimals: round every intermediate value and new weight to so many places; None for full precision.
        progress: called with the fraction that is done.

    Returns:
        All numbers of every step.
    """
    steps: list[_Step] = []
    for step in range(n_steps + 1):
        progress(step / (n_steps + 1))
        values = forward(network, X, decimals)
        loss = loss_of(network, values, y, decimals)
        if not np.isfinite(loss):
            break
        gradients = backward(network, X, y, values, decimals)
        steps.append((network, values, loss, gradients))
        network = network.moved(step_size, gradients, decimals)
    return _history(steps, n_steps + 1) if steps else _nothing(network, len(X), n_steps + 1)


def _history(steps: Sequence[_Step], length: int) -> Descent:
    """The steps as one array for each layer and quantity, up to the first value that is not finite."""
    networks, values, losses, gradients = zip(*steps, strict=True)
    quantities = {
        "z": [v.z for v in values],
        "a": [v.a for v in values],
        "slope": [v.slope for v in values],
        "W": [n.weights for n in networks],
        "b": [n.biases for n in networks],
        "grad_a": [g.grad_a for g in gradients],
        "grad_z": [g.grad_z for g in gradients],
        "grad_W": [g.grad_W for g in gradients],
        "grad_b": [g.grad_b for g in gradients],
    }
    layers = {name: [np.array(layer) for layer in zip(*rows, strict=True)] for name, rows in quantities.items()}
    finite = min(_n_finite(layer) for many in layers.values() for layer in many)
    histories = {
        name: LayerHistory(tuple(_padded(layer, finite, length) for layer in many)) for name, many in layers.items()
    }
    loss = read_only(_padded(np.array(losses), finite, length))
    return Descent(loss=loss, diverged_at=None if finite == length else finite, **histories)


def _nothing(network: Network, n_samples: int, length: int) -> Descent:
    """The history of a start whose loss is not finite."""
    per_unit = LayerHistory(tuple(np.full((length, n_samples, len(b)), np.nan) for b in network.biases))
    W = LayerHistory(tuple(np.full((length, *w.shape), np.nan) for w in network.weights))
    b = LayerHistory(tuple(np.full((length, len(b)), np.nan) for b in network.biases))
    loss = read_only(np.full(length, np.nan))
    return Descent(per_unit, per_unit, per_unit, loss, W, b, per_unit, per_unit, W, b, 0)


def _n_finite(layer: Array) -> int:
    """Number of leading steps whose values are all finite."""
    finite = np.isfinite(layer)
    if finite.all():
        return len(layer)
    return int(np.argmin(finite.reshape(len(layer), -1).all(axis=1)))


def _padded(layer: Array, finite: int, length: int) -> Array:
    """The finite steps, with −0 replaced by 0, padded with NaN to the length."""
    layer = layer + 0.0
    if finite == length:
        return layer
    padding = np.full((length - finite, *layer.shape[1:]), np.nan)
    return np.concatenate([layer[:finite], padding])
