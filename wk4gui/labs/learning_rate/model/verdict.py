"""What a ladder of learning rates shows, in words with numbers."""

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.core.regimes import Regime
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.learning_rate.model.params import Params
from wk4gui.labs.learning_rate.model.result import Result

VERDICTS: dict[Regime, tuple[str, Tone]] = {
    "diverges": ("Too high: diverges.", "bad"),
    "overshoots": ("Too high: overshoots.", "bad"),
    "zig-zags": ("High: zig-zags.", "neutral"),
    "too low": ("Too low.", "neutral"),
    "good": ("Good.", "good"),
}


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
        _dead(result, k),
        _others(result),
        _limits(result),
    ]
    if params.batch_size is not None:
        sentences.append("Losses of mini-batches rise and fall by chance; averages over ten steps decide.")
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
    """The factor of a step on the quadratic, and where the loss first passes its start."""
    rises = np.flatnonzero(result.loss[k] > result.loss[k, 0])
    above = f"; the loss is above its start from step {rises[0]} on" if len(rises) else ""
    if params.problem != "quadratic" or params.momentum > 0.0:
        return f"It is first above its start at step {rises[0]}." if len(rises) else ""
    factor = 1.0 - result.rates[k] * result.lambda_max
    sign = ">" if abs(factor) > 1.0 else "<" if abs(factor) < 1.0 else "="
    return f"Each step multiplies the steepest coordinate by 1 − αλ = {_n(factor)}, |1 − αλ| {sign} 1{above}."


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


def _limits(result: Result) -> str:
    sentence = f"At the start λ_max = {_n(result.lambda_max)}"
    if result.monotone_limit is not None:
        sentence += f", 1/λ_max = {_n(result.monotone_limit, 5)}"
    if result.stability_limit is not None:
        sentence += f", and steps are stable up to α = {_n(result.stability_limit, 5)}"
    return sentence + "."


def _steps(n: int) -> str:
    return "1 step" if n == 1 else f"{n} steps"


def _n(value: float, digits: int = 4) -> str:
    return format_number(float(value), digits)
