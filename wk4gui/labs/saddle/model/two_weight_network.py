"""The two-weight network ŷ = w₂(w₁x + 1): a loss surface with real mini-batch noise.

Its loss ½ mean (ŷ − y)² depends on the samples only through five means, those of x², x, xy, y and y²:
L = ½ (p² mean x² + 2 p w₂ mean x − 2 p mean xy + w₂² − 2 w₂ mean y + mean y²) with p = w₁w₂. So the gradient of any
batch is known from four means of that batch. There is one saddle, (w₁, w₂) = (−mean y / mean xy, 0), and one minimum.
In ŷ = w₂w₁x, without the 1, every sample's gradient vanishes at the saddle: no mini-batch pushes off it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.saddle.model.surface import Box, Surface

N_SAMPLES = 64
_SADDLE = -0.33972522822622264
"""w₁ of the saddle, −mean y / mean xy of these samples; w₂ is 0."""
_BLOCK = 20


@dataclass(frozen=True, eq=False)
class TwoWeightNetwork:
    """The network and its samples, which are drawn when they are first needed.

    Attributes:
        seed: of the samples.
        saddle: (w₁, w₂) of the saddle of their loss, (−mean y / mean xy, 0).
    """

    seed: int
    saddle: tuple[float, float]

    @property
    def x(self) -> Array:
        """Inputs (n_samples,)."""
        return self._samples[0]

    @property
    def y(self) -> Array:
        """Targets (n_samples,)."""
        return self._samples[1]

    @cached_property
    def _samples(self) -> tuple[Array, Array]:
        rng = np.random.default_rng(self.seed)
        x = rng.standard_normal(N_SAMPLES)
        y = 1.5 * x + 0.3 + 0.3 * rng.standard_normal(N_SAMPLES)
        return read_only(x), read_only(y)

    @cached_property
    def features(self) -> Array:
        """The averaged quantities, a row for each: x², x, xy, y (4, n_samples)."""
        return read_only(np.stack([self.x * self.x, self.x, self.x * self.y, self.y]))

    @cached_property
    def means(self) -> Array:
        """Their means over all samples (4,)."""
        return read_only(self.features.mean(axis=1))

    def loss(self, w1: Array, w2: Array) -> Array:
        """½ mean (w₂(w₁x + 1) − y)² over all samples, elementwise in w₁ and w₂."""
        xx, x, xy, y = self.means
        p = w1 * w2
        quadratic = p * (p * xx + 2.0 * (w2 * x - xy)) + w2 * (w2 - 2.0 * y)
        return np.asarray(0.5 * (quadratic + np.mean(self.y * self.y)))

    def gradient(self, w1: Array, w2: Array, means: Array) -> tuple[Array, Array]:
        """∂L/∂w₁ = w₂r and ∂L/∂w₂ = w₁r + w₁w₂ mean x + w₂ − mean y, with r = w₁w₂ mean x² + w₂ mean x − mean xy.

        Args:
            w1: any shape.
            w2: the same.
            means: of x², x, xy and y over a batch, (4,) or (4, …) with a batch for every entry of the last axes.
        """
        xx, x, xy, y = means
        p = w1 * w2
        r = p * xx + w2 * x - xy
        return w2 * r, w1 * r + p * x + w2 - y

    def hessian(self, w1: Array, w2: Array) -> tuple[Array, Array, Array]:
        """∂²L/∂w₁², ∂²L/∂w₁∂w₂, ∂²L/∂w₂² over all samples."""
        xx, x, xy, _ = self.means
        return w2 * w2 * xx, 2.0 * w2 * (w1 * xx + x) - xy, w1 * (w1 * xx + 2.0 * x) + 1.0

    @property
    def surface(self) -> Surface:
        """The loss of all samples as a surface over (w₁, w₂)."""
        return Surface(
            "two_weight_network",
            "Two-weight network",
            "",
            Box(-3.0, 8.0, -1.5, 1.5),
            self.saddle,
            self.loss,
            self._full_gradient,
            self.hessian,
            ("w₁", "w₂"),
        )

    @cached_property
    def _full_gradient(self) -> Callable[[Array, Array], tuple[Array, Array]]:
        return lambda w1, w2: self.gradient(w1, w2, self.means)


TWO_WEIGHT_NETWORK = TwoWeightNetwork(seed=0, saddle=(_SADDLE, 0.0))


@lru_cache(maxsize=2)
def batch_means(batch_size: int, n_steps: int, n_runs: int, seed: int) -> Array:
    """The means over mini-batches of the two-weight network, read-only, (n_steps, 4, n_runs).

    Every run takes the samples in its own order, reshuffled each epoch; an incomplete batch at the end of an epoch is
    skipped. A batch of all samples is exactly the full mean. Runs come in blocks with a random
    stream each, so that the first runs of many are those of few.
    """
    network = TWO_WEIGHT_NETWORK
    if batch_size >= N_SAMPLES:
        return read_only(np.broadcast_to(network.means[None, :, None], (n_steps, 4, n_runs)))
    per_epoch = N_SAMPLES // batch_size
    n_epochs = -(-n_steps // per_epoch)
    means = np.empty((n_steps, 4, n_runs))
    orders = np.broadcast_to(np.arange(N_SAMPLES), (n_epochs, _BLOCK, N_SAMPLES))
    for start in range(0, n_runs, _BLOCK):
        rng = np.random.default_rng([seed, start])
        order = rng.permuted(orders, axis=2)[:, :, : per_epoch * batch_size]
        batches = network.features[:, order.reshape(n_epochs, _BLOCK, per_epoch, batch_size)].mean(axis=-1)
        steps = batches.transpose(1, 3, 0, 2).reshape(n_epochs * per_epoch, 4, _BLOCK)
        means[:, :, start : start + _BLOCK] = steps[:n_steps, :, : n_runs - start]
    return read_only(means)
