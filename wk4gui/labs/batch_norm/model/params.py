"""The parameters of the batch_norm lab."""

from dataclasses import fields
from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.core.activations import ACTIVATIONS, ActivationName
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.batch_norm.model.normalized_layer import MOST_SAMPLES, MOST_STEPS, LayerSetting

BIAS_LIMIT, GAMMA_LIMIT, BETA_LIMIT = 1e3, 100.0, 1e6

MOMENTUM_DESCRIPTION = """Weight of the new value: r ← (1 − m) r + m · new, as in PyTorch. In Keras and ONNX momentum \
is 1 − m."""
BATCHES_DESCRIPTION = """Number of batches. The running variance takes n/(n − 1) of a batch's, as in \
PyTorch; Keras 3 and ONNX take it as it is."""
Bias = Annotated[float, Meta(ge=-BIAS_LIMIT, le=BIAS_LIMIT)]
Gamma = Annotated[float, Meta(ge=-GAMMA_LIMIT, le=GAMMA_LIMIT)]
Beta = Annotated[float, Meta(ge=-BETA_LIMIT, le=BETA_LIMIT)]


class Params(LabParams, frozen=True):
    """An affine layer of two units with batch norm, its batches, and a small network trained with and without it."""

    bias: Annotated[
        tuple[Bias, Bias],
        Meta(
            title="Bias b",
            description="Of the affine map, one for each feature; or drag the cloud z.",
            extra={"first": True, "slider": (-5.0, 5.0)},
        ),
    ] = (1.5, -2.0)
    gamma: Annotated[tuple[Gamma, Gamma], Meta(title="Scale γ", description="z̃ = γẑ + β.")] = (1.0, 1.0)
    beta: Annotated[
        tuple[Beta, Beta],
        Meta(title="Shift β", description="z̃ = γẑ + β; or drag the cloud z̃.", extra={"slider": (-5.0, 5.0)}),
    ] = (0.0, 0.0)
    bias_position: Annotated[
        Literal["before", "after"],
        Meta(
            title="Bias position",
            description="before: z = Wx + b is normalised; after: b is added to z̃.",
            extra={"labels": {"before": "before the normalisation", "after": "after it"}},
        ),
    ] = "before"
    mode: Annotated[
        Literal["train", "eval"],
        Meta(
            title="Statistics",
            description="train: those of each batch; eval: running statistics, collected with bias 0 and then frozen.",
            extra={"labels": {"train": "of the batch (train)", "eval": "frozen (eval)"}},
        ),
    ] = "train"
    batch_size: Annotated[
        int, Meta(ge=1, le=MOST_SAMPLES, title="Batch size", description="Samples in each batch.")
    ] = 32
    n_steps: Annotated[int, Meta(ge=1, le=MOST_STEPS, title="Batches", description=BATCHES_DESCRIPTION)] = 50
    momentum: Annotated[float, Meta(ge=0.0, le=1.0, title="Momentum", description=MOMENTUM_DESCRIPTION)] = 0.1
    eps: Annotated[
        float,
        Meta(ge=1e-8, le=1e-1, extra={"scale": "log"}),
        Meta(title="ε", description="Added to the variance under the root."),
    ] = 1e-5
    weight_scale: Annotated[
        float,
        Meta(ge=0.01, le=10.0, extra={"scale": "log"}),
        Meta(title="Weight scale", description="Factor on W; batch norm undoes it, up to ε."),
    ] = 1.0
    activation: Annotated[
        ActivationName,
        Meta(
            title="Activation",
            description="The function after z̃, and in the trained network.",
            extra={"labels": {name: activation.label for name, activation in ACTIVATIONS.items()}},
        ),
    ] = "relu"
    train_learning_rate: Annotated[
        float,
        Meta(ge=1e-4, le=10.0, extra={"scale": "log"}),
        Meta(title="Training: rate α", description="The middle learning rate; the rates span two decades."),
    ] = 0.1
    n_rates: Annotated[int, Meta(ge=1, le=9, title="Training: rates", description="Number of learning rates.")] = 5
    train_steps: Annotated[
        int, Meta(ge=1, le=2000, title="Training: steps", description="Updates of full-batch descent.")
    ] = 200
    seed: Annotated[
        int, Meta(ge=0, le=9999, title="Seed", description="Seed of inputs, weights, targets and the training.")
    ] = 0


def layer_setting(params: Params) -> LayerSetting:
    """The parameters that the batches depend on."""
    return LayerSetting(**{field.name: getattr(params, field.name) for field in fields(LayerSetting)})


def cancels(params: Params) -> bool:
    """Whether the subtracted mean contains the bias."""
    return params.bias_position == "before" and params.mode == "train"
