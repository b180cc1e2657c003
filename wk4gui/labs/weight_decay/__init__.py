"""The lab "Weight decay"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.labs.weight_decay.model.compute import compute, draft, frames, idle, live_numbers, summarize, zones
from wk4gui.labs.weight_decay.model.network import compute_network
from wk4gui.labs.weight_decay.model.network_reasons import verdict_reasons
from wk4gui.labs.weight_decay.model.params import Params
from wk4gui.labs.weight_decay.model.presets import PRESETS
from wk4gui.labs.weight_decay.model.questions import QUESTIONS
from wk4gui.labs.weight_decay.model.reasons import reasons
from wk4gui.labs.weight_decay.model.verdict import network_verdict

LAB = Lab(
    id="weight_decay",
    title="Weight decay",
    question=7,
    params=Params,
    view="wk4gui.labs.weight_decay.picture.view:WeightDecayView",
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    questions=QUESTIONS,
    frames=frames,
    zones=zones,
    heavy=True,
    draft=draft,
    apart=("seed",),
    parts=(Part("network", compute_network, ("convention", "seed"), network_verdict, verdict_reasons),),
    live_numbers=live_numbers,
    reasons=reasons,
    idle=idle,
)
