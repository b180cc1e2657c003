"""The prediction that is read off a map: depth and the gains that keep the gradient."""

import math

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import AskedMap, Choice, Question
from wk4gui.lab.swept_map import SweptMap
from wk4gui.labs.activations.model.params import Params

_WIDER, _NARROWER, _ALIKE = "a wider range", "a narrower range", "as wide a range"
_LOW, _HIGH = 0.1, 10.0
_MAP = AskedMap("gradient_left", ("gain", 0.1, 10.0), ("depth", 10, 50), n_values=33)


def _ranges(found: SweptMap) -> list[tuple[float, float]]:
    """The gains that keep the gradient, with the fewest layers and with the most."""
    return [found.span(y, lambda left: (left >= _LOW) & (left <= _HIGH)) for y in (0, -1)]


def _ratios(found: SweptMap) -> tuple[float, float]:
    """The highest of these gains over the lowest, with the fewest layers and with the most."""
    shallow, deep = (high / low for low, high in _ranges(found))
    return shallow, deep


def _truth(params: Params, found: SweptMap) -> str:
    shallow, deep = _ratios(found)
    return _ALIKE if math.isclose(shallow, deep, rel_tol=0.02) else _WIDER if deep > shallow else _NARROWER


def _because(params: Params, found: SweptMap) -> str:
    shallow, deep = (f"gains from {format_number(low, 3)} to {format_number(high, 3)}" for low, high in _ranges(found))
    few, many = f"{found.y[0]:g}", f"{found.y[-1]:g}"
    return (
        f"On the map {shallow} do that with {few} layers, and {deep} with {many}: the factor of a layer counts once "
        "for every layer."
    )


def _not(option: str, params: Params, found: SweptMap) -> str:
    shallow, deep = (f"{ratio:.3g}" for ratio in _ratios(found))
    need = {_WIDER: "more than", _NARROWER: "less than", _ALIKE: "about"}[option]
    return f"That would need {need} {shallow} from the lowest such gain to the highest, as a ratio; it is {deep}."


MAP_QUESTION = Question(
    "depth_map",
    "Tanh layers. Which gains leave layer 1 between a tenth and ten times the last layer's gradient, with 50 layers "
    "instead of 10?",
    Choice((_WIDER, _NARROWER, _ALIKE)),
    _truth,
    _because,
    why_wrong=_not,
    preset="usual_start",
    changes={"function": "tanh", "compare": None, "width": 32, "n_samples": 64, "depth": 10},
    hides=("gradients",),
    map=_MAP,
)
