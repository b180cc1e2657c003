"""The norms of the gradients as they are drawn: as recorded, or in a long run their mean over a few epochs."""

import numpy as np
from numpy.typing import NDArray

from wk4gui.core.arrays import Array
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.result import Result

MEAN_EPOCHS = 5
"""Epochs over which the norms are averaged."""
_LONG = (50.0, 2000.0)
"""Epochs of runs that are averaged: in shorter ones a mean hides the course, in longer ones records lie too far apart.
"""


def is_averaged(params: Params, result: Result) -> bool:
    """Whether means are drawn instead of what is recorded."""
    end = float(params.n_epochs)
    if result.diverged_at is not None:
        end = float(result.epoch[np.searchsorted(result.update, result.diverged_at)])
    return _LONG[0] <= end - float(result.epoch[0]) <= _LONG[1]


def drawn_norms(params: Params, result: Result) -> Array:
    """The norms as drawn (n_recorded, n_layers)."""
    if not is_averaged(params, result):
        return result.grad_norm
    return np.column_stack([means(result.epoch, column) for column in result.grad_norm.T])


def records_of_mean(epoch: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first record of the mean at each record, and the first one after it."""
    half = MEAN_EPOCHS / 2
    return np.searchsorted(epoch, epoch - half, side="left"), np.searchsorted(epoch, epoch + half, side="right")


def means(epoch: Array, values: Array) -> Array:
    """At each record the mean of the values within half of five epochs; NaN where the value is."""
    finite = np.isfinite(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(finite, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(finite)])
    low, high = records_of_mean(epoch)
    with np.errstate(all="ignore"):
        mean = (sums[high] - sums[low]) / (counts[high] - counts[low])
    return np.asarray(np.where(finite, mean, np.nan))
