"""What became of a race on a surface, in words with numbers."""

from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.saddle.model.params import Params
from wk4gui.labs.saddle.model.resting_place import may_have_kinks, pull_back, resting_place, visits_saddle
from wk4gui.labs.saddle.model.result import Result
from wk4gui.labs.saddle.model.two_weight_network import N_SAMPLES

Outcome = Literal["diverges", "falls", "most diverge", "noise escapes", "stuck", "passing", "minimum", "on the way"]
OUTCOMES: dict[Outcome, tuple[str, Tone]] = {
    "diverges": ("{names} {verb}.", "bad"),
    "falls": ("{names} {falls} without end.", "neutral"),
    "most diverge": ("Most noisy runs diverge.", "bad"),
    "noise escapes": ("Descent sticks, noise escapes.", "good"),
    "stuck": ("Stuck at a saddle.", "bad"),
    "passing": ("Passing a saddle.", "neutral"),
    "minimum": ("Reaches a minimum.", "good"),
    "on the way": ("On the way.", "neutral"),
}
_BESIDE: dict[int, str] = {
    1: "; further out f holds back",
    0: "",
    -1: "; further out f pushes on",
}


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
    verdict, tone = OUTCOMES[outcome(params, result, frame)]
    verdict = verdict.format(**_diverging(result, frame))
    sentences = [_noise_free(params, result, frame), _noisy(params, result, frame)]
    if frame == params.n_steps:
        sentences += [_price(params, result), _doubt(params, result)]
    return Summary(verdict, " ".join(s for s in sentences if s), tone)


def outcome(params: Params, result: Result, frame: int) -> Outcome:
    """What the first optimizer's descent without noise has come to, and what noise makes of it, after some steps."""
    if gone := _diverged(result, frame):
        losses = ((result.path_loss_noise_free[k], result.diverged_at_noise_free[k]) for k in gone)
        return "falls" if all(fell(loss, end) for loss, end in losses) else "diverges"
    if noisy_diverged(result, 0, frame) > 0.5 * params.n_runs:
        return "most diverge"
    place = resting_place(params, result, 0, frame)
    if place is None:
        return "on the way"
    if place.point.saddle_like:
        if place.leaving:
            return "passing"
        left = _is_noisy(params) and place.point is result.nearest_saddle and _escaped(result, 0, frame) > 0.5
        return "noise escapes" if left else "stuck"
    return "minimum" if place.point.kind == "minimum" else "on the way"


def noisy_diverged(result: Result, k: int, frame: int) -> int:
    """How many noisy runs of an optimizer have diverged, and not only fallen out of the picture."""
    return len(_gone(result, k, frame)) - noisy_fallen(result, k, frame)


def noisy_fallen(result: Result, k: int, frame: int) -> int:
    """How many have left the picture below their start, on a surface that falls for ever."""
    return sum(fell(result.path_loss[k, run], end) for run, end in _gone(result, k, frame))


def fell(loss: Array, end: int | None) -> bool:
    """Whether a run that has left was last below its start."""
    return end is not None and end > 0 and bool(loss[end - 1] < loss[0])


def _gone(result: Result, k: int, frame: int) -> list[tuple[int, int]]:
    """Noisy runs that have left the picture for good, and when."""
    return [(run, end) for run, end in enumerate(result.diverged_at[k]) if end is not None and end <= frame]


def _diverged(result: Result, frame: int) -> list[int]:
    """The optimizers that diverge without noise."""
    return [k for k, t in enumerate(result.diverged_at_noise_free) if t is not None and t <= frame]


def _diverging(result: Result, frame: int) -> dict[str, str]:
    labels = [OPTIMIZERS[result.optimizers[k]].label for k in _diverged(result, frame)]
    verbs = ("diverges", "falls") if len(labels) == 1 else ("diverge", "fall")
    return {"names": _listed(labels) if labels else "", "verb": verbs[0], "falls": verbs[1]}


def _is_noisy(params: Params) -> bool:
    """Whether the runs with noise differ from the one without."""
    return params.noise > 0.0 if params.noise_kind == "gaussian" else params.batch_size < N_SAMPLES


def _start_sentence(result: Result) -> str:
    start = result.at_start
    gradient = ", ".join(_n(g) for g in start["gradient"])
    values = start["eigenvalues"]
    curvature = "" if values[0] is None else f" and the Hessian's eigenvalues {_n(values[0])} and {_n(values[1])}"
    return f"f = {_n(start['value'])} with the gradient ({gradient}){curvature}."


def _noise_free(params: Params, result: Result, frame: int) -> str:
    """Where the descents without noise are."""
    sentences = []
    for k, name in enumerate(result.optimizers):
        label, gone = OPTIMIZERS[name].label, result.diverged_at_noise_free[k]
        if gone is not None and gone <= frame:
            sentences.append(f"{label} without noise leaves the picture for good at step {gone}.")
            continue
        x, y = result.paths_noise_free[k, frame]
        where = f"f = {_n(result.path_loss_noise_free[k, frame])} at ({_n(x)}, {_n(y)})"
        place = resting_place(params, result, k, frame)
        at = "" if place is None else f"a {place.point.label}"
        if place is None:
            sentences.append(f"{label} without noise is at {where}.")
        elif place.leaving:
            sentences.append(f"{label} without noise is at {where}, near {at} but off its stable line: it leaves.")
        elif place.point.saddle_like:
            sentences.append(f"{label} without noise is at {where}, on {at}: no gradient, and no minimum.")
        else:
            sentences.append(f"{label} without noise is at {where}, at {at}.")
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
    """Who has left the saddle, of those who were there, and who has diverged."""
    if not _is_noisy(params):
        return ""
    sentences = [_escapes(params, result, frame), _lost(params, result, frame)]
    return " ".join(sentence for sentence in sentences if sentence)


def _escapes(params: Params, result: Result, frame: int) -> str:
    there = [k for k in range(len(result.optimizers)) if visits_saddle(params, result, k, params.n_steps)]
    if not there or result.nearest_saddle is None:
        return ""
    shares = [_percent(_escaped(result, k, frame)) for k in there]
    if len(result.optimizers) > 1:
        named = (f"{OPTIMIZERS[result.optimizers[k]].label} {s}" for k, s in zip(there, shares, strict=True))
        return f"Runs that have left the saddle: {', '.join(named)}."
    sentence = f"Of {params.n_runs} noisy runs {shares[0]} have left the saddle"
    median, predicted = result.median_escape[0], result.predicted_median_escape
    if median is not None and median <= frame:
        sentence += f", in the median at step {_n(median)}"
        if predicted is not None:
            sentence += (
                f" (predicted {_n(predicted, 1)} for its quadratic part alone{_BESIDE[pull_back(params, result)]})"
            )
    return sentence + "."


def _lost(params: Params, result: Result, frame: int) -> str:
    """How many noisy runs have diverged, and how many have fallen out of the picture."""
    sentences = []
    for count, words in ((noisy_diverged, "diverged"), (noisy_fallen, "fallen out of the picture")):
        counts = [(name, count(result, k, frame)) for k, name in enumerate(result.optimizers)]
        if len(counts) == 1 and counts[0][1]:
            sentences.append(f"{counts[0][1]} of {params.n_runs} noisy runs have {words}.")
        elif lost := [f"{n} of {OPTIMIZERS[name].label}" for name, n in counts if n]:
            sentences.append(f"Of {params.n_runs} noisy runs each have {words}: {', '.join(lost)}.")
    return " ".join(sentences)


def _price(params: Params, result: Result) -> str:
    """How far above the minimum the runs end; not where one may stand at a kink, which is not in the list."""
    pairs = zip(result.final_excess_loss["with_noise"], result.final_excess_loss["without_noise"], strict=True)
    noisy, calm = next(pairs)
    unsure = may_have_kinks(params) and result.all_found is not True
    if noisy is None or calm is None or len(result.optimizers) > 1 or unsure:
        return ""
    if not _is_noisy(params):
        return f"At the end it is {_n(calm)} above the nearest minimum."
    lost = len(_gone(result, 0, params.n_steps))
    who = f"the {params.n_runs - lost} noisy runs that are left" if lost else "noisy runs"
    return f"At the end {who} are {_n(noisy)} above their nearest minimum, the calm one {_n(calm)}."


def _doubt(params: Params, result: Result) -> str:
    if result.non_isolated:
        return (
            "f is the same everywhere."
            if np.nanmax(result.grid) == np.nanmin(result.grid)
            else ("The critical points form a curve.")
        )
    if result.all_found is True:
        return ""
    if may_have_kinks(params):
        return "Kinks and gaps, where f has no gradient, are not looked for: a minimum there is not in the list."
    if result.all_found is False:
        return "Not all critical points are in the list: the turns of the gradient do not add up."
    return "Whether these are all critical points cannot be told here."


def _escaped(result: Result, k: int, frame: int) -> float:
    steps = result.escape_step[k]
    return float(np.mean([step is not None and step <= frame for step in steps]))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _percent(share: float) -> str:
    return f"{_n(100.0 * share, 1)} %"


def _n(value: float, digits: int = 4) -> str:
    return format_number(value, digits)
