"""The reasons of the numbers of the networks with several λ."""

import math
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, mean, quantity, root
from wk4gui.core.expression import Call
from wk4gui.core.number_format import format_number
from wk4gui.core.number_text import number
from wk4gui.core.paired_test import Paired
from wk4gui.lab.reason import Reason
from wk4gui.labs.weight_decay.model.network import SHAPE
from wk4gui.labs.weight_decay.model.result import NetworkResult

Measure = Literal["train_loss", "test_loss", "weight_norm"]
_NAMES: dict[Measure, str] = {"train_loss": "Training loss", "test_loss": "Test loss", "weight_norm": "Norm ‖w‖"}
_N_WEIGHTS = int(np.sum(SHAPE.is_weight > 0.0))


def mean_reason(result: NetworkResult, measure: Measure, k: int) -> Reason:
    """The mean of a measure over the networks with the k-th λ."""
    values: Array = getattr(result, measure)[k]
    subject = f"{_NAMES[measure]}, {_lambda(result, k)}: mean over the networks"
    return Reason(subject, (Equation("mean", mean(values)),), float(values.mean()))


def run_reason(result: NetworkResult, measure: Measure, k: int, run: int) -> Reason:
    """The same of a single network, counted from 0."""
    value = float(getattr(result, measure)[k, run])
    if measure == "weight_norm":
        step = Equation("‖w‖", root(quantity(f"Σ w² of {_N_WEIGHTS} weights", value * value)))
    else:
        n = len(result.network_points_x if measure == "train_loss" else result.network_x)
        step = Equation("L", quantity("Σ (ŷ − y)²", value * n) / quantity("n", n))
    return Reason(f"{_NAMES[measure]} of network {run + 1}, {_lambda(result, k)}", (step,), value)


def share_reason(result: NetworkResult, k: int, x: float) -> Reason | None:
    """The share of the weights in the bin at x; None if there is no bin."""
    edges = result.weight_edges
    i = int(np.searchsorted(edges, x, side="right")) - 1
    if not 0 <= i < len(edges) - 1:
        return None
    count = Equation("n", quantity("weights", _N_WEIGHTS) * quantity("networks", result.weight_norm.shape[1]))
    share = float(result.weight_histogram[k, i])
    low, high = (format_number(float(edge), 3) for edge in edges[i : i + 2])
    beyond = " or below" if i == 0 else " or above" if i == len(edges) - 2 else ""
    step = Equation("share", quantity("weights there", round(share * count.value)) / quantity("n", count.value))
    return Reason(f"Weights from {low} to {high}{beyond}, {_lambda(result, k)}", (count, step), share)


def output_reason(result: NetworkResult, k: int, i: int) -> Reason:
    """The output of the first network with the k-th λ at the i-th place."""
    x, target, value = (float(each[i]) for each in (result.network_x, result.network_target, result.network_curves[k]))
    steps = (
        f"ŷ = Σ vⱼ tanh(wⱼ x + bⱼ) + c over {SHAPE.hidden[0]} units, at x = {number(x)}",
        Equation("ŷ", quantity("target", target) + quantity("error", value - target)),
    )
    return Reason(f"Output ŷ of the first network, {_lambda(result, k)}", steps, value)


def target_reason(result: NetworkResult, i: int) -> Reason:
    """The target at the i-th place."""
    x, value = float(result.network_x[i]), float(result.network_target[i])
    return Reason(f"Target at x = {number(x)}", (Equation("f", _sine(x)),), value)


def point_reason(result: NetworkResult, i: int) -> Reason:
    """The i-th of the first network's training points."""
    x, value = float(result.network_points_x[i]), float(result.network_points_y[i])
    target = Equation("f", _sine(x))
    steps = (target, Equation("y", quantity("f", target.value) + quantity("noise", value - target.value)))
    return Reason(f"Training point {i + 1} at x = {number(x)}", steps, value)


def strength_reason(result: NetworkResult, k: int) -> Reason:
    """The k-th λ of the comparison, which is fixed."""
    value = float(result.lambdas[k])
    return Reason(f"λ {k + 1} of the {len(result.lambdas)} compared", (Equation("λ", quantity("", value)),), value)


def least_reason(result: NetworkResult, k: int) -> Reason:
    """The λ with the lowest mean test loss."""
    means = result.test_loss.mean(axis=1)
    listed = tuple(f"{_lambda(result, i)}: test loss {number(loss)}" for i, loss in enumerate(means))
    value = float(result.lambdas[k])
    return Reason("The λ with the lowest mean test loss", (*listed, Equation("λ", quantity("", value))), value)


def better_reason(result: NetworkResult, k: int, pairs: Paired) -> Reason:
    """The number of pairs of networks in which the k-th λ lowers the test loss."""
    steps = (
        "a pair: the same points and start, without decay and with it",
        f"lower in {pairs.better}, higher in {pairs.worse} of {pairs.n} pairs",
        f"by chance alone, a count at least as one-sided has probability {number(pairs.p_value)}",
        Equation("lower", quantity("", pairs.better)),
    )
    return Reason(f"Pairs in which {_lambda(result, k)} lowers the test loss (sign test)", steps, pairs.better)


def _sine(x: float) -> Call:
    """The target sin(πx + 0.8)."""
    return Call("sin(", math.sin, quantity("π", np.pi) * quantity("x", x) + 0.8)


def _lambda(result: NetworkResult, k: int) -> str:
    return f"λ = {format_number(float(result.lambdas[k]), 5)}"
