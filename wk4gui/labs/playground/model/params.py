"""Parameters of the playground lab."""

from typing import Annotated, Any, Literal

import numpy as np
from msgspec import Meta

from wk4gui.core.activations import ACTIVATIONS, ActivationName
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.lab.declarations import Declared, LabParams
from wk4gui.labs.playground.model.data_sets import DATA_SETS, DataName, height_of
from wk4gui.labs.playground.model.features import FEATURES, FeatureName
from wk4gui.labs.playground.model.own_data import check_own, check_trained
from wk4gui.labs.playground.model.schedules import ScheduleName
from wk4gui.labs.playground.model.starts import StartName

MOST_ROWS, MOST_UNITS, MOST_LAYERS, MOST_EPOCHS = 2000, 16, 6, 5000
_DATA_LABELS = {name: data.title for name, data in DATA_SETS.items()} | {"own": "Your own points"}
_INIT_LABELS = {
    "glorot_normal": "Glorot, normal", "glorot_uniform": "Glorot, uniform", "he_normal": "He, normal",
    "lecun_normal": "LeCun, normal", "normal": "normal, σ = 1", "uniform": "uniform ±0.5", "zeros": "all 0",
}  # fmt: skip
_LOSS_LABELS = {"auto": "that of the task", "half_mse": "½ mean squared error"}
_OPTIMIZER_LABELS = {name: optimizer.label for name, optimizer in OPTIMIZERS.items() if name != "adamw"}
_NOWHERE = np.zeros(0)
Fraction = Annotated[float, Meta(ge=0.0, le=0.999999)]
Seed = Annotated[int, Meta(ge=0, le=9999)]
Numbers = tuple[float, ...]


class Start(Declared, frozen=True):
    """Where a run goes on from: a recorded state of another run.

    Attributes:
        theta: layer by layer W (n_out, n_in) row by row, then b, then γ and β.
        first, second: of the optimizer; empty: none yet.
        running_mean, running_variance: of batch norm, hidden layer by hidden layer; empty: none yet.
        optimizer: whose first and second they are.
        optimizer_steps: steps that it has taken.
        update: updates done.
        epoch, batch: whole epochs done, and batches of the next one.
        batch_size: of those batches; 0: that of the run that goes on.
    """

    theta: Numbers
    first: Numbers = ()
    second: Numbers = ()
    running_mean: Numbers = ()
    running_variance: Numbers = ()
    optimizer: str = ""
    optimizer_steps: Annotated[int, Meta(ge=0)] = 0
    update: Annotated[int, Meta(ge=0)] = 0
    epoch: Annotated[int, Meta(ge=0)] = 0
    batch: Annotated[int, Meta(ge=0)] = 0
    batch_size: Annotated[int, Meta(ge=0)] = 0


def _log(group: str, **more: object) -> dict[str, object]:
    return {"group": group, "scale": "log", **more}


class Params(LabParams, frozen=True):
    """Data, a network, and how it is trained."""

    data: Annotated[
        DataName,
        Meta(
            title="Data",
            description="The points; your own begin with a few, to be clicked, or come from a file.",
            extra={"group": "Data", "labels": _DATA_LABELS},
        ),
    ] = "circle"
    expression: Annotated[
        str, Meta(title="Curve g(x)", description="Points above the curve are class 1.", extra={"group": "Data"})
    ] = "2 * sin(x)"
    own_X: Annotated[  # noqa: N815 - X is a matrix, as in the formulas
        tuple[tuple[float, float], ...],
        Meta(max_length=MOST_ROWS),
        Meta(title="Your points", description="Places of your own points.", extra={"group": "Data", "panel": False}),
    ] = ()
    own_y: Annotated[
        tuple[float | str, ...],
        Meta(max_length=MOST_ROWS),
        Meta(
            title="Your targets",
            description="Numbers, or the names of up to four classes.",
            extra={"group": "Data", "panel": False},
        ),
    ] = ()
    own_names: Annotated[
        tuple[str, ...],
        Meta(max_length=3),
        Meta(
            title="Names of your columns",
            description="Of both inputs and of the target; or none.",
            extra={"group": "Data", "panel": False},
        ),
    ] = ()
    features: Annotated[
        tuple[FeatureName, ...],
        Meta(min_length=1, max_length=len(FEATURES)),
        Meta(
            title="Features",
            description="What the network sees of a point.",
            extra={
                "group": "Network",
                "labels": {name: symbol for name, (symbol, _) in FEATURES.items()},
                "subset": True,
            },
        ),
    ] = ("x1", "x2")
    hidden: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=MOST_UNITS)], ...],
        Meta(max_length=MOST_LAYERS),
        Meta(
            title="Hidden layers", description="Units of each hidden layer.", extra={"group": "Network", "sizes": True}
        ),
    ] = (4, 2)
    activation: Annotated[
        ActivationName,
        Meta(
            title="Activation",
            description="Of the hidden units.",
            extra={"group": "Network", "labels": {name: a.label for name, a in ACTIVATIONS.items()}},
        ),
    ] = "tanh"
    loss: Annotated[
        Literal["auto", "half_mse"],
        Meta(
            title="Loss",
            description="auto: cross-entropy for classes, mean squared error for numbers.",
            extra={"group": "Network", "labels": _LOSS_LABELS},
        ),
    ] = "auto"
    init: Annotated[
        StartName,
        Meta(
            title="Initial weights",
            description="Uniform: biases are 0.1. All 0: nothing tells units apart.",
            extra={"group": "Network", "labels": _INIT_LABELS},
        ),
    ] = "glorot_normal"
    gain: Annotated[
        float, Meta(ge=0.1, le=10.0, title="Gain", description="Factor on every initial weight.", extra=_log("Network"))
    ] = 1.0
    learning_rate: Annotated[
        float, Meta(ge=1e-5, le=10.0, title="Learning rate α", extra=_log("Training", first=True))
    ] = 0.03
    optimizer: Annotated[
        Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"],
        Meta(
            title="Optimizer",
            description="Adam with weight decay is AdamW.",
            extra={"group": "Training", "labels": _OPTIMIZER_LABELS},
        ),
    ] = "sgd"
    momentum: Annotated[Fraction, Meta(title="Momentum μ", description="v ← μv + g.", extra={"group": "Training"})] = (
        0.9
    )
    beta1: Annotated[
        Fraction, Meta(title="β₁", description="Weight of the past in the mean gradient.", extra={"group": "Training"})
    ] = 0.9
    beta2: Annotated[
        Fraction, Meta(title="β₂", description="Weight of the past in the mean square.", extra={"group": "Training"})
    ] = 0.999
    rho: Annotated[
        Fraction, Meta(title="ρ", description="Weight of the past in the mean square.", extra={"group": "Training"})
    ] = 0.99
    eps: Annotated[
        float, Meta(ge=1e-12, le=1e-1, title="ε", description="Added outside the root.", extra=_log("Training"))
    ] = 1e-8
    schedule: Annotated[
        ScheduleName,
        Meta(
            title="Schedule", description="How the learning rate changes during the run.", extra={"group": "Training"}
        ),
    ] = "constant"
    step_epochs: Annotated[
        int,
        Meta(ge=1, le=5000, title="Epochs a step", description="Between two steps down.", extra={"group": "Training"}),
    ] = 100
    step_factor: Annotated[float, Meta(ge=0.01, le=1.0, title="Factor a step", extra={"group": "Training"})] = 0.5
    warmup_epochs: Annotated[
        int, Meta(ge=1, le=5000, title="Warm-up epochs", description="In which α rises.", extra={"group": "Training"})
    ] = 10
    batch_size: Annotated[
        int,
        Meta(
            ge=1,
            le=1000,
            title="Batch size",
            description="Points an update, at most all training points.",
            extra=_log("Training"),
        ),
    ] = 10
    shuffle: Annotated[
        Literal["each epoch", "once", "never"],
        Meta(title="Shuffle", description="When the training points get another order.", extra={"group": "Training"}),
    ] = "each epoch"
    n_epochs: Annotated[
        int,
        Meta(
            ge=1, le=MOST_EPOCHS, title="Epochs", description="Passes over the training points.", extra=_log("Training")
        ),
    ] = 300
    l1: Annotated[
        float,
        Meta(
            ge=0.0,
            le=10.0,
            title="L1 λ₁",
            description="λ₁ Σ|w| in the objective, without biases.",
            extra=_log("Regularisation"),
        ),
    ] = 0.0
    l2: Annotated[
        float,
        Meta(
            ge=0.0,
            le=10.0,
            title="L2 λ",
            description="½ λ Σ w² in the objective, without biases.",
            extra=_log("Regularisation"),
        ),
    ] = 0.0
    weight_decay: Annotated[
        float,
        Meta(
            ge=0.0,
            le=10.0,
            title="Weight decay λ",
            description="w ← (1 − αλ)w before each step.",
            extra=_log("Regularisation"),
        ),
    ] = 0.0
    drop_prob: Annotated[
        float,
        Meta(
            ge=0.0,
            le=0.9,
            title="Dropout p",
            description="Of hidden units, in training.",
            extra={"group": "Regularisation"},
        ),
    ] = 0.0
    batch_norm: Annotated[
        bool,
        Meta(
            title="Batch norm",
            description="Of hidden layers, before the activation.",
            extra={"group": "Regularisation"},
        ),
    ] = False
    task: Annotated[
        Literal["auto", "classes", "regression"],
        Meta(
            title="Task",
            description="auto: classes if the targets are names or at most four whole numbers.",
            extra={"group": "Points", "labels": {"auto": "found from the targets"}},
        ),
    ] = "auto"
    standardize: Annotated[
        bool,
        Meta(
            title="Standardise",
            description="Own columns, a regression's values too: less the mean of all rows, by their deviation.",
            extra={"group": "Points"},
        ),
    ] = True
    n_train: Annotated[
        int,
        Meta(
            ge=2,
            le=1000,
            title="Training points",
            description="Own data: rows to train on, at most all.",
            extra={"group": "Points"},
        ),
    ] = 250
    n_test: Annotated[
        int, Meta(ge=0, le=1000, title="Test points", description="Never trained on.", extra={"group": "Points"})
    ] = 250
    noise: Annotated[
        float, Meta(ge=0.0, le=0.5, title="Noise", description="Spread of the points.", extra={"group": "Points"})
    ] = 0.1
    label_noise: Annotated[
        float,
        Meta(
            ge=0.0,
            le=0.5,
            title="Label noise",
            description="Share of labels that are another class; in a regression the standard deviation added.",
            extra={"group": "Points"},
        ),
    ] = 0.0
    data_seed: Annotated[
        Seed | None,
        Meta(
            title="Data seed",
            description="Draws and shuffles the points; null: in their order.",
            extra={"group": "Points"},
        ),
    ] = 0
    seed: Annotated[
        Seed, Meta(title="Seed", description="Of the start, the order and the dropout.", extra={"group": "Chance"})
    ] = 0
    n_seeds: Annotated[
        int,
        Meta(
            ge=2, le=256, title="Seeds of the swarm", description="Networks trained at once.", extra={"group": "Chance"}
        ),
    ] = 32
    swarm_over: Annotated[
        Literal["start", "data", "both"],
        Meta(
            title="Swarm over",
            description="What differs from network to network.",
            extra={"group": "Chance", "labels": {"start": "the start", "data": "the data"}},
        ),
    ] = "start"
    start: Annotated[
        Start | None,
        Meta(
            title="Start",
            description="A recorded state of another run; null: drawn.",
            extra={"group": "Chance", "panel": False},
        ),
    ] = None

    def __post_init__(self) -> None:
        if len(set(self.features)) < len(self.features):
            raise ValueError("features has one of them twice; each may be there once")
        if len(self.own_names) not in (0, 3):
            wanted = "3 are wanted, of both inputs and of the target, or none"
            raise ValueError(f"the number of names in own_names is {len(self.own_names)}; {wanted}")
        if self.data == "curve":
            height_of(self.expression, _NOWHERE)
        if self.data == "own":
            check_own(self.own_X, self.own_y, self.task)
            if len(self.own_X) < 2:
                raise ValueError("there are fewer than 2 rows in own_X, and data is own")
            check_trained(self.own_y, self.task, self.n_train, self.data_seed)
        if self.start is not None:
            _check_start(self, self.start)


def _check_start(params: Any, start: Start) -> None:
    """The sizes of a start, and whether there is anything left to train."""
    from wk4gui.labs.playground.model.problem import layout_of  # only a start of one's own needs it

    layout = layout_of(params)
    n_hidden = sum(layout.hidden) if params.batch_norm else 0
    for name, wanted in (
        ("theta", layout.n_parameters), ("first", layout.n_parameters), ("second", layout.n_parameters),
        ("running_mean", n_hidden), ("running_variance", n_hidden),
    ):  # fmt: skip
        given = len(getattr(start, name))
        if given != wanted and (given or name == "theta"):
            raise ValueError(f"start.{name} has {given} numbers, and this network needs {wanted}")
    for name, other in (("first", "second"), ("running_mean", "running_variance")):
        if bool(getattr(start, name)) != bool(getattr(start, other)):
            raise ValueError(f"start needs both {name} and {other}, or neither")
    if start.epoch >= params.n_epochs:
        raise ValueError(f"start is at epoch {start.epoch}, and n_epochs is {params.n_epochs}; it must be larger")
