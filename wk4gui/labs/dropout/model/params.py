"""Parameters of the dropout lab."""

from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.core.activations import ACTIVATIONS, ActivationName
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.dropout.model.dropout import MAX_HIDDEN, Scaling

_ACTIVATION_LABELS = {name: activation.label for name, activation in ACTIVATIONS.items()}
_OUTPUT_LABELS = {"linear": "linear", "sigmoid": "sigmoid", "softmax": "softmax, 3 classes"}
_SCALING_LABELS = {
    "inverted": "inverted: × 1/(1 − p)",
    "classic": "classic: × (1 − p)",
    "none": "none: forgotten",
}
MAX_WORK = 2e10
"""Hidden activations of one training that may be asked for; about a minute for all three."""
Coordinate = Annotated[float, Meta(ge=-10.0, le=10.0)]


class Params(LabParams, frozen=True):
    """A small network whose thinned versions are all computed, and larger ones that are trained."""

    n_hidden: Annotated[
        int, Meta(ge=1, le=MAX_HIDDEN, title="Hidden units H", description="Of the layer that is dropped.")
    ] = 5
    drop_prob: Annotated[
        float,
        Meta(
            ge=0.0,
            le=0.95,
            title="Dropout p",
            description="Probability that a hidden unit is dropped. The paper's p is that it is kept.",
        ),
    ] = 0.5
    activation: Annotated[
        ActivationName,
        Meta(title="Activation", description="Of the dropped layer.", extra={"labels": _ACTIVATION_LABELS}),
    ] = "relu"
    second_layer: Annotated[
        bool, Meta(title="Second layer", description="Another ReLU layer of 4 units follows the dropped one.")
    ] = False
    output: Annotated[
        Literal["linear", "sigmoid", "softmax"],
        Meta(title="Output", description="What the last layer goes through.", extra={"labels": _OUTPUT_LABELS}),
    ] = "linear"
    scaling: Annotated[
        Scaling,
        Meta(
            title="Scaling",
            description="Where missing units are made up for: inverted in training, classic in use.",
            extra={"labels": _SCALING_LABELS},
        ),
    ] = "inverted"
    x: Annotated[tuple[Coordinate, Coordinate], Meta(title="Input x", description="Of the thinned networks.")] = (
        1.0,
        -0.5,
    )
    mask: Annotated[
        Annotated[tuple[bool, ...], Meta(min_length=1, max_length=MAX_HIDDEN)] | None,
        Meta(title="Mask", description="Which hidden units are kept; null: drawn from the seed."),
    ] = None
    n_train: Annotated[
        int, Meta(ge=5, le=500, title="Training points n", description="Of 2x₁x₂ on [−1, 1]², own ones a network.")
    ] = 40
    noise: Annotated[float, Meta(ge=0.0, le=2.0, title="Noise σ", description="Standard deviation of the targets.")] = (
        0.3
    )
    width: Annotated[int, Meta(ge=4, le=256, title="Width", description="Hidden units of the trained networks.")] = 64
    n_steps: Annotated[int, Meta(ge=1, le=20000, title="Steps", description="Of Adam.")] = 1500
    learning_rate: Annotated[
        float,
        Meta(ge=1e-4, le=1.0, extra={"scale": "log"}),
        Meta(title="Learning rate α", description="Of Adam."),
    ] = 0.01
    n_networks: Annotated[
        int, Meta(ge=1, le=256, title="Networks", description="Of each kind, each with its own points and start.")
    ] = 16
    seed: Annotated[
        int, Meta(ge=0, le=9999, title="Seed", description="Of weights, masks, points, starts and noise.")
    ] = 0

    def __post_init__(self) -> None:
        if self.mask is not None and len(self.mask) != self.n_hidden:
            raise ValueError(f"mask has {len(self.mask)} flags, and n_hidden is {self.n_hidden}; one a unit is needed")
        if self.n_networks * self.width * self.n_train * self.n_steps > MAX_WORK:
            raise ValueError(
                f"{self.n_networks} networks of width {self.width} on {self.n_train} points for {self.n_steps} steps "
                f"are too much to train; take fewer networks, units, points or steps"
            )
