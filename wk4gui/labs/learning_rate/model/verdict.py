"""The verdict on a ladder of learning rates."""

import math
from functools import partial

from wk4gui.core.rate_outcomes import Manner, RateOutcome, end_loss
from wk4gui.lab.sentence import Numeral, Sentence, distinguishable, joined, phrase
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.learning_rate.model.params import Params
from wk4gui.labs.learning_rate.model.rate_scan import N_ORDERS
from wk4gui.labs.learning_rate.model.reasons import (
    AXES,
    factor_reason,
    left_reason,
    limit_reason,
    loss_reason,
    peak_reason,
    rate_reason,
)
from wk4gui.labs.learning_rate.model.result import Result

VERDICTS: dict[RateOutcome, tuple[str, Tone]] = {
    "diverges": ("Too high: diverges.", "bad"),
    "too high": ("Too high.", "bad"),
    "undecided": ("Undecided.", "neutral"),
    "too low": ("Too low.", "neutral"),
    "good": ("Good.", "good"),
}
MANNERS: dict[Manner, str] = {
    "falls smoothly": "",
    "zig-zags": ", in zig-zags",
    "swings": ", swinging with momentum",
    "rises on the way": ", first above its start at step {above}",
    "jitters": ", up and down by chance with its mini-batches",
}
_SLOW = 0.5
"""A direction has hardly changed if more than this share of it is left."""


def main_verdict(params: Params, result: Result, frame: int) -> Summary:
    """The verdict on the rate in the middle of the ladder, the numbers that matter and the tone."""
    if params.mystery:
        words = "Too low, good, or too high? Judge by the curve alone: its rate is hidden."
        return Summary("Which is it?", words, "neutral")
    if not result.loss[0, 0] > 0.0:
        return Summary("Nothing to learn.", "The start is the minimum.", "neutral")
    k = len(result.rates) // 2
    if frame < params.n_steps:
        return Summary(f"Step {frame}.", joined(" ", (_course(params, result, k, frame), _factor(params, result, k))))
    outcome, manner = result.regime[k], result.manner[k]
    verdict, tone = VERDICTS[outcome]
    if outcome == "undecided" and manner in ("zig-zags", "swings", "jitters"):
        verdict = "Still swinging."
    elif outcome == "good" and params.takes_batches and end_loss(result.loss[k]) > result.loss[k, 0]:
        verdict, tone = "Good in other orders.", "neutral"
    claims = {"outcome": outcome, "manner": manner, "step": result.diverged_at[k]}
    return Summary(verdict, joined(" ", (_course(params, result, k, frame), _because(params, result, k))), tone, claims)


def _course(params: Params, result: Result, k: int, frame: int) -> Sentence:
    """The course of the loss and its manner."""
    curve, ended = result.loss[k, : frame + 1], result.diverged_at[k]
    rate = phrase("With α = {rate}", rate=Numeral(float(result.rates[k]), 5, partial(rate_reason, params, result, k)))
    if ended is not None and ended <= frame:
        return rate + f" the numbers of step {ended} overflow."
    first, last = (Numeral(float(curve[t]), 4, partial(loss_reason, params, result, k, t)) for t in (0, frame))
    if frame == 0:
        return rate + phrase(" the loss begins at {first}.", first=first)
    over, peak = Sentence(), float(curve.max())
    if peak > max(curve[0], curve[-1]):
        top = Numeral(peak, 4, partial(peak_reason, params, result, k, frame))
        over = phrase(" over {peak}", peak=distinguishable(top, max(first, last, key=lambda each: each.value))[0])
    steps = "1 step" if frame == 1 else f"{frame} steps"
    manner = MANNERS[result.manner[k]].format(above=result.above_start_at[k]) if frame == params.n_steps else ""
    words = " the loss goes from {first}{over} to {last} in " + steps + manner + "."
    return rate + phrase(words, first=first, over=over, last=last)


def _because(params: Params, result: Result, k: int) -> Sentence:
    """The main reason of the outcome."""
    if result.all_dead[k]:
        return phrase("At the end all hidden units are dead, and the output is the bias alone.")
    if params.problem == "quadratic":
        return joined(" ", (_factor(params, result, k) or _limit(params, result), _no_rate_suits(params, result)))
    orders = f"A rate is worse only where it is so in all of {N_ORDERS} orders of them." if params.takes_batches else ""
    return joined(" ", (_limit(params, result), orders))


def _factor(params: Params, result: Result, k: int) -> Sentence:
    """The factor of a step on the quadratic, along the steepest coordinate that does not start at 0."""
    if params.problem != "quadratic" or params.momentum > 0.0 or not any(params.start):
        return Sentence()
    felt = _felt(params)
    factor = 1.0 - float(result.rates[k]) * params.curvature[felt]
    sign = ">" if abs(factor) > 1.0 else "<" if abs(factor) < 1.0 else "="
    which = "the steepest coordinate"
    if params.curvature[felt] < result.lambda_max:
        which = f"the coordinate {AXES[felt]} (the steeper one starts at 0 and stays)"
    numeral = Numeral(factor, 4, partial(factor_reason, params, result, k, felt))
    numeral, _ = distinguishable(numeral, Numeral(math.copysign(1.0, factor), 4))
    return phrase(
        "Each step multiplies {which} by 1 − αλ = {factor}, |1 − αλ| {sign} 1.", which=which, factor=numeral, sign=sign
    )


def _felt(params: Params) -> int:
    """The steepest coordinate of the quadratic that does not start at 0."""
    return max((i for i in range(len(AXES)) if params.start[i] != 0.0), key=lambda i: params.curvature[i])


def _no_rate_suits(params: Params, result: Result) -> Sentence:
    """A sentence if even the best rate leaves most of the flat direction."""
    left = None if 0.0 in params.start else left_reason(params, result)
    if left is None or left.value <= _SLOW:
        return Sentence()
    share = Numeral(left.value, 0, partial(left_reason, params, result), "percent")
    return phrase("No rate suits both directions: 2/(λₘᵢₙ + λₘₐₓ) still leaves {share} % of the flat one.", share=share)


def _limit(params: Params, result: Result) -> Sentence:
    """The stability limit: exact on the quadratic, for a network by the curvature at the start."""
    if result.stability_limit is None:
        return Sentence()
    limit = Numeral(result.stability_limit, 5, partial(limit_reason, params, result))
    if params.problem == "quadratic":
        felt = _felt(params)
        if params.curvature[felt] == result.lambda_max:
            return phrase("Steps are stable up to α = {limit}.", limit=limit)
        reason = partial(limit_reason, params, result, felt)
        words = "Steps along {axis} are stable up to α = {limit}; the steeper coordinate starts at 0 and stays."
        along = 2.0 * (1.0 + params.momentum) / params.curvature[felt]
        return phrase(words, axis=AXES[felt], limit=Numeral(along, 5, reason))
    batches = " with full batches; with smaller ones the limit is lower" if params.takes_batches else ""
    words = "By the curvature at the start steps are stable up to α = {limit}" + batches + "."
    return phrase(words, limit=limit)
