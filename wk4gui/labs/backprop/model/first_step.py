"""Everything about a network's first gradient step that does not depend on the learning rate."""

from dataclasses import dataclass, replace

import numpy as np

from wk4gui.core.arrays import Array, distinct
from wk4gui.core.network import Forward, Gradients, Network, backward, forward, loss_of
from wk4gui.labs.backprop.model.gradient_check import gradient_check
from wk4gui.labs.backprop.model.step_size import (
    StepSizes,
    examine_step_sizes,
    fineness_of,
    loss_along,
    nearby_return,
)

_N_POINTS, _FEW_POINTS = 181, 31


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
        n_points: of the curve.
    """

    network: Network
    X: Array
    y: Array
    direction: Gradients
    gradient_check: float
    step_sizes: StepSizes
    n_points: int = _N_POINTS

    def curve(self, learning_rate: float) -> tuple[Array, Array]:
        """Step sizes (n,) from 0 and the loss after one step of each (n,), NaN where it is not finite.

        Dense up to 1.5 one-step limits, then up to 1.2 learning rates; includes both and the best size.
        """
        limit, best = self.step_sizes.one_step_limit, self.step_sizes.best
        near = 1.5 * limit if limit is not None else 3.0 * best if best is not None else learning_rate
        far = max(near, 1.2 * learning_rate)
        marks = [size for size in (limit, best, learning_rate) if size is not None]
        sizes = distinct(
            np.concatenate([np.linspace(0.0, near, self.n_points), np.linspace(0.0, far, self.n_points), marks])
        )
        loss = loss_along(self.network, self.X, self.y, self.direction, sizes)
        return sizes, np.where(np.isfinite(loss), loss, np.nan)

    def loss_after(self, learning_rate: float) -> float | None:
        """The loss after one step; None if it is not finite."""
        loss = float(loss_along(self.network, self.X, self.y, self.direction, np.array([learning_rate]))[0])
        return loss if np.isfinite(loss) else None


def examine_first_step(
    network: Network, X: Array, y: Array, *, climbs: bool, rates: tuple[float, float], moves_biases: bool = True
) -> FirstStep:
    """Examines the first step of a network in full precision.

    Args:
        network: the start (no leading axes).
        X: inputs (n_samples, n_in).
        y: targets (n_samples, n_out).
        climbs: whether the step adds the gradient.
        rates: the range of learning rates to examine.
        moves_biases: whether the step changes the biases.
    """
    values, gradients, direction = _direction(network, X, y, climbs=climbs, moves_biases=moves_biases)
    loss = float(loss_of(network, values, y))
    with np.errstate(over="ignore"):
        slope = float(sum(np.vdot(g, g) for g in (*direction.grad_W, *direction.grad_b)))
    fineness = fineness_of(network, len(X))
    sizes = examine_step_sizes(
        lambda t: loss_along(network, X, y, direction, t), loss, slope, *rates, fineness=fineness
    )
    return FirstStep(network, X, y, direction, gradient_check(network, X, y, values, gradients), sizes)


def glance_at_step(
    network: Network, X: Array, y: Array, *, climbs: bool, rate: float, moves_biases: bool = True
) -> FirstStep:
    """The same from few samples up to one learning rate, for a large network: the curve and where it returns."""
    values, _, direction = _direction(network, X, y, climbs=climbs, moves_biases=moves_biases)
    loss = float(loss_of(network, values, y))
    limit = nearby_return(lambda t: loss_along(network, X, y, direction, t), loss, 1.2 * rate)
    sizes = StepSizes(loss, limit, None, loss, ())
    return FirstStep(network, X, y, direction, np.nan, sizes, _FEW_POINTS)


def _direction(
    network: Network, X: Array, y: Array, *, climbs: bool, moves_biases: bool
) -> tuple[Forward, Gradients, Gradients]:
    """The forward and backward pass, and what a step subtracts."""
    values = forward(network, X)
    gradients = backward(network, X, y, values)
    direction = gradients.negative() if climbs else gradients
    if not moves_biases:
        direction = replace(direction, grad_b=tuple(np.zeros_like(b) for b in direction.grad_b))
    return values, gradients, direction
