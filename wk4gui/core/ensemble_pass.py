"""Forward and backward pass of many networks at once, in buffers that are made once.

Inside, activations are (n_networks, units, n_samples), so that a product with the weights is contiguous.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from wk4gui.core.ensemble_batch_norm import BatchNorm
from wk4gui.core.ensemble_noise import Noise
from wk4gui.core.ensemble_shape import FloatArray, Shape
from wk4gui.core.ensemble_slopes import in_place


class Pass:
    """The passes of networks of one shape over a fixed number of samples.

    Args:
        shape: of every network.
        n_networks: how many.
        n_samples: samples a pass.
        dtype: single or double precision.
        noise: one a hidden layer, drawn anew at each noisy pass; none without.
    """

    def __init__(
        self, shape: Shape, n_networks: int, n_samples: int, dtype: np.dtype[Any], noise: Sequence[Noise] = ()
    ) -> None:
        self._shape, self._noise, self._f = shape, noise, in_place(shape.activation)
        sizes = [(n_networks, units, n_samples) for units in shape.hidden]
        self.a, self._slope, self._pull = ([np.empty(size, dtype) for size in sizes] for _ in range(3))
        self._z = self.a if self._f.over_z else [np.empty(size, dtype) for size in sizes]
        self._out = np.empty((n_networks, 1, n_samples), dtype)
        self._error_X = np.empty((n_networks, shape.n_in + 1, n_samples), dtype)
        self._ones = np.ones((n_samples, 1), dtype)
        self._normal = [BatchNorm(size, dtype) for size in sizes] if shape.batch_norm else []

    def forward(self, blocks: Sequence[FloatArray], X: FloatArray, *, training: bool) -> FloatArray:
        """ŷ (n_networks, n_samples), a buffer; with noise, and slopes for ``backward``, where ``training``.

        Args:
            blocks: of θ, as ``Shape.split`` gives them.
            X: inputs with a row of ones below, (n_in + 1, n_samples) for all or (n_networks, n_in + 1, n_samples).
            training: whether a backward pass follows.
        """
        last = len(self._shape.hidden)
        for k in range(last):
            z, a = self._z[k], self.a[k]
            if k == 0:
                np.matmul(blocks[0], X, out=z)
            else:
                np.matmul(blocks[k][:, :, :-1], self.a[k - 1], out=z)
                z += blocks[k][:, :, -1:]
            if self._normal:
                self._normal[k].forward(z, blocks[last + 1 + k])
            self._f.f(z, a)
            if training:
                self._f.df(z, a, self._slope[k])
                if self._noise:
                    factors = self._noise[k].draw()
                    a *= factors
                    self._slope[k] *= factors
        np.matmul(blocks[last][:, :, :-1], self.a[-1], out=self._out)
        self._out += blocks[last][:, :, -1:]
        return self._out[:, 0]

    def backward(
        self, blocks: Sequence[FloatArray], X: FloatArray, pull: FloatArray, gradient: Sequence[FloatArray]
    ) -> None:
        """Writes ∂/∂θ of Σ pull ŷ after a training pass, block by block.

        Args:
            blocks: of θ.
            X: as in the pass before.
            pull: ∂L/∂ŷ (n_networks, n_samples).
            gradient: the blocks to be written.
        """
        last = len(self._shape.hidden)
        np.matmul(pull[:, None, :], self.a[-1].swapaxes(1, 2), out=gradient[last][:, :, :-1])
        np.add.reduce(pull, axis=-1, out=gradient[last][:, 0, -1])
        if last == 1 and not self._normal:
            # ∂L/∂[W, b] = w_out · (f′(z) @ [error x, error]): the hidden layer's own gradient is never formed.
            np.multiply(pull[:, None, :], X, out=self._error_X)
            np.matmul(self._slope[0], self._error_X.swapaxes(1, 2), out=gradient[0])
            gradient[0] *= blocks[1][:, 0, :-1, None]
            return
        np.matmul(blocks[last][:, :, :-1].swapaxes(1, 2), pull[:, None, :], out=self._pull[-1])
        for k in range(last - 1, -1, -1):
            self._layer_backward(k, blocks, X, gradient)

    def _layer_backward(
        self, k: int, blocks: Sequence[FloatArray], X: FloatArray, gradient: Sequence[FloatArray]
    ) -> None:
        pull, last = self._pull[k], len(self._shape.hidden)
        pull *= self._slope[k]
        if self._normal:
            self._normal[k].backward(pull, blocks[last + 1 + k], gradient[last + 1 + k])
        if k == 0:
            np.matmul(pull, X.swapaxes(-1, -2), out=gradient[0])
            return
        np.matmul(pull, self.a[k - 1].swapaxes(1, 2), out=gradient[k][:, :, :-1])
        np.matmul(pull, self._ones, out=gradient[k][:, :, -1:])
        np.matmul(blocks[k][:, :, :-1].swapaxes(1, 2), pull, out=self._pull[k - 1])
