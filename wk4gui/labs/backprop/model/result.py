"""The result of the backprop lab."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.history import LayerHistory


@dataclass(frozen=True)
class Result:
    """All numbers of every step; arrays are read-only, the step first; NaN from ``diverged_at`` on.

    L is the loss of what a step takes: of the one sample, the mean over all, or in turn each sample's own. With several
    samples z, a, slope, y_hat, probability, grad_z, grad_a and grad_x have a sample axis after the step.

    Attributes:
        z, a, slope, grad_z, grad_a: pre-activation, activation, f′(z), ∂L/∂z, ∂L/∂a, per layer (n_steps + 1, n_units).
        y_hat: the network's output (n_steps + 1, n_out).
        probability: of each output by σ or softmax (n_steps + 1, n_out); None for losses without probabilities.
        loss: the mean over all samples (n_steps + 1,).
        W, grad_W: weights and ∂L/∂W, per layer (n_steps + 1, n_out, n_in).
        b, grad_b: biases and ∂L/∂b, per layer (n_steps + 1, n_units); None without biases.
        diverged_at: the first step with a value that is not finite, or None.
        gradient_check: largest |analytic − central difference| / max(‖g‖∞, 1e-8) at the start, in full precision.
        loss_along_gradient: the loss after one step of any size from the start, in full precision, in the direction
            of ``update``: "step_size" (n,) ascending from 0 and "loss" (n,), NaN where it is not finite.
        one_step_limit: the first step size > 0 at which one step returns to the loss before; None if none up to 1000.
        grad_x: ∂L/∂x (n_steps + 1, n_in).
        sample_loss: the loss of each of several samples (n_steps + 1, n_samples); None for one sample.
    """

    z: LayerHistory
    a: LayerHistory
    slope: LayerHistory
    y_hat: Array
    probability: Array | None
    loss: Array
    W: LayerHistory
    b: LayerHistory | None
    grad_z: LayerHistory
    grad_a: LayerHistory
    grad_W: LayerHistory  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: LayerHistory | None
    diverged_at: int | None
    gradient_check: float
    loss_along_gradient: Mapping[str, Array]
    one_step_limit: float | None
    grad_x: Array
    sample_loss: Array | None

    @property
    def last_step(self) -> int:
        """The last step whose values are all finite."""
        return len(self.loss) - 1 if self.diverged_at is None else max(self.diverged_at - 1, 0)

    @cached_property
    def first_death(self) -> tuple[int, int] | None:
        """The first step at which all units of a hidden layer are off for every sample, and the layer; None if none."""
        found = []
        n = self.last_step + 1
        for layer, (a, slope) in enumerate(zip(self.a.layers[:-1], self.slope.layers[:-1], strict=True)):
            on = a[:n].reshape(n, -1).any(axis=1) | slope[:n].reshape(n, -1).any(axis=1)
            if not on.all():
                found.append((int(np.argmin(on)), layer))
        return min(found, default=None)
