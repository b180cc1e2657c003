"""The lab "Batch norm"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.batch_norm.model.params import Params
from wk4gui.labs.batch_norm.model.presets import PRESETS

_TRAINING = ("train_learning_rate", "n_rates", "train_steps")

_MODEL = Deferred("wk4gui.labs.batch_norm.model")

MAIN = Part(
    "main",
    uses=all_fields(Params, but=_TRAINING),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("compute:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    draft=_MODEL.function("compute:draft"),
    reasons=_MODEL.function("reasons:live_reason"),
)
TRAINING = Part(
    "training",
    uses=(*_TRAINING, "activation", "seed"),
    compute=_MODEL.function("compute:compute_training"),
    summarize=_MODEL.function("verdict:training_verdict"),
    measures=_MODEL.values("measures:TRAINING_MEASURES"),
    draft=_MODEL.function("compute:training_draft"),
)
LAB = Lab(
    id="batch_norm",
    title="Batch norm",
    question=5,
    params=Params,
    view="wk4gui.labs.batch_norm.picture.view:BatchNormView",
    parts=(MAIN, TRAINING),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    exercises=_MODEL.values("exercise:KIND"),
    frames=_MODEL.function("compute:frames"),
    heavy=True,
    live_numbers=_MODEL.function("compute:live_numbers"),
)
