"""Bias and variance of a learner, estimated from its fits to many training sets, with standard errors.

For predictions f_t, t = 1 … T, of a target f: the squared error expected at a new noisy point is
bias² + variance + noise variance (S. Geman et al., "Neural networks and the bias/variance dilemma", 1992).
All numbers are means over the places at which the curves are compared.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.paired_test import MeasuredDirection, judge_change

Direction = Literal["up", "down", "same"]
SIGNIFICANT = 3.0
"""A difference smaller than this many standard errors counts as none."""


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Estimates from T training sets.

    The squared distance of the mean curve from the target is too large by variance/T on average; it is subtracted, so
    an estimate of a bias near 0 may be negative.

    Attributes:
        mean: the mean prediction (n_places,).
        bias_squared_grid: corrected, at each place (n_places,).
        variance_grid: with T − 1 in the denominator (n_places,).
        bias_squared: mean over the places.
        variance: the same.
        bias_squared_error: standard error.
        variance_error: standard error.
        total: bias² + variance, the mean squared distance of the predictions from the target.
        total_error: its standard error, with the covariance of the two.
        largest_share: share of the variance due to the most extreme training set; 1/T if all are alike.
    """

    mean: Array
    bias_squared_grid: Array
    variance_grid: Array
    bias_squared: float
    variance: float
    bias_squared_error: float
    variance_error: float
    total: float
    total_error: float
    largest_share: float


def decompose(predictions: Array, target: Array) -> Decomposition:
    """Bias² and variance of curves (T, n_places), T at least 2, about the target (n_places,)."""
    n_trials, n_places = predictions.shape
    mean = predictions.mean(axis=0)
    deviation = predictions - mean
    variance_grid = np.sum(deviation**2, axis=0) / (n_trials - 1)
    bias_grid = (mean - target) ** 2 - variance_grid / n_trials
    spread = np.mean(deviation**2, axis=1) * (n_trials / (n_trials - 1))
    distance = np.mean((predictions - target) ** 2, axis=1)
    sum_of_spreads = float(spread.sum())
    return Decomposition(
        read_only(mean),
        read_only(bias_grid),
        read_only(variance_grid),
        float(bias_grid.mean()),
        float(variance_grid.mean()),
        _bias_error(deviation @ (mean - target) / n_places, _pair_square(deviation)),
        standard_error(spread),
        float(distance.mean()),
        standard_error(distance),
        float(spread.max()) / sum_of_spreads if sum_of_spreads > 0.0 else 1.0 / n_trials,
    )


@dataclass(frozen=True)
class Change:
    """How an operation changed bias² and variance, with standard errors, over a number of training sets."""

    bias: float
    bias_error: float
    variance: float
    variance_error: float
    n_trials: int

    def answers(self, same_within: float) -> tuple[MeasuredDirection, MeasuredDirection]:
        """Which way bias² and variance went; a change that is surely smaller than ``same_within`` is none."""
        pairs = ((self.bias, self.bias_error), (self.variance, self.variance_error))
        bias, variance = (judge_change(*pair, self.n_trials, same_within=same_within) for pair in pairs)
        return bias, variance


def measure_change(before: Array, after: Array, target: Array) -> Change:
    """The change between two sets of curves (T, n_places) where curve t of both had the same random numbers.

    What both share cancels: the errors are those of the differences, pair by pair.
    """
    first, second = decompose(before, target), decompose(after, target)
    n_trials, n_places = before.shape
    d_before, d_after = before - first.mean, after - second.mean
    pull = (d_after @ (second.mean - target) - d_before @ (first.mean - target)) / n_places
    spread = np.mean(d_after**2, axis=1) - np.mean(d_before**2, axis=1)
    return Change(
        second.bias_squared - first.bias_squared,
        _bias_error(pull, _pair_square(d_before, d_after)),
        second.variance - first.variance,
        standard_error(spread) * n_trials / (n_trials - 1),
        n_trials,
    )


def direction(change: float, error: float) -> Direction:
    """Up or down where the change is more than three standard errors, otherwise the same."""
    if abs(change) <= SIGNIFICANT * error:
        return "same"
    return "up" if change > 0.0 else "down"


def standard_error(values: Array) -> float:
    """Of the mean of independent values."""
    return float(np.std(values, ddof=1) / np.sqrt(len(values)))


def bias_error_parts(predictions: Array, target: Array) -> tuple[float, float]:
    """What the standard error of bias² is made of, √max(4 v/T − 2 q, q).

    Returns:
        v, the variance of ⟨f_t − f̄, f̄ − f⟩ over the training sets, and q, that of ⟨f_s − f̄, f_t − f̄⟩ over T².
    """
    mean = predictions.mean(axis=0)
    deviation = predictions - mean
    pull = deviation @ (mean - target) / predictions.shape[1]
    return float(np.var(pull, ddof=1)), _pair_square(deviation) / len(predictions) ** 2


def _bias_error(pull: Array, pair_square: float) -> float:
    """Of bias² = (1/(T(T − 1))) Σ_{s ≠ t} ⟨g_s, g_t⟩, g_t = f_t − f: the variance of a U-statistic of degree two.

    Args:
        pull: ⟨g_t − ḡ, ḡ⟩ per training set (T,).
        pair_square: variance of ⟨g_s − ḡ, g_t − ḡ⟩ over s ≠ t; the only term where there is no bias.
    """
    n = len(pull)
    pairs = pair_square / n**2
    # ḡ is itself a mean of n curves, which adds pair_square/n to the variance of the pull; the error is never set
    # below most of what chance alone would give.
    linear = 4.0 * float(np.var(pull, ddof=1)) / n - 4.0 * pairs
    return float(np.sqrt(max(linear + 2.0 * pairs, pairs)))


def _pair_square(deviation: Array, other: Array | None = None) -> float:
    """Variance over s ≠ t of ⟨d_s, d_t⟩, or of the difference of two such products, without a T × T matrix."""
    n_trials, n_places = deviation.shape
    n_pairs = n_trials * (n_trials - 1)
    own = np.mean(deviation**2, axis=1)
    total = _square_sum(deviation, deviation)
    if other is not None:
        own = np.mean(other**2, axis=1) - own
        total += _square_sum(other, other) - 2.0 * _square_sum(deviation, other)
    squares = total / n_places**2 - float(np.sum(own**2))
    mean = -float(np.sum(own)) / n_pairs  # deviations add up to 0, and so do all products with one of them
    return float(max(0.0, squares / n_pairs - mean**2))


def _square_sum(a: Array, b: Array) -> float:
    """Σ_st ⟨a_s, a_t⟩⟨b_s, b_t⟩ = ‖aᵀb‖²."""
    return float(np.sum((a.T @ b) ** 2))
