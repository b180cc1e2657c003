"""Where the numbers of the activations lab come from."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from wk4gui.core.activation_formulas import activation_formula, morph_formula, morph_slope_formula, slope_formula
from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.number_format import format_number, format_significant
from wk4gui.core.number_text import sum_in_numbers
from wk4gui.lab.reason import Reason
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.result import Result
from wk4gui.labs.activations.model.saturation import morphed

N_SERIES = 2
"""The function and the one that it is compared with."""


def value_reason(params: Params, series: int, z: float) -> Reason:
    """f(z) of the function, of the one that it is compared with, or of the morph."""
    if series == N_SERIES:
        return Reason(f"From σ to tanh, m = {_n(params.morph)}", (morph_formula(params.morph, z),), _at(params, 2, z))
    name = _name(params, series)
    return Reason(f"{ACTIVATIONS[name].label} at z = {_n(z)}", (activation_formula(name, z),), _at(params, series, z))


def slope_reason(params: Params, series: int, z: float) -> Reason:
    """The slope f′(z) of one of them."""
    slope = _at(params, series, z, slope=True)
    if series == N_SERIES:
        return Reason(f"Slope from σ to tanh, m = {_n(params.morph)}", (morph_slope_formula(params.morph, z),), slope)
    name = _name(params, series)
    return Reason(f"Slope of {ACTIVATIONS[name].label} at z = {_n(z)}", (slope_formula(name, z),), slope)


def gradient_reason(params: Params, result: Result, series: int, layer: int) -> Reason:
    """The size of ∂L/∂z of a layer, counted from 0, from the layer behind it."""
    norm, factor = _of(result, series, "grad_norm")[::-1], _of(result, series, "slope_factor")[::-1]
    value, behind = float(norm[layer]), params.depth - layer
    source = f"(Wᵀ ∂L/∂z of layer {layer + 2})" if behind > 1 else "∂L/∂a"
    lines = [f"∂L/∂z = {source} · f′(z); its size is √mean of its squares"]
    if behind > 1 and norm[layer + 1] > 0.0:
        before = float(norm[layer + 1])
        lines.append(f"layer {layer + 2} to layer {layer + 1}: {_s(before)} · {_s(value / before)} = {_s(value)}")
    else:
        lines.append(f"√(Σ (∂L/∂z)² / {params.n_samples * params.width}) = {_s(value)}")
    slopes = f"{_n(float(_of(result, series, 'max_slope')))}^{behind} = {_s(float(factor[layer]))}"
    lines.insert(1, f"slopes alone, at most: (max f′)ˡ = {slopes}")
    return Reason(f"Size of ∂L/∂z in layer {layer + 1}, {_label(params, series)}", tuple(lines), value)


def factor_reason(params: Params, result: Result, series: int) -> Reason | None:
    """What a layer multiplies the gradient by, in the geometric mean; None where there is no such number."""
    factor = _of(result, series, "gradient_factor")
    if factor is None:
        return None
    norm, steps = _of(result, series, "grad_norm"), params.depth - 1
    left = f"{_s(float(norm[-1]))} / {_s(float(norm[0]))}"
    lines = (
        f"size in layer 1 / size in layer {params.depth} = {left} = {_s(float(norm[-1] / norm[0]))}",
        f"({_s(float(norm[-1] / norm[0]))})^(1/{steps}) = {_s(factor)}",
    )
    return Reason(f"What a layer multiplies the gradient by, {_label(params, series)}", lines, factor)


def left_reason(params: Params, result: Result) -> Reason:
    """What is left of the gradient at the first layer."""
    first, last = (float(result.grad_norm[k]) for k in (0, -1))
    left = last / first if first > 0.0 else 0.0
    line = f"size in layer 1 / size in layer {params.depth} = {_s(last)} / {_s(first)} = {_s(left)}"
    return Reason(f"What is left of the gradient, {_label(params, 0)}", (line,), left)


def mean_reason(params: Params, result: Result, series: int, layer: int) -> Reason:
    """The mean activation of a layer, counted from 0."""
    n, value = params.n_samples * params.width, float(_of(result, series, "layer_mean")[layer])
    lines = (
        f"n = samples · units = {params.n_samples} · {params.width} = {n}",
        f"mean = Σ {_symbol(params, series)}(z) / n = {_n(value * n)} / {n} = {_n(value)}",
    )
    return Reason(f"Mean activation of layer {layer + 1}, {_label(params, series)}", lines, value)


def saturation_reason(params: Params, result: Result, series: int, layer: int) -> Reason:
    """The share of a layer's activations, in per cent, whose slope is below the threshold."""
    n, share = params.n_samples * params.width, float(_of(result, series, "layer_saturated")[layer])
    lines = (
        f"saturated where |{_symbol(params, series)}′(z)| < {_n(params.threshold)}: {round(share * n)} of {n}",
        f"100 · {round(share * n)} / {n} = {_n(100.0 * share)}",
    )
    subject = f"Saturated activations of layer {layer + 1}, {_label(params, series)}, in per cent"
    return Reason(subject, lines, 100.0 * share)


def all_saturated_reason(params: Params, result: Result, series: int) -> Reason:
    """The mean of these shares over the layers."""
    shares = 100.0 * _of(result, series, "layer_saturated")
    mean = float(shares.mean())
    line = f"mean over the layers = ({sum_in_numbers(shares, 2)}) / {params.depth} = {_n(mean)}"
    return Reason(f"Saturated activations of all layers, {_label(params, series)}, in per cent", (line,), mean)


def reasons(params: Params, result: Result, frame: int) -> Sequence[Reason]:
    """Of what the summary and the lesson speak of."""
    found: list[Reason | None] = [left_reason(params, result)]
    for series in range(1 if params.compare is None else N_SERIES):
        found += [slope_reason(params, series, params.z), value_reason(params, series, params.z)]
        found += [factor_reason(params, result, series), all_saturated_reason(params, result, series)]
    return [reason for reason in found if reason is not None]


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


def _n(value: float) -> str:
    return format_number(value, 6)


def _s(value: float) -> str:
    """With four significant digits, or whole."""
    return format_significant(value, 4)
