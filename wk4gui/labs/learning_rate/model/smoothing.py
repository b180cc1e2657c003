"""The gradient norms of mini-batches, smoothed: the mean of the last steps."""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.labs.learning_rate.model.params import Params

_SHARE = 20
"""The mean is over this part of all steps."""


def steps_of_mean(params: Params) -> int:
    """Number of steps whose gradient norms are averaged; 1 with full batches, which do not jitter."""
    return 1 if params.batch_size is None else max(params.n_steps // _SHARE, 1)


def trailing_mean(values: Array, n: int) -> Array:
    """The mean of the last n values up to each one (of the last axis), of fewer at the beginning; NaN stays NaN."""
    total, count = np.zeros_like(values), np.zeros(values.shape[-1])
    for back in range(min(n, values.shape[-1])):
        total[..., back:] += values[..., : values.shape[-1] - back]
        count[back:] += 1.0
    mean: Array = total / count
    return mean
