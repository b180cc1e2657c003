"""Gradient steps in preallocated buffers: the same numbers as network.py, many times faster for small networks.

What makes it fast: all parameters are one flat vector and all gradients another, and layers are views of them; inside,
units are rows and samples columns, with a row of ones below each layer's units, so that the bias is one more weight and
every product is contiguous; views are made once, and an update is a fixed list of NumPy calls that write in place.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.network import Network

_FACTORS = {"mse": 2.0, "half_mse": 1.0}
_Call = tuple[Callable[..., Any], tuple[Any, ...]]


class FlatNetwork:
    """A network, or many at once, with one batch each, trained by gradient descent in place.

    After ``update()`` the weights are the new ones and all other values those of that update. The properties are
    views in the usual layout (samples are rows); the next update overwrites them.

    Args:
        network: the start, W (n_out, n_in) or, for many networks, (n_networks, n_out, n_in); loss mse or half_mse.
        X: inputs (n_samples, n_in) or (n_networks, n_samples, n_in).
        y: targets, likewise.
        learning_rate: α in θ ← θ − α ∂L/∂θ.

    Raises:
        ValueError: the loss is neither mse nor half_mse.
    """

    def __init__(self, network: Network, X: Array, y: Array, learning_rate: float) -> None:
        if network.loss.name not in _FACTORS:
            raise ValueError(f"a flat network takes the losses mse and half_mse, not {network.loss.name}")
        self._activations, self._loss = network.activations, network.loss
        self._sizes = network.sizes
        self._many = X.shape[:-2]
        self._n_samples = X.shape[-2]
        self._make_parameters(network)
        self._make_values(X, y)
        self._program = (*self._forward(), *self._loss_calls(), *self._backward(), *self._step(learning_rate))

    def update(self) -> None:
        """One forward pass, one backward pass, one step."""
        for call, arguments in self._program:
            call(*arguments)

    @property
    def weights(self) -> tuple[Array, ...]:
        return tuple(P[..., :-1] for P in self._parameters)

    @property
    def biases(self) -> tuple[Array, ...]:
        return tuple(P[..., -1] for P in self._parameters)

    @property
    def grad_W(self) -> tuple[Array, ...]:  # noqa: N802 - W is a matrix, as in the formulas
        return tuple(G[..., :-1] for G in self._gradients)

    @property
    def grad_b(self) -> tuple[Array, ...]:
        return tuple(G[..., -1] for G in self._gradients)

    @property
    def z(self) -> tuple[Array, ...]:
        return tuple(Z.mT for Z in self._z)

    @property
    def a(self) -> tuple[Array, ...]:
        return tuple(A.mT for A in self._a)

    @property
    def slope(self) -> tuple[Array, ...]:
        return tuple(S.mT for S in self._slope)

    @property
    def grad_a(self) -> tuple[Array, ...]:
        return tuple(G.mT for G in self._grad_a)

    @property
    def grad_z(self) -> tuple[Array, ...]:
        return tuple(G.mT for G in self._grad_z)

    @property
    def loss(self) -> Array:
        """The loss before the step, shape () or (n_networks,)."""
        half = _FACTORS[self._loss.name] / 2.0
        return np.asarray(self._sum_of_squares[..., 0, 0] * (half / (self._sizes[-1] * self._n_samples)))

    def _make_parameters(self, network: Network) -> None:
        shapes = [(n_out, n_in + 1) for n_in, n_out in zip(self._sizes, self._sizes[1:], strict=False)]
        total = sum(n_out * n_in for n_out, n_in in shapes)
        self._theta, self._gradient, self._move = (np.zeros((*self._many, total)) for _ in range(3))
        self._parameters = self._layer_views(self._theta, shapes)
        self._gradients = self._layer_views(self._gradient, shapes)
        for P, W, b in zip(self._parameters, network.weights, network.biases, strict=True):
            P[..., :-1] = W
            P[..., -1] = b

    def _layer_views(self, flat: Array, shapes: list[tuple[int, int]]) -> list[Array]:
        ends = np.cumsum([0, *(rows * columns for rows, columns in shapes)])
        return [
            flat[..., start:end].reshape(*self._many, *shape)
            for start, end, shape in zip(ends, ends[1:], shapes, strict=False)
        ]

    def _make_values(self, X: Array, y: Array) -> None:
        """A buffer of activations with a row of ones below every layer's, and one of the same shape for slopes."""
        columns = self._n_samples
        starts = np.cumsum([0, *(size + 1 for size in self._sizes)])
        self._rows = np.ones((*self._many, int(starts[-1]), columns))
        self._slopes = np.ones_like(self._rows)
        self._with_ones = [self._rows[..., s : s + n + 1, :] for s, n in zip(starts, self._sizes, strict=False)]
        self._a = [rows[..., :-1, :] for rows in self._with_ones[1:]]
        self._slope = [self._slopes[..., s : s + n, :] for s, n in zip(starts[1:], self._sizes[1:], strict=False)]
        self._z, self._grad_a, self._grad_z = (
            [np.zeros((*self._many, n, columns)) for n in self._sizes[1:]] for _ in range(3)
        )
        if self._activations[-1].name == "linear":
            self._z[-1], self._grad_z[-1] = self._a[-1], self._grad_a[-1]
        self._with_ones[0][..., :-1, :] = X.mT
        self._target = np.ascontiguousarray(y.mT)
        self._error = np.zeros_like(self._target)
        self._sum_of_squares = np.zeros((*self._many, 1, 1))

    def _product(self, left: Array, right: Array, out: Array) -> _Call:
        return (np.matmul, (left, right, out)) if self._many else (left.dot, (right, out))

    def _forward(self) -> list[_Call]:
        calls = []
        for P, below, Z, A, activation in zip(
            self._parameters, self._with_ones, self._z, self._a, self._activations, strict=False
        ):
            calls.append(self._product(P, below, Z))
            if activation.name == "tanh":
                calls.append((np.tanh, (Z, A)))
            elif A is not Z:
                calls.append((_apply, (activation.f, Z, A)))
        return calls

    def _loss_calls(self) -> list[_Call]:
        factor = np.float64(_FACTORS[self._loss.name] / (self._sizes[-1] * self._n_samples))
        row = self._error.reshape(*self._many, 1, -1)
        return [
            (np.subtract, (self._a[-1], self._target, self._error)),
            self._product(row, row.mT, self._sum_of_squares),
            (np.multiply, (self._error, factor, self._grad_a[-1])),
        ]

    def _backward(self) -> list[_Call]:
        calls = self._slope_calls()
        for layer in reversed(range(len(self._parameters))):
            if layer < len(self._parameters) - 1:
                W_above = self._parameters[layer + 1][..., :-1]
                calls.append(self._product(W_above.mT, self._grad_z[layer + 1], self._grad_a[layer]))
            if self._grad_z[layer] is not self._grad_a[layer]:
                calls.append((np.multiply, (self._grad_a[layer], self._slope[layer], self._grad_z[layer])))
            calls.append(self._product(self._grad_z[layer], self._with_ones[layer].mT, self._gradients[layer]))
        return calls

    def _slope_calls(self) -> list[_Call]:
        """f′(z): tanh′ = 1 − a² for all layers in two calls where every layer is tanh or a linear output."""
        inner = self._activations[:-1] if self._activations[-1].name == "linear" else self._activations
        if not inner:
            return []
        if all(activation.name == "tanh" for activation in inner):
            start, end = self._sizes[0] + 1, sum(n + 1 for n in self._sizes[: len(inner) + 1]) - 1
            a, slope = self._rows[..., start:end, :], self._slopes[..., start:end, :]
            return [(np.multiply, (a, a, slope)), (np.subtract, (np.float64(1.0), slope, slope))]
        return [(_apply, (activation.df, Z, S)) for activation, Z, S in zip(inner, self._z, self._slope, strict=False)]

    def _step(self, learning_rate: float) -> list[_Call]:
        return [
            (np.multiply, (self._gradient, np.float64(learning_rate), self._move)),
            (np.subtract, (self._theta, self._move, self._theta)),
        ]


def _apply(function: Callable[[Array], Array], values: Array, out: Array) -> None:
    out[...] = function(values)
