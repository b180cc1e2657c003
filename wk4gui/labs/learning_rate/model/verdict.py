"""What a ladder of learning rates shows, in words with numbers."""

from wk4gui.core.number_format import format_number
from wk4gui.core.rate_outcomes import Manner, Outcome
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.learning_rate.model.params import Params
from wk4gui.labs.learning_rate.model.result import Result

VERDICTS: dict[Outcome, tuple[str, Tone]] = {
    "diverges": ("Too high: diverges.", "bad"),
    "too high": ("Too high.", "bad"),
    "undecided": ("Still swinging.", "neutral"),
    "too low": ("Too low.", "neutral"),
    "good": ("Good.", "good"),
}
MANNERS: dict[Manner, str] = {
    "falls smoothly": "",
    "zig-zags": "It zig-zags on the way.",
    "swings": "It swings on the way, as momentum does.",
    "rises on the way": "It is first above its start at step {above}.",
    "jitters": "It rises and falls with its mini-batches.",
}
_SLOW = 0.5
"""A direction of which more than this share is left has hardly moved."""


def main_verdict(params: Params, result: Result, frame: int) -> Summary:
    """The verdict on the rate in the middle of the ladder, the numbers that matter and the tone.

    Args:
        params: parameters of the learning_rate lab.
        result: their result.
        frame: number of steps taken.
    """
    if params.mystery:
        return Summary(
            "Which is it?", "Too low, good, or too high? The curve alone has to tell: its rate is hidden.", "neutral"
        )
    if not result.loss[0, 0] > 0.0:
        return Summary("Nothing to learn.", "The start is the minimum.", "neutral")
    k = len(result.rates) // 2
    if frame < params.n_steps:
        return Summary(f"Step {frame}.", f"{_course(result, k, frame)} {_reason(params, result, k)}".strip(), "neutral")
    verdict, tone = VERDICTS[result.regime[k]]
    sentences = [
        _course(result, k, frame),
        _reason(params, result, k),
        _way(result, k),
        _dead(result, k),
        _others(result),
        _limits(params, result),
        _no_rate_suits(params, result),
    ]
    if params.batch_size is not None:
        sentences.append("Losses of mini-batches rise and fall by chance: worse is what is so in all of 8 orders.")
    return Summary(verdict, " ".join(s for s in sentences if s), tone)


def _course(result: Result, k: int, frame: int) -> str:
    """How the loss went."""
    curve = result.loss[k, : frame + 1]
    ended = result.diverged_at[k]
    rate = f"With α = {_n(result.rates[k], 5)}"
    if ended is not None and ended <= frame:
        return f"{rate} the numbers of step {ended} are too large to be held."
    if frame == 0:
        return f"{rate} the loss begins at {_n(curve[0])}."
    peak = float(curve.max())
    over = f" over {_n(peak)}" if peak > max(curve[0], curve[-1]) else ""
    return f"{rate} the loss goes from {_n(curve[0])}{over} to {_n(curve[-1])} in {_steps(frame)}."


def _reason(params: Params, result: Result, k: int) -> str:
    """The factor of a step on the quadratic, along the steepest coordinate that starts off zero."""
    if params.problem != "quadratic" or params.momentum > 0.0:
        return ""
    felt = max(c for c, w in zip(params.curvature, params.start, strict=True) if w != 0.0)
    factor = 1.0 - float(result.rates[k]) * felt
    sign = ">" if abs(factor) > 1.0 else "<" if abs(factor) < 1.0 else "="
    which = "the steepest coordinate"
    if felt < result.lambda_max:
        which = f"the coordinate of curvature {_n(felt)} (the steeper one starts at 0 and stays)"
    return f"Each step multiplies {which} by 1 − αλ = {_n(factor)}, |1 − αλ| {sign} 1."


def _way(result: Result, k: int) -> str:
    """In what manner it went, unless the divergence says it all."""
    if result.regime[k] == "diverges" and result.above_start_at[k] is None:
        return ""
    return MANNERS[result.manner[k]].format(above=result.above_start_at[k])


def _no_rate_suits(params: Params, result: Result) -> str:
    """Where even the best rate leaves most of the flat direction."""
    if result.best_rate is None or 0.0 in params.start:
        return ""
    left = abs(1.0 - result.best_rate * result.lambda_min) ** params.n_steps
    if left <= _SLOW:
        return ""
    return f"No rate suits both directions: even 2/(λ_min + λ_max) leaves {100.0 * left:.0f} % of the flat one."


def _dead(result: Result, k: int) -> str:
    return (
        "At the end all hidden units are dead: the prediction is the output bias alone." if result.all_dead[k] else ""
    )


def _others(result: Result) -> str:
    """How many rungs of the ladder do what."""
    if len(result.rates) < 2:
        return ""
    counts = {regime: result.regime.count(regime) for regime in VERDICTS}
    listed = ", ".join(f"{count} {regime}" for regime, count in counts.items() if count)
    return f"Of the {len(result.rates)} rates: {listed}."


def _limits(params: Params, result: Result) -> str:
    """λ_max and what follows from it: exactly on the quadratic, of a network by the curvature at the start alone."""
    if params.problem == "quadratic":
        sentence = f"λ_max = {_n(result.lambda_max)}"
    else:
        sentence = f"By the curvature at the start, λ_max = {_n(result.lambda_max)}"
    if result.monotone_limit is not None:
        sentence += f", 1/λ_max = {_n(result.monotone_limit, 5)}"
    if result.stability_limit is not None:
        batches = " with full batches; with smaller ones the limit is lower" if params.batch_size is not None else ""
        sentence += f", and steps are stable up to α = {_n(result.stability_limit, 5)}{batches}"
    return sentence + "."


def _steps(n: int) -> str:
    return "1 step" if n == 1 else f"{n} steps"


def _n(value: float, digits: int = 4) -> str:
    return format_number(float(value), digits)
