"""Parameters of the dropout lab."""

from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.core.activations import ACTIVATIONS, ActivationName
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.dropout.model.dropout import MAX_HIDDEN, Scaling

_ACTIVATION_LABELS = {name: activation.label for name, activation in ACTIVATIONS.items()}
_OUTPUT_LABELS = {"linear": "linear", "sigmoid": "sigmoid", "softmax": "softmax, 3 classes"}
_SCALING_LABELS = {"inverted": "inverted: × 1/(1 − p)", "classic": "classic: × (1 − p)", "none": "none: no scaling"}
MAX_WORK = 2e10
"""Largest number of hidden activations in a training; takes about a minute for all three."""
Coordinate = Annotated[float, Meta(ge=-10.0, le=10.0)]
TRAINED_BY = (
    "drop_prob", "activation", "n_train", "noise", "width", "n_steps", "learning_rate", "n_networks", "seed",
)  # fmt: skip
"""The parameters that the training depends on."""


class Params(LabParams, frozen=True):
    """A small network with all its thinned versions, and larger networks to train."""

    n_hidden: Annotated[
        int, Meta(ge=1, le=MAX_HIDDEN, title="Hidden units H", description="Units in the layer with dropout.")
    ] = 5
    drop_prob: Annotated[
        float,
        Meta(
            ge=0.0,
            le=0.95,
            title="Dropout p",
            description="Probability that a hidden unit is dropped. In the paper p is the probability that it is kept.",
            extra={"first": True},
        ),
    ] = 0.5
    activation: Annotated[
        ActivationName,
        Meta(
            title="Activation",
            description="Activation of the layer with dropout.",
            extra={"labels": _ACTIVATION_LABELS},
        ),
    ] = "relu"
    second_layer: Annotated[
        bool, Meta(title="Second layer", description="A ReLU layer of 4 units after the layer with dropout.")
    ] = False
    output: Annotated[
        Literal["linear", "sigmoid", "softmax"],
        Meta(title="Output", description="The output function.", extra={"labels": _OUTPUT_LABELS}),
    ] = "linear"
    scaling: Annotated[
        Scaling,
        Meta(
            title="Scaling",
            description="When missing units are compensated: inverted in training, classic in use.",
            extra={"labels": _SCALING_LABELS},
        ),
    ] = "inverted"
    x: Annotated[tuple[Coordinate, Coordinate], Meta(title="Input x", description="Input of the thinned networks.")] = (
        1.0,
        -0.5,
    )
    mask: Annotated[
        Annotated[tuple[bool, ...], Meta(min_length=1, max_length=MAX_HIDDEN)] | None,
        Meta(title="Mask", description="Which hidden units are kept; null: drawn from the seed."),
    ] = None
    n_train: Annotated[
        int,
        Meta(
            ge=5, le=500, title="Training points n", description="Points of 2x₁x₂ on [−1, 1]², drawn for each network."
        ),
    ] = 40
    noise: Annotated[float, Meta(ge=0.0, le=2.0, title="Noise σ", description="Standard deviation of the targets.")] = (
        0.3
    )
    width: Annotated[int, Meta(ge=4, le=256, title="Width", description="Hidden units of the trained networks.")] = 64
    n_steps: Annotated[int, Meta(ge=1, le=20000, title="Steps", description="Steps of Adam.")] = 1500
    learning_rate: Annotated[
        float,
        Meta(ge=1e-4, le=1.0, extra={"scale": "log"}),
        Meta(title="Learning rate α", description="Learning rate of Adam."),
    ] = 0.01
    n_networks: Annotated[
        int,
        Meta(ge=1, le=256, title="Networks", description="Networks of each kind, each with its own points and start."),
    ] = 16
    seed: Annotated[
        int, Meta(ge=0, le=9999, title="Seed", description="Seed of weights, masks, points, starts and noise.")
    ] = 0

    def __post_init__(self) -> None:
        if self.mask is not None and len(self.mask) != self.n_hidden:
            raise ValueError(
                f"mask has {len(self.mask)} flags, and n_hidden is {self.n_hidden}; one for each unit is needed"
            )
        if self.n_networks * self.width * self.n_train * self.n_steps > MAX_WORK:
            raise ValueError(
                f"{self.n_networks} networks of width {self.width} on {self.n_train} points for {self.n_steps} steps "
                f"are too much to train; take fewer networks, units, points or steps"
            )
