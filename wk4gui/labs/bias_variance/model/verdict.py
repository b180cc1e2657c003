"""What the bias_variance lab found, in words with numbers."""

from typing import Literal

from wk4gui.core.number_format import format_number
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.bias_variance.model.params import VARY_LABELS, Params
from wk4gui.labs.bias_variance.model.result import Effect, Effects, Result, Sweep

RowAnswer = Literal["holds", "refuted", "not resolved"]

_WILD = 0.25
_MANY_ERRORS = 3.0


def main_verdict(params: Params, result: Result) -> Summary:
    """Which of bias, variance and noise the error comes from, and whether the sum is the measured error."""
    if interpolates(params):
        return Summary(
            "Interpolation peak: here question 8's table does not hold.",
            f"{result.n_parameters} coefficients for {params.n_train} points: every curve passes through all of its "
            f"noisy points, and the variance of {_n(result.variance)} comes mostly from few wild curves"
            f" ({_percent(result.largest_share)} from one). More points, or none of the freedom, would lower it.",
            "bad",
        )
    verdict, tone = _dominant(result)
    return Summary(verdict, f"{_sum(result)} {_closed_form(result)}{_wildness(result)}".strip(), tone)


def interpolates(params: Params) -> bool:
    """Whether the polynomial can just pass through all its points and nothing holds it back."""
    return params.model == "polynomial" and params.l2 == 0.0 and params.n_train == params.degree + 1


def _dominant(result: Result) -> tuple[str, Tone]:
    bias, variance = max(result.bias_squared, 0.0), result.variance
    if bias < 0.1 * result.noise_variance and variance < 0.25 * result.noise_variance:
        return "Little of either.", "good"
    if bias > 4.0 * variance:
        return "Under-fit: bias.", "bad"
    if variance > 4.0 * bias:
        return "Over-fit: variance.", "bad"
    return "Both count.", "neutral"


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
