"""The result of the backprop lab."""

from collections.abc import Mapping
from dataclasses import dataclass

from wk4gui.core.arrays import Array
from wk4gui.core.history import LayerHistory


@dataclass(frozen=True)
class Result:
    """All numbers of every step; arrays are read-only, the step first; NaN from ``diverged_at`` on.

    Attributes:
        z, a, slope, grad_z, grad_a: pre-activation, activation, f′(z), ∂L/∂z, ∂L/∂a, per layer (n_steps + 1, n_units).
        y_hat: the network's output (n_steps + 1, n_out).
        probability: of each output by σ or softmax (n_steps + 1, n_out); None for losses without probabilities.
        loss: (n_steps + 1,).
        W, grad_W: weights and ∂L/∂W, per layer (n_steps + 1, n_out, n_in).
        b, grad_b: biases and ∂L/∂b, per layer (n_steps + 1, n_units).
        diverged_at: the first step with a value that is not finite, or None.
        gradient_check: largest |analytic − central difference| / max(‖g‖∞, 1e-8) at the start, in full precision.
        loss_along_gradient: the loss after one step of any size from the start, in full precision, in the direction
            of ``update``: "step_size" (n,) ascending from 0 and "loss" (n,), NaN where it is not finite.
        one_step_limit: the first step size > 0 at which one step returns to the loss before; None if none up to 1000.
    """

    z: LayerHistory
    a: LayerHistory
    slope: LayerHistory
    y_hat: Array
    probability: Array | None
    loss: Array
    W: LayerHistory
    b: LayerHistory
    grad_z: LayerHistory
    grad_a: LayerHistory
    grad_W: LayerHistory  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: LayerHistory
    diverged_at: int | None
    gradient_check: float
    loss_along_gradient: Mapping[str, Array]
    one_step_limit: float | None

    @property
    def last_step(self) -> int:
        """The last step whose values are all finite."""
        return len(self.loss) - 1 if self.diverged_at is None else max(self.diverged_at - 1, 0)
