"""The reasons of the numbers of the backprop lab."""

import numpy as np

from wk4gui.core.activation_formulas import slope_formula
from wk4gui.core.equation import Equation, quantity, size
from wk4gui.core.names import a_name, bias_name, gradient_name, p_name, weight_name, z_name
from wk4gui.core.number_text import number
from wk4gui.lab.reason import Reason
from wk4gui.labs.backprop.model.phase_formulas import (
    forward_formulas,
    grad_w_formulas,
    grad_z_formulas,
    loss_formulas,
    mean_gradient_formula,
    mean_loss_formula,
    probability_formulas,
    update_formula,
)
from wk4gui.labs.backprop.model.probability import probabilities
from wk4gui.labs.backprop.model.step_state import StepState

LEAST_DIGITS = 4


def unit_reason(moment: StepState, layer: int, j: int, digits: int, *, backward: bool) -> Reason:
    """z and a of a unit and, once it is known, its ∂L/∂z."""
    places, name = _digits(digits), a_name(layer, j, moment.sizes)
    lines = [each for each in forward_formulas(moment, layer, j, places) if not each.name.startswith("p")]
    if not backward:
        return Reason(f"Unit {name}, forward", tuple(lines), float(moment.a[layer][j]))
    pull = grad_z_formulas(moment, layer, j, places)
    value = moment.grad_a if pull[-1].name.startswith(gradient_name(name)) else moment.grad_z
    return Reason(f"Unit {name}, forward and backward", (*lines, *pull), float(value[layer][j]))


def activation_reason(moment: StepState, layer: int, j: int, digits: int) -> Reason:
    """a of a unit: ŷ of an output."""
    return unit_reason(moment, layer, j, digits, backward=False)


def probability_reason(moment: StepState, j: int, digits: int) -> Reason:
    """The probability that the loss computes from output j."""
    p = probabilities(moment)
    assert p is not None
    name, places = p_name(j, moment.sizes), _digits(digits)
    made = probability_formulas(moment, j, places)
    if not made:  # a sigmoid output is the probability itself
        return Reason(
            f"Probability {name}", activation_reason(moment, moment.n_layers - 1, j, digits).steps, float(p[j])
        )
    return Reason(f"Probability {name}", made, float(p[j]))


def target_reason(moment: StepState, j: int) -> Reason:
    """An entry of the target, as set."""
    return Reason("Target, as it is set", (Equation("y", quantity("", moment.y[j])),), float(moment.y[j]))


def weight_reason(moment: StepState, layer: int, j: int, k: int | None, digits: int, *, new: bool) -> Reason:
    """∂L/∂w of a weight, or of the bias for k = None, with the new value if wanted and known."""
    sizes, places = moment.sizes, _digits(digits)
    name = bias_name(layer, j, sizes) if k is None else weight_name(layer, j, k, sizes)
    lines = _gradient_lines(moment, layer, j, k, places)
    value = float(moment.grad_b[layer][j] if k is None else moment.grad_W[layer][j, k])
    moves = k is not None or moment.bias == "learned"
    update = update_formula(moment, layer, j, k, places) if new and moves else None
    if update is None or moment.new_W is None or moment.new_b is None:
        return Reason(f"Gradient of {name}", lines, value)
    changed = float(moment.new_b[layer][j] if k is None else moment.new_W[layer][j, k])
    return Reason(f"Gradient and new value of {name}", (*lines, update), changed)


def _gradient_lines(moment: StepState, layer: int, j: int, k: int | None, places: int) -> tuple[Equation | str, ...]:
    """The gradient of the sample; then, of several, the mean, or that of the sample which the step takes."""
    line = grad_w_formulas(moment, layer, j, places)[-1 if k is None else k]
    batch = moment.batch
    if batch is None or batch.taken == batch.shown:
        return (line,)
    words = f"of sample {batch.shown + 1} of {len(batch)}:"
    if batch.taken is None:
        return (words, line, mean_gradient_formula(moment, layer, j, k, places))
    own = batch.grad_b[layer][batch.taken, j] if k is None else batch.grad_W[layer][batch.taken, j, k]
    taken = Equation(line.name, quantity("", own))
    return (words, line, f"this step takes sample {batch.taken + 1} alone:", taken)


def loss_reason(moment: StepState, step: int, digits: int) -> Reason:
    """The loss of the sample, from predictions or probabilities and targets."""
    of = "" if moment.batch is None else f" of sample {moment.batch.shown + 1}"
    return Reason(f"Loss{of} after step {step}", loss_formulas(moment, _digits(digits)), float(moment.loss))


def whole_loss_reason(moment: StepState, step: int, digits: int) -> Reason:
    """The loss of all samples: the mean of theirs."""
    if moment.batch is None:
        return loss_reason(moment, step, digits)
    subject = f"Mean loss of {len(moment.batch)} samples after step {step}"
    return Reason(subject, (mean_loss_formula(moment, _digits(digits)),), moment.whole_loss)


def slice_reason(moment: StepState, rate: float, loss: float, step: int) -> Reason:
    """The loss after one step of any size, compared with its linear approximation.

    Args:
        moment: before that step.
        rate: α.
        loss: after that step.
        step: how many updates came before.
    """
    squares = [np.sum(each * each) for each in moment.moving_gradients]
    slope = quantity("α", rate) * quantity("‖∂L/∂w‖²", np.sum(squares))
    start, sign = quantity("L", moment.step_loss), "+" if moment.climbs else "−"
    lines = (
        Equation("a straight line", start + slope if moment.climbs else start - slope),
        f"the curve itself: the loss with the weights w {sign} α ∂L/∂w",
        Equation("L", quantity("", loss)),
    )
    return Reason(f"Loss after one step of α = {number(rate)} from step {step}", lines, loss)


def limit_reason(loss: float, limit: float) -> Reason:
    """The largest learning rate below which one step lowers the loss."""
    words = f"the first α at which one step leads back to the loss {number(loss)}, found by bisection"
    return Reason("Where a step stops helping", (words, Equation("α", quantity("", limit))), limit)


def best_reason(before: float, best: float, lowest: float) -> Reason:
    """The learning rate with the lowest loss after one step."""
    words = f"of all α up to 1000 the one with the lowest loss after one step: {number(before)} → {number(lowest)}"
    return Reason("Best learning rate for this step", (words, Equation("α", quantity("", best))), best)


def peak_reason(loss: float, step: int) -> Reason:
    """The largest loss of all steps."""
    words = f"the largest of the losses of all steps is that of step {step}"
    return Reason("Largest loss on the way", (words, Equation("L", quantity("", loss))), loss)


def largest_gradient_reason(moment: StepState) -> Reason:
    """The largest entry of the gradient in size."""
    entries = np.concatenate([each.ravel() for each in moment.moving_gradients])
    largest = float(entries[np.argmax(np.abs(entries))])
    steps = (f"of {len(entries)} derivatives the largest in size", Equation("", size(quantity("∂L/∂w", largest))))
    return Reason("Largest entry of the gradient, in size", steps, abs(largest))


def layer_gradient_reason(moment: StepState, layer: int, digits: int) -> Reason:
    """The largest of a layer's derivatives, in size."""
    own = [moment.own_grad_W[layer], *([moment.own_grad_b[layer]] if moment.bias != "none" else [])]
    sizes = np.abs(np.column_stack(own))
    j, k = (int(i) for i in np.unravel_index(int(sizes.argmax()), sizes.shape))
    why = weight_reason(moment.alone(), layer, j, None if k == moment.sizes[layer] else k, digits, new=False)
    steps = (*why.steps, Equation("size", size(quantity("", why.value))))
    return Reason(f"Largest derivative of layer {layer + 1}, in size: {why.subject.lower()}", steps, abs(why.value))


def rounding_reason(rounded: float, exact: float) -> Reason:
    """The change of the loss by rounding."""
    line = Equation("", size(quantity("rounded", rounded) - quantity("exact", exact)))
    return Reason("Change of the loss by rounding", (line,), abs(rounded - exact))


def slope_reason(moment: StepState, layer: int, j: int) -> Reason:
    """f′(z) of a unit."""
    line = slope_formula(moment.activation_names[layer], float(moment.z[layer][j]))
    return Reason(f"Slope at {z_name(layer, j, moment.sizes)}", (line,), float(moment.slope[layer][j]))


def _digits(digits: int) -> int:
    return max(digits, LEAST_DIGITS)
