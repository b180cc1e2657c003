"""Predictions about gradient steps by hand."""

from wk4gui.core.number_format import format_number as number
from wk4gui.lab.question import ARROWS, Choice, Number, Question, Variant
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.samples import array_of

_LEARNED, _CONSTANT = "it maps x to y", "only its output bias is left, whatever x is"
_NOBODY = "none of them"
_LOSS_KNOWN, _LAST_BACKWARD = 2, 4
"""The frames at which the loss of the tutorial's network is known, and at which its first layer has its gradients."""


def _arrow(before: float, after: float) -> str:
    return "same" if before == after else "up" if after > before else "down"


def _first_move(params: Params, result: Result) -> str:
    return _arrow(float(result.loss[0]), float(result.loss[1]))


def _first_move_in_words(params: Params, result: Result) -> str:
    before, after = (number(float(value), 4) for value in result.loss[:2])
    return f"The loss goes from {before} to {after} in one step at α = {params.learning_rate:g}."


def _why_too_large(params: Params, result: Result) -> str:
    limit = result.one_step_limit
    below = "" if limit is None else f" Along this gradient it falls only below α = {number(limit, 4)}."
    return _first_move_in_words(params, result) + below


def _off_units(result: Result) -> list[int]:
    slope = result.slope.layers[0][0]
    return [j + 1 for j in range(len(slope)) if slope[j] == 0.0]


def _off_unit(params: Params, result: Result) -> str:
    off = _off_units(result)
    return f"unit {off[0]}" if off else _NOBODY


def _why_off(params: Params, result: Result) -> str:
    z = ", ".join(number(float(value), 3) for value in result.z.layers[0][0])
    return f"z is ({z}); ReLU′ is 0 where z is not positive, so all products through that unit are 0."


def _first_weight_gradient(params: Params, result: Result) -> float:
    return float(result.grad_W.layers[0][0, 0, 0])


def _why_first_weight(params: Params, result: Result) -> str:
    grad_y, w = float(result.grad_a.layers[-1][0, 0]), float(result.W.layers[1][0, 0, 0])
    slope, x = float(result.slope.layers[0][0, 0]), float(array_of(params.x)[0, 0])
    factors = " · ".join(f"({number(v, 3)})" if v < 0 else number(v, 3) for v in (grad_y, w, slope, x))
    return f"∂L/∂w₁₁ = ∂L/∂ŷ · w₁ · ReLU′(z₁) · x₁ = {factors} = {number(_first_weight_gradient(params, result), 3)}."


def _limit(params: Params, result: Result) -> float:
    assert result.one_step_limit is not None
    return result.one_step_limit


def _why_limit(params: Params, result: Result) -> str:
    start, limit = number(float(result.loss[0]), 4), number(_limit(params, result), 5)
    return f"One step of α = {limit} returns to the loss {start}; smaller ones fall, larger ones rise."


def _has_learned(params: Params, result: Result) -> str:
    return _LEARNED if any(layer[-1].any() for layer in result.a.layers[:-1]) else _CONSTANT


def _why_constant(params: Params, result: Result) -> str:
    loss, bias = number(float(result.loss[-1]), 4), number(float(result.a.layers[-1][-1, 0]), 4)
    return f"The loss ends at {loss}, but every hidden unit is off: ŷ is the bias {bias} alone."


_STEP_PROMPT = "One step of gradient descent on this network at α = {}. How does the loss change?"
_LOSSES = ("slice", "losses")
"""Panes in which the loss after the step is read."""


def _another_rate(seed: int) -> Variant:
    rate = (0.005, 0.01, 0.02, 0.05, 0.2)[seed % 5]
    return Variant(_STEP_PROMPT.format(rate), {"learning_rate": rate})


def _not_first_move(option: str, params: Params, result: Result) -> str:
    start, limit = number(float(result.loss[0]), 4), result.one_step_limit
    if option == "same":
        return f"That would need a gradient of 0, or an α that leads back to the loss {start} exactly."
    if params.update == "ascent":
        return "That would hold with the minus sign, w ← w − α ∂L/∂w, and a small α."
    rate = f"α is {params.learning_rate:g}"
    if limit is None:
        return f"That would need another rate: {rate}."
    side = "below" if option == "down" else "above"
    return f"That would hold for α {side} {number(limit, 4)}; {rate}."


def _not_off(option: str, params: Params, result: Result) -> str:
    z = result.z.layers[0][0]
    if option == _NOBODY:
        return f"That would need every z above 0; the smallest is {number(float(z.min()), 3)}."
    return f"That would need z ≤ 0 there; z of {option} is {number(float(z[int(option.split()[1]) - 1]), 3)}."


def _not_learned(option: str, params: Params, result: Result) -> str:
    last = result.a.layers[0][-1]
    units = f"{int((last != 0.0).sum())} of {last.size} hidden units are on at the end"
    need = "a hidden unit that answers to x" if option == _LEARNED else "every hidden unit off"
    return f"That would need {need}: {units}."


QUESTIONS = (
    Question(
        "first_step",
        _STEP_PROMPT.format(0.1),
        ARROWS,
        _first_move,
        _why_too_large,
        why_wrong=_not_first_move,
        hides=_LOSSES,
        asked_frame=_LAST_BACKWARD,
        draw=_another_rate,
    ),
    Question(
        "printed_sign",
        "The sheet prints w ← w + 0.1 ∂L/∂w. How does the loss change with that sign?",
        ARROWS,
        _first_move,
        _first_move_in_words,
        why_wrong=_not_first_move,
        preset="printed_sign",
        hides=_LOSSES,
        asked_frame=_LAST_BACKWARD,
    ),
    Question(
        "off_unit",
        "x = (1, 2) and hidden weights (2, 1), (1, −1), (1, 2) without biases: which ReLU unit passes no gradient?",
        Choice(("unit 1", "unit 2", "unit 3", _NOBODY)),
        _off_unit,
        _why_off,
        why_wrong=_not_off,
        frame=_LAST_BACKWARD,
        hides=("forward",),
        asked_frame=0,
    ),
    Question(
        "first_weight",
        "Output weights (−1, 1, 2), ŷ = 6, y = 3, loss (ŷ − y)², x₁ = 1 and z₁ = 4. How large is ∂L/∂w₁₁?",
        Number("∂L/∂w₁₁", tolerance=0.0, slack=1e-6),
        _first_weight_gradient,
        _why_first_weight,
        frame=_LAST_BACKWARD,
        view={"selected": "W[0][0][0]"},
        asked_frame=_LOSS_KNOWN,
    ),
    Question(
        "one_step_limit",
        "From which step size on does a step along the gradient no longer lower the loss? An error of 50 % is allowed.",
        Number("step size α", tolerance=0.5),
        _limit,
        _why_limit,
        hides=_LOSSES,
        asked_frame=_LAST_BACKWARD,
    ),
    Question(
        "after_ten_steps",
        "At α = 0.1 the loss comes down again, and after ten steps it is far below 1. What has the network learned?",
        Choice((_LEARNED, _CONSTANT)),
        _has_learned,
        _why_constant,
        why_wrong=_not_learned,
        frame=10**6,
        asked_frame=_LAST_BACKWARD,
    ),
)
