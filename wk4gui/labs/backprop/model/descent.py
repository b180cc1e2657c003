"""Gradient steps of one network, each on all samples or on the next one, with all numbers of every step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.history import LayerHistory
from wk4gui.core.network import Forward, Gradients, Network, backward, forward, loss_of
from wk4gui.core.rounding import round_half_away

Layers = tuple[Array, ...]


@dataclass(frozen=True)
class Descent:
    """Histories over steps 0…n_steps, the step first; NaN from ``diverged_at`` on.

    Attributes:
        z: pre-activations, per layer (n_steps + 1, n_samples, n_units).
        a: activations, likewise.
        slope: f′(z), likewise.
        loss: mean of the samples' losses (n_steps + 1,).
        sample_loss: (n_steps + 1, n_samples).
        W: weights, per layer (n_steps + 1, n_out, n_in).
        b: biases, per layer (n_steps + 1, n_units).
        grad_a: derivatives of each sample's own loss with respect to a, as a.
        grad_z: with respect to z, as z.
        grad_x: with respect to the input (n_steps + 1, n_samples, n_in).
        grad_W: gradient of the step, the mean over its samples, as W.
        grad_b: likewise, as b.
        diverged_at: the first step with a value that is not finite, or None.
    """

    z: LayerHistory
    a: LayerHistory
    slope: LayerHistory
    loss: Array
    sample_loss: Array
    W: LayerHistory
    b: LayerHistory
    grad_a: LayerHistory
    grad_z: LayerHistory
    grad_x: Array
    grad_W: LayerHistory  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: LayerHistory
    diverged_at: int | None


@dataclass(frozen=True)
class Rule:
    """How steps are taken.

    Attributes:
        step_size: the learning rate; negative for ascent.
        n_steps: number of updates.
        one_at_a_time: whether step t takes sample t modulo n_samples alone, instead of the mean over all.
        moves_biases: whether biases are updated.
        decimals: places that every intermediate value and new weight is rounded to; None for full precision.
    """

    step_size: float
    n_steps: int
    one_at_a_time: bool = False
    moves_biases: bool = True
    decimals: int | None = None

    def taken(self, step: int, n_samples: int) -> int | None:
        """The sample that a step takes; None if it takes all."""
        return step % n_samples if self.one_at_a_time else None


@dataclass(frozen=True)
class _Step:
    """One step: the network before it, its values, and the gradient that it follows."""

    network: Network
    values: Forward
    sample_loss: Array
    loss: Array
    grad_a: Layers
    grad_z: Layers
    grad_W: Layers  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: Layers


def descend(
    network: Network,
    X: Array,
    y: Array,
    rule: Rule,
    progress: Callable[[float], None] = lambda fraction: None,
) -> Descent:
    """Gradient descent: θ ← θ − step_size · ∂L/∂θ with L the mean loss of the step's samples, n_steps times.

    Args:
        network: the start (no leading axes).
        X: inputs (n_samples, n_in).
        y: targets (n_samples, n_out).
        rule: how steps are taken.
        progress: called with the fraction that is done.

    Returns:
        All numbers of every step.
    """
    steps: list[_Step] = []
    length = rule.n_steps + 1
    for t in range(length):
        progress(t / length)
        step = _step(network, X, y, rule.taken(t, len(X)), rule.decimals)
        if step is None:
            break
        steps.append(step)
        network = _moved(step, rule)
    return _history(steps, X, length, rule.decimals) if steps else _nothing(network, X, length)


def _step(network: Network, X: Array, y: Array, taken: int | None, decimals: int | None) -> _Step | None:
    """One step; several samples are computed as a leading axis, so that each has its own gradients."""
    if len(X) > 1:
        X, y = X[:, None], y[:, None]
    values = forward(network, X, decimals)
    sample_loss = loss_of(network, values, y, decimals)
    loss = _rounded_mean(sample_loss, decimals) if X.ndim == 3 else sample_loss
    if not np.isfinite(loss):
        return None
    own = backward(network, X, y, values, decimals)
    if X.ndim == 2:
        return _Step(network, values, sample_loss, loss, own.grad_a, own.grad_z, own.grad_W, own.grad_b)
    grad_W, grad_b = (
        tuple(_rounded_mean(g, decimals) if taken is None else g[taken] for g in layers)
        for layers in (own.grad_W, own.grad_b)
    )
    return _Step(network, values, sample_loss, loss, own.grad_a, own.grad_z, grad_W, grad_b)


def _rounded_mean(values: Array, decimals: int | None) -> Array:
    """The mean over the first axis."""
    with np.errstate(over="ignore", invalid="ignore"):
        mean = np.asarray(values.mean(axis=0))
    return mean if decimals is None else round_half_away(mean, decimals)


def _moved(step: _Step, rule: Rule) -> Network:
    """The network after a step."""
    gradients = Gradients((), (), step.grad_W, step.grad_b)
    moved = step.network.moved(rule.step_size, gradients, rule.decimals)
    return moved if rule.moves_biases else replace(moved, biases=step.network.biases)


def _history(steps: Sequence[_Step], X: Array, length: int, decimals: int | None) -> Descent:
    """The steps as one array for each layer and quantity, up to the first value that is not finite."""
    n_samples = len(X)
    per_unit = {
        "z": [s.values.z for s in steps],
        "a": [s.values.a for s in steps],
        "slope": [s.values.slope for s in steps],
        "grad_a": [s.grad_a for s in steps],
        "grad_z": [s.grad_z for s in steps],
    }
    per_layer = {
        "W": [s.network.weights for s in steps],
        "b": [s.network.biases for s in steps],
        "grad_W": [s.grad_W for s in steps],
        "grad_b": [s.grad_b for s in steps],
    }
    layers = {
        name: [np.array(layer) for layer in zip(*rows, strict=True)] for name, rows in (per_unit | per_layer).items()
    }
    for name in per_unit:
        layers[name] = [layer.reshape(len(steps), n_samples, -1) for layer in layers[name]]
    grad_x = _input_gradients(layers["grad_z"][0], layers["W"][0], decimals)
    finite = min(_n_finite(layer) for layer in (grad_x, *(layer for many in layers.values() for layer in many)))
    histories: dict[str, Any] = {
        name: LayerHistory(tuple(_padded(layer, finite, length) for layer in many)) for name, many in layers.items()
    }
    plain = {
        "loss": np.array([s.loss for s in steps]),
        "sample_loss": np.array([s.sample_loss for s in steps]).reshape(len(steps), n_samples),
        "grad_x": grad_x,
    }
    histories |= {name: read_only(_padded(values, finite, length)) for name, values in plain.items()}
    return Descent(diverged_at=None if finite == length else finite, **histories)


def _input_gradients(grad_z: Array, W: Array, decimals: int | None) -> Array:
    """∂L/∂x = ∂L/∂z W of the first layer, of every step and sample (n_steps, n_samples, n_in)."""
    with np.errstate(over="ignore", invalid="ignore"):
        gradients = np.matmul(grad_z, W)
    return gradients if decimals is None else round_half_away(gradients, decimals)


def _nothing(network: Network, X: Array, length: int) -> Descent:
    """The history of a start whose loss is not finite."""
    n_samples, n_in = X.shape
    per_unit = LayerHistory(tuple(np.full((length, n_samples, len(b)), np.nan) for b in network.biases))
    W = LayerHistory(tuple(np.full((length, *w.shape), np.nan) for w in network.weights))
    b = LayerHistory(tuple(np.full((length, len(b)), np.nan) for b in network.biases))
    loss, sample_loss = read_only(np.full(length, np.nan)), read_only(np.full((length, n_samples), np.nan))
    grad_x = read_only(np.full((length, n_samples, n_in), np.nan))
    return Descent(
        per_unit, per_unit, per_unit, loss, sample_loss, W, b, per_unit, per_unit, grad_x, W, b, diverged_at=0
    )


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
