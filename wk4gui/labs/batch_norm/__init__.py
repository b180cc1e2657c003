"""The lab "Batch norm"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.labs.batch_norm.model.compute import (
    compute,
    compute_training,
    draft,
    frames,
    live_numbers,
    summarize,
    training_draft,
)
from wk4gui.labs.batch_norm.model.params import Params
from wk4gui.labs.batch_norm.model.presets import PRESETS
from wk4gui.labs.batch_norm.model.questions import QUESTIONS
from wk4gui.labs.batch_norm.model.reasons import reasons, training_reasons
from wk4gui.labs.batch_norm.model.verdict import training_verdict

_TRAINING = ("train_learning_rate", "n_rates", "train_steps")

LAB = Lab(
    id="batch_norm",
    title="Batch norm",
    question=5,
    params=Params,
    view="wk4gui.labs.batch_norm.picture.view:BatchNormView",
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    questions=QUESTIONS,
    frames=frames,
    heavy=True,
    draft=draft,
    apart=_TRAINING,
    parts=(
        Part(
            "training",
            compute_training,
            (*_TRAINING, "activation", "seed"),
            training_verdict,
            training_reasons,
            training_draft,
        ),
    ),
    live_numbers=live_numbers,
    reasons=reasons,
)
