"""The lab "Train a network"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.presets import PRESETS

_MODEL = Deferred("wk4gui.labs.playground.model")

MAIN = Part(
    "main",
    uses=all_fields(Params, but=("n_seeds", "swarm_over")),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("verdict:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    reasons=_MODEL.function("reasons:live_reason"),
    thinning=_MODEL.function("control:thinning"),
    memory=_MODEL.function("control:memory"),
    together=_MODEL.function("courses:compute_courses"),
    version=2,
)
SWARM = Part(
    "swarm",
    uses=all_fields(Params),
    compute=_MODEL.function("swarm:compute_swarm"),
    summarize=_MODEL.function("verdict:swarm_verdict"),
    measures=_MODEL.values("measures:SWARM_MEASURES"),
    memory=_MODEL.function("control:swarm_memory"),
    version=2,
)
VERSUS = Part(
    "versus",
    uses=all_fields(Params),
    compute=_MODEL.function("swarm:compute_versus"),
    summarize=_MODEL.function("verdict:versus_verdict"),
    measures=_MODEL.values("measures:VERSUS_MEASURES"),
    memory=_MODEL.function("control:swarm_memory"),
    version=2,
)
RATES = Part(
    "rates",
    all_fields(Params),
    _MODEL.function("ladders:compute_rates"),
    _MODEL.function("ladders:rates_verdict"),
    _MODEL.values("measures:RATES_MEASURES"),
    version=2,
)
POINTS = Part(
    "points",
    all_fields(Params),
    _MODEL.function("ladders:compute_points"),
    _MODEL.function("ladders:points_verdict"),
    _MODEL.values("measures:POINTS_MEASURES"),
    version=2,
)
WIDTHS = Part(
    "widths",
    all_fields(Params),
    _MODEL.function("ladders:compute_widths"),
    _MODEL.function("ladders:widths_verdict"),
    _MODEL.values("measures:WIDTHS_MEASURES"),
    version=2,
)
LAB = Lab(
    id="playground",
    title="Train a network",
    question=None,
    params=Params,
    view="wk4gui.labs.playground.picture.view:PlaygroundView",
    parts=(MAIN, SWARM, VERSUS, RATES, POINTS, WIDTHS),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    frames=_MODEL.function("control:frames"),
    adjust=_MODEL.function("control:adjusted"),
    heavy=True,
    begins_anew=_MODEL.function("control:begins_anew"),
    live_numbers=_MODEL.function("control:live_numbers"),
    inactive_fields=_MODEL.function("control:inactive_fields"),
)
