"""What became of a race on a surface, in words with numbers."""

import math

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.saddle.model.critical_points import CriticalPoint
from wk4gui.labs.saddle.model.params import Params
from wk4gui.labs.saddle.model.result import Result

_NEAR = 0.05


def main_verdict(params: Params, result: Result, frame: int) -> Summary:
    """The verdict, the numbers that matter and the tone, after ``frame`` steps.

    Args:
        params: parameters of the saddle lab.
        result: their result.
        frame: number of steps taken.
    """
    if result.at_start["value"] is None:
        return Summary("No value at the start.", "The function has no finite value where the runs begin.", "bad")
    if frame == 0:
        return Summary("The start.", _start_sentence(result), "neutral")
    verdict, tone = _verdict(params, result, frame)
    sentences = [_noise_free(result, frame), _noisy(params, result, frame)]
    if frame == params.n_steps:
        sentences += [_price(result), _doubt(result)]
    return Summary(verdict, " ".join(s for s in sentences if s), tone)


def _verdict(params: Params, result: Result, frame: int) -> tuple[str, Tone]:
    gone = [k for k, t in enumerate(result.diverged_at_noise_free) if t is not None and t <= frame]
    if gone:
        names = _listed([OPTIMIZERS[result.optimizers[k]].label for k in gone])
        return f"{names} {'diverges' if len(gone) == 1 else 'diverge'}.", "bad"
    place = _resting_place(result, 0, frame)
    stuck = place is not None and place.saddle_like
    left = _escaped(result, 0, frame)
    if stuck and left > 0.5:
        return "Descent sticks, noise escapes.", "good"
    if stuck:
        return "Stuck at a saddle.", "bad"
    if place is not None and place.kind == "minimum":
        return "Reaches a minimum.", "good"
    return "On the way.", "neutral"


def _start_sentence(result: Result) -> str:
    start = result.at_start
    gradient = ", ".join(_n(g) for g in start["gradient"])
    values = start["eigenvalues"]
    curvature = "" if values[0] is None else f" and the Hessian's eigenvalues {_n(values[0])} and {_n(values[1])}"
    return f"f = {_n(start['value'])} with the gradient ({gradient}){curvature}."


def _noise_free(result: Result, frame: int) -> str:
    """Where the descents without noise are."""
    sentences = []
    for k, name in enumerate(result.optimizers):
        label, gone = OPTIMIZERS[name].label, result.diverged_at_noise_free[k]
        if gone is not None and gone <= frame:
            sentences.append(f"{label} without noise leaves the picture for good at step {gone}.")
            continue
        x, y = result.paths_noise_free[k, frame]
        where = f"f = {_n(result.path_loss_noise_free[k, frame])} at ({_n(x)}, {_n(y)})"
        place = _resting_place(result, k, frame)
        if place is None:
            sentences.append(f"{label} without noise is at {where}.")
        elif place.saddle_like:
            sentences.append(f"{label} without noise is at {where}, on a {place.label}: no gradient, and no minimum.")
        else:
            sentences.append(f"{label} without noise is at {where}, at a {place.label}.")
    return " ".join(sentences) if len(sentences) <= 2 else _short(result, frame)


def _short(result: Result, frame: int) -> str:
    """One sentence for many optimizers."""
    parts = []
    for k, name in enumerate(result.optimizers):
        gone = result.diverged_at_noise_free[k]
        value = "diverged" if gone is not None and gone <= frame else _n(result.path_loss_noise_free[k, frame])
        parts.append(f"{OPTIMIZERS[name].label} {value}")
    return f"Without noise f is: {', '.join(parts)}."


def _noisy(params: Params, result: Result, frame: int) -> str:
    if result.nearest_saddle is None or result.escape_step_noise_free[0] == 0:
        return ""
    shares = [f"{_percent(_escaped(result, k, frame))}" for k in range(len(result.optimizers))]
    if len(shares) > 1:
        named = (f"{OPTIMIZERS[n].label} {s}" for n, s in zip(result.optimizers, shares, strict=True))
        return f"Runs that have left the saddle: {', '.join(named)}."
    sentence = f"Of {params.n_runs} noisy runs {shares[0]} have left the saddle"
    median = result.median_escape[0]
    if median is not None and median <= frame:
        sentence += f", in the median at step {_n(median)}"
        if result.predicted_median_escape is not None:
            sentence += f" (predicted {_n(result.predicted_median_escape, 1)})"
    return sentence + "."


def _price(result: Result) -> str:
    pairs = zip(result.final_excess_loss["with_noise"], result.final_excess_loss["without_noise"], strict=True)
    noisy, calm = next(pairs)
    if noisy is None or calm is None or len(result.optimizers) > 1:
        return ""
    return f"At the end noisy runs are {_n(noisy)} above their nearest minimum, the calm one {_n(calm)}."


def _doubt(result: Result) -> str:
    if result.non_isolated:
        return "The critical points form a curve."
    if result.all_found is False:
        return "The turns of the gradient along the edge do not add up: f has a kink or a gap in this window."
    return ""


def _resting_place(result: Result, k: int, frame: int) -> CriticalPoint | None:
    """The critical point that a descent without noise has come to."""
    x, y = result.paths_noise_free[k, frame]
    size = max(np.ptp(result.x_axis), np.ptp(result.y_axis))
    near = [p for p in result.critical_points if math.hypot(p.x - x, p.y - y) < _NEAR * size / 4.0]
    return min(near, key=lambda p: math.hypot(p.x - x, p.y - y), default=None)


def _escaped(result: Result, k: int, frame: int) -> float:
    steps = result.escape_step[k]
    return float(np.mean([step is not None and step <= frame for step in steps]))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _percent(share: float) -> str:
    return f"{_n(100.0 * share, 1)} %"


def _n(value: float, digits: int = 4) -> str:
    return format_number(value, digits)
