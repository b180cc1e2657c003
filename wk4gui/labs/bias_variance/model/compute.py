"""Computes bias and variance of one learner on many training sets."""

from collections.abc import Collection
from functools import partial
from typing import Any

import numpy as np

from wk4gui.core.arrays import read_only
from wk4gui.core.bias_variance import decompose, standard_error
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.summary import Summary
from wk4gui.labs.bias_variance.model.moments import medians_of, moments_exist
from wk4gui.labs.bias_variance.model.params import NETWORK_ONLY, Params, rules_of
from wk4gui.labs.bias_variance.model.polynomials import expected_fit
from wk4gui.labs.bias_variance.model.result import Result
from wk4gui.labs.bias_variance.model.sweep import fresh_errors
from wk4gui.labs.bias_variance.model.trial_rules import TrialRules
from wk4gui.labs.bias_variance.model.trials import GRID, Fits, fit_both
from wk4gui.labs.bias_variance.model.verdict import main_verdict

DRAFT_TRIALS, DRAFT_NETWORKS, DRAFT_STEPS = 100, 12, 300
BRIEF_TRIALS = 200


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Fits one curve to each of n_trials training sets, and to as many independent ones for the measured error.

    E (y − f̂)² = bias² + variance + σ², all as means over 101 places of [−1, 1]. Networks are trained in single
    precision, since only statistics of them are shown. The result of the training sets so far is handed out.
    """
    rules = rules_of(params)
    return _result(params, rules, *fit_both(rules, checkpoint, partial(_result, params, rules)))


def _result(params: Params, rules: TrialRules, fits: Fits, others: Fits) -> Result:
    """The result of some training sets, or of all."""
    target = TARGETS[params.target](GRID)
    parts = decompose(fits.predictions, target)
    medians = medians_of(fits.predictions, target)
    errors = fresh_errors(rules, others.predictions, target)
    noise_variance = params.noise**2
    total = parts.total + noise_variance
    expected, expected_error = float(errors.mean()), standard_error(errors)
    exact_bias, exact_variance = _closed_form(rules)
    fresh = target + params.noise * rules.chance(5).standard_normal(fits.predictions.shape)
    return Result(
        x_grid=GRID,
        target=read_only(target),
        x_train=fits.x,
        y_train=fits.y,
        predictions=fits.predictions,
        mean_prediction=parts.mean,
        bias_squared_grid=parts.bias_squared_grid,
        variance_grid=parts.variance_grid,
        bias_squared=parts.bias_squared,
        variance=parts.variance,
        noise_variance=noise_variance,
        decomposition=total,
        expected_error=expected,
        bias_squared_error=parts.bias_squared_error,
        variance_error=parts.variance_error,
        decomposition_error=parts.total_error,
        expected_error_error=expected_error,
        gap=total - expected,
        gap_error=float(np.hypot(parts.total_error, expected_error)),
        exact_bias_squared=exact_bias,
        exact_variance=exact_variance,
        train_loss=fits.train_loss,
        test_loss=read_only(np.mean((fresh - fits.predictions) ** 2, axis=1)),
        largest_share=parts.largest_share,
        n_parameters=rules.degree + 1 if rules.model == "polynomial" else rules.shape.n_parameters,
        moments_exist=moments_exist(rules),
        median_prediction=medians.prediction,
        prediction_band=medians.band,
        median_squared_distance=medians.squared_distance,
        squared_distance_band=medians.distance_band,
    )


def _closed_form(rules: TrialRules) -> tuple[float | None, float | None]:
    """Bias² and variance of the polynomial on the grid design, exactly."""
    if rules.model != "polynomial" or rules.x_design != "grid":
        return None, None
    x, f = np.linspace(-1.0, 1.0, rules.n_train), TARGETS[rules.target]
    mean, variance = expected_fit(x, f(x), rules.degree, rules.l2, GRID, rules.noise)
    return float(np.mean((mean - f(GRID)) ** 2)), float(variance.mean())


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """The largest part of the error, and whether the parts add up to the measured error."""
    return main_verdict(params, result)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas; none if the variance does not exist."""
    if not result.moments_exist.variance:
        return {}
    return {
        "bias_squared": result.bias_squared,
        "variance": result.variance,
        "noise_variance": result.noise_variance,
        "decomposition": result.decomposition,
        "expected_error": result.expected_error,
        "expected_error_error": result.expected_error_error,
    }


def adjusted(plain: dict[str, Any], edited: str) -> dict[str, Any]:
    """Plain parameters after an edit: a sweep over a model's own parameter selects that model, another ends it."""
    plain = dict(plain)
    network = plain["vary"] in NETWORK_ONLY
    if edited == "vary" and plain["vary"] is not None:
        if network or plain["vary"] == "degree":
            plain["model"] = "network" if network else "polynomial"
    elif (network and plain["model"] != "network") or (plain["vary"] == "degree" and plain["model"] != "polynomial"):
        plain["vary"] = None
    return plain


def inactive_fields(params: Params) -> Collection[str]:
    """The degree with a network, and the number of values without a sweep. The effects always use networks."""
    unused = {"degree"} if params.model == "network" else set()
    return unused | ({"n_values"} if params.vary is None else set())


def draft(params: Params) -> Params:
    """Fewer training sets, and fewer steps of networks, while a slider is held."""
    if params.model == "polynomial":
        return params.with_(n_trials=min(params.n_trials, DRAFT_TRIALS))
    changes = {"n_trials": min(params.n_trials, DRAFT_NETWORKS), "n_steps": min(params.n_steps, DRAFT_STEPS)}
    return params.with_(**changes)


def memory(params: Params) -> int:
    """Approximate bytes: three copies of the parameters of all networks."""
    rules = rules_of(params)
    return 20 * params.n_trials * rules.shape.n_parameters if rules.model == "network" else 0


def omitted_from_print(params: Params, result: Result) -> tuple[str, ...]:
    """Fields omitted from printed output: each curve and each point of many training sets."""
    few = params.n_trials * max(params.n_train, 101) <= BRIEF_TRIALS * 101
    return ("effect_predictions",) if few else ("effect_predictions", "predictions", "x_train", "y_train")
