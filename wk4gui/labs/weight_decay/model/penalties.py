"""The L2 penalty on a quadratic loss: two conventions, with their shrink factors and optima.

    convention   penalty P       gradient   decay of a step
    half         (λ/2)‖w‖²       λw         1 − αλ
    full         λ‖w‖²           2λw        1 − 2αλ

Everything below depends on the strength s, the factor of w in the gradient: λ or 2λ. Goodfellow, Bengio, Courville,
"Deep Learning" (2016), section 7.1.1.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array

Convention = Literal["half", "full"]


def strength(weight_decay: float, convention: Convention) -> float:
    """The factor s of w in the penalty's gradient: λ (half) or 2λ (full)."""
    return weight_decay if convention == "half" else 2.0 * weight_decay


def penalty(w: Array, weight_decay: float, convention: Convention) -> Array:
    """P, (…, n) -> (…)."""
    return np.asarray(0.5 * strength(weight_decay, convention) * np.sum(w * w, axis=-1))


@dataclass(frozen=True, eq=False)
class QuadraticLoss:
    """L(w) = ½ (w − w*)ᵀ H (w − w*) in two dimensions, H with the given eigenvalues.

    Attributes:
        curvature: eigenvalues κ (2,), positive.
        angle: of the first eigenvector, in degrees from the first axis.
        optimum: w* (2,).
    """

    curvature: tuple[float, float]
    angle: float
    optimum: tuple[float, float]

    @property
    def directions(self) -> Array:
        """Eigenvectors as columns (2, 2)."""
        turn = np.deg2rad(self.angle)
        return np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])

    @property
    def hessian(self) -> Array:
        """H (2, 2)."""
        Q = self.directions
        return np.asarray((Q * np.array(self.curvature)) @ Q.T)

    def loss(self, w: Array) -> Array:
        """L, (…, 2) -> (…)."""
        along = (w - np.array(self.optimum)) @ self.directions
        return np.asarray(0.5 * np.sum(np.array(self.curvature) * along * along, axis=-1))

    def gradient(self, w: Array) -> Array:
        """H (w − w*), (…, 2) -> (…, 2)."""
        return np.asarray((w - np.array(self.optimum)) @ self.hessian)

    def regularized_optimum(self, s: float) -> Array:
        """(H + sI)⁻¹ H w*: along each eigenvector the fraction κ/(κ + s) of w* is kept, (2,)."""
        Q = self.directions
        return np.asarray(Q @ (self.kept_fraction(s) * (Q.T @ np.array(self.optimum))))

    def kept_fraction(self, s: float) -> Array:
        """κ/(κ + s) of each eigen-direction (2,)."""
        kappa = np.array(self.curvature)
        return np.asarray(kappa / (kappa + s))

    def level_ellipse(self, level: float, n_points: int = 181) -> Array:
        """Points of the contour L = level, closed, (n_points, 2)."""
        turn = np.linspace(0.0, 2.0 * np.pi, n_points)
        axes = np.sqrt(2.0 * max(level, 0.0) / np.array(self.curvature))
        circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        return np.asarray(np.array(self.optimum) + (circle * axes) @ self.directions.T)
