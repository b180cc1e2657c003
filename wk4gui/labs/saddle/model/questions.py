"""Predictions about saddle points: the end of descent, the escape by noise, and its cost."""

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import ARROWS, Choice, Number, Question, Variant
from wk4gui.labs.saddle.model.params import Params
from wk4gui.labs.saddle.model.resting_place import resting_place
from wk4gui.labs.saddle.model.result import Result

_ON_SADDLE, _IN_MINIMUM, _ELSEWHERE = "on the saddle", "in a minimum", "somewhere else"


def _place(point: tuple[float, float]) -> str:
    return f"({_tidy(point[0])}, {_tidy(point[1])})"


def _tidy(value: float) -> str:
    """A number, 0 if it is only rounding."""
    return format_number(round(value, 6) + 0.0, 3)


def _end(params: Params, result: Result) -> tuple[float, float]:
    path = result.paths_noise_free[0]
    x, y = path[np.isfinite(path).all(axis=1)][-1]
    return float(x), float(y)


def _where_it_ends(params: Params, result: Result) -> str:
    place = resting_place(params, result, 0, params.n_steps)
    if place is None or place.leaving:
        return _ELSEWHERE
    return {"saddle": _ON_SADDLE, "minimum": _IN_MINIMUM}.get(place.point.kind, _ELSEWHERE)


def _why_it_ends(params: Params, result: Result) -> str:
    fraction = format_number(100 * float(result.escaped_fraction[0]), 0)
    return (
        f"It ends at {_place(_end(params, result))}: on the stable line the gradient has no component that leaves it. "
        f"With noise {fraction} % of {params.n_runs} runs have left the saddle."
    )


def _why_destination(params: Params, result: Result) -> str:
    loss = format_number(float(result.path_loss_noise_free[0][-1]), 4)
    return f"From {_place(params.start)} gradient descent ends at {_place(_end(params, result))}, f = {loss}."


def _median(params: Params, result: Result) -> float:
    assert result.median_escape[0] is not None
    return result.median_escape[0]


def _why_median(params: Params, result: Result) -> str:
    predicted = result.predicted_median_escape
    formula = (
        "" if predicted is None else f"; for the quadratic part alone the formula says {format_number(predicted, 1)}"
    )
    return f"Half of {params.n_runs} runs have left after {format_number(_median(params, result), 0)} steps{formula}."


def _why_logarithm(params: Params, result: Result) -> str:
    return (
        f"{_why_median(params, result)} A tenth of the noise adds ln 10/ln g steps, g = "
        f"{format_number(result.growth_rate or 0.0, 3)}, and no more."
    )


def _excess(result: Result) -> tuple[float, float]:
    noisy, calm = (result.final_excess_loss[kind][0] for kind in ("with_noise", "without_noise"))
    assert noisy is not None
    assert calm is not None
    return noisy, calm


def _price(params: Params, result: Result) -> str:
    noisy, calm = _excess(result)
    return "up" if noisy > calm else "down" if noisy < calm else "same"


def _why_price(params: Params, result: Result) -> str:
    noisy, calm = (format_number(value, 4) for value in _excess(result))
    return f"Over the last tenth of the steps the loss lies {noisy} above the minimum with noise, {calm} without."


def _kind(params: Params, result: Result) -> str:
    point = min(result.critical_points, key=lambda p: abs(p.x) + abs(p.y))
    return "degenerate saddle" if point.saddle_like and point.kind == "degenerate" else point.kind


def _why_kind(params: Params, result: Result) -> str:
    point = min(result.critical_points, key=lambda p: abs(p.x) + abs(p.y))
    eigenvalues = " and ".join(_tidy(value) for value in point.eigenvalues)
    return f"The Hessian's eigenvalues at {_place((point.x, point.y))} are {eigenvalues}; f takes both signs around it."


def _full_batch(params: Params, result: Result) -> str:
    return (
        "all of them"
        if result.escaped_fraction[0] > 0.5
        else "none of them"
        if not result.escaped_fraction[0]
        else "some"
    )


def _why_full_batch(params: Params, result: Result) -> str:
    share = format_number(100 * float(result.escaped_fraction[0]), 1)
    return f"With {params.batch_size} of 64 samples {share} % of the runs leave within {params.n_steps} steps."


_HIMMELBLAU = ((3.0, 2.0), (-2.81, 3.13), (-3.78, -3.28), (3.58, -1.85))
_NEAR = 0.5
_ESCAPE = (
    "Noise of {} is added to each gradient, α = 0.1, the saddle's growth is 1.1 a step. After how many steps have half "
    "of the runs left the double well's saddle?"
)
_TRACES = ("losses", "escapes")
"""Panes that show what the runs have done."""


def _destination(params: Params, result: Result) -> str:
    end = _end(params, result)
    near = (minimum for minimum in _HIMMELBLAU if np.hypot(*np.subtract(minimum, end)) < _NEAR)
    return _place(next(near))


def _other_noise(seed: int) -> Variant:
    noise = (0.02, 0.05, 0.2, 0.3)[seed % 4]
    return Variant(_ESCAPE.format(noise), {"noise": noise, "n_steps": 300, "seed": seed % 10_000})


def _not_end(option: str, params: Params, result: Result) -> str:
    x, y = _end(params, result)
    if option == _IN_MINIMUM:
        return f"That would need a push off the line x = 0; without noise x ends at {_tidy(x)}."
    if option == _ON_SADDLE:
        return f"That would need x = 0 all the way; it ends at {_place((x, y))}."
    return f"That would need a place with a gradient; at {_place((x, y))} there is none."


def _not_price(option: str, params: Params, result: Result) -> str:
    noisy, calm = (format_number(value, 4) for value in _excess(result))
    need = {"up": "above", "down": "below", "same": "equal to"}[option]
    return f"That would need the noisy excess {need} the calm one: they are {noisy} and {calm}."


def _not_kind(option: str, params: Params, result: Result) -> str:
    point = min(result.critical_points, key=lambda p: abs(p.x) + abs(p.y))
    need = {
        "minimum": "two positive eigenvalues",
        "maximum": "two negative eigenvalues",
        "saddle": "one eigenvalue of either sign",
        "degenerate saddle": "an eigenvalue of 0",
    }[option]
    return f"That would need {need}; they are {' and '.join(_tidy(value) for value in point.eigenvalues)}."


def _not_destination(option: str, params: Params, result: Result) -> str:
    end = _end(params, result)
    there = next(minimum for minimum in _HIMMELBLAU if _place(minimum) == option)
    away = format_number(float(np.hypot(*np.subtract(there, end))), 2)
    return f"That would need a start in its basin; this path ends {away} away from it."


def _not_whole_batch(option: str, params: Params, result: Result) -> str:
    share = format_number(100 * float(result.escaped_fraction[0]), 1)
    need = {"all of them": "100 % to leave", "some": "a part to leave", "none of them": "0 % to leave"}[option]
    return f"That would need {need}; {share} % do with {params.batch_size} of 64 samples a step."


QUESTIONS = (
    Question(
        "stable_line",
        "Gradient descent without noise starts on the ridge x = 0 of the double well. Where does it end?",
        Choice((_ON_SADDLE, _IN_MINIMUM, _ELSEWHERE)),
        _where_it_ends,
        _why_it_ends,
        why_wrong=_not_end,
        hides=_TRACES,
        asked_frame=0,
    ),
    Question(
        "escape_time",
        _ESCAPE.format(0.1),
        Number("steps", tolerance=0.35),
        _median,
        _why_median,
        hides=_TRACES,
        asked_frame=0,
        draw=_other_noise,
    ),
    Question(
        "tenth_of_the_noise",
        "On the double well half of the runs leave after about 40 steps. After how many with a tenth of the noise?",
        Number("steps", tolerance=0.25),
        _median,
        _why_logarithm,
        changes={"noise": 0.01, "n_steps": 300},
        hides=_TRACES,
        asked_frame=0,
    ),
    Question(
        "price_of_noise",
        "After a thousand steps near a minimum: how is the loss of noisy SGD, compared with descent without noise?",
        ARROWS,
        _price,
        _why_price,
        why_wrong=_not_price,
        preset="price_of_noise",
        hides=_TRACES,
        asked_frame=0,
    ),
    Question(
        "monkey_saddle",
        "x³ − 3xy² at the origin: what kind of critical point is it by the Hessian?",
        Choice(("minimum", "maximum", "saddle", "degenerate saddle")),
        _kind,
        _why_kind,
        why_wrong=_not_kind,
        preset="monkey_saddle",
        hides=("points", *_TRACES),
    ),
    Question(
        "destination",
        "Himmelblau's function has four minima. Gradient descent starts at (1, −0.2): in which one does it end?",
        Choice(tuple(map(_place, _HIMMELBLAU))),
        _destination,
        _why_destination,
        why_wrong=_not_destination,
        hides=_TRACES,
        asked_frame=0,
        changes={"surface": "himmelblau", "start": [1.0, -0.2], "learning_rate": 0.01, "n_steps": 300, "noise": 0},
    ),
    Question(
        "whole_batch",
        "The two-weight network starts on its saddle. Every step takes all 64 samples: which runs leave?",
        Choice(("all of them", "some", "none of them")),
        _full_batch,
        _why_full_batch,
        why_wrong=_not_whole_batch,
        preset="real_noise",
        changes={"batch_size": 64},
        hides=_TRACES,
        asked_frame=0,
    ),
)
