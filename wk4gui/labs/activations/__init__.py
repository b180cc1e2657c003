"""The lab "Activations"."""

from wk4gui.lab.lab import Lab
from wk4gui.labs.activations.model.compute import compute, draft, live_numbers, summarize
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.presets import PRESETS
from wk4gui.labs.activations.model.questions import QUESTIONS
from wk4gui.labs.activations.model.reasons import reasons

LAB = Lab(
    id="activations",
    title="Activations",
    question=4,
    params=Params,
    view="wk4gui.labs.activations.picture.view:ActivationsView",
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    questions=QUESTIONS,
    heavy=True,
    draft=draft,
    quick=("z", "morph"),
    live_numbers=live_numbers,
    reasons=reasons,
)
