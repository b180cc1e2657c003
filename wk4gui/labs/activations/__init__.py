"""The lab "Activations"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.presets import PRESETS

_MODEL = Deferred("wk4gui.labs.activations.model")

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("compute:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    reasons=_MODEL.function("reasons:live_reason"),
    draft=_MODEL.function("compute:draft"),
    light=("z", "morph"),
)
LAB = Lab(
    id="activations",
    title="Activations",
    question=4,
    params=Params,
    view="wk4gui.labs.activations.picture.view:ActivationsView",
    parts=(MAIN,),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    exercises=_MODEL.values("exercise:KIND"),
    heavy=True,
    live_numbers=_MODEL.function("compute:live_numbers"),
)
