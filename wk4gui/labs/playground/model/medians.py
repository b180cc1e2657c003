"""Medians over networks of which some may have diverged."""

import numpy as np

from wk4gui.core.arrays import Array


def median(losses: Array, axis: int = -1) -> Array:
    """The median loss, where one that is not finite counts as ∞: a network that diverged is worse than any other."""
    return np.asarray(np.median(np.where(np.isfinite(losses), losses, np.inf), axis=axis))
