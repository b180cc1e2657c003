"""The reasons of the numbers of the activations lab."""

from typing import Any

import numpy as np

from wk4gui.core.activation_formulas import activation_formula, morph_formula, morph_slope_formula, slope_formula
from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, mean, quantity, root
from wk4gui.core.expression import Call, Quotient
from wk4gui.core.number_format import write_places
from wk4gui.lab.reason import Reason
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.result import Result
from wk4gui.labs.activations.model.saturation import morphed

N_SERIES = 2
"""Series 0 is the function and 1 the one it is compared with; the next is the morph."""


def value_reason(params: Params, series: int, z: float) -> Reason:
    """f(z) of a series."""
    value = _at(params, series, z)
    if series == N_SERIES:
        return Reason(f"From σ to tanh, m = {write_places(params.morph)}", (morph_formula(params.morph, z),), value)
    name = _name(params, series)
    return Reason(f"{ACTIVATIONS[name].label} at z = {write_places(z)}", (activation_formula(name, z),), value)


def slope_reason(params: Params, series: int, z: float) -> Reason:
    """The slope f′(z) of a series."""
    slope = _at(params, series, z, slope=True)
    if series == N_SERIES:
        return Reason(
            f"Slope from σ to tanh, m = {write_places(params.morph)}", (morph_slope_formula(params.morph, z),), slope
        )
    name = _name(params, series)
    return Reason(f"Slope of {ACTIVATIONS[name].label} at z = {write_places(z)}", (slope_formula(name, z),), slope)


def gradient_reason(params: Params, result: Result, series: int, layer: int) -> Reason:
    """The size of ∂L/∂z of a layer, counted from 0, and the largest size that the slopes alone would allow."""
    value, behind = float(_of(result, series, "grad_norm")[::-1][layer]), params.depth - layer
    source = f"(Wᵀ ∂L/∂z of layer {layer + 2})" if behind > 1 else "∂L/∂a"
    n = params.n_samples * params.width
    steps = (
        f"∂L/∂z = {source} · f′(z); its size is the root of the mean of its squares",
        Equation("slopes alone, at most", quantity("(max f′)", _of(result, series, "max_slope")) ** behind),
        Equation("size", root(quantity("Σ (∂L/∂z)²", value * value * n) / quantity("n", n))),
    )
    return Reason(f"Size of ∂L/∂z in layer {layer + 1}, {_label(params, series)}", steps, value)


def factor_reason(params: Params, result: Result, series: int) -> Reason | None:
    """The factor by which a layer multiplies the gradient, as a geometric mean; None if it does not exist."""
    factor = _of(result, series, "gradient_factor")
    if factor is None:
        return None
    norm, steps = _of(result, series, "grad_norm"), params.depth - 1
    left = Equation("left of it", _left(params, norm))
    each = Call("(", lambda value: value ** (1.0 / steps), quantity("left of it", left.value), f")^(1/{steps})")
    subject = f"Factor by which a layer multiplies the gradient, {_label(params, series)}: the geometric mean"
    return Reason(subject, (left, Equation("factor", each)), factor)


def left_reason(params: Params, result: Result) -> Reason:
    """The share of the gradient left at the first layer."""
    left = _left(params, result.grad_norm)
    return Reason(f"What is left of the gradient, {_label(params, 0)}", (Equation("left of it", left),), left.value)


def mean_reason(params: Params, result: Result, series: int, layer: int) -> Reason:
    """The mean activation of a layer, counted from 0."""
    count, value = _count(params), float(_of(result, series, "layer_mean")[layer])
    sum_ = quantity(f"Σ {_symbol(params, series)}(z)", value * count.value)
    average = Equation("mean", sum_ / quantity("n", count.value))
    return Reason(f"Mean activation of layer {layer + 1}, {_label(params, series)}", (count, average), value)


def saturation_reason(params: Params, result: Result, series: int, layer: int) -> Reason:
    """The share of a layer's activations whose slope is below the threshold."""
    count, share = _count(params), float(_of(result, series, "layer_saturated")[layer])
    flat = quantity("saturated", round(share * count.value))
    steps = (
        f"saturated where |{_symbol(params, series)}′(z)| < {write_places(params.threshold)}",
        count,
        Equation("share", flat / quantity("n", count.value)),
    )
    return Reason(f"Saturated share of the activations of layer {layer + 1}, {_label(params, series)}", steps, share)


def all_saturated_reason(params: Params, result: Result, series: int) -> Reason:
    """The mean of these shares over the layers."""
    shares = _of(result, series, "layer_saturated")
    limit = write_places(params.threshold)
    steps = (
        f"of each layer, the share of its activations with |{_symbol(params, series)}′(z)| < {limit}",
        Equation("mean over the layers", mean(shares)),
    )
    return Reason(f"Saturated share of all activations, {_label(params, series)}", steps, float(shares.mean()))


def edge_reason(params: Params, series: int, edge: float) -> Reason:
    """The end of a flat zone: the slope there equals the threshold."""
    name = _name(params, series)
    slope = slope_formula(name, edge)
    steps = (
        f"|{_symbol(params, series)}′(z)| has fallen to {write_places(params.threshold)} where",
        slope,
        Equation("z", quantity("", edge)),
    )
    return Reason(f"Where {ACTIVATIONS[name].label} begins or ceases to be flat", steps, edge)


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson."""
    compared = params.compare is not None
    if name == "gradient_factor" or (name == "compare_gradient_factor" and compared):
        return factor_reason(params, result, int(name.startswith("compare")))
    if name == "saturated" or (name == "compare_saturated" and compared):
        return in_percent(all_saturated_reason(params, result, int(name.startswith("compare"))))
    return None


def in_percent(share: Reason) -> Reason:
    """The reason of a share in per cent, to a tenth."""
    percent = Equation("per cent", 100.0 * quantity("share", share.value))
    return Reason(f"{share.subject}, in per cent", (*share.steps, percent), percent.value)


def _left(params: Params, norm: Array) -> Quotient:
    last, first = quantity("size in layer 1", norm[-1]), quantity(f"size in layer {params.depth}", norm[0])
    return last / first


def _count(params: Params) -> Equation:
    return Equation("n", quantity("samples", params.n_samples) * quantity("units", params.width))


def _name(params: Params, series: int) -> str:
    return params.function if series == 0 or params.compare is None else params.compare


def _label(params: Params, series: int) -> str:
    return ACTIVATIONS[_name(params, series)].label


def _symbol(params: Params, series: int) -> str:
    return ACTIVATIONS[_name(params, series)].symbol


def _at(params: Params, series: int, z: float, *, slope: bool = False) -> float:
    activation = morphed(params.morph) if series == N_SERIES else ACTIVATIONS[_name(params, series)]
    return float((activation.df if slope else activation.f)(np.array([z]))[0])


def _of(result: Result, series: int, field: str) -> Any:
    return getattr(result, ("compare_" if series else "") + field)
