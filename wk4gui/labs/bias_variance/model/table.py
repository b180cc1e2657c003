"""Question 8's table, measured."""

from dataclasses import replace

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.bias_variance import decompose, measure_change
from wk4gui.core.last_results import LastResults
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.labs.bias_variance.model.operations import OPERATIONS, Operation
from wk4gui.labs.bias_variance.model.params import Params, rules_of
from wk4gui.labs.bias_variance.model.result import Effect, Effects
from wk4gui.labs.bias_variance.model.trial_rules import TrialRules
from wk4gui.labs.bias_variance.model.trials import GRID, fit_each

EFFECTS_WORK, SWEEP_WORK = 1.5e9, 1e9
"""Largest number of hidden activations; beyond it fewer training sets are used."""
MIN_TRIALS = 20
SAME = 0.01
"""A change that is significantly within this share of the expected error counts as none."""
N_SHOWN = 40


def compute_effects(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Effects:
    """Trains networks before and after each operation and measures both arrows; the last results are cached."""
    return _last_results(rules_of(params, model="network", degree=0), checkpoint)


def _compute(base: TrialRules, checkpoint: Checkpoint) -> Effects:
    pairs = [operation.rules(base) for operation in OPERATIONS]
    settings = list(dict.fromkeys(rules for pair in pairs for rules in pair))
    n_trials = fewer_trials(settings, EFFECTS_WORK)
    fits = fit_each([replace(rules, n_trials=n_trials) for rules in settings], checkpoint)
    curves = {rules: own.predictions for rules, own in zip(settings, fits, strict=True)}
    target = TARGETS[base.target](GRID)
    effects = tuple(
        _effect(operation, curves[before], curves[after], target, base.noise)
        for operation, (before, after) in zip(OPERATIONS, pairs, strict=True)
    )
    shown = np.array([[curves[rules][:N_SHOWN] for rules in pair] for pair in pairs])
    means = np.array([[curves[rules].mean(axis=0) for rules in pair] for pair in pairs])
    return Effects(effects, n_trials, read_only(shown), read_only(means))


_last_results = LastResults(_compute, 4)


def fewer_trials(settings: list[TrialRules], limit: float) -> int:
    """The number of training sets requested, or fewer if training would take too long."""
    one = sum(rules.work / rules.n_trials for rules in settings)
    asked = settings[0].n_trials
    return min(asked, max(MIN_TRIALS, asked if one == 0.0 else int(limit / one)))


def _effect(operation: Operation, before: Array, after: Array, target: Array, noise: float) -> Effect:
    change = measure_change(before, after, target)
    first, second = decompose(before, target), decompose(after, target)
    measured = change.answers(SAME * (first.total + noise**2))
    return Effect(
        operation=operation.name,
        param=operation.param,
        low=operation.low,
        high=operation.high,
        bias=measured[0],
        variance=measured[1],
        bias_change=change.bias,
        bias_change_error=change.bias_error,
        variance_change=change.variance,
        variance_change_error=change.variance_error,
        bias_before=first.bias_squared,
        bias_after=second.bias_squared,
        variance_before=first.variance,
        variance_after=second.variance,
        table_bias=operation.bias,
        table_variance=operation.variance,
        agrees_with_table=measured == (operation.bias, operation.variance),
    )
