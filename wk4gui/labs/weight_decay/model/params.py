"""Parameters of the weight_decay lab."""

from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.weight_decay.model.penalties import Convention, QuadraticLoss, strength

_OPTIMIZER_LABELS = {"sgd": "SGD", "momentum": "Momentum", "adam": "Adam"}
_CONVENTION_LABELS = {"half": "(λ/2)‖w‖²: decay 1 − αλ", "full": "λ‖w‖²: decay 1 − 2αλ"}
_RULE_LABELS = {"corrected": "(1 − αλ)w − α∇L", "as_printed": "as printed: (1 − αλ)w − ∇L"}
RATE_RANGE = (1e-4, 1.0)
Curvature = Annotated[float, Meta(ge=0.01, le=100.0)]
Coordinate = Annotated[float, Meta(ge=-100.0, le=100.0)]
Fraction = Annotated[float, Meta(ge=0.0, le=0.9999)]


class Params(LabParams, frozen=True):
    """A quadratic loss, a penalty on the weights, and the update rule."""

    curvature: Annotated[
        tuple[Curvature, Curvature], Meta(title="Curvatures κ", description="Curvatures of the loss by direction.")
    ] = (1.0, 8.0)
    angle: Annotated[
        float, Meta(ge=-90.0, le=90.0, title="Angle °", description="Angle of the first direction from the w₁ axis.")
    ] = 30.0
    optimum: Annotated[
        tuple[Coordinate, Coordinate], Meta(title="Optimum w*", description="Minimum of the loss without the penalty.")
    ] = (2.0, 1.0)
    start: Annotated[tuple[Coordinate, Coordinate], Meta(title="Start w")] = (-1.0, 2.0)
    learning_rate: Annotated[
        float, Meta(ge=RATE_RANGE[0], le=RATE_RANGE[1], title="Learning rate α", extra={"scale": "log"})
    ] = 0.05
    weight_decay: Annotated[
        float,
        Meta(
            ge=0.0,
            le=10.0,
            title="Weight decay λ",
            description="With the ½ the penalty's gradient is λw; in Bias and variance, without the ½, it is 2λw.",
            extra={"scale": "log", "first": True},
        ),
    ] = 0.5
    optimizer: Annotated[
        Literal["sgd", "momentum", "adam"], Meta(title="Optimizer", extra={"labels": _OPTIMIZER_LABELS})
    ] = "sgd"
    momentum: Annotated[
        Fraction, Meta(title="Momentum μ", description="v ← μv + g, w ← w − αv, with α outside v, as in PyTorch.")
    ] = 0.9
    beta1: Annotated[Fraction, Meta(title="Adam β₁", description="Weight of the past in the mean gradient.")] = 0.9
    beta2: Annotated[Fraction, Meta(title="Adam β₂", description="Weight of the past in the mean square.")] = 0.999
    eps: Annotated[
        float, Meta(ge=1e-12, le=1e-1, title="ε", description="Added outside the root by Adam.", extra={"scale": "log"})
    ] = 1e-8
    n_steps: Annotated[int, Meta(ge=1, le=5000, title="Steps", description="Number of updates.")] = 100
    convention: Annotated[
        Convention,
        Meta(
            title="Penalty",
            description="Whether the penalty has a ½; L2 in Bias and variance has none.",
            extra={"labels": _CONVENTION_LABELS},
        ),
    ] = "half"
    rule: Annotated[
        Literal["corrected", "as_printed"],
        Meta(
            title="Rule",
            description="The rule with decay; the printed one omits α before the gradient.",
            extra={"labels": _RULE_LABELS},
        ),
    ] = "corrected"
    seed: Annotated[int, Meta(ge=0, le=9999, title="Seed", description="Seed of the networks.")] = 0


def loss_of(params: Params) -> QuadraticLoss:
    """The loss without its penalty."""
    return QuadraticLoss(params.curvature, params.angle, params.optimum)


def strength_of(params: Params) -> float:
    """The factor s of w in the penalty's gradient."""
    return strength(params.weight_decay, params.convention)


def settings_of(params: Params) -> OptimizerSettings:
    """The settings of the optimizer."""
    return OptimizerSettings(params.learning_rate, params.momentum, params.beta1, params.beta2, eps=params.eps)
