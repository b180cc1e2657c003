"""The features that a network sees of a point (x₁, x₂)."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array

FeatureName = Literal["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]

FEATURES: dict[FeatureName, tuple[str, Callable[[Array, Array], Array]]] = {
    "x1": ("x₁", lambda x1, x2: x1),
    "x2": ("x₂", lambda x1, x2: x2),
    "x1_squared": ("x₁²", lambda x1, x2: x1 * x1),
    "x2_squared": ("x₂²", lambda x1, x2: x2 * x2),
    "x1_x2": ("x₁x₂", lambda x1, x2: x1 * x2),
    "sin_x1": ("sin x₁", lambda x1, x2: np.sin(x1)),
    "sin_x2": ("sin x₂", lambda x1, x2: np.sin(x2)),
}
"""Symbol and function of each, by name."""


def feature_rows(names: Sequence[FeatureName], X: Array) -> Array:
    """The features of points X (n, 2), feature-major: (n_features, n)."""
    return np.stack([FEATURES[name][1](X[:, 0], X[:, 1]) for name in names])


def symbols(names: Sequence[FeatureName]) -> list[str]:
    """The features as written in formulas."""
    return [FEATURES[name][0] for name in names]
