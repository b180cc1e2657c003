"""The verdicts of the bias_variance lab."""

from functools import partial
from typing import Literal

import numpy as np

from wk4gui.lab.sentence import Numeral, Sentence, distinguishable, joined, phrase, sentence_of
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.bias_variance.model.params import VARY_LABELS, Params
from wk4gui.labs.bias_variance.model.part_reasons import least_reason, sweep_error_reason, sweep_reason, value_reason
from wk4gui.labs.bias_variance.model.part_reasons import typical_reason as sweep_typical_reason
from wk4gui.labs.bias_variance.model.reasons import (
    error_reason,
    noise_reason,
    part_reason,
    points_reason,
    share_reason,
    sum_reason,
    typical_reason,
)
from wk4gui.labs.bias_variance.model.result import Contradiction, Effect, Effects, Result, Sweep
from wk4gui.labs.bias_variance.model.rounding import only_rounding, rounding_of
from wk4gui.labs.bias_variance.model.sweep import confirms_table

RowAnswer = Literal["holds", "refuted", "not resolved"]

Outcome = Literal["no mean", "no variance", "no error bars", "little", "below noise", "bias", "variance", "both"]
OUTCOMES: dict[Outcome, tuple[str, Tone]] = {
    "no mean": ("No mean exists.", "bad"),
    "no variance": ("No variance exists.", "bad"),
    "no error bars": ("No error bar exists.", "bad"),
    "below noise": ("Both below the noise.", "good"),
    "little": ("Both small.", "good"),
    "bias": ("Bias outweighs variance.", "bad"),
    "variance": ("Variance outweighs bias.", "bad"),
    "both": ("Both count.", "neutral"),
}
_SMALL = 1e-3
_WILD = 0.25
_MANY_ERRORS = 3.0


def main_verdict(params: Params, result: Result) -> Summary:
    """The largest parts of the error, and whether their sum is the measured error."""
    found = outcome(result)
    verdict, tone = OUTCOMES[found]
    claims = {"outcome": found, "bias_squared": result.bias_squared, "variance": result.variance}
    if not result.moments_exist.variance_error:
        return Summary(verdict, _without_moments(params, result), tone, claims)
    sentences = (_sum(params, result), _below_zero(result), _interpolation(params), _wildness(params, result))
    return Summary(verdict, joined(" ", sentences), tone, claims)


def outcome(result: Result) -> Outcome:
    """Which moments exist, and if all do, which part of the error is large.

    Both parts are small relative to a thousandth of the target's variance, or else to the noise.
    """
    exist = result.moments_exist
    if not exist.variance_error:
        return "no mean" if not exist.mean else "no variance" if not exist.variance else "no error bars"
    bias, variance = max(result.bias_squared, 0.0), result.variance
    usual_sizes: tuple[tuple[Outcome, float], ...] = (
        ("little", _SMALL * float(np.var(result.target))),
        ("below noise", result.noise_variance),
    )
    for name, usual in usual_sizes:
        if bias < 0.1 * usual and variance < 0.25 * usual:
            return name
    return "bias" if bias > 4.0 * variance else "variance" if variance > 4.0 * bias else "both"


def _without_moments(params: Params, result: Result) -> Sentence:
    kind, order = {"no mean": ("mean", 1), "no variance": ("variance", 2)}.get(outcome(result), ("error bar", 4))
    return phrase(
        "With random points a {kind} exists only from n = {points} on; else its estimates do not converge. Typical "
        "squared distance from the target {typical}, for eight of ten curves between {low} and {high}.",
        kind=kind,
        points=Numeral(order * params.degree + 2, 0, partial(points_reason, params, order)),
        typical=_typical(params, result, 1),
        low=_typical(params, result, 0),
        high=_typical(params, result, 2),
    )


def _typical(params: Params, result: Result, which: int) -> Numeral:
    """The 10 % quantile, the median or the 90 % quantile of the squared distances."""
    low, high = result.squared_distance_band
    value = (low, result.median_squared_distance, high)[which]
    return Numeral(value, 3, partial(typical_reason, params, result, which), "significant")


def _below_zero(result: Result) -> Sentence:
    negative = result.bias_squared < 0.0 and not only_rounding(result.bias_squared)
    return phrase("An unbiased estimate may be negative.") if negative else Sentence()


def _interpolation(params: Params) -> Sentence:
    """A sentence if every curve passes through all of its noisy points."""
    just = params.model == "polynomial" and params.l2 == 0.0 and params.n_train <= params.degree + 1
    noisy = just and params.noise > 0.0
    return phrase("Every curve passes through all of its noisy points.") if noisy else Sentence()


def _sum(params: Params, result: Result) -> Sentence:
    parts = (result.bias_squared, result.variance, result.expected_error)
    if result.noise_variance == 0.0 and all(map(only_rounding, parts)):
        return phrase("Bias², variance, noise and the measured error are 0, but for rounding.")
    agrees = abs(result.gap) <= _MANY_ERRORS * result.gap_error + rounding_of(result.expected_error)
    return phrase(
        "Bias² {bias} + variance {variance} + noise {noise} = {sum}; measured on independent training sets "
        "{measured}{end}",
        bias=_part(params, result, "bias²", result.bias_squared, result.bias_squared_error),
        variance=_part(params, result, "variance", result.variance, result.variance_error),
        noise=Numeral(result.noise_variance, reason=partial(noise_reason, params, result)),
        sum=Numeral(result.decomposition, reason=partial(sum_reason, params, result)),
        measured=_part(params, result, "measured", result.expected_error, result.expected_error_error),
        end="." if agrees else ", further apart than chance explains.",
    )


def _part(params: Params, result: Result, name: str, value: float, error: float) -> Sentence:
    return plus_minus(
        Numeral(value, reason=partial(part_reason, params, result, name)),
        Numeral(error, reason=partial(error_reason, params, result, name)),
    )


def plus_minus(value: Numeral, error: Numeral) -> Sentence:
    """A value with its error, such as "0.0236 ± 0.0002"; what is rounding alone is neither."""
    if only_rounding(value.value):
        return phrase("0 (rounding)") if value.value else sentence_of(value)
    if error.value <= rounding_of(value.value):
        return sentence_of(value)
    return phrase("{value} ± {error}", value=value, error=error)


def _wildness(params: Params, result: Result) -> Sentence:
    if result.largest_share < _WILD or only_rounding(result.variance):
        return Sentence()
    share = Numeral(result.largest_share, 0, partial(share_reason, params, result), "percent")
    return phrase("One curve accounts for {share} % of the variance: more training sets would change it.", share=share)


def sweep_verdict(params: Params, sweep: Sweep, frame: int = 0) -> Summary:
    """The value with the lowest error, and where a number moves against question 8's table."""
    if params.vary is None or not len(sweep.values):
        return Summary("No sweep.", "Choose a parameter to vary.")
    least = _least(params, sweep)
    claims = {"best": int(sweep.sweep_expected_error.argmin()), "against_table": len(sweep.against_table)}
    if not sweep.against_table:
        words = "No step of bias² or variance against it is resolved with {sets} training sets."
        detail = least + " " + phrase(words, sets=Numeral(sweep.sweep_trials, 0))
        claims |= {"confirmed": confirms_table(params.vary, sweep)}
        if claims["confirmed"]:
            return Summary("As the table says.", detail, "good", claims)
        return Summary("Not refuted.", detail, "neutral", claims)
    worst = max(sweep.against_table, key=lambda c: abs(c.at_high - c.at_low))
    low, high = distinguishable(_value(params, sweep, worst.low), _value(params, sweep, worst.high))
    before, after = distinguishable(
        _moved(params, sweep, worst, worst.low, worst.at_low), _moved(params, sweep, worst, worst.high, worst.at_high)
    )
    detail = phrase(
        "From {varied} {low} to {high} the {quantity} goes from {before} to {after}, against question 8's table. ",
        varied=VARY_LABELS[params.vary],
        low=low,
        high=high,
        quantity=worst.quantity,
        before=before,
        after=after,
    )
    return Summary("The table fails here.", detail + least, "bad", claims)


def _least(params: Params, sweep: Sweep) -> Sentence:
    """The value with the lowest measured error, and the number of values without an error bar."""
    assert params.vary is not None
    best, without = (
        int(sweep.sweep_expected_error.argmin()),
        sum(not m.variance_error for m in sweep.sweep_moments_exist),
    )
    zeros = sum(map(only_rounding, sweep.sweep_expected_error.tolist()))
    if zeros:
        words = "Over {varied} the measured error is 0, but for rounding, at {zeros} of {n} values."
        counts = {"zeros": Numeral(zeros, 0), "n": Numeral(len(sweep.values), 0)}
        return phrase(words, varied=VARY_LABELS[params.vary], **counts)
    error = plus_minus(
        Numeral(float(sweep.sweep_expected_error[best]), reason=partial(sweep_reason, params, sweep, "measured", best)),
        Numeral(
            float(sweep.sweep_expected_error_error[best]),
            reason=partial(sweep_error_reason, params, sweep, "measured", best),
        ),
    )
    least = phrase(
        "Over {varied} the measured error is lowest at {value}: {error}.",
        varied=VARY_LABELS[params.vary],
        value=Numeral(float(sweep.values[best]), reason=partial(least_reason, params, sweep, best)),
        error=error,
    )
    if not without:
        return least
    words = " At {without} of {n} values no such mean has an error bar: read the typical error."
    return least + phrase(words, without=Numeral(without, 0), n=Numeral(len(sweep.values), 0))


def _value(params: Params, sweep: Sweep, value: float) -> Numeral:
    return Numeral(value, reason=partial(value_reason, params, sweep, _at(sweep, value)))


def _moved(params: Params, sweep: Sweep, found: Contradiction, value: float, measured: float) -> Numeral:
    at = _at(sweep, value)
    if found.quantity == "typical error":
        return Numeral(measured, 3, partial(sweep_typical_reason, params, sweep, at), "significant")
    return Numeral(measured, reason=partial(sweep_reason, params, sweep, found.quantity, at))


def _at(sweep: Sweep, value: float) -> int:
    return int(np.argmin(np.abs(sweep.values - value)))


def effects_verdict(params: Params, effects: Effects, frame: int = 0) -> Summary:
    """How many of the four rows agree with the table, which do not, and which are not resolved."""
    judged = [(effect, row_answer(effect)) for effect in effects.effects]
    refuted, open_rows = ([e for e, answer in judged if answer == wanted] for wanted in ("refuted", "not resolved"))
    held, sets = 4 - len(refuted) - len(open_rows), f"{effects.effect_trials} training sets each"
    claims = {effect.operation: answer for effect, answer in judged}
    if held == 4:
        return Summary("All four rows hold.", f"Measured on {sets}.", "good", claims)
    sentences = []
    if refuted:
        rows = "; ".join(f"{_row(e)} (table: {e.table_bias}, {e.table_variance})" for e in refuted)
        sentences.append(f"Not with these settings: {rows}.")
    if open_rows:
        sentences.append(f"Not resolved with {sets}: {'; '.join(_row(e) for e in open_rows)}.")
    return Summary(f"{held} of 4 rows hold.", " ".join(sentences), "bad" if refuted else "neutral", claims)


def row_answer(effect: Effect) -> RowAnswer:
    """Whether a row of the table holds, is refuted by a resolved arrow, or neither."""
    if effect.agrees_with_table:
        return "holds"
    arrows = ((effect.bias, effect.table_bias), (effect.variance, effect.table_variance))
    return "refuted" if any(measured not in ("not_resolved", table) for measured, table in arrows) else "not resolved"


def _row(effect: Effect) -> str:
    bias, variance = (answer.replace("_", " ") for answer in (effect.bias, effect.variance))
    return f"{effect.operation}: bias {bias}, variance {variance}"
