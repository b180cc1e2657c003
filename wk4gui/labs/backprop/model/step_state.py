"""All numbers of a network and one sample at one step, from which formulas are made."""

from dataclasses import dataclass

from wk4gui.core.activations import ACTIVATIONS, Activation
from wk4gui.core.arrays import Array

Layers = tuple[Array, ...]


@dataclass(frozen=True)
class StepState:
    """All numbers of one step on one sample.

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
        grad_W: ∂L/∂W, per layer (n_out, n_in).
        grad_b: ∂L/∂b, per layer (n_units,).
        learning_rate: α of the update.
        climbs: whether the update adds the gradient (the sheet's printed sign).
        new_W: weights after the update, or None if there is none.
        new_b: biases after the update, or None if there is none.
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

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of inputs, then of each layer's units."""
        return (len(self.x), *(len(b) for b in self.b))

    @property
    def n_layers(self) -> int:
        return len(self.b)

    @property
    def y_hat(self) -> Array:
        return self.a[-1]

    def activation(self, layer: int) -> Activation:
        return ACTIVATIONS[self.activation_names[layer]]

    def inputs(self, layer: int) -> Array:
        """The inputs of a layer: x for the first, the activations of the layer below for the others."""
        return self.a[layer - 1] if layer else self.x
