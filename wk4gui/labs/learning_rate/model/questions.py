"""Predictions about learning rates: reading curves, limits, and mini-batches."""

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import Choice, Number, Question, Variant
from wk4gui.labs.learning_rate.model.map_question import MAP_QUESTION
from wk4gui.labs.learning_rate.model.params import Params, hidden_rates
from wk4gui.labs.learning_rate.model.presets import RIDDLE_SPAN
from wk4gui.labs.learning_rate.model.result import Result

_OUTCOMES = Choice(("too low", "good", "too high", "diverges"))
_RISES, _FALLS = "it rises now and then", "it falls at every step"


def _rate(value: float) -> str:
    return f"{value:.3g}"


def _regime(params: Params, result: Result) -> str:
    return result.regime[len(result.regime) // 2]


def _why_regime(params: Params, result: Result) -> str:
    middle = len(result.rates) // 2
    loss = result.loss[middle]
    finite = loss[np.isfinite(loss)]
    ends = f"goes from {format_number(float(loss[0]), 3)} to {format_number(float(finite[-1]), 3)}"
    return f"The rate is {_rate(float(result.rates[middle]))}: it {_regime_words(params, result)}, the loss {ends}."


def _regime_words(params: Params, result: Result) -> str:
    regime = _regime(params, result)
    return regime if regime == "diverges" else f"is {regime}"


def _cost_rises(params: Params, result: Result) -> str:
    loss = result.loss[len(result.rates) // 2]
    return _RISES if bool((np.diff(loss) > 0).any()) else _FALLS


def _why_no_rise(params: Params, result: Result) -> str:
    factor = 1.0 - params.learning_rate * result.lambda_max
    start, end = (format_number(float(result.loss[len(result.rates) // 2][i]), 3) for i in (0, -1))
    return (
        f"The steep coordinate is multiplied by 1 − αλ = {format_number(factor, 3)} a step: it changes sides and "
        f"shrinks, and the full-batch cost falls from {start} to {end}."
    )


def _why_momentum(params: Params, result: Result) -> str:
    loss = result.loss[len(result.rates) // 2]
    rises = int((np.diff(loss) > 0).sum())
    return f"With μ = {params.momentum:g} the cost rises in {rises} of {params.n_steps} steps, and no rate is too high."


def _stability(params: Params, result: Result) -> float:
    assert result.stability_limit is not None
    return result.stability_limit


def _why_stability(params: Params, result: Result) -> str:
    limit = _rate(_stability(params, result))
    return f"λₘₐₓ = {_rate(result.lambda_max)}, and |1 − αλ| reaches 1 at α = 2/λₘₐₓ = {limit}."


def _best(params: Params, result: Result) -> float:
    assert result.best_rate is not None
    return result.best_rate


def _why_best(params: Params, result: Result) -> str:
    low, high = _rate(result.lambda_min), _rate(result.lambda_max)
    return (
        f"At 2/(λₘᵢₙ + λₘₐₓ) = 2/({low} + {high}) = {_rate(_best(params, result))} both coordinates shrink "
        "equally fast; that is inside the zone where the steep one changes sides."
    )


def _why_tutorial(params: Params, result: Result) -> str:
    middle = len(result.rates) // 2
    first, end = (format_number(float(result.loss[middle][i]), 3) for i in (1, -1))
    dead = " and all hidden units are off at the end" if result.all_dead[middle] else ""
    return f"The loss is {first} after one step and {end} after {params.n_steps}{dead}."


_RIDDLE, _ANOTHER = 1, 4
"""Seeds of the hidden rates in the questions."""


def _revealed(seed: int) -> dict[str, object]:
    """The parameters that reveal the hidden rate."""
    return {"mystery": False, "learning_rate": float(hidden_rates(seed, RIDDLE_SPAN, 1)[0])}


_HIDDEN = "A cost curve whose learning rate is hidden. What does this rate do?"
_ANOTHER_HIDDEN = "Another hidden rate. What does it do?"
_STABILITY = "Curvatures {} and {}. Above which learning rate does plain gradient descent diverge?"
_BEST = "Curvatures {} and {}. Which learning rate is the fastest?"
_RUNS = ("costs", "runs")
"""The curves and paths of what was tried."""
_RATES = (*_RUNS, "slice")
"""Everything in which a limit of the rates is read."""


def _riddle(prompt: str, seed: int) -> Variant:
    return Variant(prompt, {"seed": seed}, _revealed(seed))


def _curvatures(seed: int) -> tuple[int, int]:
    return 1 + seed % 5, 10 + 5 * (seed // 5 % 7)


def _bowl(prompt: str, flat: int, steep: int) -> Variant:
    return Variant(prompt.format(flat, steep), {"curvature": [flat, steep]})


def _not_regime(option: str, params: Params, result: Result) -> str:
    middle = len(result.rates) // 2
    loss = result.loss[middle][np.isfinite(result.loss[middle])]
    start, end = format_number(float(loss[0]), 3), format_number(float(loss[-1]), 3)
    if option == "diverges":
        limit = result.stability_limit
        above = "" if limit is None else f", which begins above α = {_rate(limit)}"
        return f"That would need a loss without bound{above}; it ends at {end}."
    need = {
        "too low": "a cost that falls slowly and steadily",
        "good": "a cost that falls fast to its lowest value",
        "too high": "a cost that jumps up or swings, but stays bounded",
    }[option]
    return f"That would need {need}; it goes from {start} to {end}."


def _not_rises(option: str, params: Params, result: Result) -> str:
    loss = result.loss[len(result.rates) // 2]
    rises = int((np.diff(loss) > 0).sum())
    need = "a step that raises the cost" if option == _RISES else "no step that raises the cost"
    return f"That would need {need}; {rises} of {params.n_steps} steps do."


QUESTIONS = (
    Question(
        "mystery_curve",
        _HIDDEN,
        _OUTCOMES,
        _regime,
        _why_regime,
        why_wrong=_not_regime,
        preset="mystery",
        changes={"seed": _RIDDLE},
        reveals=_revealed(_RIDDLE),
        draw=lambda seed: _riddle(_HIDDEN, seed),
    ),
    Question(
        "another_curve",
        _ANOTHER_HIDDEN,
        _OUTCOMES,
        _regime,
        _why_regime,
        why_wrong=_not_regime,
        preset="mystery",
        changes={"seed": _ANOTHER},
        reveals=_revealed(_ANOTHER),
        draw=lambda seed: _riddle(_ANOTHER_HIDDEN, seed),
    ),
    Question(
        "between_the_limits",
        "Curvatures 1 and 20, rate 0.07: above 1/λₘₐₓ, below 2/λₘₐₓ. What does the full-batch cost do?",
        Choice((_RISES, _FALLS)),
        _cost_rises,
        _why_no_rise,
        why_wrong=_not_rises,
        changes={"learning_rate": 0.07, "n_rates": 1},
        hides=_RUNS,
    ),
    Question(
        "momentum",
        "A quadratic with momentum 0.9 and a rate below the limit. What does the cost do?",
        Choice((_RISES, _FALLS)),
        _cost_rises,
        _why_momentum,
        why_wrong=_not_rises,
        preset="momentum",
        hides=_RUNS,
    ),
    Question(
        "stability",
        _STABILITY.format(2, 25),
        Number("learning rate α", tolerance=0.02),
        _stability,
        _why_stability,
        changes={"curvature": [2, 25]},
        hides=_RATES,
        draw=lambda seed: _bowl(_STABILITY, *_curvatures(seed)),
    ),
    Question(
        "best_rate",
        _BEST.format(2, 8),
        Number("learning rate α", tolerance=0.02),
        _best,
        _why_best,
        changes={"curvature": [2, 8]},
        hides=_RATES,
        draw=lambda seed: _bowl(_BEST, *_curvatures(seed)),
    ),
    Question(
        "tutorial_at_0.1",
        "Question 1's network at α = 0.1: what does this rate do over the whole run?",
        _OUTCOMES,
        _regime,
        _why_tutorial,
        why_wrong=_not_regime,
        changes={"problem": "tutorial", "learning_rate": 0.1, "n_rates": 1},
        hides=("costs", "paths"),
    ),
    MAP_QUESTION,
)
