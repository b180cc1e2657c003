"""Noise that multiplies hidden activations: inverted dropout, and Gaussian noise of the same variance.

Both have mean 1 and variance p/(1 − p). Srivastava et al., "Dropout" (2014), sections 4 and 10.
"""

from typing import Any, Literal

import numpy as np

from wk4gui.core.ensemble_shape import FloatArray

NoiseKind = Literal["dropout", "gaussian"]
_STEPS = 1 << 16
_POOL = 1 << 20


class Noise:
    """Draws noise factors for an array of activations, anew at every call.

    Gaussian factors are a stretch, at a random place, of a pool of a million or more that is drawn once: drawing normal
    numbers would take longer than all the rest.

    Args:
        kind: dropout: 0 with probability p and 1/(1 − p) otherwise; gaussian: 1 + √(p/(1 − p)) ξ.
        drop_prob: p, below 1. For dropout it is rounded to a multiple of 2⁻¹⁶, and the survivors' factor fits that.
        shape: of the activations.
        dtype: of the factors.
        rng: the source of random numbers.
    """

    def __init__(
        self, kind: NoiseKind, drop_prob: float, shape: tuple[int, ...], dtype: np.dtype[Any], rng: np.random.Generator
    ) -> None:
        self._kind, self._rng = kind, rng
        self.factors: FloatArray = np.empty(shape, dtype)
        self._threshold = np.uint16(min(round(drop_prob * _STEPS), _STEPS - 1))
        self._survivor = dtype.type(_STEPS / (_STEPS - int(self._threshold)))
        self._kept = np.empty(shape, np.bool_)
        self._pool = np.empty(0, dtype)
        if kind == "gaussian":
            sigma = dtype.type(np.sqrt(drop_prob / (1.0 - drop_prob)))
            self._pool = 1.0 + sigma * rng.standard_normal(max(_POOL, 8 * self.factors.size), dtype=dtype.type)

    def draw(self) -> FloatArray:
        """New factors, in the same memory."""
        n = self.factors.size
        if self._kind == "gaussian":
            place = int(self._rng.integers(len(self._pool) - n))
            np.copyto(self.factors, self._pool[place : place + n].reshape(self.factors.shape))
            return self.factors
        words = np.asarray(self._rng.bit_generator.random_raw(-(-n // 4)))
        bits = words.view(np.uint16)[:n].reshape(self.factors.shape)
        np.greater_equal(bits, self._threshold, out=self._kept)
        np.copyto(self.factors, self._kept)  # a product of flags and a number would convert them more slowly
        self.factors *= self._survivor
        return self.factors
