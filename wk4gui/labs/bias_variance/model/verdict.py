"""What the bias_variance lab found, in words with numbers."""

from typing import Literal

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.bias_variance.model.params import VARY_LABELS, Params
from wk4gui.labs.bias_variance.model.result import Effect, Effects, Result, Sweep

RowAnswer = Literal["holds", "refuted", "not resolved"]

Outcome = Literal["no mean", "no variance", "no error bars", "little", "bias", "variance", "both"]
OUTCOMES: dict[Outcome, tuple[str, Tone]] = {
    "no mean": ("No mean exists.", "bad"),
    "no variance": ("No variance exists.", "bad"),
    "no error bars": ("No error bar exists.", "bad"),
    "little": ("Little of either.", "good"),
    "bias": ("Under-fit: bias.", "bad"),
    "variance": ("Over-fit: variance.", "bad"),
    "both": ("Both count.", "neutral"),
}
_SMALL = 1e-3
_WILD = 0.25
_MANY_ERRORS = 3.0


def main_verdict(params: Params, result: Result) -> Summary:
    """Which of bias, variance and noise the error comes from, and whether the sum is the measured error."""
    verdict, tone = OUTCOMES[outcome(result)]
    if not result.moments_exist.variance_error:
        return Summary(verdict, _without_moments(params, result), tone)
    sentences = (_sum(result), _below_zero(result), _closed_form(result), _interpolation(params), _wildness(result))
    return Summary(verdict, " ".join(sentence for sentence in sentences if sentence), tone)


def outcome(result: Result) -> Outcome:
    """Which moments exist, and if all do, which part of the error is large.

    Little is what is small beside the noise; without noise, beside a thousandth of the target's own variance.
    """
    exist = result.moments_exist
    if not exist.variance_error:
        return "no mean" if not exist.mean else "no variance" if not exist.variance else "no error bars"
    bias, variance = max(result.bias_squared, 0.0), result.variance
    usual = max(result.noise_variance, _SMALL * float(np.var(result.target)))
    if bias < 0.1 * usual and variance < 0.25 * usual:
        return "little"
    return "bias" if bias > 4.0 * variance else "variance" if variance > 4.0 * bias else "both"


def _without_moments(params: Params, result: Result) -> str:
    first, last = (_n(value) for value in result.squared_distance_band)
    kind, order = {"no mean": ("mean", 1), "no variance": ("variance", 2)}.get(outcome(result), ("error bar", 4))
    points, typical = order * params.degree + 2, _n(result.median_squared_distance)
    return (
        f"Random points may lie so close together that a {kind} exists only from n = {points} points on; more training "
        f"sets never settle one. Typical squared distance from the target {typical}, for eight of ten curves between "
        f"{first} and {last}."
    )


def _below_zero(result: Result) -> str:
    return "An unbiased estimate may be negative." if result.bias_squared < 0.0 else ""


def _interpolation(params: Params) -> str:
    """That every curve passes through all of its points, where it does and they are noisy."""
    just = params.model == "polynomial" and params.l2 == 0.0 and params.n_train <= params.degree + 1
    return "Every curve passes through all of its noisy points." if just and params.noise > 0.0 else ""


def _sum(result: Result) -> str:
    agrees = abs(result.gap) <= _MANY_ERRORS * result.gap_error
    return (
        f"Bias² {_pm(result.bias_squared, result.bias_squared_error)}"
        f" + variance {_pm(result.variance, result.variance_error)}"
        f" + noise {_n(result.noise_variance)} = {_n(result.decomposition)};"
        f" measured on independent training sets: {_pm(result.expected_error, result.expected_error_error)}"
        f"{'.' if agrees else ', further apart than chance explains.'}"
    )


def _closed_form(result: Result) -> str:
    if result.exact_bias_squared is None or result.exact_variance is None:
        return ""
    return f"Without chance, from the linear smoother: {_n(result.exact_bias_squared)} and {_n(result.exact_variance)}."


def _wildness(result: Result) -> str:
    if result.largest_share < _WILD:
        return ""
    return f" One curve alone holds {_percent(result.largest_share)} of the variance: more training sets would move it."


def sweep_verdict(params: Params, sweep: Sweep, frame: int = 0) -> Summary:
    """Where the error is least, and where a number moves against question 8's table."""
    if params.vary is None or not len(sweep.values):
        return Summary("No sweep.", "Choose what to vary.")
    best, varied = int(sweep.sweep_expected_error.argmin()), VARY_LABELS[params.vary]
    least = (
        f"Over {varied} the measured error is least at {_n(sweep.values[best])}: "
        f"{_pm(sweep.sweep_expected_error[best], sweep.sweep_expected_error_error[best])}."
    )
    without = sum(not exist.variance_error for exist in sweep.sweep_moments_exist)
    if without:
        least = (
            f"{least} At {without} of {len(sweep.values)} values no such mean has an error bar: read the typical error."
        )
    if not sweep.against_table:
        shown = f"No step of bias² or variance against it is resolved with {sweep.sweep_trials} training sets."
        return Summary("As the table says.", f"{least} {shown}", "good")
    worst = max(sweep.against_table, key=lambda c: abs(c.at_high - c.at_low))
    return Summary(
        "The table fails here.",
        f"From {varied} {_n(worst.low)} to {_n(worst.high)} the {worst.quantity} goes from {_n(worst.at_low)} to "
        f"{_n(worst.at_high)}, against question 8's table. {least}",
        "bad",
    )


def effects_verdict(params: Params, effects: Effects, frame: int = 0) -> Summary:
    """How many of the four rows come out as the table has them, which do not, and which cannot be told."""
    judged = [(effect, row_answer(effect)) for effect in effects.effects]
    refuted, open_rows = ([e for e, answer in judged if answer == wanted] for wanted in ("refuted", "not resolved"))
    held, sets = 4 - len(refuted) - len(open_rows), f"{effects.effect_trials} training sets each"
    if held == 4:
        return Summary("All four rows hold.", f"Measured on {sets}.", "good")
    sentences = []
    if refuted:
        rows = "; ".join(f"{_row(e)} (table: {e.table_bias}, {e.table_variance})" for e in refuted)
        sentences.append(f"Not with these settings: {rows}.")
    if open_rows:
        sentences.append(f"Not resolved with {sets}: {'; '.join(_row(e) for e in open_rows)}.")
    return Summary(f"{held} of 4 rows hold.", " ".join(sentences), "bad" if refuted else "neutral")


def row_answer(effect: Effect) -> RowAnswer:
    """Whether a row of the table holds, is refuted by an arrow that is resolved, or neither."""
    if effect.agrees_with_table:
        return "holds"
    arrows = ((effect.bias, effect.table_bias), (effect.variance, effect.table_variance))
    return "refuted" if any(measured not in ("not_resolved", table) for measured, table in arrows) else "not resolved"


def _row(effect: Effect) -> str:
    bias, variance = (answer.replace("_", " ") for answer in (effect.bias, effect.variance))
    return f"{effect.operation}: bias {bias}, variance {variance}"


def _n(value: float) -> str:
    return format_number(value, 4)


def _pm(value: float, error: float) -> str:
    return f"{_n(value)} ± {_n(error)}"


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"
