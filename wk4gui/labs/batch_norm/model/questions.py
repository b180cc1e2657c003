"""Predictions about the bias before batch norm: when it does nothing, and when it would."""

import numpy as np

from wk4gui.core.number_format import format_number as number
from wk4gui.lab.question import Choice, Number, Question, Variant
from wk4gui.labs.batch_norm.model.params import Params
from wk4gui.labs.batch_norm.model.result import Result, TrainingResult

_NOTHING, _MOVES = "nothing but rounding", "it moves the output"
_SAMPLE, _SHIFT, _NEITHER = "the sample itself", "β, whatever the sample is", "something else"
_WITH, _WITHOUT = "the one with batch norm", "the one without"


def _moves(params: Params, result: Result) -> str:
    return _NOTHING if result.change_from_bias["z_tilde"] <= result.rounding_bound else _MOVES


def _why_moves(params: Params, result: Result) -> str:
    bias = ", ".join(number(value, 4) for value in params.bias)
    return f"The bias ({bias}) moves the output by {number(result.change_from_bias['z_tilde'], 3)} at most."


def _bias_gradient(params: Params, result: Result) -> float:
    return float(round(np.abs(result.grad_b).max(), 9))


def _why_bias_gradient(params: Params, result: Result) -> str:
    found, beside = (number(float(np.abs(grad).max()), 3) for grad in (result.grad_b, result.grad_beta))
    return (
        f"∂L/∂b is {found}, rounding alone, while ∂L/∂β goes up to {beside}: the batch mean takes every b away again."
    )


def _output(params: Params, result: Result) -> str:
    output = result.z_tilde[-1, 0]
    if np.array_equal(output, params.beta):
        return _SHIFT
    return _SAMPLE if np.array_equal(output, result.z[-1, 0]) else _NEITHER


def _why_output(params: Params, result: Result) -> str:
    values = ", ".join(number(float(value), 3) for value in result.z_tilde[-1, 0])
    variance = number(float(result.batch_var[-1, 0]), 3)
    return f"One sample is its own mean and its variance is {variance}, so ẑ is 0 and the output is β = ({values})."


def _pair(params: Params, result: Result) -> float:
    return float(round(np.abs(result.z_hat[-1, :, 0]).max(), 3))


def _why_pair(params: Params, result: Result) -> str:
    low, high = (number(float(value), 4) for value in np.sort(result.z_hat[-1, :, 0]))
    return f"Two samples lie equally far from their mean: ẑ is {low} and {high}, for ε is small here."


def _at_the_edge(result: TrainingResult) -> tuple[float, float]:
    """Final loss at the last rate but one with batch norm and without; infinite where it diverged."""
    ends = (float(loss[-2, -1]) for loss in (result.with_bn, result.without_bn))
    with_bn, without = (end if np.isfinite(end) else np.inf for end in ends)
    return with_bn, without


def _who_bears_it(params: Params, result: TrainingResult) -> str:
    with_bn, without = _at_the_edge(result)
    return _WITH if with_bn < without else _WITHOUT


def _why_it_bears(params: Params, result: TrainingResult) -> str:
    rate = f"{result.rates[-2]:.3g}"
    with_bn, without = (number(end, 3) if np.isfinite(end) else "no finite value" for end in _at_the_edge(result))
    return f"At α = {rate} the loss ends at {with_bn} with batch norm, and without it at {without}."


_BIAS = "b = ({}, {}) is added before batch norm in train mode. What does it do to the output?"
_AFTER = ("z_hat", "z_tilde", "histograms", "gradients", "strip")
"""What shows the batch behind the normalisation."""


def _other_bias(seed: int) -> Variant:
    bias = (1 + seed % 9, 1 + seed // 9 % 9)
    return Variant(_BIAS.format(*bias), {"bias": list(bias)})


def _not_moves(option: str, params: Params, result: Result) -> str:
    moved = number(result.change_from_bias["z_tilde"], 3)
    if option == _NOTHING:
        return f"That would hold if the mean followed b, as it does in a batch; frozen, it lets {moved} through."
    size = number(float(np.abs(params.bias).max()), 4)
    return f"That would hold if the mean stayed: it moves by b as well, so of up to {size} only {moved} is left."


def _not_output(option: str, params: Params, result: Result) -> str:
    deviation = number(float(np.abs(result.z_hat[-1, 0]).max()), 3)
    if option == _SAMPLE:
        return f"That would need a mean of 0 and a variance of 1; the sample is its own mean, and ẑ is {deviation}."
    if option == _SHIFT:
        return f"That would need ẑ = 0; it goes up to {deviation}."
    return f"That would need ẑ other than 0; it is {deviation}, so γẑ adds nothing to β."


def _not_bears(option: str, params: Params, result: TrainingResult) -> str:
    with_bn, without = (number(end, 3) if np.isfinite(end) else "no finite value" for end in _at_the_edge(result))
    mine, other = (with_bn, without) if option == _WITH else (without, with_bn)
    return f"That would need the lower loss; it ends at {mine}, the other at {other}."


QUESTIONS = (
    Question(
        "bias_before",
        _BIAS.format(1.5, "−2"),
        Choice((_NOTHING, _MOVES)),
        _moves,
        _why_moves,
        why_wrong=_not_moves,
        hides=_AFTER,
        draw=_other_bias,
    ),
    Question(
        "huge_bias",
        "b = (1000, −800), still before batch norm. What does it do to the output now?",
        Choice((_NOTHING, _MOVES)),
        _moves,
        _why_moves,
        why_wrong=_not_moves,
        preset="huge_bias",
        hides=_AFTER,
    ),
    Question(
        "gradient",
        "How large is ∂L/∂b for a bias before batch norm in train mode, to six decimals?",
        Number("largest |∂L/∂b|", tolerance=0.0, slack=5e-7),
        _bias_gradient,
        _why_bias_gradient,
        hides=("gradients",),
    ),
    Question(
        "frozen",
        "The running statistics are frozen first, then b moves. What does it do to the output?",
        Choice((_NOTHING, _MOVES)),
        _moves,
        _why_moves,
        why_wrong=_not_moves,
        preset="frozen",
        hides=_AFTER,
    ),
    Question(
        "batch_of_one",
        "A batch of one sample with γ = 1. What comes out?",
        Choice((_SAMPLE, _SHIFT, _NEITHER)),
        _output,
        _why_output,
        why_wrong=_not_output,
        preset="batch_of_one",
        hides=_AFTER,
    ),
    Question(
        "batch_of_two",
        "A batch of two samples that differ far more than √ε: how large is |ẑ| of either?",
        Number("|ẑ|", tolerance=0.02),
        _pair,
        _why_pair,
        preset="batch_of_two",
        hides=_AFTER,
    ),
    Question(
        "rates",
        "The same network and initial weights at α = 0.32: which one ends at the lower loss?",
        Choice((_WITH, _WITHOUT)),
        _who_bears_it,
        _why_it_bears,
        why_wrong=_not_bears,
        preset="with_and_without",
        asked_view={"show": "batch"},
        part="training",
    ),
)
