"""The lab "Saddle points"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.saddle.model.compute import compute, draft, frames, live_numbers, memory, omitted_from_print, summarize
from wk4gui.labs.saddle.model.exercise import KIND
from wk4gui.labs.saddle.model.measures import MEASURES
from wk4gui.labs.saddle.model.params import Params, adjusted, effective_value, inactive_fields
from wk4gui.labs.saddle.model.presets import PRESETS
from wk4gui.labs.saddle.model.questions import QUESTIONS
from wk4gui.labs.saddle.model.reasons import live_reason

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    reasons=live_reason,
    draft=draft,
    omitted_from_print=omitted_from_print,
    memory=memory,
)
LAB = Lab(
    id="saddle",
    title="Saddle points",
    question=3,
    params=Params,
    view="wk4gui.labs.saddle.picture.view:SaddleView",
    parts=(MAIN,),
    presets=PRESETS,
    questions=QUESTIONS,
    exercises=(KIND,),
    frames=frames,
    adjust=adjusted,
    heavy=True,
    live_numbers=live_numbers,
    inactive_fields=inactive_fields,
    effective_value=effective_value,
)
