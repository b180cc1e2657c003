"""The sentence and the reasons of the numbers in the playground's picture."""

from functools import partial

import numpy as np

from wk4gui.core.activation_formulas import activation_formula
from wk4gui.core.equation import Equation, quantity, total
from wk4gui.core.names import subscript
from wk4gui.core.number_format import format_number, format_position, format_significant
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral, Sentence, joined, phrase
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.reasons import (
    Steps,
    at_epoch,
    layer_reason,
    loss_reason,
    norm_symbol,
    sample_loss_steps,
)
from wk4gui.labs.playground.model.result import Result
from wk4gui.labs.playground.model.sample import Sample
from wk4gui.labs.playground.picture.edges import Edge, edge_sentence, names_below, unit_name
from wk4gui.labs.playground.picture.gradient_means import is_averaged, records_of_mean

_LARGE = 1e6
"""An output beyond it has an exponent."""
_LOSSES, _SHARES = ("train_loss", "test_loss"), ("saturated", "dead")


def loss_at_reason(params: Params, result: Result, frame: int, item: tuple[int, int]) -> Reason | None:
    """The loss at a point of a curve."""
    run, at = item
    value = getattr(result, _LOSSES[run])[at]
    return loss_reason(params, result, at, _LOSSES[run]) if np.isfinite(value) else None


def gradient_reason(params: Params, result: Result, frame: int, item: tuple[int, int]) -> Reason | None:
    """The gradient norm of a layer at a point of its curve, or the mean that is drawn there."""
    layer, at = item
    if layer >= result.grad_norm.shape[1] or not np.isfinite(result.grad_norm[at, layer]):
        return None
    if not is_averaged(params, result):
        return layer_reason(params, result, at, "grad_norm", layer)
    low, high = (int(ends[at]) for ends in records_of_mean(result.epoch))
    norms = result.grad_norm[low:high, layer]
    norms = norms[np.isfinite(norms)]
    mean = quantity(f"Σ {norm_symbol(params, layer)}", norms.sum()) / quantity("records", len(norms))
    first, last = (format_position(float(result.epoch[k])) for k in (low, low + len(norms) - 1))
    words = f"Mean norm of the gradient on the next batch, layer {layer + 1}, of epochs {first} to {last}"
    return Reason(words, (Equation("", mean),), float(mean.value))


def share_reason(params: Params, result: Result, frame: int, item: tuple[int, int]) -> Reason | None:
    """The saturated or dead share of a layer at a point of its curve; they take turns."""
    (layer, which), at = divmod(item[0], 2), item[1]
    shares = getattr(result, name := _SHARES[which])
    exists = layer < shares.shape[1] and np.isfinite(shares[at, layer])
    return layer_reason(params, result, at, name, layer) if exists else None


def unit_reason(
    params: Params, result: Result, frame: int, sample: Sample | None, layer: int, unit: int
) -> Reason | None:
    """z and a of a unit at the ringed point; without one, its bias."""
    W, b = layout_of(params).weights(result.theta[frame])[layer]
    name = unit_name(params, layer, unit)
    if sample is None:
        value = float(b[unit])
        if not np.isfinite(value):
            return None
        return Reason(
            f"Bias of {name} {at_epoch(result, frame)}, as trained", (Equation("b", quantity("", value)),), value
        )
    below = sample.below(layer)
    names = names_below(params, layer)
    terms = [
        quantity(f"w{subscript(k + 1)}", w) * quantity(names[k], x)
        for k, (w, x) in enumerate(zip(W[unit], below, strict=True))
    ]
    z = total(terms, "Σ w x") + quantity("b", float(b[unit]))
    lines: list[Equation | str] = [Equation("z", z)]
    last = layer == layout_of(params).n_layers - 1
    if last:
        return Reason(f"z of the {name.lower()} at the ringed point", tuple(lines), z.value)
    normal = layout_of(params).batch_norm
    value = float(sample.a[layer][unit])
    if normal:
        lines.append("batch norm in use: z̃ = γ (z − running mean)/√(running variance + ε) + β")
    lines.append(Equation("a", activation_formula(params.activation, float(sample.z[layer][unit])).formula))
    return Reason(f"{name} at the ringed point", tuple(lines), value)


def slope_reason(params: Params, sample: Sample, layer: int, unit: int) -> Reason:
    """∂ℓ/∂z of a unit at the ringed point."""
    value = float(sample.grad_z[layer][unit])
    lines: Steps = (
        *sample_loss_steps(params),
        "by the chain rule from the output back",
        Equation("∂ℓ/∂z", quantity("", value)),
    )
    return Reason(f"∂ℓ/∂z of {unit_name(params, layer, unit)} at the ringed point", lines, value)


def sample_loss_reason(params: Params, sample: Sample) -> Reason:
    """The loss of the ringed point."""
    lines: Steps = (*sample_loss_steps(params), Equation("ℓ", quantity("", sample.loss)))
    return Reason("Loss of the ringed point", lines, sample.loss)


def numbers_sentence(
    params: Params,
    result: Result,
    frame: int,
    sample: Sample | None,
    chosen: tuple[int, int] | Edge | None,
    digits: int,
) -> Sentence | str:
    """The numbers of the chosen unit or edge, of the ringed point, or of both."""
    point = "" if sample is None else _of_sample(params, result, sample, digits)
    if chosen is None:
        return point
    if isinstance(chosen, Edge):
        return joined(" ", [point, edge_sentence(params, result, frame, sample, chosen, digits)])
    layer, unit = chosen[0] - 1, chosen[1]
    bias = float(layout_of(params).weights(result.theta[frame])[layer][1][unit])
    why = partial(unit_reason, params, result, frame, None, layer, unit)
    name = unit_name(params, layer, unit)
    b = Numeral(bias, digits, why)
    if sample is None:
        return phrase("{name}: b {b}.", name=name, b=b)
    at = partial(unit_reason, params, result, frame, sample, layer, unit)
    z, grad = float(sample.z[layer][unit]), float(sample.grad_z[layer][unit])
    normal = "z̃" if layout_of(params).batch_norm and layer < len(params.hidden) else "z"
    return phrase(
        "{point} {name}: {symbol} {z}, {a_name} {a}, b {b}, ∂ℓ/∂z {grad}.",
        point=point,
        name=name,
        symbol=normal,
        z=Numeral(z, digits),
        a_name="a" if layer < len(params.hidden) else "ŷ",
        a=Numeral(float(sample.a[layer][unit]), digits, at if layer < len(params.hidden) else None),
        b=b,
        grad=Numeral(grad, digits, partial(slope_reason, params, sample, layer, unit)),
    )


def _of_sample(params: Params, result: Result, sample: Sample, digits: int) -> Sentence:
    classes = result.classes
    y = classes[int(sample.y)] if classes else format_significant(sample.y)
    if params.own_names and params.data == "own":
        y = f"{params.own_names[-1]} = {y}"
    elif classes:
        y = f"class {y}"
    outputs = ", ".join(_fixed(value, digits) for value in sample.a[-1])
    problem = problem_of(params)
    if problem.learns_standardised:
        y += f", standardised {format_significant(float(problem.learned(np.array(sample.y))))}"
        outputs += f", which means {format_significant(float(problem.meant(sample.a[-1][0])))}"
    return phrase(
        "The ringed point is {y}: ŷ {outputs}, loss {loss}.",
        y=y,
        outputs=outputs,
        loss=Numeral(sample.loss, digits, partial(sample_loss_reason, params, sample)),
    )


def _fixed(value: float, digits: int) -> str:
    """With all its places, unless it is very large."""
    return f"{value:.{digits}f}".replace("-", "−") if abs(value) < _LARGE else format_number(value, digits)
