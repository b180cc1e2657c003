"""The numbers of the first weight's gradient and update, for the lesson's formulas."""

from math import nan

from wk4gui.core.losses import LOSSES
from wk4gui.labs.backprop.model.step_state import StepState


def first_weight_numbers(moment: StepState, phase: str) -> dict[str, float]:
    """The known numbers of W[0][0, 0], the weight from x₁ to the first unit, at a phase of a step.

    * always: x, w, learning_rate, y_hat, loss, slope = f′(z), grad_z = ∂L/∂z, grad_w = ∂L/∂w = ∂L/∂z · x.
    * one hidden layer and one output: w_out, the weight from the first unit to the output, and ∂L/∂ŷ as grad_y_hat for
      a linear output or ∂L/∂z of the output as grad_z_out otherwise; then ∂L/∂w = (either) · w_out · slope · x.
    * any other network with hidden layers: grad_a = ∂L/∂a of the first unit; ∂L/∂w = grad_a · slope · x.
    * a single neuron whose loss is taken of ŷ: grad_y_hat; ∂L/∂w = grad_y_hat · slope · x.
    * where there is an update: the new weight, as w_lowered for w − α ∂L/∂w and as w_raised for w + α ∂L/∂w.

    A number that the phase has not computed yet is NaN.

    Args:
        moment: the numbers of the step.
        phase: "forward 1", …, "loss", "backward 1", … or "update".
    """
    numbers = {
        "x": float(moment.x[0]),
        "w": float(moment.W[0][0, 0]),
        "learning_rate": moment.learning_rate,
        "slope": float(moment.slope[0][0]),
    }
    numbers |= _known(_forward(moment), known=not phase.startswith("forward"))
    numbers |= _known(_output_gradient(moment), known=phase.startswith("backward") or phase == "update")
    numbers |= _known(_gradients(moment), known=phase in ("backward 1", "update"))
    return numbers | _known(_new_weight(moment), known=phase == "update")


def _known(numbers: dict[str, float], *, known: bool) -> dict[str, float]:
    return numbers if known else dict.fromkeys(numbers, nan)


def _forward(moment: StepState) -> dict[str, float]:
    only = {"y_hat": float(moment.y_hat[0])} if len(moment.y) == 1 else {}
    return {"loss": moment.loss, **only}


def _output_gradient(moment: StepState) -> dict[str, float]:
    """The factors above the first unit, if its gradient is a single product up to the output."""
    one_output = len(moment.y) == 1
    linear = moment.activation_names[-1] == "linear"
    by_y_hat = {"grad_y_hat": float(moment.grad_a[-1][0])}
    if moment.n_layers == 1:
        return by_y_hat if one_output and not LOSSES[moment.loss_name].on_z else {}
    if moment.n_layers > 2 or not one_output:
        return {}
    upper = by_y_hat if linear else {"grad_z_out": float(moment.grad_z[-1][0])}
    return {**upper, "w_out": float(moment.W[1][0, 0])}


def _gradients(moment: StepState) -> dict[str, float]:
    hidden = {"grad_a": float(moment.grad_a[0][0])} if moment.n_layers > 1 else {}
    return {**hidden, "grad_z": float(moment.grad_z[0][0]), "grad_w": float(moment.grad_W[0][0, 0])}


def _new_weight(moment: StepState) -> dict[str, float]:
    if moment.new_W is None:
        return {}
    return {"w_raised" if moment.climbs else "w_lowered": float(moment.new_W[0][0, 0])}
