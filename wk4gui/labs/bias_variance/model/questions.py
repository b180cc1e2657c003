"""Predictions about bias and variance: the eight arrows of question 8's table, and an exception."""

from collections.abc import Callable

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import ARROWS, Choice, Question, Variant
from wk4gui.labs.bias_variance.model.map_question import MAP_QUESTION
from wk4gui.labs.bias_variance.model.operations import OPERATIONS, Operation
from wk4gui.labs.bias_variance.model.params import Params
from wk4gui.labs.bias_variance.model.result import Effect, Effects, Result, Sweep

_BIAS, _VARIANCE, _NOISE = "bias²", "variance", "noise"
_DEGREES = {"0 to 2": (0, 2), "3 to 5": (3, 5), "6 to 8": (6, 8), "9 to 12": (9, 12)}
_BETTER, _WORSE = "it gets better", "it gets worse"


def _row(name: str, result: Effects) -> Effect:
    return next(effect for effect in result.effects if effect.operation == name)


def _arrow(name: str, quantity: str) -> Callable[[Params, Effects], str]:
    return lambda params, result: str(getattr(_row(name, result), quantity))


def _why_arrow(name: str, quantity: str) -> Callable[[Params, Effects], str]:
    def because(params: Params, result: Effects) -> str:
        row = _row(name, result)
        before, after, error = (
            format_number(getattr(row, f"{quantity}_{what}"), 5) for what in ("before", "after", "change_error")
        )
        words = "bias²" if quantity == "bias" else "variance"
        said = f"The {words} goes from {before} to {after}, and the change is known to ± {error}"
        bound = ": with certainty less than a hundredth of the whole error" if getattr(row, quantity) == "same" else ""
        return f"{said}{bound}."

    return because


def _not_arrow(name: str, quantity: str) -> Callable[[str, Params, Effects], str]:
    def why(option: str, params: Params, result: Effects) -> str:
        row = _row(name, result)
        before, after, error = (getattr(row, f"{quantity}_{what}") for what in ("before", "after", "change_error"))
        change = f"it changes by {format_number(after - before, 5)} ± {format_number(error, 5)}"
        need = {"up": "a clear rise", "down": "a clear fall", "same": "a change too small to matter"}[option]
        return f"That would need {need}; {change}."

    return why


def _not_largest(option: str, params: Params, result: Result) -> str:
    parts = {_BIAS: result.bias_squared, _VARIANCE: result.variance, _NOISE: result.noise_variance}
    most = max(parts.values())
    return f"That would need {option} above {format_number(most, 4)}; it is {format_number(parts[option], 4)}."


def _not_best(option: str, params: Params, result: Sweep) -> str:
    low, high = _DEGREES[option]
    inside = (result.values >= low) & (result.values <= high)
    if not inside.any():
        return f"That would need a lower error at degrees {option}, which were not tried."
    least, own = (float(errors.min()) for errors in (result.sweep_expected_error, result.sweep_expected_error[inside]))
    return f"That would need an error below {format_number(least, 4)} there; the lowest is {format_number(own, 4)}."


def _not_peak(option: str, params: Params, result: Sweep) -> str:
    before, at = _near_peak(params, result)
    first, second = (format_number(float(result.sweep_typical_error[k]), 1) for k in (before, at))
    need = "below" if option == _BETTER else "above"
    return f"That would need a distance {need} {first} with {result.values[at]:g} points; it is {second}."


def _about(operation: Operation) -> tuple[Question, Question]:
    bias, variance = (
        Question(
            f"{operation.param}_{quantity}",
            f"Tanh networks, 16 units and 30 points unless stated otherwise. {operation.title}, {operation.change}: "
            f"how does the {quantity} change?",
            ARROWS,
            _arrow(operation.name, quantity),
            _why_arrow(operation.name, quantity),
            why_wrong=_not_arrow(operation.name, quantity),
            asked_view={"operation": "none", "revealed": [False] * len(OPERATIONS)},
            view={"operation": operation.name, "revealed": [each is operation for each in OPERATIONS]},
            part="effects",
        )
        for quantity in ("bias", "variance")
    )
    return bias, variance


def _largest(params: Params, result: Result) -> str:
    parts = {_BIAS: result.bias_squared, _VARIANCE: result.variance, _NOISE: result.noise_variance}
    return max(parts, key=lambda name: parts[name])


def _why_largest(params: Params, result: Result) -> str:
    numbers = (format_number(x, 4) for x in (result.bias_squared, result.variance, result.noise_variance))
    return "Bias² is {}, variance {}, noise {}.".format(*numbers)


def _best_degree(params: Params, result: Sweep) -> float:
    return float(result.values[result.sweep_expected_error.argmin()])


def _best_range(params: Params, result: Sweep) -> str:
    """The range of degrees with the lowest error, as far as chance allows."""
    best = _best_degree(params, result)
    return next(words for words, (low, high) in _DEGREES.items() if low <= best <= high)


def _why_best(params: Params, result: Sweep) -> str:
    best, least = _best_degree(params, result), format_number(float(result.sweep_expected_error.min()), 4)
    return f"At degree {best:g} the measured error is {least}; below it bias costs more, above it variance."


def _near_peak(params: Params, result: Sweep) -> tuple[int, int]:
    k = result.values.tolist().index(params.n_train)
    return k - 1, k


def _at_the_peak(params: Params, result: Sweep) -> str:
    before, at = _near_peak(params, result)
    return _WORSE if result.sweep_typical_error[at] > result.sweep_typical_error[before] else _BETTER


def _why_peak(params: Params, result: Sweep) -> str:
    before, at = _near_peak(params, result)
    first, second = (format_number(float(result.sweep_typical_error[k]), 1) for k in (before, at))
    return (
        f"The typical squared distance from the target goes from {first} with {result.values[before]:g} points to "
        f"{second} with {result.values[at]:g}: only one polynomial passes through all of them."
    )


_LINES = "Straight lines are fitted to a sine with noise {}. What is the largest part of their error?"


def _other_noise(seed: int) -> Variant:
    noise = (0.1, 0.2, 0.6, 1)[seed % 4]
    return Variant(_LINES.format(noise), {"degree": 1, "noise": noise, "seed": seed})


QUESTIONS = (
    *(question for operation in OPERATIONS for question in _about(operation)),
    Question(
        "straight_lines",
        _LINES.format(0.3),
        Choice((_BIAS, _VARIANCE, _NOISE)),
        _largest,
        _why_largest,
        why_wrong=_not_largest,
        preset="underfit",
        hides=("bars",),
        draw=_other_noise,
    ),
    Question(
        "best_degree",
        "Thirty noisy points of a sine, degrees 0 to 12. At which degree is the measured error lowest?",
        Choice(tuple(_DEGREES)),
        _best_range,
        _why_best,
        why_wrong=_not_best,
        preset="sweep",
        hides=("sweep",),
        part="sweep",
    ),
    Question(
        "peak",
        "Degree 7, eight coefficients, random points. How does the typical fit change from five points to eight?",
        Choice((_BETTER, _WORSE)),
        _at_the_peak,
        _why_peak,
        why_wrong=_not_peak,
        preset="peak",
        hides=("sweep",),
        part="sweep",
    ),
    MAP_QUESTION,
)
