"""Everything about a network's first gradient step that does not depend on the learning rate."""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.network import Gradients, Network, backward, forward, loss_of
from wk4gui.labs.backprop.model.gradient_check import gradient_check
from wk4gui.labs.backprop.model.step_size import StepSizes, examine_step_sizes, loss_along

_N_POINTS = 181


@dataclass(frozen=True)
class FirstStep:
    """A network at its start, and the effect of a step of any size along its gradient.

    Attributes:
        network: the start.
        X: inputs (n_samples, n_in).
        y: targets (n_samples, n_out).
        direction: subtracted, times the step size, by a step: the gradient, or minus the gradient for ascent.
        gradient_check: relative error of the gradient against central differences.
        step_sizes: one-step limit, best step size, effects over the range of learning rates.
    """

    network: Network
    X: Array
    y: Array
    direction: Gradients
    gradient_check: float
    step_sizes: StepSizes

    def curve(self, learning_rate: float) -> tuple[Array, Array]:
        """Step sizes (n,) from 0 and the loss after one step of each (n,), NaN where it is not finite.

        Dense up to 1.5 one-step limits, then up to 1.2 learning rates; includes both and the best size.
        """
        limit, best = self.step_sizes.one_step_limit, self.step_sizes.best
        near = 1.5 * limit if limit is not None else 3.0 * best if best is not None else learning_rate
        far = max(near, 1.2 * learning_rate)
        marks = [size for size in (limit, best, learning_rate) if size is not None]
        sizes = np.unique(np.concatenate([np.linspace(0.0, near, _N_POINTS), np.linspace(0.0, far, _N_POINTS), marks]))
        loss = loss_along(self.network, self.X, self.y, self.direction, sizes)
        return sizes, np.where(np.isfinite(loss), loss, np.nan)

    def loss_after(self, learning_rate: float) -> float | None:
        """The loss after one step; None if it is not finite."""
        loss = float(loss_along(self.network, self.X, self.y, self.direction, np.array([learning_rate]))[0])
        return loss if np.isfinite(loss) else None


def examine_first_step(network: Network, X: Array, y: Array, *, climbs: bool, rates: tuple[float, float]) -> FirstStep:
    """Examines the first step of a network in full precision.

    Args:
        network: the start (no leading axes).
        X: inputs (n_samples, n_in).
        y: targets (n_samples, n_out).
        climbs: whether the step adds the gradient.
        rates: the range of learning rates to examine.
    """
    values = forward(network, X)
    gradients = backward(network, X, y, values)
    direction = gradients.negative() if climbs else gradients
    loss = float(loss_of(network, values, y))
    with np.errstate(over="ignore"):
        slope = float(sum(np.vdot(g, g) for g in (*gradients.grad_W, *gradients.grad_b)))
    sizes = examine_step_sizes(lambda t: loss_along(network, X, y, direction, t), loss, slope, *rates)
    return FirstStep(network, X, y, direction, gradient_check(network, X, y, values, gradients), sizes)
