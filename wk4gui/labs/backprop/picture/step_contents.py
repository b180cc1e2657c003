"""The contents of the backprop lab's picture at one step: the diagram's numbers, formulas and table rows."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.names import bias_name, weight_name
from wk4gui.core.number_format import format_number
from wk4gui.lab.made_texts import MadeTexts
from wk4gui.labs.backprop.model.chain_rule import ChainRule, chain_rule, chain_rule_lines
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.phase_formulas import (
    backward_formulas,
    forward_formulas,
    loss_formulas,
    mean_gradient_formula,
    update_formula,
    updated,
)
from wk4gui.labs.backprop.model.probability import probabilities
from wk4gui.labs.backprop.model.quantities import GROUPS, Group, Quantity
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.samples import like, rows_of
from wk4gui.labs.backprop.model.step_state import StepState
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase, NetworkNumbers, Place
from wk4gui.labs.backprop.picture.phases import backward_done, forward_done
from wk4gui.render.answers import ShownAnswer


def chain_rule_texts(moment: StepState, place: Place, result: Result, digits: int) -> tuple[tuple[str, ...], str]:
    """The chain rule of a weight or bias, with the mean over several samples, and a note."""
    k = place.k if place.kind == "W" else None
    rule = chain_rule(moment, place.layer, place.j, k)
    lines = chain_rule_lines(rule, digits)
    if moment.averages:
        lines = (*lines, str(mean_gradient_formula(moment, place.layer, place.j, k, digits)))
    return lines, _of_sample(moment) + paths_note(rule, result)


def _of_sample(moment: StepState) -> str:
    return "" if moment.batch is None else f"The factors are those of sample {moment.batch.shown + 1}. "


def new_quantity(place: Place) -> Quantity:
    """The new weight or bias in a row of the update table."""
    return Quantity("new_W" if place.kind == "W" else "new_b", place.layer, place.j, place.k)


def paths_note(rule: ChainRule, result: Result) -> str:
    """The number of paths to the loss, and the agreement of the gradients with central differences."""
    many = rule.n_paths > 1
    paths = f"{rule.n_paths} paths lead to the loss" if many else "One path leads to the loss"
    how = "; their sum is collected in ∂L/∂z." if not rule.paths else "; their products add up." if many else "."
    check = format_number(result.gradient_check, 3)
    return f"{paths}{how} At the start all gradients agree with central differences to {check} of the largest."


def numbers_of(moment: StepState, active: ActivePhase) -> NetworkNumbers:
    """The numbers of the diagram, as far as they have been computed.

    The weights are those used for z, a and the gradients; the new ones are in the table and the formulas, and in the
    diagram from the next step on.
    """
    layers = range(moment.n_layers)
    return NetworkNumbers(
        x=moment.x,
        y=moment.y,
        W=moment.W,
        b=moment.b,
        activations=tuple(ACTIVATIONS[name].label for name in moment.activation_names),
        z=tuple(moment.z[i] if forward_done(active, i) else None for i in layers),
        a=tuple(moment.a[i] if forward_done(active, i) else None for i in layers),
        grad_z=tuple(moment.grad_z[i] if backward_done(active, i) else None for i in layers),
        grad_W=tuple(moment.grad_W[i] if backward_done(active, i) else None for i in layers),
        grad_b=tuple(moment.grad_b[i] if backward_done(active, i) else None for i in layers),
        p=probabilities(moment)
        if moment.activation_names[-1] == "linear" and forward_done(active, len(moment.b) - 1)
        else None,
        off=tuple(moment.slope[i] == 0 if forward_done(active, i) else None for i in layers),
        loss=moment.loss if active.phase != "forward" else None,
        loss_title=_loss_title(moment),
        active=active,
        has_biases=moment.bias != "none",
    )


def without_forward(numbers: NetworkNumbers, moment: StepState) -> NetworkNumbers:
    """The network before anything is computed, its activations to be found out."""
    nothing = (None,) * moment.n_layers
    units = [Quantity("a", layer, j) for layer, a in enumerate(moment.a) for j in range(len(a))]
    asked = {str(unit): ShownAnswer("", "blank") for unit in units}
    return replace(numbers, z=nothing, a=nothing, off=nothing, p=None, loss=None, answers=asked)


def without_later(numbers: NetworkNumbers, asked: Collection[str]) -> NetworkNumbers:
    """The network without what would follow from the numbers that are asked for, and give them away."""
    nothing = (None,) * len(numbers.W)
    late = {group: n for n, group in enumerate(GROUPS)}
    first = min((late[group] for group in asked if group in late), default=len(late))

    def is_told(group: Group) -> bool:
        return late[group] > first and group not in asked

    if is_told("loss"):
        numbers = replace(numbers, loss=None)
    if is_told("grad_z"):
        numbers = replace(numbers, grad_z=nothing)
    return replace(numbers, grad_W=nothing, grad_b=nothing) if is_told("grad_W") else numbers


def _loss_title(moment: StepState) -> str:
    """The loss as a formula; of one of several samples in a second line."""
    several = len(moment.y) > 1
    mean = "mean " if several else ""
    title = {
        "mse": f"loss {mean}(ŷ − y)²",
        "half_mse": f"loss ½ {mean}(ŷ − y)²",
        "half_sse": f"loss ½ {'Σ ' if several else ''}(ŷ − y)²",
        "bce": "loss, cross-entropy",
        "cross_entropy": "loss, cross-entropy",
    }[moment.loss_name]
    return title if moment.batch is None else f"{title}\nsample {moment.batch.shown + 1}"


def strip_formulas(
    moment: StepState, active: ActivePhase, place: Place | None, digits: int
) -> tuple[Sequence[str], str]:
    """The formulas of the current phase, those of the selected unit first, and their colour."""
    if active.phase == "loss":
        return tuple(map(str, loss_formulas(moment, digits))), "forward"
    if active.phase == "forward":
        make, color, layer = forward_formulas, "forward", active.layer
    elif active.phase == "backward":
        make, color, layer = backward_formulas, "backward", active.layer
    else:
        return MadeTexts(list(_update_lines(moment, place, digits))), "update"
    return tuple(str(line) for j in _units(moment, place, layer) for line in make(moment, layer, j, digits)), color


def _units(moment: StepState, place: Place | None, layer: int) -> list[int]:
    """The units of a layer, the selected one first."""
    units = list(range(moment.sizes[layer + 1]))
    if place is not None and place.kind in ("W", "b", "unit") and place.layer == layer:
        units.remove(place.j)
        units.insert(0, place.j)
    return units


def _update_lines(moment: StepState, place: Place | None, digits: int) -> Iterator[Callable[[], object]]:
    """What makes the updates of all layers from the output back, those of the selected layer first."""
    layers = list(reversed(range(moment.n_layers)))
    if place is not None and place.layer in layers:
        layers.sort(key=lambda layer: layer != place.layer)
    for layer in layers:
        for j in _units(moment, place, layer):
            yield from (partial(update_formula, moment, layer, j, k, digits) for k in updated(moment, layer))


def update_row(moment: StepState, active: ActivePhase, place: Place, digits: int) -> tuple[str, ...]:
    """Name, old value, gradient and new value; "" if not computed yet."""
    layer, j, k = place.layer, place.j, place.k
    updated = active.phase == "update" and moment.new_W is not None and moment.new_b is not None
    moves = place.kind == "W" or moment.bias == "learned"
    at: tuple[int, ...]
    if place.kind == "W":
        name, at = weight_name(layer, j, k, moment.sizes), (j, k)
        old, grad, new = moment.W, moment.grad_W, moment.new_W
    else:
        name, at = bias_name(layer, j, moment.sizes), (j,)
        old, grad, new = moment.b, moment.grad_b, moment.new_b
    return (
        name,
        format_number(float(old[layer][at]), digits),
        format_number(float(grad[layer][at]), digits) if backward_done(active, layer) else "",
        format_number(float(new[layer][at]), digits) if updated and new is not None and moves else "",
    )


def with_value(params: Params, sample: int, place: Place, value: float) -> dict[str, object]:
    """The parameters that change when the number at a place becomes ``value``, of one sample for x and y."""
    if place.kind in ("x", "y"):
        samples = getattr(params, place.kind)
        rows = [list(row) for row in rows_of(samples)]
        rows[sample][place.j] = value
        return {place.kind: like(samples, rows)}
    if place.kind == "W":
        weights = [[list(row) for row in W] for W in params.weights]
        weights[place.layer][place.j][place.k] = value
        return {"weights": weights}
    biases = [list(b) for b in params.biases]
    biases[place.layer][place.j] = value
    return {"biases": biases}
