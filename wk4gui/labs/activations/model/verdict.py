"""The verdict: the effect of saturation on the gradient of a deep network."""

from functools import partial
from typing import Literal

import numpy as np

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.lab.sentence import Numeral, Sentence, joined, phrase
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.reasons import all_saturated_reason, factor_reason, gradient_reason
from wk4gui.labs.activations.model.result import Result

Fate = Literal["no_depth", "zero", "vanishes", "explodes", "survives"]
_FADED, _GROWN = 1e-2, 1e2
"""Bounds of the gradient at the first layer, relative to the last."""
_A_LAYER = 10.0**0.2
"""The factors per layer that reach these bounds in ten layers."""
_WORDS: dict[Fate, tuple[str, Tone]] = {
    "no_depth": ("One layer, no depth.", "neutral"),
    "zero": ("The gradient is zero.", "bad"),
    "vanishes": ("The gradient vanishes.", "bad"),
    "explodes": ("The gradient explodes.", "bad"),
    "survives": ("The gradient survives.", "good"),
}
_IN_TEN: dict[Fate, str] = {
    "vanishes": "The gradient would vanish in ten layers.",
    "explodes": "The gradient would explode in ten layers.",
}
"""Where its factor reaches a bound in ten layers, and it has not reached one yet."""


def fate_of(grad_norm: np.ndarray, factor: float | None) -> Fate:
    """The fate of the gradient, by its factor per layer and its total change.

    Args:
        grad_norm: its size in every layer, the last layer first (depth,).
        factor: geometric mean of the layers' factors; None for one layer or if the gradient is 0.
    """
    first, last = float(grad_norm[0]), float(grad_norm[-1])
    if last == 0.0:
        return "zero"
    if len(grad_norm) == 1 or factor is None:
        return "no_depth"
    if factor < 1.0 / _A_LAYER or last < _FADED * first:
        return "vanishes"
    if factor > _A_LAYER or last > _GROWN * first:
        return "explodes"
    return "survives"


def main_verdict(params: Params, result: Result) -> Summary:
    """The fate of the gradient with both functions, and the saturated shares."""
    fate = fate_of(result.grad_norm, result.gradient_factor)
    verdict, tone = _WORDS[fate]
    if fate in _IN_TEN and _FADED <= result.grad_norm[-1] / result.grad_norm[0] <= _GROWN:
        verdict = _IN_TEN[fate]
    sentences = (_course(params, result), _compared(params, result), _saturated(params, result))
    claims = {"fate": fate, "factor": result.gradient_factor, "saturated": float(result.layer_saturated.mean())}
    return Summary(verdict, joined(" ", sentences), tone, claims)


def _course(params: Params, result: Result) -> Sentence:
    """The factor per layer, and the gradient's size at both ends."""
    label = ACTIVATIONS[params.function].label
    last, first = (_size(params, result, layer) for layer in (params.depth - 1, 0))
    if params.depth == 1:
        return phrase(
            "With a single {label} layer the gradient meets one slope: its size is {first}.", label=label, first=first
        )
    if result.gradient_factor is None:
        return phrase("With {label} nothing of it reaches layer 1.", label=label)
    return phrase(
        "A {label} layer multiplies it by {factor}: its size is {last} in layer {depth} and {first} in layer 1.",
        label=label,
        factor=_factor(params, result, 0),
        last=last,
        depth=Numeral(params.depth, 0),
        first=first,
    )


def _compared(params: Params, result: Result) -> Sentence:
    if params.compare is None or params.depth == 1:
        return Sentence()
    label = ACTIVATIONS[params.compare].label
    if result.compare_gradient_factor is None:
        return phrase("With {label} nothing reaches layer 1.", label=label)
    return phrase("With {label} the factor is {factor}.", label=label, factor=_factor(params, result, 1))


def _saturated(params: Params, result: Result) -> Sentence:
    shares = [(params.function, result.layer_saturated)]
    if params.compare is not None and result.compare_layer_saturated is not None:
        shares.append((params.compare, result.compare_layer_saturated))
    named = [
        phrase(
            "{share} % of {label}",
            share=Numeral(float(s.mean()), 1, partial(all_saturated_reason, params, result, k), "percent"),
            label=ACTIVATIONS[name].label,
        )
        for k, (name, s) in enumerate(shares)
    ]
    limit = Numeral(params.threshold)
    return phrase("Saturated (slope below {limit}): {named}.", limit=limit, named=joined(" and ", named))


def _factor(params: Params, result: Result, series: int) -> Numeral:
    value = result.compare_gradient_factor if series else result.gradient_factor
    assert value is not None
    return Numeral(value, 3, partial(factor_reason, params, result, series), "significant")


def _size(params: Params, result: Result, layer: int) -> Numeral:
    value = float(result.grad_norm[params.depth - 1 - layer])
    return Numeral(value, 3, partial(gradient_reason, params, result, 0, layer), "significant")
