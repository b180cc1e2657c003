"""The parameters of the backprop lab."""

from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.core import example_networks as examples
from wk4gui.core.activations import ACTIVATIONS, ActivationName
from wk4gui.core.losses import LOSSES, LossName, check_loss
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.backprop.model.layer_sizes import check_sizes
from wk4gui.labs.backprop.model.samples import MAX_SAMPLES, array_of, check_samples, rows_of

MAX_LAYERS, MAX_UNITS, MAX_STEPS = 7, 16, 2000
RATE_RANGE = (1e-4, 10.0)

Value = Annotated[float, Meta(ge=-1e6, le=1e6)]
Vector = Annotated[tuple[Value, ...], Meta(min_length=1, max_length=MAX_UNITS)]
Samples = Annotated[
    tuple[Value | Annotated[tuple[Value, ...], Meta(max_length=MAX_UNITS)], ...],
    Meta(min_length=1, max_length=MAX_SAMPLES),
]
Matrix = Annotated[tuple[Vector, ...], Meta(min_length=1, max_length=MAX_UNITS)]
LAYERS = Meta(min_length=1, max_length=MAX_LAYERS)
LOSS_DESCRIPTION = """mse: mean of (ŷ − y)²; half_mse: half of it; half_sse: ½ Σ (ŷ − y)² over outputs; bce: binary \
cross-entropy after a linear or sigmoid output; cross_entropy: of the softmax of a linear output. Mean over samples."""
EACH_DESCRIPTION = "batch: every step takes the mean over all samples; in turn: step t takes the next sample alone."
BIAS_DESCRIPTION = "learned: updated like weights; frozen: used, never updated; none: the network has no biases."
UPDATE_DESCRIPTION = "descent: w ← w − α ∂L/∂w, downhill; ascent: w ← w + α ∂L/∂w, the sheet's printed sign, uphill."


_ACTIVATION_LABELS = {name: activation.label for name, activation in ACTIVATIONS.items()}
_LOSS_LABELS = {name: loss.label for name, loss in LOSSES.items()}


class Params(LabParams, frozen=True):
    """A network, one sample or several, and how its weights are updated."""

    x: Annotated[
        Samples, Meta(title="Input x", description="A value for each input; a row for each of several samples.")
    ] = examples.TUTORIAL_X
    y: Annotated[
        Samples, Meta(title="Target y", description="A target for each output; a row for each of several samples.")
    ] = examples.TUTORIAL_Y
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
    n_steps: Annotated[int, Meta(ge=0, le=MAX_STEPS, title="Steps", description="Number of updates.")] = 10
    update: Annotated[Literal["descent", "ascent"], Meta(title="Update", description=UPDATE_DESCRIPTION)] = "descent"
    each: Annotated[Literal["batch", "in turn"], Meta(title="Samples of a step", description=EACH_DESCRIPTION)] = (
        "batch"
    )
    bias: Annotated[Literal["learned", "frozen", "none"], Meta(title="Biases are", description=BIAS_DESCRIPTION)] = (
        "learned"
    )
    decimals: Annotated[
        Annotated[int, Meta(ge=0, le=8)] | None,
        Meta(title="Round to decimals", description="Decimals of every value, as on paper; null: no rounding."),
    ] = None

    def __post_init__(self) -> None:
        check_samples(self.x, self.y, MAX_UNITS)
        check_sizes(rows_of(self.x)[0], rows_of(self.y)[0], self.weights, self.biases, self.activations)
        check_loss(LOSSES[self.loss], self.activations[-1], array_of(self.y))

    @property
    def n_samples(self) -> int:
        """Number of samples."""
        return len(rows_of(self.x))

    @property
    def one_at_a_time(self) -> bool:
        """Whether a step takes one of several samples."""
        return self.each == "in turn" and self.n_samples > 1

    @property
    def used_biases(self) -> tuple[tuple[float, ...], ...]:
        """The biases of the network: 0 if it has none."""
        return tuple((0.0,) * len(b) for b in self.biases) if self.bias == "none" else self.biases
