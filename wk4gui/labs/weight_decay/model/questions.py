"""Predictions about L2 and weight decay: where they agree, and where they differ."""

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import ARROWS, Choice, Number, Question, Variant
from wk4gui.labs.weight_decay.model.outcome import outcome_of
from wk4gui.labs.weight_decay.model.params import Params
from wk4gui.labs.weight_decay.model.result import NetworkResult, Result

_ONE, _PART = "one path", "they part"
_ROUNDING = 1e-12
"""Paths closer than this share of the longest coordinate count as one."""
_FLAT, _STEEP, _BOTH = "the flat one", "the steep one", "both the same"


def _n(value: float) -> str:
    return format_number(value, 4)


def _paths(params: Params, result: Result) -> str:
    return _ONE if outcome_of(params, result) in ("one_rule", "no_penalty") else _PART


def _why_paths(params: Params, result: Result) -> str:
    apart = _n(result.max_difference)
    if _paths(params, result) == _ONE:
        return f"Over {params.n_steps} steps they are never further apart than {apart}."
    return f"Over {params.n_steps} steps they come up to {apart} apart."


def _through_velocity(params: Params, result: Result) -> str:
    assert result.max_difference_velocity is not None
    return _ONE if result.max_difference_velocity <= _ROUNDING * np.nanmax(np.abs(result.path_l2)) else _PART


def _why_velocity(params: Params, result: Result) -> str:
    assert result.max_difference_velocity is not None
    return (
        f"Through the velocity the decay stays within {_n(result.max_difference_velocity)} of the penalty's gradient, "
        f"beside it they are up to {_n(result.max_difference)} apart."
    )


def _factor(params: Params, result: Result) -> float:
    return result.shrink_factor


def _why_factor(params: Params, result: Result) -> str:
    s = "αλ" if params.convention == "half" else "2αλ"
    return f"1 − {s} = {_n(result.shrink_factor)} with α = {params.learning_rate:g} and λ = {params.weight_decay:g}."


def _who_pays(params: Params, result: Result) -> str:
    flat, steep = result.kept_fraction[np.argsort(params.curvature)]
    return _BOTH if flat == steep else (_FLAT if flat < steep else _STEEP)


def _why_pays(params: Params, result: Result) -> str:
    flat, steep = (_n(float(kept)) for kept in result.kept_fraction[np.argsort(params.curvature)])
    return f"The flat direction keeps {flat} of its optimum, the steep one {steep}: κ/(κ + s)."


def _printed(params: Params, result: Result) -> float:
    assert result.rule_strength is not None
    return result.rule_strength


def _why_printed(params: Params, result: Result) -> str:
    return f"It stops where ∇L + αλw = 0, and αλ = {_n(_printed(params, result))}."


def _training_loss(params: Params, result: NetworkResult) -> str:
    first, last = result.train_loss.mean(axis=1)[[0, -1]]
    return "up" if last > first else "down"


def _why_training_loss(params: Params, result: NetworkResult) -> str:
    first, last = (_n(float(loss)) for loss in result.train_loss.mean(axis=1)[[0, -1]])
    return f"From λ = 0 to {_n(float(result.lambdas[-1]))} it goes from {first} to {last}."


_SHRINK = "The penalty is λ‖w‖² without a ½, α is {} and λ is {}. By what factor does each step first multiply w?"
_PATHS = ("paths", "step", "over_steps")
"""What shows the two paths and where they end."""


def _other_penalty(seed: int) -> Variant:
    rate, strength = (0.01, 0.02, 0.05)[seed % 3], (1, 2, 3, 4)[seed // 3 % 4]
    changes = {"convention": "full", "learning_rate": rate, "weight_decay": strength}
    return Variant(_SHRINK.format(rate, strength), changes)


def _not_paths(option: str, params: Params, result: Result) -> str:
    apart = _n(result.max_difference)
    if option == _ONE:
        return f"That would need both rules to take the same steps; they come up to {apart} apart."
    return f"That would need steps that differ; the paths are never further apart than {apart}, which is rounding."


def _not_through_velocity(option: str, params: Params, result: Result) -> str:
    assert result.max_difference_velocity is not None
    apart = _n(result.max_difference_velocity)
    if option == _ONE:
        return f"That would need the decay in the velocity; as it is, they come up to {apart} apart."
    return f"That would hold beside the velocity; through it they stay within {apart}, which is rounding."


def _not_pays(option: str, params: Params, result: Result) -> str:
    flat, steep = (_n(float(kept)) for kept in result.kept_fraction[np.argsort(params.curvature)])
    need = {_FLAT: "the flat one to keep less", _STEEP: "the steep one to keep less", _BOTH: "both to keep as much"}
    return f"That would need {need[option]}: they keep {flat} and {steep}."


def _not_training_loss(option: str, params: Params, result: NetworkResult) -> str:
    first, last = (_n(float(loss)) for loss in result.train_loss.mean(axis=1)[[0, -1]])
    need = {"up": "above", "down": "below", "same": "equal to"}[option]
    return f"That would need the training loss at the largest λ, {last}, {need} that without penalty, {first}."


QUESTIONS = (
    Question(
        "sgd",
        "Gradient descent: one path has the penalty in its gradient, the other shrinks, then steps. What do you see?",
        Choice((_ONE, _PART)),
        _paths,
        _why_paths,
        why_wrong=_not_paths,
        hides=_PATHS,
    ),
    Question(
        "adam",
        "The same with Adam. What do you see?",
        Choice((_ONE, _PART)),
        _paths,
        _why_paths,
        why_wrong=_not_paths,
        preset="adam",
        hides=_PATHS,
    ),
    Question(
        "momentum",
        "Momentum, and the decay goes through a velocity as well. Beside the penalty's gradient: what do you see?",
        Choice((_ONE, _PART)),
        _through_velocity,
        _why_velocity,
        why_wrong=_not_through_velocity,
        preset="momentum",
        hides=_PATHS,
    ),
    Question(
        "factor",
        _SHRINK.format(0.1, 2),
        Number("factor", tolerance=0.01),
        _factor,
        _why_factor,
        preset="full",
        changes={"convention": "full", "learning_rate": 0.1, "weight_decay": 2},
        hides=("step",),
        draw=_other_penalty,
    ),
    Question(
        "who_pays",
        "A bowl with curvatures 1 and 8. Which direction gives up more of its optimum?",
        Choice((_FLAT, _STEEP, _BOTH)),
        _who_pays,
        _why_pays,
        why_wrong=_not_pays,
        hides=_PATHS,
    ),
    Question(
        "printed",
        "The rule as printed, (1 − αλ)w − ∇L, with α = 0.05 and λ = 0.5, finds the optimum of which λ?",
        Number("λ", tolerance=0.02),
        _printed,
        _why_printed,
        preset="as_printed",
        hides=_PATHS,
    ),
    Question(
        "training_loss",
        "The penalty on networks grows from none to λ = 0.1. How does their mean training loss change?",
        ARROWS,
        _training_loss,
        _why_training_loss,
        why_wrong=_not_training_loss,
        preset="network",
        asked_view={"show": "descent"},
        part="network",
    ),
)
