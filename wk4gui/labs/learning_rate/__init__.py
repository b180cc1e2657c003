"""The lab "Learning rate"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.learning_rate.model.compute import compute, draft, frames, live_numbers, slow, summarize, zones
from wk4gui.labs.learning_rate.model.exercise import KIND
from wk4gui.labs.learning_rate.model.measures import MEASURES, SCAN_MEASURES, SHARPNESS_MEASURES
from wk4gui.labs.learning_rate.model.params import Params, adjusted, inactive_fields
from wk4gui.labs.learning_rate.model.presets import PRESETS
from wk4gui.labs.learning_rate.model.questions import QUESTIONS
from wk4gui.labs.learning_rate.model.rate_scan import compute_scan
from wk4gui.labs.learning_rate.model.reasons import live_reason
from wk4gui.labs.learning_rate.model.scan_verdict import scan_verdict
from wk4gui.labs.learning_rate.model.sharpness import compute_sharpness, sharpness_verdict

_SCANNED = ("problem", "curvature", "start", "momentum", "batch_size", "n_steps", "mystery", "seed")

MAIN = Part(
    "main",
    uses=all_fields(Params),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    reasons=live_reason,
    draft=draft,
    slow=slow,
)
SCAN = Part("scan", uses=_SCANNED, compute=compute_scan, summarize=scan_verdict, measures=SCAN_MEASURES)
SHARPNESS = Part(
    "sharpness",
    uses=all_fields(Params),
    compute=compute_sharpness,
    summarize=sharpness_verdict,
    measures=SHARPNESS_MEASURES,
)
LAB = Lab(
    id="learning_rate",
    title="Learning rate",
    question=2,
    params=Params,
    view="wk4gui.labs.learning_rate.picture.view:LearningRateView",
    parts=(MAIN, SCAN, SHARPNESS),
    presets=PRESETS,
    questions=QUESTIONS,
    exercises=(KIND,),
    frames=frames,
    zones=zones,
    inactive_fields=inactive_fields,
    adjust=adjusted,
    heavy=True,
    live_numbers=live_numbers,
)
