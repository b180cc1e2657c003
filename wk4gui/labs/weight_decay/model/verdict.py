"""The verdicts of the weight_decay lab."""

from collections.abc import Callable
from functools import partial
from typing import get_args

import numpy as np

from wk4gui.core.equation import Equation, quantity
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.core.paired_test import LEVEL, Paired, compare_pairs
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral, Sentence, distinguishable, phrase, vector
from wk4gui.lab.summary import Summary
from wk4gui.labs.weight_decay.model.bowl_formulas import strength
from wk4gui.labs.weight_decay.model.network_reasons import better_reason, least_reason, mean_reason
from wk4gui.labs.weight_decay.model.outcome import LinearPath, grows, growth, is_one_rule, omits_rate, outcome_of
from wk4gui.labs.weight_decay.model.params import Params, strength_of
from wk4gui.labs.weight_decay.model.reasons import (
    cell_reason,
    factor_reason,
    kept_reason,
    largest_gap_reason,
    limit_reason,
    strength_reason,
    weight_reason,
)
from wk4gui.labs.weight_decay.model.result import NetworkResult, Result


def main_verdict(params: Params, result: Result, frame: int) -> Summary:
    """Whether the penalty's gradient and weight decay are the same rule, and the distance of the paths at a frame."""
    outcome = outcome_of(params, result)
    summaries: dict[str, Callable[[Params, Result, int], Summary]] = {
        "diverges": _diverges,
        "limit": _limit,
        "at_rest": _at_rest,
        "no_penalty": _no_penalty,
        "printed": _printed,
        "one_rule": _one_rule,
        "velocity": _velocity,
        "adam": _adam,
    }
    found = summaries[outcome](params, result, frame)
    claims = {"outcome": outcome, **found.claims}
    return Summary(found.verdict, found.detail, found.tone, claims)


def _diverges(params: Params, result: Result, frame: int) -> Summary:
    """The step is too long for one of the rules or for both."""
    if params.optimizer == "adam":
        return _adamw_diverges(params, result)
    factors = {path: growth(params, path) for path in get_args(LinearPath)[:2]}
    both = all(map(grows, factors.values()))
    if omits_rate(params) and not both:
        words = "In the long run a step without α multiplies the error by {growth}, one with α by {other}."
        detail = phrase(words, growth=_growth(params, "decay"), other=_growth(params, "l2"))
        return Summary("Printed without α: it diverges.", detail, "bad", {"factors": factors})
    if is_one_rule(params):
        stable = Numeral(result.stability_limit, reason=partial(limit_reason, params, result))
        rate, limit = distinguishable(Numeral(params.learning_rate), stable)
        detail = phrase("α = {rate} is above {limit}, the stability limit of SGD.", rate=rate, limit=limit)
        return Summary("Both diverge.", detail, "bad", {"factors": factors})
    return Summary("Both diverge." if both else "One of them diverges.", _factors(params), "bad", {"factors": factors})


def _adamw_diverges(params: Params, result: Result) -> Summary:
    end = result.diverged_at[result.paths.index("decay")]
    assert end is not None
    detail = phrase(
        "Each step first multiplies w by {factor}; from step {end} on the loss is too large to compute.",
        factor=_factor(params, result),
        end=Numeral(end, 0),
    )
    return Summary("Shrinking diverges.", detail, "bad", {"diverged_at": end})


def _factor(params: Params, result: Result) -> Numeral:
    return Numeral(result.shrink_factor, reason=partial(factor_reason, params, result))


def _limit(params: Params, result: Result, frame: int) -> Summary:
    """A rate at which the error of one of the rules or of both keeps its size."""
    if not is_one_rule(params):
        return Summary("At the limit.", _factors(params) + " " + _apart(result, frame), "neutral")
    detail = phrase(
        "At α = {rate} the error along a direction changes sign at each step and keeps its size. ",
        rate=Numeral(params.learning_rate),
    )
    return Summary("One rule, at its limit.", detail + _together(params, result, frame), "neutral")


def _factors(params: Params) -> Sentence:
    words = "In the long run a step multiplies the error by {l2} with the penalty in the gradient, by {decay} with "
    return phrase(words + "shrinking.", l2=_growth(params, "l2"), decay=_growth(params, "decay"))


def _at_rest(params: Params, result: Result, frame: int) -> Summary:
    return Summary("Nothing moves.", "Start and optimum are 0, and so is every step of every path.", "neutral")


def _no_penalty(params: Params, result: Result, frame: int) -> Summary:
    detail = phrase("With λ = 0 nothing shrinks and all paths are the plain descent.")
    return Summary("No penalty, no decay.", detail, "neutral")


def _printed(params: Params, result: Result, frame: int) -> Summary:
    if result.rule_strength is None:
        detail = _moves(params, result, frame)
    elif result.rule_strength == 0.0:
        detail = phrase("The step is the whole gradient instead of α times it.")
    else:
        own, as_set = distinguishable(
            Numeral(result.rule_strength, reason=partial(strength_reason, params, result), style="significant"),
            Numeral(strength_of(params), reason=partial(_strength_set, params)),
        )
        words = "The step is the whole gradient, and λ counts as {own} instead of {set}; λ/α would be needed."
        detail = phrase(words, own=own, set=as_set)
    return Summary("Printed without α.", detail + " " + _apart(result, frame), "bad")


def _moves(params: Params, result: Result, frame: int) -> Sentence:
    """Adam's own move without α, in the first step and in the one that leads to a frame."""
    first = phrase("Adam's own move is {move} in step 1", move=_move(params, result, 0))
    if frame < 2:
        return first + "."
    words = " and {move} in step {frame}."
    return first + phrase(words, move=_move(params, result, frame - 1), frame=Numeral(frame, 0))


def _move(params: Params, result: Result, t: int) -> Sentence:
    """The move as its reason computes it: the difference of two large weights has lost it."""
    moves = []
    for axis in (0, 1):
        made = partial(cell_reason, params, result, "decay", "move", t, axis)
        reason = made()
        moves.append(Numeral(reason.value if reason else np.nan, reason=made))
    return vector(moves)


def _one_rule(params: Params, result: Result, frame: int) -> Summary:
    detail = phrase(
        "Each step first multiplies w by {factor}; in the end {first} % and {second} % of the optimum are left. ",
        factor=_factor(params, result),
        first=_kept(params, result, 0),
        second=_kept(params, result, 1),
    )
    return Summary("One rule, written twice.", detail + _together(params, result, frame), "good")


def _velocity(params: Params, result: Result, frame: int) -> Summary:
    assert result.max_difference_velocity is not None
    gap = result.max_difference_velocity
    detail = phrase(
        "Through the velocity the decay is L2, to {gap}; beside it λ counts 1 − μ = {share} times as much. ",
        gap=Numeral(gap, reason=partial(largest_gap_reason, result, "decay_velocity"), style="short"),
        share=Numeral(1.0 - params.momentum, reason=partial(_share_reason, params)),
    )
    return Summary("With momentum they part.", detail + _apart(result, frame), "neutral")


def _adam(params: Params, result: Result, frame: int) -> Summary:
    words = "Adam divides the penalty's gradient by the size of the whole gradient; decay beside it is AdamW{more}. "
    growing = phrase(", which first multiplies w by {factor}", factor=_factor(params, result))
    detail = phrase(words, more=growing if result.shrink_factor < -1.0 else Sentence())
    return Summary(f"With {OPTIMIZERS['adam'].label} they part.", detail + _apart(result, frame), "neutral")


def _together(params: Params, result: Result, frame: int) -> Sentence:
    """The place of both paths at a frame, equal up to rounding."""
    place = [
        Numeral(float(result.path_l2[frame, axis]), reason=partial(weight_reason, params, result, "l2", frame, axis))
        for axis in (0, 1)
    ]
    words = "After step {frame} both are at {place}, apart by at most {gap} so far."
    return phrase(words, frame=Numeral(frame, 0), place=vector(place), gap=_gap(result, frame))


def _apart(result: Result, frame: int) -> Sentence:
    """The largest distance between both paths up to a frame."""
    return phrase("Up to step {frame} they are at most {gap} apart.", frame=Numeral(frame, 0), gap=_gap(result, frame))


def _gap(result: Result, frame: int) -> Numeral:
    with np.errstate(invalid="ignore"):
        so_far = float(np.nanmax(result.difference[: frame + 1]))
    return Numeral(so_far, reason=partial(largest_gap_reason, result, "decay", frame), style="short")


def _kept(params: Params, result: Result, k: int) -> Numeral:
    return Numeral(float(result.kept_fraction[k]), 0, partial(kept_reason, params, k), "percent")


def _growth(params: Params, path: LinearPath) -> Numeral:
    value = growth(params, path)
    return Numeral(value, reason=partial(_growth_reason, params, path, value), style="significant")


def _growth_reason(params: Params, path: LinearPath, value: float) -> Reason:
    """The reason of the long-run factor of the error."""
    name = "penalty in the gradient" if path == "l2" else "shrink, then step"
    words = "the larger |eigenvalue| of the matrix of a step, over both directions: |k − rκ| without momentum"
    return Reason(f"Factor of the error in the long run, {name}", (words, Equation("", quantity("", value))), value)


def _strength_set(params: Params) -> Reason:
    return Reason("Strength of the penalty, as set", (Equation("s", strength(params)),), strength_of(params))


def _share_reason(params: Params) -> Reason:
    step = Equation("", 1.0 - quantity("μ", params.momentum))
    return Reason("Effective share of λ in a decay beside the velocity", (step,), 1.0 - params.momentum)


def network_verdict(params: Params, result: NetworkResult, frame: int = 0) -> Summary:
    """The effect of the best λ on the test loss, network by network."""
    best, pairs = best_of(result)
    least = Numeral(float(result.lambdas[best]), 5, partial(least_reason, result, best))
    loss = Numeral(float(result.test_loss[best].mean()), reason=partial(mean_reason, result, "test_loss", best))
    if best == 0:
        detail = phrase("The mean test loss is lowest at λ = {least}: {loss}.", least=least, loss=loss)
        return Summary("No decay is best here.", detail, "neutral", {"best": 0.0, "direction": "none"})
    plain = Numeral(float(result.test_loss[0].mean()), reason=partial(mean_reason, result, "test_loss", 0))
    detail = phrase(
        "At λ = {least} the mean test loss is lowest: {loss} instead of {plain}, lower in {better} of {n} networks.",
        least=least,
        loss=loss,
        plain=plain,
        better=Numeral(pairs.better, 0, partial(better_reason, result, best, pairs)),
        n=Numeral(pairs.n, 0),
    )
    claims = {"best": float(result.lambdas[best]), "direction": pairs.direction, "better": pairs.better}
    if pairs.direction == "down":
        return Summary("Some decay helps.", detail, "good", claims)
    return Summary("Not resolved.", detail, "neutral", claims)


def best_of(result: NetworkResult) -> tuple[int, Paired]:
    """The λ > 0 with the lowest mean test loss, compared with 0 at a level corrected for the choice among several."""
    best = int(result.test_loss.mean(axis=1).argmin())
    tried = max(len(result.lambdas) - 1, 1)
    return best, compare_pairs(result.test_loss[0], result.test_loss[best], level=LEVEL / tried)
