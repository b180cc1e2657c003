"""The lab "Backprop"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.backprop.model.compute import (
    compute,
    draft,
    frames,
    inactive_fields,
    is_light,
    live_numbers,
    live_reason,
    memory,
    summarize,
    thinning,
    zones,
)
from wk4gui.labs.backprop.model.exercise import KIND
from wk4gui.labs.backprop.model.layer_sizes import resized
from wk4gui.labs.backprop.model.measures import MEASURES
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.presets import PRESETS
from wk4gui.labs.backprop.model.questions import QUESTIONS

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    reasons=live_reason,
    draft=draft,
    thinning=thinning,
    memory=memory,
)
LAB = Lab(
    id="backprop",
    title="Backprop",
    question=1,
    params=Params,
    view="wk4gui.labs.backprop.picture.view:BackpropView",
    parts=(MAIN,),
    presets=PRESETS,
    questions=QUESTIONS,
    exercises=(KIND,),
    frames=frames,
    zones=zones,
    adjust=resized,
    heavy=True,
    light_at=is_light,
    live_numbers=live_numbers,
    inactive_fields=inactive_fields,
)
