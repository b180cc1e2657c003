"""The lab "Weight decay"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.weight_decay.model.compute import (
    compute,
    draft,
    frames,
    inactive_fields,
    live_numbers,
    summarize,
    zones,
)
from wk4gui.labs.weight_decay.model.exercise import KIND
from wk4gui.labs.weight_decay.model.measures import MEASURES, NETWORK_MEASURES
from wk4gui.labs.weight_decay.model.network import compute_network
from wk4gui.labs.weight_decay.model.params import Params
from wk4gui.labs.weight_decay.model.presets import PRESETS
from wk4gui.labs.weight_decay.model.questions import QUESTIONS
from wk4gui.labs.weight_decay.model.reasons import live_reason
from wk4gui.labs.weight_decay.model.verdict import network_verdict

MAIN = Part(
    "main",
    uses=all_fields(Params, but=("seed",)),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    reasons=live_reason,
    draft=draft,
)
NETWORK = Part(
    "network",
    uses=("convention", "seed"),
    compute=compute_network,
    summarize=network_verdict,
    measures=NETWORK_MEASURES,
)
LAB = Lab(
    id="weight_decay",
    title="Weight decay",
    question=7,
    params=Params,
    view="wk4gui.labs.weight_decay.picture.view:WeightDecayView",
    parts=(MAIN, NETWORK),
    presets=PRESETS,
    questions=QUESTIONS,
    exercises=(KIND,),
    frames=frames,
    zones=zones,
    heavy=True,
    live_numbers=live_numbers,
    inactive_fields=inactive_fields,
)
