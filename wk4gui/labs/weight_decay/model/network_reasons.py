"""Where the numbers of the networks under a ladder of λ come from."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.core.number_text import factor, number, sum_in_numbers
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.reason import Reason
from wk4gui.labs.weight_decay.model.network import SHAPE
from wk4gui.labs.weight_decay.model.params import Params
from wk4gui.labs.weight_decay.model.result import NetworkResult

Measure = Literal["train_loss", "test_loss", "weight_norm"]
_NAMES: dict[Measure, str] = {"train_loss": "Training loss", "test_loss": "Test loss", "weight_norm": "Norm ‖w‖"}
_FALLING_AND_RISING: tuple[Measure, Measure] = ("weight_norm", "train_loss")
_N_WEIGHTS = int(np.sum(SHAPE.is_weight > 0.0))


def mean_reason(result: NetworkResult, measure: Measure, k: int) -> Reason:
    """A measure under the λ of rung k, in the mean over the networks."""
    values: Array = getattr(result, measure)[k]
    value = float(values.mean())
    line = f"mean over {len(values)} networks = ({sum_in_numbers(values)}) / {len(values)} = {number(value)}"
    lines = (line, f"Σ / n = {number(float(values.sum()))} / {len(values)} = {number(value)}")
    return Reason(f"{_NAMES[measure]} of the networks, {_lambda(result, k)}", lines, value)


def run_reason(result: NetworkResult, measure: Measure, k: int, run: int) -> Reason:
    """The same of a single network, counted from 0."""
    value = float(getattr(result, measure)[k, run])
    if measure == "weight_norm":
        line = f"‖w‖ = √(Σ w²) over {_N_WEIGHTS} weights = √({number(value * value)}) = {number(value)}"
    else:
        points = result.network_points_x if measure == "train_loss" else result.network_x
        line = f"Σ (ŷ − y)² / n = {number(value * len(points))} / {len(points)} = {number(value)}"
    return Reason(f"{_NAMES[measure]} of network {run + 1}, {_lambda(result, k)}", (line,), value)


def share_reason(result: NetworkResult, k: int, x: float) -> Reason | None:
    """The share of the weights in the bin at x; None where there is no bin."""
    edges, n = result.weight_edges, _N_WEIGHTS * result.weight_norm.shape[1]
    i = int(np.searchsorted(edges, x, side="right")) - 1
    if not 0 <= i < len(edges) - 1:
        return None
    share = float(result.weight_histogram[k, i])
    low, high = (format_number(float(edge), 3) for edge in edges[i : i + 2])
    beyond = " or below" if i == 0 else " or above" if i == len(edges) - 2 else ""
    lines = (
        f"n = weights · networks = {_N_WEIGHTS} · {result.weight_norm.shape[1]} = {n}",
        f"share = weights there / n = {round(share * n)} / {n} = {number(share)}",
    )
    return Reason(f"Weights from {low} to {high}{beyond}, {_lambda(result, k)}", lines, share)


def output_reason(result: NetworkResult, k: int, i: int) -> Reason:
    """What the first network of rung k says at the i-th place."""
    x, target, value = (float(each[i]) for each in (result.network_x, result.network_target, result.network_curves[k]))
    lines = (
        f"ŷ = Σ vⱼ tanh(wⱼ x + bⱼ) + c over {SHAPE.hidden[0]} units, at x = {number(x)}",
        f"ŷ = target + error = {number(target)} + {factor(value - target)} = {number(value)}",
    )
    return Reason(f"Output ŷ of the first network, {_lambda(result, k)}", lines, value)


def target_reason(result: NetworkResult, i: int) -> Reason:
    """The curve behind the points at the i-th place."""
    x, value = float(result.network_x[i]), float(result.network_target[i])
    return Reason(f"Target at x = {number(x)}", (f"sin(π x + 0.8) = {_sine(x)} = {number(value)}",), value)


def point_reason(result: NetworkResult, i: int) -> Reason:
    """The i-th of the first network's training points."""
    x, value = float(result.network_points_x[i]), float(result.network_points_y[i])
    target = float(TARGETS["sine"](np.array(x)))
    lines = (
        f"target: sin(π x + 0.8) = {_sine(x)} = {number(target)}",
        f"y = target + noise = {number(target)} + {factor(value - target)} = {number(value)}",
    )
    return Reason(f"Training point {i + 1} at x = {number(x)}", lines, value)


def verdict_reasons(params: Params, result: NetworkResult) -> Sequence[Reason]:
    """Of the numbers in the sentence below the networks."""
    test, last = result.test_loss.mean(axis=1), len(result.lambdas) - 1
    best = int(test.argmin())
    value = float(result.lambdas[best])
    listed = tuple(f"{_lambda(result, k)}: test loss {number(loss)}" for k, loss in enumerate(test))
    least = Reason("The λ whose mean test loss is least", (*listed, f"least at λ = {number(value)}"), value)
    ends = [mean_reason(result, measure, k) for measure in _FALLING_AND_RISING for k in (0, last)]
    rungs = [Reason("A λ of the ladder, as set", (_lambda(result, k),), float(result.lambdas[k])) for k in (0, last)]
    return [*ends, least, mean_reason(result, "test_loss", best), mean_reason(result, "test_loss", 0), *rungs]


def _sine(x: float) -> str:
    return f"sin({number(np.pi)} · {factor(x)} + 0.8)"


def _lambda(result: NetworkResult, k: int) -> str:
    return f"λ = {format_number(float(result.lambdas[k]), 5)}"
