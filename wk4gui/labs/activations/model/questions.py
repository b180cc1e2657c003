"""Predictions about saturation and the effect of depth."""

from wk4gui.core.number_format import format_number as number
from wk4gui.lab.question import Choice, Number, Question, Variant
from wk4gui.labs.activations.model.map_question import MAP_QUESTION
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.result import Result

_LESS, _MORE, _ALIKE = "tanh loses less", "tanh loses more", "both lose alike"
_GROWS, _VANISHES = "it explodes", "it vanishes"


def _slope(params: Params, result: Result) -> float:
    return result.df_at_z


def _why_slope(params: Params, result: Result) -> str:
    return f"σ(0) = {number(result.f_at_z, 4)} and σ′ = σ(1 − σ) = {number(result.df_at_z, 4)}: it is never larger."


def _factors(result: Result) -> tuple[float, float]:
    """The factor by which a layer multiplies the gradient, for both functions."""
    assert result.gradient_factor is not None
    assert result.compare_gradient_factor is not None
    return result.gradient_factor, result.compare_gradient_factor


def _who_loses(params: Params, result: Result) -> str:
    sigmoid, tanh = _factors(result)
    return _ALIKE if tanh == sigmoid else _LESS if tanh > sigmoid else _MORE


def _why_loses(params: Params, result: Result) -> str:
    sigmoid, tanh = (number(factor, 4) for factor in _factors(result))
    return f"On average a layer leaves {sigmoid} of the gradient with sigmoid units and {tanh} with tanh units."


def _gradient(params: Params, result: Result) -> float:
    return float(result.grad_norm[-1] / result.grad_norm[0])


def _explodes(params: Params, result: Result) -> str:
    return _GROWS if _gradient(params, result) > 1.0 else _VANISHES


def _why_explodes(params: Params, result: Result) -> str:
    saturated = number(100.0 * float(result.layer_saturated.mean()), 0)
    times = number(float(f"{_gradient(params, result):.2g}"), 3)
    return f"{saturated} % of the activations are saturated, yet such weights make the gradient {times} times as large."


def _edge(params: Params, result: Result) -> float:
    assert result.compare_saturated_intervals is not None
    return float(result.compare_saturated_intervals[-1][0])


def _why_edge(params: Params, result: Result) -> str:
    edge = number(_edge(params, result), 3)
    return f"tanh′ falls below {params.threshold:g} at |z| = {edge}: both tails of tanh are flat."


def _centred(params: Params, result: Result) -> str:
    assert result.compare_layer_mean is not None
    sigmoid, tanh = (float(abs(mean).mean()) for mean in (result.layer_mean, result.compare_layer_mean))
    return "tanh" if tanh < sigmoid else "sigmoid"


def _why_centred(params: Params, result: Result) -> str:
    assert result.compare_layer_mean is not None
    sigmoid, tanh = (number(float(mean.mean()), 3) for mean in (result.layer_mean, result.compare_layer_mean))
    return f"The mean activation is {sigmoid} with sigmoid units and {tanh} with tanh units."


_FLAT_FROM = "From which z > 0 on is the slope of tanh below {}? An error of ten per cent is allowed."


def _other_threshold(seed: int) -> Variant:
    threshold = (0.1, 0.05, 0.02, 0.005)[seed % 4]
    return Variant(_FLAT_FROM.format(threshold), {"threshold": threshold})


def _not_loses(option: str, params: Params, result: Result) -> str:
    sigmoid, tanh = (number(factor, 4) for factor in _factors(result))
    need = {_LESS: "a larger factor than", _MORE: "a smaller factor than", _ALIKE: "the same factor as"}[option]
    return f"That would need {need} the sigmoid's {sigmoid} for a layer of tanh; it is {tanh}."


def _not_explodes(option: str, params: Params, result: Result) -> str:
    factor = number(_gradient(params, result) ** (1.0 / max(params.depth - 1, 1)), 3)
    need = "above 1" if option == _GROWS else "below 1"
    return f"That would need a factor {need} for a layer; on average it is {factor}."


def _not_centred(option: str, params: Params, result: Result) -> str:
    means = result.layer_mean if option == "sigmoid" else result.compare_layer_mean
    assert means is not None
    return f"That would need a mean activation near 0; with {option} units it is {number(float(means.mean()), 3)}."


QUESTIONS = (
    Question(
        "steepest",
        "How steep is the sigmoid where it is steepest, at z = 0?",
        Number("σ′(0)", tolerance=0.0, slack=1e-6),
        _slope,
        _why_slope,
        preset="usual_start",
        hides=("slope",),
    ),
    Question(
        "usual_start",
        "Eight layers with the usual initial weights: which units lose less of the gradient?",
        Choice((_LESS, _MORE, _ALIKE)),
        _who_loses,
        _why_loses,
        why_wrong=_not_loses,
        preset="usual_start",
        hides=("gradients",),
    ),
    Question(
        "both_pushed",
        "Now biases of ±5 push all units to the sides. Has tanh cured saturation?",
        Choice((_LESS, _MORE, _ALIKE)),
        _who_loses,
        _why_loses,
        why_wrong=_not_loses,
        preset="tanh_worse",
        hides=("gradients",),
    ),
    Question(
        "where_tanh_is_flat",
        _FLAT_FROM.format(0.01),
        Number("z", tolerance=0.1),
        _edge,
        _why_edge,
        preset="usual_start",
        hides=("slope", "zones"),
        draw=_other_threshold,
    ),
    Question(
        "large_weights",
        "Twenty layers of tanh with weights six times as large: most units are saturated. What does the gradient do?",
        Choice((_GROWS, _VANISHES)),
        _explodes,
        _why_explodes,
        why_wrong=_not_explodes,
        preset="gain_too_large",
        hides=("gradients",),
    ),
    Question(
        "centred",
        "At the usual start, which of the two keeps its outputs centred on zero?",
        Choice(("sigmoid", "tanh")),
        _centred,
        _why_centred,
        why_wrong=_not_centred,
        preset="usual_start",
        hides=("ridge",),
    ),
    MAP_QUESTION,
)
