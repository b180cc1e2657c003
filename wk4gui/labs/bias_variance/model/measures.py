"""The measures of the bias and variance lab's parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wk4gui.lab.measure import Measure
from wk4gui.labs.bias_variance.model.operations import OPERATIONS

if TYPE_CHECKING:
    from wk4gui.labs.bias_variance.model.params import Params
    from wk4gui.labs.bias_variance.model.result import Effects, Result, Sweep


def _bias(params: Params, result: Result) -> float | None:
    return result.bias_squared if result.moments_exist.mean else None


def _variance(params: Params, result: Result) -> float | None:
    return result.variance if result.moments_exist.variance else None


def _measured(params: Params, result: Result) -> float | None:
    return result.expected_error if result.moments_exist.variance else None


def _best(params: Params, sweep: Sweep) -> float | None:
    return float(sweep.values[sweep.sweep_expected_error.argmin()]) if len(sweep.values) else None


def _least(params: Params, sweep: Sweep) -> float | None:
    return float(sweep.sweep_expected_error.min()) if len(sweep.values) else None


def _change(k: int, name: str) -> Callable[[Params, Effects], float]:
    return lambda params, effects: float(getattr(effects.effects[k], f"{name}_change"))


MEASURES = (
    Measure("mean_bias_squared", "Bias², the mean over the places", _bias),
    Measure("mean_variance", "Variance, the mean over the places", _variance),
    Measure("measured_error", "Error on independent training sets", _measured),
    Measure(
        "typical_squared_distance",
        "Median squared distance of a curve from the target",
        lambda _, r: r.median_squared_distance,
    ),
)
SWEEP_MEASURES = (
    Measure("best_value", "The value with the lowest measured error", _best),
    Measure("least_error", "The measured error there", _least),
)
EFFECT_MEASURES = tuple(
    Measure(f"{operation.param}_{name}_change", f"{operation.title}: change of {words}", _change(k, name))
    for k, operation in enumerate(OPERATIONS)
    for name, words in (("bias", "bias²"), ("variance", "variance"))
)
