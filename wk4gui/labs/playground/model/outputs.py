"""The output layers of the playground's networks: what the last z becomes, its loss, and the calls that make ∂L/∂z.

Inside a trainer z is (n_networks, n_out, n_samples). Every loss is a mean over the samples; the regression losses are
means over one output.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.activations import sigmoid, softplus
from wk4gui.core.arrays import Array
from wk4gui.core.prepared_calls import PreparedCall

MakePull = Callable[[Array, Array, float, Array], list[PreparedCall]]
OutputName = Literal["sigmoid_bce", "softmax_cross_entropy", "tanh_half_mse", "linear_half_mse", "linear_mse"]


def _same(z: Array) -> Array:
    return z


@dataclass(frozen=True)
class Output:
    """An output layer with its loss.

    Attributes:
        name: of both.
        loss: name of the loss in LOSSES.
        activation: name of the output's activation: sigmoid, softmax, tanh or linear.
        y_hat: z -> ŷ, the same shape.
        value: (z, y) -> loss of each sample (n_networks, n_samples).
        pull: (z, target, scale, out) -> the calls that write ∂/∂z of scale · Σ loss of each sample.
        target: y -> what ``pull`` compares with.
        label: the inverse of ``target``.
    """

    name: OutputName
    loss: str
    activation: str
    y_hat: Callable[[Array], Array]
    value: Callable[[Array, Array], Array]
    pull: MakePull
    target: Callable[[Array], Array] = _same
    label: Callable[[Array], Array] = _same


def _bce_value(z: Array, y: Array) -> Array:
    return np.asarray((softplus(z) - y * z)[:, 0])


def _signs(y: Array) -> Array:
    return 2.0 * y - 1.0


def _labels(signs: Array) -> Array:
    return 0.5 * (signs + 1.0)


def _bce_pull(z: Array, target: Array, scale: float, out: Array) -> list[PreparedCall]:
    """σ(z) − y = ½(tanh ½z − (2y − 1)), which never overflows; ``target`` is 2y − 1."""
    return [
        (np.multiply, (z, np.array(0.5), out)),
        (np.tanh, (out, out)),
        (np.subtract, (out, target, out)),
        (np.multiply, (out, np.array(0.5 * scale), out)),
    ]


def _softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _cross_entropy_value(z: Array, y: Array) -> Array:
    shifted = z - z.max(axis=1, keepdims=True)
    return np.asarray(np.log(np.exp(shifted).sum(axis=1)) - (y * shifted).sum(axis=1))


def _cross_entropy_pull(z: Array, y: Array, scale: float, out: Array) -> list[PreparedCall]:
    column = np.empty((len(z), 1, z.shape[-1]))
    return [
        (_reduce(np.maximum), (z, column)),
        (np.subtract, (z, column, out)),
        (np.exp, (out, out)),
        (_reduce(np.add), (out, column)),
        (np.divide, (out, column, out)),
        (np.subtract, (out, y, out)),
        (np.multiply, (out, np.array(scale), out)),
    ]


def _reduce(ufunc: np.ufunc) -> Callable[[Array, Array], object]:
    """Reduces over the units into a column that keeps their axis."""
    return lambda values, out: ufunc.reduce(values, axis=1, keepdims=True, out=out)


def _tanh_value(z: Array, y: Array) -> Array:
    error = np.tanh(z[:, 0]) - y[..., 0, :]
    return np.asarray(0.5 * error * error)


def _tanh_pull(z: Array, y: Array, scale: float, out: Array) -> list[PreparedCall]:
    a = np.empty_like(z)
    return [
        (np.tanh, (z, a)),
        (np.subtract, (a, y, out)),
        (np.multiply, (a, a, a)),
        (np.subtract, (np.array(1.0), a, a)),
        (np.multiply, (out, a, out)),
        (np.multiply, (out, np.array(scale), out)),
    ]


def _square_value(factor: float) -> Callable[[Array, Array], Array]:
    def value(z: Array, y: Array) -> Array:
        error = z[:, 0] - y[..., 0, :]
        return np.asarray(factor * error * error)

    return value


def _square_pull(factor: float) -> MakePull:
    def pull(z: Array, y: Array, scale: float, out: Array) -> list[PreparedCall]:
        return [(np.subtract, (z, y, out)), (np.multiply, (out, np.array(2.0 * factor * scale), out))]

    return pull


OUTPUTS: dict[OutputName, Output] = {
    output.name: output
    for output in (
        Output("sigmoid_bce", "bce", "sigmoid", sigmoid, _bce_value, _bce_pull, _signs, _labels),
        Output(
            "softmax_cross_entropy", "cross_entropy", "softmax", _softmax, _cross_entropy_value, _cross_entropy_pull
        ),
        Output("tanh_half_mse", "half_mse", "tanh", np.tanh, _tanh_value, _tanh_pull),
        Output("linear_half_mse", "half_mse", "linear", _same, _square_value(0.5), _square_pull(0.5)),
        Output("linear_mse", "mse", "linear", _same, _square_value(1.0), _square_pull(1.0)),
    )
}
"""By name."""
