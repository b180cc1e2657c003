"""The losses, each with its gradient and the outputs and targets it accepts.

Every loss is a mean over the samples, and its gradient is that of the mean.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.activations import sigmoid, softplus
from wk4gui.core.arrays import Array

LossName = Literal["mse", "half_mse", "half_sse", "bce", "cross_entropy"]


@dataclass(frozen=True)
class Loss:
    """A function of the network's output and the target, and its gradient by the output.

    Outputs and targets have shape (..., n_samples, n_out); the value has shape (...), the gradient the outputs'.

    Attributes:
        name: as in parameters and on the command line.
        label: as shown in a list.
        value: (output, y) -> loss.
        grad: (output, y) -> ∂loss/∂output.
        on_z: ``output`` is the pre-activation z of the output layer (for a linear output the same as ŷ), which
            keeps the loss exact where probabilities round to 0 or 1; otherwise it is the activation ŷ.
        outputs: names of the activations that the output layer may have; empty for any.
    """

    name: str
    label: str
    value: Callable[[Array, Array], Array]
    grad: Callable[[Array, Array], Array]
    on_z: bool = False
    outputs: tuple[str, ...] = ()


def _mse(y_hat: Array, y: Array) -> Array:
    error = y_hat - y
    return np.asarray((error * error).mean(axis=(-2, -1)))


def _mse_grad(y_hat: Array, y: Array) -> Array:
    return (y_hat - y) * (2.0 / _n_entries(y_hat))


def _half_mse(y_hat: Array, y: Array) -> Array:
    return 0.5 * _mse(y_hat, y)


def _half_mse_grad(y_hat: Array, y: Array) -> Array:
    return np.asarray((y_hat - y) / _n_entries(y_hat))


def _half_sse(y_hat: Array, y: Array) -> Array:
    error = y_hat - y
    return np.asarray(0.5 * (error * error).sum(axis=-1).mean(axis=-1))


def _half_sse_grad(y_hat: Array, y: Array) -> Array:
    return np.asarray((y_hat - y) / y_hat.shape[-2])


def _bce(z: Array, y: Array) -> Array:
    return np.asarray((softplus(z) - y * z).mean(axis=(-2, -1)))


def _bce_grad(z: Array, y: Array) -> Array:
    return (sigmoid(z) - y) / _n_entries(z)


def _cross_entropy(z: Array, y: Array) -> Array:
    return np.asarray(-(y * log_softmax(z)).sum(axis=-1).mean(axis=-1))


def _cross_entropy_grad(z: Array, y: Array) -> Array:
    return np.asarray((np.exp(log_softmax(z)) - y) / z.shape[-2])


def log_softmax(z: Array) -> Array:
    """Logarithm of softmax over the last axis: z − ln Σ exp z, without overflow."""
    shifted = z - z.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _n_entries(output: Array) -> int:
    return int(output.shape[-2] * output.shape[-1])


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("mse", "mean squared error", _mse, _mse_grad),
        Loss("half_mse", "½ mean squared error", _half_mse, _half_mse_grad),
        Loss("half_sse", "½ sum of squared errors", _half_sse, _half_sse_grad),
        Loss("bce", "binary cross-entropy", _bce, _bce_grad, on_z=True, outputs=("linear", "sigmoid")),
        Loss("cross_entropy", "cross-entropy", _cross_entropy, _cross_entropy_grad, on_z=True, outputs=("linear",)),
    )
}
"""By name.

* mse: mean over samples and outputs of (ŷ − y)².
* half_mse: ½ of that.
* half_sse: mean over samples of ½ Σ (ŷ − y)² over the outputs, as many textbooks have it.
* bce: mean over samples and outputs of −y ln p − (1 − y) ln(1 − p) with p = σ(z), computed as softplus(z) − y z; z is
  ŷ itself after a linear output (logits), and the pre-activation of a sigmoid output (ŷ = p).
* cross_entropy: mean over samples of −Σ y ln softmax(ŷ).
"""


def check_loss(loss: Loss, output_activation: str, y: Array) -> None:
    """Checks that a loss accepts an output activation and targets.

    Args:
        output_activation: name of the output layer's activation.
        y: targets (..., n_out).

    Raises:
        ValueError: one sentence that names both values that do not fit together.
    """
    if loss.outputs and output_activation not in loss.outputs:
        allowed = " or ".join(loss.outputs)
        raise ValueError(
            f"the loss {loss.name} needs a {allowed} output, but the last activation is {output_activation}"
        )
    if loss.name in ("bce", "cross_entropy") and (np.any(y < 0.0) or np.any(y > 1.0)):
        wrong = float(y[(y < 0.0) | (y > 1.0)].flat[0])
        raise ValueError(f"the loss {loss.name} needs labels between 0 and 1, but y holds {wrong:g}")
    if loss.name == "cross_entropy" and np.any(np.abs(y.sum(axis=-1) - 1.0) > 1e-9):
        total = float(y.sum(axis=-1).flat[0])
        raise ValueError(f"the loss cross_entropy needs a y whose entries add up to 1, but they add up to {total:g}")
