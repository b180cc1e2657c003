"""Results of the bias_variance lab's three parts."""

from dataclasses import dataclass

from wk4gui.core.arrays import Array
from wk4gui.core.bias_variance import Direction
from wk4gui.core.paired_test import MeasuredDirection
from wk4gui.labs.bias_variance.model.moments import Moments


@dataclass(frozen=True)
class Result:
    """One learner on many training sets; arrays are read-only, errors are standard errors.

    Attributes:
        x_grid: places at which curves are compared (101,).
        target: without noise, on the grid (101,).
        x_train: places of the training points: (n_train,) on the grid design, (n_trials, n_train) on the random one.
        y_train: noisy targets (n_trials, n_train).
        predictions: a curve for each training set (n_trials, 101).
        mean_prediction: of the curves (101,).
        bias_squared_grid: (mean − target)² − variance/n_trials at each place (101,); near a true 0 it may be negative.
        variance_grid: of the curves at each place, n_trials − 1 in the denominator (101,).
        bias_squared: mean over the grid.
        variance: mean over the grid.
        noise_variance: σ².
        decomposition: bias_squared + variance + noise_variance.
        expected_error: mean squared error at fresh noisy points of the grid, after n_trials independent training sets.
        bias_squared_error, variance_error, decomposition_error, expected_error_error: their standard errors.
        gap: decomposition − expected_error.
        gap_error: its standard error.
        exact_bias_squared, exact_variance: from the linear smoother, without chance (polynomial on the grid design);
            None elsewhere.
        train_loss: mean squared error of each curve on its own points (n_trials,).
        test_loss: of each curve at fresh noisy points of the grid (n_trials,).
        largest_share: the share of the variance due to a single training set.
        n_parameters: of the learner.
        moments_exist: which moments exist, by the rule in moments.py. The estimates of other moments
            depend on the sample and do not converge; medians are shown instead.
        median_prediction: median of the curves at each place (101,).
        prediction_band: their 10 % and 90 % quantiles at each place (2, 101).
        median_squared_distance: median over the training sets of a curve's mean squared distance from the target.
        squared_distance_band: its 10 % and 90 % quantiles.
    """

    x_grid: Array
    target: Array
    x_train: Array
    y_train: Array
    predictions: Array
    mean_prediction: Array
    bias_squared_grid: Array
    variance_grid: Array
    bias_squared: float
    variance: float
    noise_variance: float
    decomposition: float
    expected_error: float
    bias_squared_error: float
    variance_error: float
    decomposition_error: float
    expected_error_error: float
    gap: float
    gap_error: float
    exact_bias_squared: float | None
    exact_variance: float | None
    train_loss: Array
    test_loss: Array
    largest_share: float
    n_parameters: int
    moments_exist: Moments
    median_prediction: Array
    prediction_band: Array
    median_squared_distance: float
    squared_distance_band: tuple[float, float]


@dataclass(frozen=True)
class Contradiction:
    """Two neighbouring values of a sweep between which a measured number moves against the tutorial's table."""

    low: float
    high: float
    quantity: str
    at_low: float
    at_high: float


@dataclass(frozen=True)
class Sweep:
    """The same with one setting varied; all arrays are empty without a sweep.

    Attributes:
        values: ascending, with the current setting if it is in their range (n_values,).
        sweep_bias_squared, sweep_variance, sweep_expected_error: (n_values,).
        sweep_bias_squared_error, sweep_variance_error, sweep_expected_error_error: standard errors (n_values,).
        sweep_typical_error: the median over the training sets of the curve's mean squared distance from the target,
            robust to a few wild curves (n_values,).
        sweep_train_loss: mean over the training sets (n_values,).
        sweep_moments_exist: per value which moments exist.
        sweep_trials: number of training sets for each value.
        against_table: where the table of question 8 does not hold.
    """

    values: Array
    sweep_bias_squared: Array
    sweep_variance: Array
    sweep_expected_error: Array
    sweep_bias_squared_error: Array
    sweep_variance_error: Array
    sweep_expected_error_error: Array
    sweep_typical_error: Array
    sweep_train_loss: Array
    sweep_moments_exist: tuple[Moments, ...]
    sweep_trials: int
    against_table: tuple[Contradiction, ...]


@dataclass(frozen=True)
class Effect:
    """One row of question 8's table, measured.

    Attributes:
        operation: its name on the button.
        param: the changed parameter.
        low, high: its values before and after.
        bias, variance: the measured arrows: "same" where the 99 % interval of the change lies within ±1 % of the
            expected error before, "not_resolved" if there are too few training sets.
        bias_change, variance_change: of bias² and variance.
        bias_change_error, variance_change_error: standard errors, of paired differences.
        bias_before, bias_after, variance_before, variance_after: the values.
        table_bias, table_variance: the table's arrows.
        agrees_with_table: whether both arrows are the table's.
    """

    operation: str
    param: str
    low: float
    high: float
    bias: MeasuredDirection
    variance: MeasuredDirection
    bias_change: float
    bias_change_error: float
    variance_change: float
    variance_change_error: float
    bias_before: float
    bias_after: float
    variance_before: float
    variance_after: float
    table_bias: Direction
    table_variance: Direction
    agrees_with_table: bool


@dataclass(frozen=True)
class Effects:
    """Question 8's table, measured with networks.

    Attributes:
        effects: one for each row, in the table's order.
        effect_trials: number of training sets for each, fewer than requested if training is long.
        effect_predictions: curves before and after each operation, for at most the first 40 training sets
            (n_effects, 2, n_shown, 101).
        effect_mean: mean curve before and after (n_effects, 2, 101).
    """

    effects: tuple[Effect, ...]
    effect_trials: int
    effect_predictions: Array
    effect_mean: Array
