"""The parameters of the activations lab."""

from typing import Annotated

from msgspec import Meta

from wk4gui.core.activations import ACTIVATIONS, ActivationName
from wk4gui.core.initializers import InitializerName
from wk4gui.lab.declarations import LabParams

Z_RANGE = (-10.0, 10.0)

INIT_DESCRIPTION = """Variance of a weight: Glorot 2/(n_in + n_out), He 2/n_in, LeCun 1/n_in. Layers are square here, \
so the normal ones of Glorot and LeCun are the same."""
_LABELS = {name: activation.label for name, activation in ACTIVATIONS.items()}
_INIT_LABELS = {
    "glorot_normal": "Glorot, normal",
    "glorot_uniform": "Glorot, uniform",
    "he_normal": "He, normal",
    "lecun_normal": "LeCun, normal",
    "normal": "normal, σ = 1",
}


class Params(LabParams, frozen=True):
    """Two activations, a place on their curves, and the deep network in which both are used."""

    function: Annotated[
        ActivationName,
        Meta(title="Function f", description="The activation of every layer.", extra={"labels": _LABELS}),
    ] = "sigmoid"
    compare: Annotated[
        ActivationName | None,
        Meta(title="Compare with", description="A second function to compare, or none.", extra={"labels": _LABELS}),
    ] = "tanh"
    z: Annotated[
        float, Meta(ge=Z_RANGE[0], le=Z_RANGE[1], title="Probe z", description="Where f and its slope are evaluated.")
    ] = 0.0
    morph: Annotated[
        float, Meta(ge=0.0, le=1.0, title="Morph σ to tanh", description="(1 + m) σ((1 + m) z) − m: σ at 0, tanh at 1.")
    ] = 0.0
    depth: Annotated[int, Meta(ge=1, le=50, title="Depth", description="Number of layers.")] = 8
    width: Annotated[int, Meta(ge=1, le=256, title="Width", description="Units in every layer, and inputs.")] = 64
    init: Annotated[
        InitializerName, Meta(title="Initial weights", description=INIT_DESCRIPTION, extra={"labels": _INIT_LABELS})
    ] = "glorot_normal"
    gain: Annotated[
        float, Meta(ge=0.1, le=10.0, extra={"scale": "log"}), Meta(title="Gain", description="Factor on every weight.")
    ] = 1.0
    bias_offset: Annotated[
        float,
        Meta(
            ge=0.0,
            le=6.0,
            title="Bias offset",
            description="Every bias is ± this, with a random sign; it pushes units into saturation.",
        ),
    ] = 0.0
    n_samples: Annotated[int, Meta(ge=1, le=2048, title="Samples", description="Standard normal inputs.")] = 256
    threshold: Annotated[
        float,
        Meta(ge=1e-4, le=0.1, extra={"scale": "log"}),
        Meta(title="Threshold", description="A unit is saturated if |f′(z)| is below this."),
    ] = 0.01
    seed: Annotated[
        int, Meta(ge=0, le=9999, title="Seed", description="Seed of weights, signs, inputs and output gradient.")
    ] = 0
