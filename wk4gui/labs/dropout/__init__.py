"""The lab "Dropout"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.labs.dropout.model.compute import adjusted, brief, compute, fallback, live_numbers, summarize
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.presets import PRESETS
from wk4gui.labs.dropout.model.questions import QUESTIONS
from wk4gui.labs.dropout.model.reasons import reasons
from wk4gui.labs.dropout.model.training import TRAINED_BY, compute_training
from wk4gui.labs.dropout.model.training_reasons import training_reasons
from wk4gui.labs.dropout.model.verdict import training_verdict

LAB = Lab(
    id="dropout",
    title="Dropout",
    question=6,
    params=Params,
    view="wk4gui.labs.dropout.picture.view:DropoutView",
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    questions=QUESTIONS,
    adjust=adjusted,
    heavy=True,
    parts=(Part("training", compute_training, TRAINED_BY, training_verdict, training_reasons),),
    main_part="ensemble",
    live_numbers=live_numbers,
    brief=brief,
    fallback=fallback,
    reasons=reasons,
)
