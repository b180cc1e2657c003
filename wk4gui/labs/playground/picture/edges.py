"""The numbers of the chosen edge and their reasons: its weight, its gradient, and one over the other."""

from functools import partial
from typing import NamedTuple

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, quantity
from wk4gui.core.names import subscript
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import MakeReason, Numeral, Sentence, phrase
from wk4gui.labs.playground.model.compute import state_at, trainer_of
from wk4gui.labs.playground.model.features import symbols
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of
from wk4gui.labs.playground.model.reasons import at_epoch
from wk4gui.labs.playground.model.result import Result
from wk4gui.labs.playground.model.sample import Sample


class Edge(NamedTuple):
    """An edge: column and number of the unit that it leads to, and the number of its input."""

    column: int
    unit: int
    source: int


def names_below(params: Params, layer: int) -> list[str]:
    """Symbols of what a layer multiplies."""
    if layer == 0:
        return symbols(params.features)
    return [f"a{subscript(k + 1)}" for k in range(layout_of(params).sizes[layer])]


def unit_name(params: Params, layer: int, unit: int) -> str:
    """A unit in words; layers from 0."""
    n_layers = layout_of(params).n_layers
    if layer < n_layers - 1:
        return f"Unit {unit + 1} of layer {layer + 1}"
    return f"Output {unit + 1}" if layout_of(params).sizes[-1] > 1 else "Output"


def edge_name(params: Params, edge: Edge) -> str:
    """An edge in words."""
    layer = edge.column - 1
    return f"Weight of {names_below(params, layer)[edge.source]} into {unit_name(params, layer, edge.unit).lower()}"


def weight_of(params: Params, result: Result, frame: int, edge: Edge) -> float:
    """The weight of an edge."""
    return float(layout_of(params).weights(result.theta[frame])[edge.column - 1][0][edge.unit, edge.source])


def batch_gradients(params: Params, result: Result, frame: int) -> Array:
    """∂L/∂θ on the batch of the next update, with its dropout, whose norms are recorded: (n_parameters,)."""
    trainer = trainer_of(params, state_at(params, result, frame))
    with np.errstate(all="ignore"):
        return np.asarray(trainer.descend()[0, trainer.layout.from_blocks])


def batch_gradient(params: Params, result: Result, frame: int, edge: Edge) -> float:
    """That of the weight of an edge."""
    gradients = layout_of(params).weights(batch_gradients(params, result, frame))
    return float(gradients[edge.column - 1][0][edge.unit, edge.source])


def edge_reason(
    params: Params, result: Result, frame: int, sample: Sample | None, edge: Edge, kind: str
) -> Reason | None:
    """A weight, or its gradient at the ringed point; None without one."""
    name = edge_name(params, edge)
    if kind == "weight":
        value = weight_of(params, result, frame, edge)
        weight = Equation(f"w{subscript(edge.source + 1)}", quantity("", value))
        return Reason(f"{name} {at_epoch(result, frame)}, as trained", (weight,), value)
    if sample is None:
        return None
    layer, k = edge.column - 1, edge.source
    below = quantity(names_below(params, layer)[k], float(sample.below(layer)[k]))
    gradient = quantity("∂ℓ/∂z", float(sample.grad_z[layer][edge.unit])) * below
    line = Equation(f"∂ℓ/∂w{subscript(k + 1)}", gradient)
    return Reason(f"{name}: gradient of the loss of the ringed point alone", (line,), gradient.value)


def _batch_reason(params: Params, result: Result, frame: int, edge: Edge, value: float) -> Reason:
    lines = ("by the chain rule from the output back, the mean over the batch", Equation("∂L/∂w", quantity("", value)))
    words = f"{edge_name(params, edge)}: gradient of the loss on the next batch, {at_epoch(result, frame)}"
    return Reason(words, lines, value)


def edge_sentence(
    params: Params, result: Result, frame: int, sample: Sample | None, edge: Edge, digits: int
) -> Sentence:
    """Weight and gradient of an edge, at the ringed point or else on the next batch."""
    weight = weight_of(params, result, frame, edge)
    if sample is None:
        symbol, gradient = "∂L/∂w", batch_gradient(params, result, frame, edge)
        why: MakeReason = partial(_batch_reason, params, result, frame, edge, gradient)
        where = " on the next batch"
    else:
        symbol, gradient = "∂ℓ/∂w", float(sample.grad_W[edge.column - 1][edge.unit, edge.source])
        why = partial(edge_reason, params, result, frame, sample, edge, "gradient")
        where = ""
    return phrase(
        "{name}: w {w}, {symbol} {gradient}{where}.",
        name=edge_name(params, edge),
        w=Numeral(weight, digits, partial(edge_reason, params, result, frame, sample, edge, "weight")),
        symbol=symbol,
        gradient=Numeral(gradient, digits, why),
        where=where,
    )
