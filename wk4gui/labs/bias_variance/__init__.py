"""The lab "Bias and variance"."""

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.bias_variance.model.params import RULES, Params
from wk4gui.labs.bias_variance.model.presets import PRESETS

_SWEEP = (*RULES, "vary", "n_values")
_EFFECTS = tuple(name for name in RULES if name not in ("model", "degree"))

_MODEL = Deferred("wk4gui.labs.bias_variance.model")

MAIN = Part(
    "main",
    uses=all_fields(Params, but=("vary", "n_values")),
    compute=_MODEL.function("compute:compute"),
    summarize=_MODEL.function("compute:summarize"),
    measures=_MODEL.values("measures:MEASURES"),
    draft=_MODEL.function("compute:draft"),
    reasons=_MODEL.function("reasons:live_reason"),
    omitted_from_print=_MODEL.function("compute:omitted_from_print"),
    memory=_MODEL.function("compute:memory"),
)
SWEEP = Part(
    "sweep",
    uses=_SWEEP,
    compute=_MODEL.function("sweep:compute_sweep"),
    summarize=_MODEL.function("verdict:sweep_verdict"),
    measures=_MODEL.values("measures:SWEEP_MEASURES"),
)
EFFECTS = Part(
    "effects",
    uses=_EFFECTS,
    compute=_MODEL.function("table:compute_effects"),
    summarize=_MODEL.function("verdict:effects_verdict"),
    measures=_MODEL.values("measures:EFFECT_MEASURES"),
)
LAB = Lab(
    id="bias_variance",
    title="Bias and variance",
    question=8,
    params=Params,
    view="wk4gui.labs.bias_variance.picture.view:BiasVarianceView",
    parts=(MAIN, SWEEP, EFFECTS),
    presets=PRESETS,
    questions=_MODEL.values("questions:QUESTIONS"),
    exercises=_MODEL.values("exercise:KIND"),
    adjust=_MODEL.function("compute:adjusted"),
    heavy=True,
    live_numbers=_MODEL.function("compute:live_numbers"),
    inactive_fields=_MODEL.function("compute:inactive_fields"),
)
