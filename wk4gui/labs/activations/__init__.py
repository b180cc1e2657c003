"""The lab "Activations"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.activations.model.compute import compute, draft, live_numbers, summarize
from wk4gui.labs.activations.model.exercise import KIND
from wk4gui.labs.activations.model.measures import MEASURES
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.presets import PRESETS
from wk4gui.labs.activations.model.questions import QUESTIONS
from wk4gui.labs.activations.model.reasons import live_reason

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    reasons=live_reason,
    draft=draft,
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
    questions=QUESTIONS,
    exercises=(KIND,),
    heavy=True,
    live_numbers=live_numbers,
)
