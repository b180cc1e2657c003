"""The lab "Batch norm"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.batch_norm.model.compute import (
    compute,
    compute_training,
    draft,
    frames,
    live_numbers,
    summarize,
    training_draft,
)
from wk4gui.labs.batch_norm.model.exercise import KIND
from wk4gui.labs.batch_norm.model.measures import MEASURES, TRAINING_MEASURES
from wk4gui.labs.batch_norm.model.params import Params
from wk4gui.labs.batch_norm.model.presets import PRESETS
from wk4gui.labs.batch_norm.model.questions import QUESTIONS
from wk4gui.labs.batch_norm.model.reasons import live_reason
from wk4gui.labs.batch_norm.model.verdict import training_verdict

_TRAINING = ("train_learning_rate", "n_rates", "train_steps")

MAIN = Part(
    "main",
    uses=all_fields(Params, but=_TRAINING),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    draft=draft,
    reasons=live_reason,
)
TRAINING = Part(
    "training",
    uses=(*_TRAINING, "activation", "seed"),
    compute=compute_training,
    summarize=training_verdict,
    measures=TRAINING_MEASURES,
    draft=training_draft,
)
LAB = Lab(
    id="batch_norm",
    title="Batch norm",
    question=5,
    params=Params,
    view="wk4gui.labs.batch_norm.picture.view:BatchNormView",
    parts=(MAIN, TRAINING),
    presets=PRESETS,
    questions=QUESTIONS,
    exercises=(KIND,),
    frames=frames,
    heavy=True,
    live_numbers=live_numbers,
)
