"""The lab "Dropout"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.dropout.model.params import TRAINED_BY, Params
from wk4gui.labs.dropout.model.presets import PRESETS

_MODEL = Deferred("wk4gui.labs.dropout.model")

MAIN = Part(
    "ensemble",
    uses=all_fields(Params),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("compute:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    reasons=_MODEL.function("reasons:live_reason"),
    omitted_from_print=_MODEL.function("compute:omitted_from_print"),
)
TRAINING = Part(
    "training",
    uses=TRAINED_BY,
    compute=_MODEL.function("training:compute_training"),
    summarize=_MODEL.function("verdict:training_verdict"),
    measures=_MODEL.values("measures:TRAINING_MEASURES"),
)
LAB = Lab(
    id="dropout",
    title="Dropout",
    question=6,
    params=Params,
    view="wk4gui.labs.dropout.picture.view:DropoutView",
    parts=(MAIN, TRAINING),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    exercises=_MODEL.values("exercise:KIND"),
    adjust=_MODEL.function("compute:adjusted"),
    heavy=True,
    live_numbers=_MODEL.function("compute:live_numbers"),
    effective_value=_MODEL.function("compute:effective_value"),
)
