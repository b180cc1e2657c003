"""Where the numbers of the backprop lab come from."""

from collections.abc import Sequence

import numpy as np

from wk4gui.core.activation_formulas import slope_formula
from wk4gui.core.names import a_name, bias_name, gradient_name, weight_name, z_name
from wk4gui.core.number_text import number
from wk4gui.lab.reason import Reason
from wk4gui.labs.backprop.model.instant import Instant
from wk4gui.labs.backprop.model.phase_formulas import backward_formulas, forward_formulas, loss_formulas, update_formula

LEAST_DIGITS = 4


def unit_reason(moment: Instant, layer: int, j: int, digits: int, *, backward: bool) -> Reason:
    """Z and a of a unit and, once it is known, its ∂L/∂z."""
    name, lines = a_name(layer, j, moment.sizes), forward_formulas(moment, layer, j, _digits(digits))
    if not backward:
        return Reason(f"Unit {name}, forward", lines, float(moment.a[layer][j]))
    n_own = len(moment.inputs(layer)) + 1
    pull = backward_formulas(moment, layer, j, _digits(digits))[:-n_own]
    value = moment.grad_a if pull[-1].startswith(gradient_name(name)) else moment.grad_z
    return Reason(f"Unit {name}, forward and backward", (*lines, *pull), float(value[layer][j]))


def weight_reason(moment: Instant, layer: int, j: int, k: int | None, digits: int, *, new: bool) -> Reason:
    """∂L/∂w of a weight, or of the bias for k = None, and where it is known and asked for the new value."""
    sizes, places = moment.sizes, _digits(digits)
    name = bias_name(layer, j, sizes) if k is None else weight_name(layer, j, k, sizes)
    n_own = len(moment.inputs(layer)) + 1
    lines = [backward_formulas(moment, layer, j, places)[-n_own:][-1 if k is None else k]]
    value = float(moment.grad_b[layer][j] if k is None else moment.grad_W[layer][j, k])
    update = update_formula(moment, layer, j, k, places) if new else None
    if update is None or moment.new_W is None or moment.new_b is None:
        return Reason(f"Gradient of {name}", tuple(lines), value)
    changed = float(moment.new_b[layer][j] if k is None else moment.new_W[layer][j, k])
    return Reason(f"Gradient and new value of {name}", (*lines, update), changed)


def loss_reason(moment: Instant, step: int, digits: int) -> Reason:
    """The loss, from predictions and targets."""
    return Reason(f"Loss after step {step}", loss_formulas(moment, _digits(digits)), float(moment.loss))


def slice_reason(moment: Instant, rate: float, loss: float) -> Reason:
    """The loss after one step of any size from the start, beside what a straight line would make of it.

    Args:
        moment: the start.
        rate: α.
        loss: after that step.
    """
    squares = [np.sum(each * each) for each in (*moment.grad_W, *moment.grad_b)]
    slope, sign = float(np.sum(squares)), "+" if moment.climbs else "−"
    line = moment.loss + (rate if moment.climbs else -rate) * slope
    numbers = f"{number(moment.loss)} {sign} {number(rate)} · {number(slope)}"
    lines = (
        f"a straight line: L {sign} α ‖∂L/∂w‖² = {numbers} = {number(line)}",
        f"the curve itself: L(w {sign} α ∂L/∂w) = {number(loss)}",
    )
    return Reason(f"Loss after one step of α = {number(rate)}", lines, loss)


def limit_reason(loss: float, limit: float) -> Reason:
    """The largest learning rate below which one step lowers the loss."""
    line = f"one step leads back to the loss {number(loss)} at α = {number(limit)}"
    return Reason("Where a step stops helping", (line,), limit)


def moment_reasons(moment: Instant, step: int) -> Sequence[Reason]:
    """Of the loss, of every unit and of every gradient at one step; of the output's units first."""
    found = [loss_reason(moment, step, LEAST_DIGITS)]
    for layer in reversed(range(moment.n_layers)):
        units = range(moment.sizes[layer + 1])
        found += [unit_reason(moment, layer, j, LEAST_DIGITS, backward=b) for b in (False, True) for j in units]
        found += [_slope_reason(moment, layer, j) for j in units]
        inputs = (*range(moment.sizes[layer]), None)
        found += [weight_reason(moment, layer, j, k, LEAST_DIGITS, new=False) for j in units for k in inputs]
    return found


def _slope_reason(moment: Instant, layer: int, j: int) -> Reason:
    z, slope = float(moment.z[layer][j]), float(moment.slope[layer][j])
    line = slope_formula(moment.activation_names[layer], z)
    return Reason(f"Slope at {z_name(layer, j, moment.sizes)}", (line,), slope)


def _digits(digits: int) -> int:
    return max(digits, LEAST_DIGITS)
