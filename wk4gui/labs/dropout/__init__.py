"""The lab "Dropout"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.dropout.model.compute import (
    adjusted,
    compute,
    effective_value,
    live_numbers,
    omitted_from_print,
    summarize,
)
from wk4gui.labs.dropout.model.exercise import KIND
from wk4gui.labs.dropout.model.measures import MEASURES, TRAINING_MEASURES
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.presets import PRESETS
from wk4gui.labs.dropout.model.questions import QUESTIONS
from wk4gui.labs.dropout.model.reasons import live_reason
from wk4gui.labs.dropout.model.training import TRAINED_BY, compute_training
from wk4gui.labs.dropout.model.verdict import training_verdict

MAIN = Part(
    "ensemble",
    uses=all_fields(Params),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    reasons=live_reason,
    omitted_from_print=omitted_from_print,
)
TRAINING = Part(
    "training", uses=TRAINED_BY, compute=compute_training, summarize=training_verdict, measures=TRAINING_MEASURES
)
LAB = Lab(
    id="dropout",
    title="Dropout",
    question=6,
    params=Params,
    view="wk4gui.labs.dropout.picture.view:DropoutView",
    parts=(MAIN, TRAINING),
    presets=PRESETS,
    questions=QUESTIONS,
    exercises=(KIND,),
    adjust=adjusted,
    heavy=True,
    live_numbers=live_numbers,
    effective_value=effective_value,
)
