"""The quadratic bowl ½ Σ λᵢwᵢ², where every limit of the learning rate is exact."""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array, read_only


@dataclass(frozen=True)
class QuadraticProblem:
    """L(w) = ½ Σ λᵢwᵢ² and the start of a descent on it.

    A step of plain descent multiplies wᵢ by 1 − αλᵢ.

    Attributes:
        curvature: λ, one for each weight.
        start_at: w at the start.
    """

    curvature: tuple[float, ...]
    start_at: tuple[float, ...]

    @property
    def start(self) -> Array:
        """The start w as an array."""
        return read_only(self.start_at)

    def loss(self, theta: Array) -> Array:
        """L, w (n_runs, n_weights) -> (n_runs,)."""
        return np.asarray(0.5 * np.sum(theta * theta * self.curvature, axis=-1))

    def loss_and_gradient(self, theta: Array, batch: Array | None = None) -> tuple[Array, Array]:
        """L and ∂L/∂w = λw, (n_runs,) and (n_runs, n_weights); there are no samples, so no batches."""
        gradient = theta * self.curvature
        return 0.5 * np.sum(gradient * theta, axis=-1), gradient

    def gradient(self, theta: Array, batch: Array | None = None) -> Array:
        """∂L/∂w = λw, (n_runs, n_weights)."""
        return theta * self.curvature

    def hessian(self, theta: Array) -> Array:
        """∂²L/∂w∂w, which is the same everywhere."""
        return np.diag(self.curvature)
