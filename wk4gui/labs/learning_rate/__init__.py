"""The lab "Learning rate"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.learning_rate.model.compute import compute, draft, frames, live_numbers, summarize, zones
from wk4gui.labs.learning_rate.model.params import Params, adjusted, idle
from wk4gui.labs.learning_rate.model.presets import PRESETS
from wk4gui.labs.learning_rate.model.questions import QUESTIONS

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=compute,
    summarize=summarize,
    draft=draft,
)
LAB = Lab(
    id="learning_rate",
    title="Learning rate",
    question=2,
    params=Params,
    view="wk4gui.labs.learning_rate.picture.view:LearningRateView",
    parts=(MAIN,),
    presets=PRESETS,
    questions=QUESTIONS,
    frames=frames,
    zones=zones,
    idle=idle,
    adjust=adjusted,
    heavy=True,
    live_numbers=live_numbers,
)
