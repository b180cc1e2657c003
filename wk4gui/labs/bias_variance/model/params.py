"""Parameters of the bias_variance lab."""

from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.core.target_functions import TargetName
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.bias_variance.model.trial_rules import TrialRules

MAX_WORK = 6e10
"""Largest number of hidden activations in a training; takes about a minute."""
_MODEL_LABELS = {"polynomial": "Polynomial", "network": "Network, tanh"}
_TARGET_LABELS = {"sine": "sin(πx + 0.8)", "step": "Step", "runge": "1/(1 + 25x²)", "linear": "Straight line"}
_DESIGN_LABELS = {"grid": "equally spaced", "random": "random, new in every trial"}
VARY_LABELS = {
    "degree": "degree",
    "width": "width",
    "l2": "L2 λ",
    "drop_prob": "dropout p",
    "n_train": "training points",
}
L2_DESCRIPTION = """λ Σ w², without biases, is added to the mean squared error. In Weight decay, with the ½, this \
counts as 2λ."""
Vary = Literal["degree", "width", "l2", "drop_prob", "n_train"]
NETWORK_ONLY = ("width", "drop_prob")


class Params(LabParams, frozen=True):
    """A learner, its training sets, and the parameter of a sweep."""

    model: Annotated[
        Literal["polynomial", "network"],
        Meta(
            title="Model",
            description="A polynomial, whose degree corresponds to the width, or a small tanh network.",
            extra={"labels": _MODEL_LABELS},
        ),
    ] = "polynomial"
    degree: Annotated[int, Meta(ge=0, le=20, title="Degree", description="Degree of the polynomial.")] = 3
    width: Annotated[int, Meta(ge=1, le=128, title="Width", description="Units in each hidden layer (network).")] = 16
    hidden_layers: Annotated[
        int, Meta(ge=1, le=2, title="Hidden layers", description="Number of hidden layers (network).")
    ] = 1
    l2: Annotated[
        float,
        Meta(ge=0.0, le=10.0, title="L2 λ", description=L2_DESCRIPTION, extra={"scale": "log"}),
    ] = 0.0
    drop_prob: Annotated[
        float, Meta(ge=0.0, le=0.9, title="Dropout p", description="Share of hidden units dropped (network).")
    ] = 0.0
    n_train: Annotated[int, Meta(ge=5, le=1000, title="Training points n", description="Points per training set.")] = 30
    noise: Annotated[float, Meta(ge=0.0, le=2.0, title="Noise σ", description="Standard deviation of the targets.")] = (
        0.3
    )
    n_trials: Annotated[
        int, Meta(ge=10, le=2000, title="Training sets", description="Number of training sets, each with its own fit.")
    ] = 200
    n_steps: Annotated[int, Meta(ge=1, le=5000, title="Steps", description="Steps of Adam for each network.")] = 2000
    learning_rate: Annotated[
        float,
        Meta(ge=1e-4, le=1.0, extra={"scale": "log"}),
        Meta(title="Learning rate α", description="Of Adam, for each network."),
    ] = 0.03
    target: Annotated[
        TargetName,
        Meta(title="Target", description="The function behind the noisy points.", extra={"labels": _TARGET_LABELS}),
    ] = "sine"
    x_design: Annotated[
        Literal["grid", "random"],
        Meta(title="Places x", description="Design of the training points.", extra={"labels": _DESIGN_LABELS}),
    ] = "grid"
    vary: Annotated[
        Vary | None,
        Meta(
            title="Sweep over",
            description="The parameter that the sweep varies; null: no sweep.",
            extra={"labels": VARY_LABELS},
        ),
    ] = None
    n_values: Annotated[int, Meta(ge=2, le=25, title="Values", description="Number of values in the sweep.")] = 9
    seed: Annotated[
        int, Meta(ge=0, le=9999, title="Seed", description="Seed of training sets, starts and dropout.")
    ] = 0

    def __post_init__(self) -> None:
        if self.vary in NETWORK_ONLY and self.model != "network":
            raise ValueError(f"vary = {self.vary} needs the model network, not {self.model}")
        if self.vary == "degree" and self.model != "polynomial":
            raise ValueError(f"vary = degree needs the model polynomial, not {self.model}")
        if rules_of(self).work > MAX_WORK:
            raise ValueError(
                f"{self.n_trials} networks of width {self.width} on {self.n_train} points for {self.n_steps} steps are "
                f"too much to train; take fewer training sets, points, units or steps"
            )


RULES = tuple(name for name in TrialRules.__dataclass_fields__ if name != "independent")
"""Names of the parameters that a learner and its training sets depend on."""


def rules_of(params: Params, **changes: object) -> TrialRules:
    """The learner and its training sets, with some settings changed."""
    return TrialRules(**{name: getattr(params, name) for name in RULES} | changes)
