"""The lab "Learning rate"."""

from wk4gui.lab.lab import Lab
from wk4gui.labs.learning_rate.model.compute import compute, draft, frames, live_numbers, summarize, zones
from wk4gui.labs.learning_rate.model.params import Params, adjusted, idle
from wk4gui.labs.learning_rate.model.presets import PRESETS
from wk4gui.labs.learning_rate.model.questions import QUESTIONS
from wk4gui.labs.learning_rate.model.reasons import reasons

LAB = Lab(
    id="learning_rate",
    title="Learning rate",
    question=2,
    params=Params,
    view="wk4gui.labs.learning_rate.picture.view:LearningRateView",
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    questions=QUESTIONS,
    frames=frames,
    zones=zones,
    idle=idle,
    adjust=adjusted,
    heavy=True,
    draft=draft,
    live_numbers=live_numbers,
    reasons=reasons,
)
