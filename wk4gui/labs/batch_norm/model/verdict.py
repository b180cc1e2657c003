"""What a bias does before, after or without the batch's own statistics, in words with numbers."""

import numpy as np

from wk4gui.core.number_format import short_number
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.batch_norm.model.params import Params
from wk4gui.labs.batch_norm.model.result import Result, TrainingResult


def main_verdict(params: Params, result: Result, frame: int) -> Summary:
    """The verdict on the bias, the numbers that matter and the tone.

    Args:
        params: parameters of the batch_norm lab.
        result: their result.
        frame: number of batches seen.
    """
    t = max(frame - 1, 0)
    verdict, tone = _verdict(params)
    sentences = [_reason(params, result), _gradients(result, t), _corner(params, result, t)]
    return Summary(verdict, " ".join(s for s in sentences if s), tone)


def bias_sentence(params: Params, result: Result) -> str:
    """By how much the bias moved the output, measured against the same layer without it."""
    if not any(params.bias):
        return "There is no bias: nothing to cancel."
    bias = ", ".join(map(short_number, params.bias))
    moved = f"The bias ({bias}) moved the output by {_change(result)}"
    return f"{moved}, which is rounding." if cancels(params) and _change(result) != "0" else f"{moved}."


def training_verdict(params: Params, result: TrainingResult) -> Summary:
    """How many of the rates do well with batch norm and without.

    Args:
        result: of the training part: a rate does well if its last loss is at most twice the lowest of all.
    """
    ends = [losses[:, -1] for losses in (result.with_bn, result.without_bn)]
    lowest = min(float(np.nanmin(end)) if np.isfinite(end).any() else np.inf for end in ends)
    if not np.isfinite(lowest):
        return Summary("All diverge.", "Every rate is too high, with batch norm and without.", "bad")
    good = [int(np.count_nonzero(end <= 2.0 * lowest)) for end in ends]
    verdict = "More rates do well" if good[0] > good[1] else "Fewer do well" if good[0] < good[1] else "As many do well"
    n = len(result.rates)
    detail = f"With batch norm {good[0]} of {n} rates end within twice the lowest loss, {short_number(lowest)}; without"
    return Summary(f"{verdict} with batch norm.", f"{detail} {good[1]}.", "good" if good[0] > good[1] else "neutral")


def cancels(params: Params) -> bool:
    """Whether the mean that is subtracted contains the bias."""
    return bool(params.bias_position == "before" and params.mode == "train")


def _verdict(params: Params) -> tuple[str, Tone]:
    if params.batch_size == 1 and params.mode == "train":
        return "A batch of one: nothing is left.", "bad"
    if cancels(params):
        return "The bias does nothing.", "neutral"
    return "The bias matters.", "neutral"


def _reason(params: Params, result: Result) -> str:
    """Why the bias goes or stays, and by how much the output moves against the same layer without it."""
    moved = f"the output moves by {_change(result)}" if any(params.bias) else "it is 0 now"
    if cancels(params):
        return f"The batch mean contains it once and takes it off again: {moved}."
    if params.bias_position == "after":
        return f"It is added after the normalisation, as β is, and one of the two is superfluous: {moved}."
    return f"The frozen mean was gathered without it, so subtracting that mean leaves it in: {moved}."


def _gradients(result: Result, t: int) -> str:
    b, beta = (", ".join(short_number(g) for g in grads[t]) for grads in (result.grad_b, result.grad_beta))
    return f"∂L/∂b = ({b}), ∂L/∂β = ({beta})."


def _corner(params: Params, result: Result, t: int) -> str:
    """What very small batches do."""
    if params.mode != "train":
        return ""
    if params.batch_size == 1:
        beta = ", ".join(short_number(value) for value in params.beta)
        return f"One sample is its own mean and has variance 0: ẑ = 0 and γẑ + β = β = ({beta}), whatever the input."
    if params.batch_size == 2:
        size = short_number(float(np.abs(result.z_hat[t]).max()))
        return f"Of two samples ẑ is ±{size}: only which one is larger is left."
    return ""


def _change(result: Result) -> str:
    return short_number(result.change_from_bias["z_tilde"])
