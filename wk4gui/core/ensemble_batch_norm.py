"""Batch norm of many networks at once, in place."""

from typing import Any

import numpy as np

from wk4gui.core.ensemble_shape import FloatArray

BATCH_NORM_EPS = 1e-5


class BatchNorm:
    """ẑ = (z − mean)/√(var + ε) over the samples, z̃ = γẑ + β; the population variance. Ioffe, Szegedy (2015).

    Args:
        size: (n_networks, units, n_samples).
        dtype: single or double precision.

    Attributes:
        mean, variance: of the last pass (n_networks, units, 1).
    """

    def __init__(self, size: tuple[int, int, int], dtype: np.dtype[Any]) -> None:
        self._z_hat, self._spare = np.empty(size, dtype), np.empty(size, dtype)
        self.mean, self.variance, self._inverse = (np.empty((*size[:2], 1), dtype) for _ in range(3))
        self._share = np.full((size[2], 1), 1.0 / size[2], dtype)

    def forward(self, z: FloatArray, block: FloatArray) -> None:
        """Writes z̃ over z; ``block`` has γ in its first row and β in its second."""
        np.matmul(z, self._share, out=self.mean)
        np.subtract(z, self.mean, out=self._z_hat)
        np.vecdot(self._z_hat, self._z_hat, out=self.variance[:, :, 0])
        self.variance *= 1.0 / z.shape[-1]
        np.add(self.variance, BATCH_NORM_EPS, out=self._inverse)
        np.sqrt(self._inverse, out=self._inverse)
        np.divide(1.0, self._inverse, out=self._inverse)
        self._z_hat *= self._inverse
        np.multiply(self._z_hat, block[:, 0, :, None], out=z)
        z += block[:, 1, :, None]

    def backward(self, pull: FloatArray, block: FloatArray, gradient: FloatArray) -> None:
        """Turns ∂L/∂z̃ into ∂L/∂z in place, and writes ∂L/∂γ and ∂L/∂β."""
        n_samples = pull.shape[-1]
        np.vecdot(pull, self._z_hat, out=gradient[:, 0])
        np.add.reduce(pull, axis=-1, out=gradient[:, 1])
        pull -= gradient[:, 1, :, None] / n_samples
        np.multiply(self._z_hat, gradient[:, 0, :, None] / n_samples, out=self._spare)
        pull -= self._spare
        pull *= self._inverse * block[:, 0, :, None]
