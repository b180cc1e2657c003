"""The lab "Learning rate"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.learning_rate.model.params import Params, adjusted, inactive_fields
from wk4gui.labs.learning_rate.model.presets import PRESETS

_SCANNED = ("problem", "curvature", "start", "momentum", "batch_size", "n_steps", "mystery", "seed")

_MODEL = Deferred("wk4gui.labs.learning_rate.model")

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("compute:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    reasons=_MODEL.function("reasons:live_reason"),
    draft=_MODEL.function("compute:draft"),
    slow=_MODEL.function("compute:slow"),
)
SCAN = Part(
    "scan",
    uses=_SCANNED,
    compute=_MODEL.function("rate_scan:compute_scan"),
    summarize=_MODEL.function("scan_verdict:scan_verdict"),
    measures=_MODEL.values("measures:SCAN_MEASURES"),
)
SHARPNESS = Part(
    "sharpness",
    uses=all_fields(Params),
    compute=_MODEL.function("sharpness:compute_sharpness"),
    summarize=_MODEL.function("sharpness:sharpness_verdict"),
    measures=_MODEL.values("measures:SHARPNESS_MEASURES"),
)
LAB = Lab(
    id="learning_rate",
    title="Learning rate",
    question=2,
    params=Params,
    view="wk4gui.labs.learning_rate.picture.view:LearningRateView",
    parts=(MAIN, SCAN, SHARPNESS),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    exercises=_MODEL.values("exercise:KIND"),
    frames=_MODEL.function("compute:frames"),
    zones=_MODEL.function("compute:zones"),
    inactive_fields=inactive_fields,
    adjust=adjusted,
    heavy=True,
    live_numbers=_MODEL.function("compute:live_numbers"),
)
