"""All numbers of a network and one sample at one step, from which formulas are made."""

from dataclasses import dataclass, replace
from functools import cached_property

from wk4gui.core.activations import ACTIVATIONS, Activation
from wk4gui.core.arrays import Array

Layers = tuple[Array, ...]


@dataclass(frozen=True)
class Batch:
    """Several samples at one step.

    Attributes:
        shown: index of the sample whose numbers are looked at.
        taken: index of the only sample that the step takes; None if it takes all.
        loss: of each sample (n_samples,).
        mean_loss: their mean.
        a: per layer (n_samples, n_units).
        slope: f′(z), likewise.
        grad_W: gradient of each sample's own loss, per layer (n_samples, n_out, n_in).
        grad_b: per layer (n_samples, n_units).
    """

    shown: int
    taken: int | None
    loss: Array
    mean_loss: float
    a: Layers
    slope: Layers
    grad_W: Layers  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: Layers

    def __len__(self) -> int:
        return len(self.loss)


@dataclass(frozen=True)
class StepState:
    """All numbers of one step on one sample; L is that sample's loss.

    Attributes:
        x: input (n_in,).
        y: target (n_out,).
        activation_names: per layer.
        loss_name: name of the loss.
        W: per layer (n_out, n_in).
        b: per layer (n_units,).
        z: per layer (n_units,).
        a: per layer (n_units,).
        slope: f′(z), per layer (n_units,).
        loss: the loss.
        grad_a: ∂L/∂a, per layer (n_units,).
        grad_z: ∂L/∂z, per layer (n_units,).
        grad_W: gradient of the step, per layer (n_out, n_in): ∂L/∂W of the sample, or the mean over several.
        grad_b: likewise, per layer (n_units,).
        learning_rate: α of the update.
        climbs: whether the update adds the gradient (the sheet's printed sign).
        new_W: weights after the update, or None if there is none.
        new_b: biases after the update, or None if there is none.
        bias: whether biases are "learned" or "frozen", or there are "none"; then b and its gradient are 0.
        batch: all samples, if there are several.
    """

    x: Array
    y: Array
    activation_names: tuple[str, ...]
    loss_name: str
    W: Layers
    b: Layers
    z: Layers
    a: Layers
    slope: Layers
    loss: float
    grad_a: Layers
    grad_z: Layers
    grad_W: Layers  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: Layers
    learning_rate: float
    climbs: bool
    new_W: Layers | None  # noqa: N815
    new_b: Layers | None
    bias: str = "learned"
    batch: Batch | None = None

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Number of inputs, then of each layer's units."""
        return (len(self.x), *(len(b) for b in self.b))

    @property
    def n_layers(self) -> int:
        return len(self.b)

    @property
    def averages(self) -> bool:
        """Whether the step takes the mean of several samples."""
        return self.batch is not None and self.batch.taken is None

    @property
    def whole_loss(self) -> float:
        """The loss of all samples, their mean."""
        return self.loss if self.batch is None else self.batch.mean_loss

    @property
    def step_loss(self) -> float:
        """The loss that the step lowers: the mean over all samples, or that of the sample."""
        return self.whole_loss if self.averages else self.loss

    @property
    def moving_gradients(self) -> Layers:
        """The gradients of what the step changes."""
        return (*self.grad_W, *(self.grad_b if self.bias == "learned" else ()))

    @property
    def own_grad_W(self) -> Layers:  # noqa: N802
        """∂L/∂W of the sample alone."""
        return self.grad_W if self.batch is None else tuple(g[self.batch.shown] for g in self.batch.grad_W)

    @property
    def own_grad_b(self) -> Layers:
        """∂L/∂b of the sample alone."""
        return self.grad_b if self.batch is None else tuple(g[self.batch.shown] for g in self.batch.grad_b)

    @property
    def every_a(self) -> Layers:
        """Activations of all samples, per layer (n_samples, n_units)."""
        return tuple(a[None] for a in self.a) if self.batch is None else self.batch.a

    @property
    def every_slope(self) -> Layers:
        """f′(z) of all samples, likewise."""
        return tuple(slope[None] for slope in self.slope) if self.batch is None else self.batch.slope

    def alone(self) -> "StepState":
        """The same step as if its sample were the only one; without new weights, which differ."""
        if self.batch is None:
            return self
        return replace(self, grad_W=self.own_grad_W, grad_b=self.own_grad_b, new_W=None, new_b=None, batch=None)

    @property
    def y_hat(self) -> Array:
        return self.a[-1]

    def activation(self, layer: int) -> Activation:
        return ACTIVATIONS[self.activation_names[layer]]

    def inputs(self, layer: int) -> Array:
        """The inputs of a layer: x for the first, the activations of the layer below for the others."""
        return self.a[layer - 1] if layer else self.x
