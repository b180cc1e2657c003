"""The sweep of the bias_variance lab: one setting is varied."""

from dataclasses import replace

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.bias_variance import decompose, standard_error
from wk4gui.core.paired_test import LEVEL, MeasuredDirection, compare_pairs, judge_change
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.labs.bias_variance.model.moments import Moments, moments_exist
from wk4gui.labs.bias_variance.model.operations import TABLE
from wk4gui.labs.bias_variance.model.params import Params, rules_of
from wk4gui.labs.bias_variance.model.result import Contradiction, Sweep
from wk4gui.labs.bias_variance.model.rounding import rounding_of
from wk4gui.labs.bias_variance.model.table import SAME, SWEEP_WORK, fewer_trials
from wk4gui.labs.bias_variance.model.trial_rules import TrialRules
from wk4gui.labs.bias_variance.model.trials import GRID, Fits, fit_each

_RANGES: dict[str, tuple[float, float]] = {
    "degree": (0, 12),
    "width": (1, 64),
    "l2": (1e-5, 1.0),
    "drop_prob": (0.0, 0.8),
    "n_train": (5, 320),
}
_COLUMNS = (
    "sweep_bias_squared",
    "sweep_variance",
    "sweep_expected_error",
    "sweep_bias_squared_error",
    "sweep_variance_error",
    "sweep_expected_error_error",
    "sweep_typical_error",
    "sweep_train_loss",
)
_WHOLE = ("degree", "width", "n_train")
_OPERATION_OF = {
    "degree": "widen",
    "width": "widen",
    "l2": "regularise",
    "drop_prob": "dropout",
    "n_train": "more data",
}
_GEOMETRIC = ("width", "l2", "n_train")


def sweep_values(params: Params) -> Array:
    """The values of the varied setting; the current one replaces the nearest, if it is in their range."""
    if params.vary is None:
        return read_only([])
    low, high = _RANGES[params.vary]
    today = float(getattr(params, params.vary))
    high = max(high, today)
    spaced = np.geomspace if params.vary in _GEOMETRIC else np.linspace
    values = spaced(low, high, params.n_values)
    if today >= low:
        scale = np.log if params.vary in _GEOMETRIC else np.asarray
        values[np.argmin(np.abs(scale(values) - scale(today)))] = today
    return read_only(np.unique(np.round(values)) if params.vary in _WHOLE else values)


def compute_sweep(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Sweep:
    """Bias², variance and expected error at each value, with the same random numbers as far as possible."""
    values = sweep_values(params)
    if params.vary is None:
        return Sweep(
            read_only([]),
            **dict.fromkeys(_COLUMNS, read_only([])),
            sweep_moments_exist=(),
            sweep_trials=0,
            against_table=(),
        )
    whole = params.vary in _WHOLE
    settings = [rules_of(params, **{params.vary: int(value) if whole else float(value)}) for value in values]
    n_trials = fewer_trials([each for each in settings for _ in range(2)], SWEEP_WORK)
    target, rows, distances = TARGETS[params.target](GRID), [], []
    used = [replace(rules, n_trials=n_trials) for rules in settings]
    fits = fit_each([each for rules in used for each in (rules, rules.others())], checkpoint)
    for rules, own, others in zip(used, fits[::2], fits[1::2], strict=True):
        row, distance = _measure(rules, own, others, target)
        rows.append(row)
        distances.append(distance)
    columns = [read_only(column) for column in np.array(rows).T]
    moments = tuple(moments_exist(rules) for rules in settings)
    found = _against_table(params.vary, values, columns, distances, moments)
    named = dict(zip(_COLUMNS, columns, strict=True))
    return Sweep(values, **named, sweep_moments_exist=moments, sweep_trials=n_trials, against_table=found)


def _measure(rules: TrialRules, fits: Fits, others: Fits, target: Array) -> tuple[list[float], Array]:
    parts = decompose(fits.predictions, target)
    errors = fresh_errors(rules, others.predictions, target)
    distance = np.mean((fits.predictions - target) ** 2, axis=1)
    row = [
        parts.bias_squared,
        parts.variance,
        float(errors.mean()),
        parts.bias_squared_error,
        parts.variance_error,
        standard_error(errors),
        float(np.median(distance)),
        float(fits.train_loss.mean()),
    ]
    return row, distance


def fresh_errors(rules: TrialRules, predictions: Array, target: Array) -> Array:
    """Mean squared error of each curve at fresh noisy points of the grid (n_trials,)."""
    fresh = target + rules.noise * rules.others().chance(4).standard_normal(predictions.shape)
    return np.asarray(np.mean((fresh - predictions) ** 2, axis=1))


def _against_table(
    vary: str, values: Array, columns: list[Array], distances: list[Array], moments: tuple[Moments, ...]
) -> tuple[Contradiction, ...]:
    """Where a measured number moves against question 8's table between two neighbouring values.

    A number has to move against its arrow significantly, at a level divided among the tests. More data should increase
    neither bias² nor variance, nor the error in pairs of training sets, a test robust to wild curves. Bias² and
    variance are tested only if they have a standard error. Moves within rounding are none.
    """
    bias, variance = ("down", "down") if vary == "n_train" else TABLE[_OPERATION_OF[vary]]
    n_steps, n_trials = len(values) - 1, len(distances[0])
    level = LEVEL / max(1, (3 if vary == "n_train" else 2) * n_steps)
    found = []
    for k in range(n_steps):
        if vary == "n_train":
            pairs = compare_pairs(distances[k], distances[k + 1], level=level)
            if pairs.direction == "up" and _moves(columns[6][k], columns[6][k + 1]):
                found.append(_contradiction(values, k, "typical error", columns[6]))
        if not (moments[k].variance_error and moments[k + 1].variance_error):
            continue
        for quantity, column, arrow in (("bias²", 0, bias), ("variance", 1, variance)):
            found_arrow = _direction(columns[column], columns[column + 3], (k, k + 1), n_trials, level)
            if found_arrow in {"up", "down"} - {arrow}:
                found.append(_contradiction(values, k, quantity, columns[column]))
    return tuple(found)


def confirms_table(vary: str, sweep: Sweep) -> bool:
    """Whether from the first value to the last bias² and variance both move as question 8's table says.

    Each move has to be resolved; "same" is one within ±1 % of the first expected error, as in the four operations.
    """
    if not (sweep.sweep_moments_exist[0].variance_error and sweep.sweep_moments_exist[-1].variance_error):
        return False
    columns = (
        (sweep.sweep_bias_squared, sweep.sweep_bias_squared_error),
        (sweep.sweep_variance, sweep.sweep_variance_error),
    )
    within = SAME * float(sweep.sweep_expected_error[0])
    moves = [_direction(*each, (0, -1), sweep.sweep_trials, same_within=within) for each in columns]
    return tuple(moves) == TABLE[_OPERATION_OF[vary]]


def _direction(
    values: Array,
    errors: Array,
    at: tuple[int, int],
    n_trials: int,
    level: float = LEVEL,
    same_within: float | None = None,
) -> MeasuredDirection:
    """How bias² or variance moves between two values of the sweep; "same" if by no more than rounding."""
    first, last = at
    if not _moves(values[first], values[last]):
        return "same"
    error = float(np.hypot(errors[first], errors[last]))
    change = float(values[last] - values[first])
    return judge_change(change, error, n_trials, level=level, same_within=same_within)


def _moves(before: float, after: float) -> bool:
    return abs(after - before) > rounding_of(max(before, after))


def _contradiction(values: Array, k: int, quantity: str, column: Array) -> Contradiction:
    return Contradiction(float(values[k]), float(values[k + 1]), quantity, float(column[k]), float(column[k + 1]))
