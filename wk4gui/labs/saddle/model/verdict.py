"""The verdict on a race on a surface."""

from functools import partial

import numpy as np

from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.lab.sentence import Numeral, Sentence, joined, phrase, vector
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.saddle.model.outcome import (
    Outcome,
    diverged,
    is_noisy,
    n_left,
    noisy_diverged,
    noisy_fallen,
    noisy_left,
    outcome,
)
from wk4gui.labs.saddle.model.params import Params
from wk4gui.labs.saddle.model.reasons import (
    coordinate_reason,
    eigenvalue_reason,
    excess_reason,
    median_reason,
    predicted_reason,
    share_reason,
    slope_reason,
    step_reason,
    value_reason,
)
from wk4gui.labs.saddle.model.resting_place import may_have_kinks, pull_back, resting_place, visits_saddle
from wk4gui.labs.saddle.model.result import Result

OUTCOMES: dict[Outcome, tuple[str, Tone]] = {
    "diverges": ("{names} {verb}.", "bad"),
    "falls": ("{names} {falls} without end.", "neutral"),
    "falls out": ("{names} {falls} out of the picture.", "neutral"),
    "most diverge": ("Most noisy runs diverge.", "bad"),
    "noise escapes": ("Descent sticks, noise escapes.", "good"),
    "stuck": ("Stuck at a saddle.", "bad"),
    "passing": ("Passing a saddle.", "neutral"),
    "minimum": ("Reaches a minimum.", "good"),
    "no gradient": ("No gradient is left.", "neutral"),
    "on the way": ("On the way.", "neutral"),
}
_BELOW = 1e-9
"""An end that is lower than a minimum by less may be so by rounding."""
_BESIDE: dict[int, str] = {
    1: "; farther out f slows runs down",
    0: "",
    -1: "; farther out f speeds runs up",
}


def main_verdict(params: Params, result: Result, frame: int) -> Summary:
    """The verdict, the numbers that matter and the tone, after ``frame`` steps."""
    if result.at_start["value"] is None:
        return Summary("No value at the start.", "The function has no finite value at the start of the runs.", "bad")
    if frame == 0:
        return Summary("The start.", _start_sentence(params, result), "neutral")
    found = outcome(params, result, frame)
    verdict, tone = OUTCOMES[found]
    verdict = verdict.format(**_diverging(result, frame))
    sentences: list[Sentence | str] = [_noise_free(params, result, frame), _noisy(params, result, frame)]
    if frame == params.n_steps:
        price = "" if found in ("noise escapes", "stuck") else _price(params, result)
        sentences += [price, _doubt(params, result)]
    left = [n_left(result, k, frame) for k in range(len(result.optimizers))]
    return Summary(verdict, joined(" ", sentences), tone, {"outcome": found, "left": left})


def _diverging(result: Result, frame: int) -> dict[str, str]:
    labels = [OPTIMIZERS[result.optimizers[k]].label for k in diverged(result, frame)]
    verbs = ("diverges", "falls") if len(labels) == 1 else ("diverge", "fall")
    return {"names": _listed(labels) if labels else "", "verb": verbs[0], "falls": verbs[1]}


def _start_sentence(params: Params, result: Result) -> Sentence:
    start, place = result.at_start, params.start
    words = "f = {value} with the gradient {gradient}"
    parts: dict[str, Sentence | Numeral] = {
        "value": Numeral(float(start["value"]), reason=partial(value_reason, params, *place)),
        "gradient": vector(
            [
                Numeral(float(g), reason=partial(slope_reason, params, *place, i))
                for i, g in enumerate(start["gradient"])
            ]
        ),
    }
    values = start["eigenvalues"]
    if values[0] is not None:
        words += " and the Hessian's eigenvalues {low} and {high}"
        for which, name in enumerate(("low", "high")):
            parts[name] = Numeral(float(values[which]), reason=partial(eigenvalue_reason, params, *place, which))
    return phrase(words + ".", **parts)


def _noise_free(params: Params, result: Result, frame: int) -> Sentence:
    """The places of the descents without noise."""
    if len(result.optimizers) > 2:
        return _short(params, result, frame)
    return joined(" ", (_descent(params, result, k, frame) for k in range(len(result.optimizers))))


def _descent(params: Params, result: Result, k: int, frame: int) -> Sentence:
    label, diverged_at = OPTIMIZERS[result.optimizers[k]].label, result.diverged_at_noise_free[k]
    if diverged_at is not None and diverged_at <= frame:
        return phrase(f"Without noise {label} leaves the picture for good at step {diverged_at}.")
    where = phrase(
        "Without noise {label} is at f = {value}, {place}",
        label=label,
        value=_value(params, result, k, frame),
        place=vector([_coordinate(params, result, k, frame, i) for i in (0, 1)]),
    )
    place = resting_place(params, result, k, frame)
    if place is None:
        return where + "."
    at = f"a {place.point.label}"
    if place.leaving:
        return where + f", near {at} but off its stable line: it leaves."
    return where + (f", on {at}: hardly a gradient, no minimum." if place.point.saddle_like else f", at {at}.")


def _short(params: Params, result: Result, frame: int) -> Sentence:
    """One sentence for many optimizers."""
    parts = []
    for k, name in enumerate(result.optimizers):
        diverged_at = result.diverged_at_noise_free[k]
        value = "diverged" if diverged_at is not None and diverged_at <= frame else _value(params, result, k, frame)
        parts.append(phrase("{label} {value}", label=OPTIMIZERS[name].label, value=value))
    return phrase("Without noise f is: {all}.", all=joined(", ", parts))


def _noisy(params: Params, result: Result, frame: int) -> Sentence:
    """The share of runs that have left the saddle, of those that were there, and of those that have diverged."""
    if not is_noisy(params):
        return Sentence()
    return joined(" ", (_escapes(params, result, frame), _lost(params, result, frame)))


def _escapes(params: Params, result: Result, frame: int) -> Sentence:
    there = [k for k in range(len(result.optimizers)) if visits_saddle(params, result, k, params.n_steps)]
    if not there or result.nearest_saddle is None:
        return Sentence()
    shares = [
        Numeral(n_left(result, k, frame) / params.n_runs, 1, partial(share_reason, params, result, k, frame), "percent")
        for k in there
    ]
    if len(result.optimizers) > 1:
        named = (
            phrase("{label} {share} %", label=OPTIMIZERS[result.optimizers[k]].label, share=share)
            for k, share in zip(there, shares, strict=True)
        )
        return phrase("Runs that have left the saddle: {all}.", all=joined(", ", named))
    sentence = phrase("{share} % of {n} noisy runs have left the saddle", n=Numeral(params.n_runs, 0), share=shares[0])
    return sentence + _median(params, result, frame) + "."


def _median(params: Params, result: Result, frame: int) -> Sentence:
    """The step by which half of the runs had left, measured and predicted."""
    median, predicted = result.median_escape[0], result.predicted_median_escape
    if median is None or median > frame:
        return Sentence()
    sentence = phrase(", half of them by step {t}", t=Numeral(median, reason=partial(median_reason, params, result, 0)))
    if predicted is None or result.optimizers[0] != "sgd":
        return sentence
    numeral = Numeral(predicted, 1, partial(predicted_reason, params, result))
    words = " (its quadratic part predicts {t}{beside})"
    return sentence + phrase(words, t=numeral, beside=_BESIDE[pull_back(params, result)])


def _lost(params: Params, result: Result, frame: int) -> Sentence:
    """The numbers of noisy runs that have diverged, and that have fallen out of the picture."""
    sentences = []
    for count, words in ((noisy_diverged, "diverged"), (noisy_fallen, "fallen out of the picture")):
        counts = [(name, count(params, result, k, frame)) for k, name in enumerate(result.optimizers)]
        if len(counts) == 1 and counts[0][1]:
            sentences.append(f"{counts[0][1]} of {params.n_runs} noisy runs have {words}.")
        elif lost := [f"{n} of {OPTIMIZERS[name].label}" for name, n in counts if n]:
            sentences.append(f"Of {params.n_runs} noisy runs each have {words}: {', '.join(lost)}.")
    return joined(" ", sentences)


def _price(params: Params, result: Result) -> Sentence:
    """The final loss above the minimum; empty if a minimum may be at a kink, which is not in the list."""
    noisy, calm = (result.final_excess_loss[which][0] for which in ("with_noise", "without_noise"))
    unsure = may_have_kinks(params) and result.all_found is not True
    if noisy is None or calm is None or len(result.optimizers) > 1 or unsure:
        return Sentence()
    below = [
        who for who, excess in (("noisy runs lie", noisy), ("the run without noise lies", calm)) if excess < -_BELOW
    ]
    if below:
        return phrase(f"At the end {below[-1]} below the nearest minimum in the window.")
    calm_numeral = Numeral(calm, reason=partial(excess_reason, params, result, "without_noise"))
    if not is_noisy(params):
        return phrase("At the end it is {calm} above the nearest minimum.", calm=calm_numeral)
    lost = len(noisy_left(result, 0, params.n_steps))
    who = f"the {params.n_runs - lost} noisy runs that are left" if lost else "noisy runs"
    noisy_numeral = Numeral(noisy, reason=partial(excess_reason, params, result, "with_noise"))
    words = "At the end {who} lie {noisy} above their nearest minimum, the run without noise {calm}."
    return phrase(words, who=who, noisy=noisy_numeral, calm=calm_numeral)


def _doubt(params: Params, result: Result) -> str:
    if result.non_isolated:
        flat = np.nanmax(result.grid) == np.nanmin(result.grid)
        return "f is the same everywhere." if flat else "The critical points form a curve."
    if result.all_found is True:
        return ""
    if may_have_kinks(params):
        return "Kinks and gaps, where f has no gradient, are not searched: a minimum there is not in the list."
    if result.all_found is False:
        return "Not all critical points are in the list: the turns of the gradient do not add up."
    return "Whether these are all critical points cannot be determined here."


def _value(params: Params, result: Result, k: int, frame: int) -> Numeral:
    return Numeral(float(result.path_loss_noise_free[k, frame]), reason=partial(step_reason, params, result, k, frame))


def _coordinate(params: Params, result: Result, k: int, frame: int, i: int) -> Numeral:
    value = float(result.paths_noise_free[k, frame, i])
    return Numeral(value, reason=partial(coordinate_reason, params, result, k, frame, i))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
