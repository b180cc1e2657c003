"""The lab "Backprop"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.presets import PRESETS

_MODEL = Deferred("wk4gui.labs.backprop.model")

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("compute:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    reasons=_MODEL.function("compute:live_reason"),
    draft=_MODEL.function("compute:draft"),
    thinning=_MODEL.function("compute:thinning"),
    memory=_MODEL.function("compute:memory"),
)
LAB = Lab(
    id="backprop",
    title="Backprop",
    question=1,
    params=Params,
    view="wk4gui.labs.backprop.picture.view:BackpropView",
    parts=(MAIN,),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    exercises=_MODEL.values("exercise:KIND"),
    frames=_MODEL.function("compute:frames"),
    zones=_MODEL.function("compute:zones"),
    adjust=_MODEL.function("layer_sizes:resized"),
    heavy=True,
    light_at=_MODEL.function("compute:is_light"),
    live_numbers=_MODEL.function("compute:live_numbers"),
    inactive_fields=_MODEL.function("compute:inactive_fields"),
)
