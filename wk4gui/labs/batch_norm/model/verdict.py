"""The verdicts: the effect of a bias in each setting, and of batch norm on training."""

from functools import partial

import numpy as np

from wk4gui.core.arrays import Array, NDArray
from wk4gui.lab.sentence import Numeral, Sentence, joined, phrase, vector
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.batch_norm.model.params import Params, cancels
from wk4gui.labs.batch_norm.model.reasons import Trained, change_reason, feature_reason, gradient_reason, loss_reason
from wk4gui.labs.batch_norm.model.result import Result, TrainingResult

WELL = 2.0
"""A rate does well only if its last loss is at most this many times the lowest of all."""
HALVED = 2.0
"""And only if the loss falls from its own start by this factor."""
SIGN_ALONE = 0.99
"""Above this |ẑ| of a batch of two, ε no longer matters and only the sign is left."""


def main_verdict(params: Params, result: Result, frame: int) -> Summary:
    """Whether the bias has an effect, why, and its gradient."""
    t = max(frame - 1, 0)
    verdict, tone = _verdict(params, result)
    sentences = [_why(params, result), _gradients(params, result, t), _small_batch(params, result, t)]
    claims = {"verdict": verdict, "moved": result.change_from_bias["z_tilde"], "grad_b": result.grad_b[t]}
    return Summary(verdict, joined(" ", sentences), tone, claims)


def bias_sentence(params: Params, result: Result) -> Sentence:
    """How far the bias moved the output, compared with the same layer without it."""
    if not any(params.bias):
        return phrase("There is no bias: nothing to cancel.")
    bias = vector([Numeral(b, style="short") for b in params.bias])
    rounding = ", which is rounding" if cancels(params) and result.change_from_bias["z_tilde"] > 0.0 else ""
    return phrase(
        "The bias {bias} moved the output by {moved}{more}.", bias=bias, moved=_moved(params, result), more=rounding
    )


def training_verdict(params: Params, result: TrainingResult, frame: int = 0) -> Summary:
    """How many rates do well with batch norm and without."""
    losses = np.stack([result.with_bn, result.without_bn])
    starts, ends = losses[:, :, 0], losses[:, :, -1]
    if not (ends <= starts).any():
        words = "Every rate is too high, with batch norm and without: none ends below the loss it starts from."
        return Summary("All diverge.", words, "bad", {"well": (0, 0)})
    series, k = divmod(int(np.nanargmin(ends)), ends.shape[1])
    well = [int(each) for each in does_well(starts, ends).sum(axis=1)]
    last = losses.shape[2] - 1
    lowest = Numeral(float(ends[series, k]), reason=partial(loss_reason, result, series, k, last), style="short")
    claims = {"well": tuple(well), "lowest": lowest.value, "lowest_with_bn": not series}
    if not any(well):
        words = "No rate halves its loss and ends within twice the lowest of all, {lowest}, with batch norm or without."
        return Summary("None does well.", phrase(words, lowest=lowest), "neutral", claims)
    verdict = "More rates do well" if well[0] > well[1] else "Fewer do well" if well[0] < well[1] else "As many do well"
    detail = phrase(
        "{with_bn} of {n} rates halve their loss and end within twice the lowest of all, {without} without; that loss, "
        "{lowest}, is reached {where} batch norm.",
        with_bn=Numeral(well[0], 0),
        without=Numeral(well[1], 0),
        n=Numeral(ends.shape[1], 0),
        lowest=lowest,
        where="without" if series else "with",
    )
    return Summary(f"{verdict} with batch norm.", detail, "good" if well[0] > well[1] else "neutral", claims)


def does_well(starts: Array, ends: Array) -> NDArray[np.bool_]:
    """Which rates halve their loss and end within twice the lowest of all; a start may be low without training."""
    return (ends <= starts / HALVED) & (ends <= WELL * np.nanmin(ends))


def _verdict(params: Params, result: Result) -> tuple[str, Tone]:
    if params.batch_size == 1 and params.mode == "train":
        return "A batch of one: nothing is left.", "bad"
    if not any(params.bias):
        return "There is no bias now.", "neutral"
    if cancels(params) or not result.change_from_bias["z_tilde"]:
        return "The bias does nothing.", "neutral"
    return "The bias matters.", "neutral"


def _why(params: Params, result: Result) -> Sentence:
    """Why the bias cancels or stays, and how far it moves the output."""
    if not any(params.bias):
        return phrase("Nothing is added, so nothing can be subtracted.")
    if cancels(params):
        words = "The batch mean contains the bias, and subtracting it removes the bias: the output moves by {moved}."
    elif not result.change_from_bias["z_tilde"]:
        words = "It is {why}: the output moves by {moved}."
    elif params.bias_position == "after":
        words = "It is added after the normalisation, like β; one of the two is redundant: the output moves by {moved}."
    elif params.momentum == 0.0:
        words = "The frozen mean is still the 0 it began at, so the bias stays in: the output moves by {moved}."
    else:
        words = "The frozen mean was computed without the bias, so the bias remains: the output moves by {moved}."
    return phrase(words, moved=_moved(params, result), why=_why_unseen(params))


def _why_unseen(params: Params) -> str:
    """Why a bias that is not subtracted leaves the output as it is, if it does."""
    scaled = any(g * b for g, b in zip(params.gamma, params.bias, strict=True))
    return "too small to change any digit" if scaled or params.bias_position == "after" else "multiplied by γ = 0"


def _gradients(params: Params, result: Result, t: int) -> Sentence:
    def both(of: Trained, values: np.ndarray) -> Sentence:
        return vector(
            [
                Numeral(g, reason=partial(gradient_reason, params, result, of, t, j), style="short")
                for j, g in enumerate(values)
            ]
        )

    return phrase("∂L/∂b = {b}, ∂L/∂β = {beta}.", b=both("b", result.grad_b[t]), beta=both("beta", result.grad_beta[t]))


def _small_batch(params: Params, result: Result, t: int) -> Sentence:
    """The effect of very small batches."""
    if params.mode != "train" or params.batch_size > 2:
        return Sentence()
    if params.batch_size == 1:
        beta = vector([Numeral(value, style="short") for value in params.beta])
        return phrase(
            "One sample is its own mean and has variance 0: ẑ = 0 and γẑ + β = β = {beta}, whatever the input.",
            beta=beta,
        )
    sizes = np.abs(result.z_hat[t, 0])
    hats = [
        Numeral(size, reason=partial(feature_reason, params, result, "z_hat", t, int(result.z_hat[t, 0, j] < 0), j))
        for j, size in enumerate(sizes)
    ]
    left = "only their order is left" if sizes.min() >= SIGN_ALONE else "ε is not negligible beside their variance"
    return phrase("Of two samples ẑ is ±{first} and ±{second}: {left}.", first=hats[0], second=hats[1], left=left)


def _moved(params: Params, result: Result) -> Numeral:
    return Numeral(result.change_from_bias["z_tilde"], reason=partial(change_reason, params, result), style="short")
