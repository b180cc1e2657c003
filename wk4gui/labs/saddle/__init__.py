"""The lab "Saddle points"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.saddle.model.params import Params, adjusted, effective_value, inactive_fields
from wk4gui.labs.saddle.model.presets import PRESETS

_MODEL = Deferred("wk4gui.labs.saddle.model")

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("compute:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    reasons=_MODEL.function("reasons:live_reason"),
    draft=_MODEL.function("compute:draft"),
    omitted_from_print=_MODEL.function("compute:omitted_from_print"),
    memory=_MODEL.function("compute:memory"),
)
LAB = Lab(
    id="saddle",
    title="Saddle points",
    question=3,
    params=Params,
    view="wk4gui.labs.saddle.picture.view:SaddleView",
    parts=(MAIN,),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    exercises=_MODEL.values("exercise:KIND"),
    frames=_MODEL.function("compute:frames"),
    adjust=adjusted,
    heavy=True,
    live_numbers=_MODEL.function("compute:live_numbers"),
    inactive_fields=inactive_fields,
    effective_value=effective_value,
)
