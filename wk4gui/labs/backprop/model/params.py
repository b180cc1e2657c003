"""The parameters of the backprop lab."""

from typing import Annotated, Literal

import numpy as np
from msgspec import Meta

from wk4gui.core import example_networks as examples
from wk4gui.core.activations import ACTIVATIONS, ActivationName
from wk4gui.core.losses import LOSSES, LossName, check_loss
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.backprop.model.layer_sizes import check_sizes

MAX_LAYERS, MAX_UNITS = 6, 8
RATE_RANGE = (1e-4, 10.0)

Value = Annotated[float, Meta(ge=-1e6, le=1e6)]
Vector = Annotated[tuple[Value, ...], Meta(min_length=1, max_length=MAX_UNITS)]
Matrix = Annotated[tuple[Vector, ...], Meta(min_length=1, max_length=MAX_UNITS)]
LAYERS = Meta(min_length=1, max_length=MAX_LAYERS)
LOSS_DESCRIPTION = """mse: mean of (ŷ − y)²; half_mse: half of it; half_sse: ½ Σ (ŷ − y)² over outputs; bce: binary \
cross-entropy after a linear or sigmoid output; cross_entropy: of the softmax of a linear output."""
UPDATE_DESCRIPTION = "descent: w ← w − α ∂L/∂w, downhill; ascent: w ← w + α ∂L/∂w, the sheet's printed sign, uphill."


_ACTIVATION_LABELS = {name: activation.label for name, activation in ACTIVATIONS.items()}
_LOSS_LABELS = {name: loss.label for name, loss in LOSSES.items()}


class Params(LabParams, frozen=True):
    """A network, one sample, and how its weights are updated."""

    x: Annotated[Vector, Meta(title="Input x", description="A value for each input.")] = examples.TUTORIAL_X
    y: Annotated[Vector, Meta(title="Target y", description="A target for each output.")] = examples.TUTORIAL_Y
    weights: Annotated[
        tuple[Matrix, ...],
        LAYERS,
        Meta(title="Weights W", description="A matrix for each layer: a row for each unit, an entry for each input."),
    ] = examples.TUTORIAL_WEIGHTS
    biases: Annotated[
        tuple[Vector, ...], LAYERS, Meta(title="Biases b", description="A vector per layer, an entry per unit.")
    ] = examples.TUTORIAL_BIASES
    activations: Annotated[
        tuple[ActivationName, ...],
        LAYERS,
        Meta(
            title="Activations",
            description="One per layer, the output layer last.",
            extra={"labels": _ACTIVATION_LABELS},
        ),
    ] = ("relu", "linear")
    loss: Annotated[LossName, Meta(title="Loss", description=LOSS_DESCRIPTION, extra={"labels": _LOSS_LABELS})] = "mse"
    learning_rate: Annotated[
        float,
        Meta(ge=RATE_RANGE[0], le=RATE_RANGE[1], extra={"scale": "log", "first": True}),
        Meta(title="Learning rate α", description="How far one step goes along the gradient."),
    ] = 0.1
    n_steps: Annotated[int, Meta(ge=0, le=200, title="Steps", description="Number of updates.")] = 10
    update: Annotated[Literal["descent", "ascent"], Meta(title="Update", description=UPDATE_DESCRIPTION)] = "descent"
    decimals: Annotated[
        Annotated[int, Meta(ge=0, le=8)] | None,
        Meta(title="Round to decimals", description="Decimals of every value, as on paper; null: no rounding."),
    ] = None

    def __post_init__(self) -> None:
        check_sizes(self.x, self.y, self.weights, self.biases, self.activations)
        check_loss(LOSSES[self.loss], self.activations[-1], np.array(self.y))
