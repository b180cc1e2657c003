"""The lab "Weight decay"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.weight_decay.model.params import Params
from wk4gui.labs.weight_decay.model.presets import PRESETS

_MODEL = Deferred("wk4gui.labs.weight_decay.model")

MAIN = Part(
    "main",
    uses=all_fields(Params, but=("seed",)),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("compute:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    reasons=_MODEL.function("reasons:live_reason"),
    draft=_MODEL.function("compute:draft"),
)
NETWORK = Part(
    "network",
    uses=("convention", "seed"),
    compute=_MODEL.function("network:compute_network"),
    summarize=_MODEL.function("verdict:network_verdict"),
    measures=_MODEL.values("measures:NETWORK_MEASURES"),
)
LAB = Lab(
    id="weight_decay",
    title="Weight decay",
    question=7,
    params=Params,
    view="wk4gui.labs.weight_decay.picture.view:WeightDecayView",
    parts=(MAIN, NETWORK),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    exercises=_MODEL.values("exercise:KIND"),
    frames=_MODEL.function("compute:frames"),
    zones=_MODEL.function("compute:zones"),
    heavy=True,
    live_numbers=_MODEL.function("compute:live_numbers"),
    inactive_fields=_MODEL.function("compute:inactive_fields"),
)
