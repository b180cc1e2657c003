"""Forward and backward pass of many networks at once: calls that are prepared once, in buffers that are made once.

Inside, activations are (n_networks, units, n_samples), so that a product with the weights is contiguous.
"""

from collections.abc import Sequence

import numpy as np

from wk4gui.core.ensemble_batch_norm import BatchNorm
from wk4gui.core.ensemble_noise import Noise
from wk4gui.core.ensemble_shape import FloatArray, Shape
from wk4gui.core.ensemble_slopes import in_place
from wk4gui.core.prepared_calls import PreparedCall, perform


class Pass:
    """The passes of networks of one shape over the same samples.

    Args:
        shape: of every network.
        blocks: of θ, as ``Shape.split`` gives them; each pass reads what they hold.
        X: inputs with a row of ones below, (n_in + 1, n_samples) for all or (n_networks, n_in + 1, n_samples); each
            pass reads what they hold.
        noise: one a hidden layer, drawn anew at each noisy pass; none without.

    Attributes:
        a: activations of each hidden layer (n_networks, units, n_samples).
    """

    def __init__(self, shape: Shape, blocks: Sequence[FloatArray], X: FloatArray, noise: Sequence[Noise] = ()) -> None:
        dtype, n_networks, n_samples = X.dtype, len(blocks[0]), X.shape[-1]
        self._shape, self._blocks, self._X, self._f = shape, blocks, X, in_place(shape.activation)
        sizes = [(n_networks, units, n_samples) for units in shape.hidden]
        self.a, self._slope = ([np.empty(size, dtype) for size in sizes] for _ in range(2))
        self._z = self.a if self._f.over_z else [np.empty(size, dtype) for size in sizes]
        self._out = np.empty((n_networks, 1, n_samples), dtype)
        self._normal = [BatchNorm(size, dtype) for size in sizes] if shape.batch_norm else []
        weights, output = blocks[-1 - len(self._normal)], self._out
        last: list[PreparedCall] = [
            (np.matmul, (weights[:, :, :-1], self.a[-1], output)),
            (np.add, (output, weights[:, :, -1:], output)),
        ]
        self._evaluation, self._training = list[PreparedCall](), list[PreparedCall]()
        for k in range(len(sizes)):
            layer = self._layer_calls(k)
            self._evaluation += layer
            self._training += [*layer, *self._slope_calls(k, noise)]
        self._evaluation += last
        self._training += last

    def forward(self) -> FloatArray:
        """ŷ without noise (n_networks, n_samples), a buffer."""
        perform(self._evaluation)
        return self._out[:, 0]

    def forward_in_training(self) -> FloatArray:
        """ŷ with noise, a buffer; slopes are kept for the backward pass."""
        perform(self._training)
        return self._out[:, 0]

    def backward_calls(self, gradient: Sequence[FloatArray]) -> list[PreparedCall]:
        """What writes ∂/∂θ of Σ pull ŷ after a pass in training, where ∂L/∂ŷ has been written over ŷ.

        Args:
            gradient: the blocks to be written.
        """
        last, pull, a = len(self._shape.hidden), self._out[:, 0], self.a[-1]
        calls: list[PreparedCall] = [
            (np.matmul, (self._out, a.swapaxes(1, 2), gradient[last][:, :, :-1])),
            (np.add.reduce, (pull, -1, None, gradient[last][:, 0, -1])),
        ]
        if last == 1 and not self._normal:
            return calls + self._fused_backward(gradient[0])
        pulls = [np.empty_like(each) for each in self.a]
        weights = self._blocks[last][:, :, :-1].swapaxes(1, 2)
        calls.append((np.matmul, (weights, self._out, pulls[-1])))
        for k in range(last - 1, -1, -1):
            calls += self._layer_backward(k, pulls, gradient)
        return calls

    def _layer_calls(self, k: int) -> list[PreparedCall]:
        """From the layer below to the activations."""
        z, a, block = self._z[k], self.a[k], self._blocks[k]
        calls: list[PreparedCall] = []
        if k > 0:
            calls = [(np.matmul, (block[:, :, :-1], self.a[k - 1], z)), (np.add, (z, block[:, :, -1:], z))]
        elif self._is_one_product():
            calls = [(np.matmul, (block.reshape(-1, block.shape[-1]), self._X, z.reshape(-1, z.shape[-1])))]
        else:
            calls = [(np.matmul, (block, self._X, z))]
        if self._normal:
            calls.append((self._normal[k].forward, (z, self._blocks[len(self._shape.hidden) + 1 + k])))
        return [*calls, (self._f.f, (z, a))]

    def _is_one_product(self) -> bool:
        """Whether the first layers of all networks are one product of the same numbers.

        With two columns each element is one product and one fused addition, whatever the sizes; BLAS adds otherwise
        where a network has one unit or one sample.
        """
        block = self._blocks[0]
        same = self._X.ndim == 2 and block.flags.c_contiguous
        return same and block.shape[2] == 2 and block.shape[1] > 1 and self._X.shape[1] > 1

    def _slope_calls(self, k: int, noise: Sequence[Noise]) -> list[PreparedCall]:
        """From the activations to their slopes, and the noise on both."""
        a, slope = self.a[k], self._slope[k]
        calls: list[PreparedCall] = [(self._f.df, (self._z[k], a, slope))]
        if noise:
            factors = noise[k].factors
            calls += [
                (noise[k].draw, ()),
                (np.multiply, (a, factors, a)),
                (np.multiply, (slope, factors, slope)),
            ]
        return calls

    def _fused_backward(self, gradient: FloatArray) -> list[PreparedCall]:
        """∂L/∂[W, b] = w_out · (f′(z) @ [error x, error]): the hidden layer's own gradient is never formed."""
        n_networks, _, n_samples = self._out.shape
        n_columns = self._X.shape[-2]
        error_X, weights = np.empty((n_networks, n_columns, n_samples), self._out.dtype), self._blocks[1][:, 0, :-1]
        spread = np.empty_like(gradient)  # columns at a time: broadcast over the last axis, loops would be this short
        return [
            (np.multiply, (self._out, self._X[..., :-1, :], error_X[:, :-1])),
            (np.copyto, (error_X[:, -1], self._out[:, 0])),
            (np.matmul, (self._slope[0], error_X.swapaxes(1, 2), gradient)),
            *((np.copyto, (spread[:, :, column], weights)) for column in range(n_columns)),
            (np.multiply, (gradient, spread, gradient)),
        ]

    def _layer_backward(
        self, k: int, pulls: Sequence[FloatArray], gradient: Sequence[FloatArray]
    ) -> list[PreparedCall]:
        pull, last = pulls[k], len(self._shape.hidden)
        calls: list[PreparedCall] = [(np.multiply, (pull, self._slope[k], pull))]
        if self._normal:
            number = last + 1 + k
            calls.append((self._normal[k].backward, (pull, self._blocks[number], gradient[number])))
        if k == 0:
            return [*calls, (np.matmul, (pull, self._X.swapaxes(-1, -2), gradient[0]))]
        ones = np.ones((pull.shape[-1], 1), pull.dtype)
        weights = self._blocks[k][:, :, :-1].swapaxes(1, 2)
        return [
            *calls,
            (np.matmul, (pull, self.a[k - 1].swapaxes(1, 2), gradient[k][:, :, :-1])),
            (np.matmul, (pull, ones, gradient[k][:, :, -1:])),
            (np.matmul, (weights, pull, pulls[k - 1])),
        ]
