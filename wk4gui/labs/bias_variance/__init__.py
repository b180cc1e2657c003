"""The lab "Bias and variance"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.bias_variance.model.compute import (
    adjusted,
    compute,
    draft,
    inactive_fields,
    live_numbers,
    memory,
    omitted_from_print,
    summarize,
)
from wk4gui.labs.bias_variance.model.exercise import KIND
from wk4gui.labs.bias_variance.model.measures import EFFECT_MEASURES, MEASURES, SWEEP_MEASURES
from wk4gui.labs.bias_variance.model.params import RULES, Params
from wk4gui.labs.bias_variance.model.presets import PRESETS
from wk4gui.labs.bias_variance.model.questions import QUESTIONS
from wk4gui.labs.bias_variance.model.reasons import live_reason
from wk4gui.labs.bias_variance.model.sweep import compute_sweep
from wk4gui.labs.bias_variance.model.table import compute_effects
from wk4gui.labs.bias_variance.model.verdict import effects_verdict, sweep_verdict

_SWEEP = (*RULES, "vary", "n_values")
_EFFECTS = tuple(name for name in RULES if name not in ("model", "degree"))

MAIN = Part(
    "main",
    uses=all_fields(Params, but=("vary", "n_values")),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    draft=draft,
    reasons=live_reason,
    omitted_from_print=omitted_from_print,
    memory=memory,
)
SWEEP = Part("sweep", uses=_SWEEP, compute=compute_sweep, summarize=sweep_verdict, measures=SWEEP_MEASURES)
EFFECTS = Part("effects", uses=_EFFECTS, compute=compute_effects, summarize=effects_verdict, measures=EFFECT_MEASURES)
LAB = Lab(
    id="bias_variance",
    title="Bias and variance",
    question=8,
    params=Params,
    view="wk4gui.labs.bias_variance.picture.view:BiasVarianceView",
    parts=(MAIN, SWEEP, EFFECTS),
    presets=PRESETS,
    questions=QUESTIONS,
    exercises=(KIND,),
    adjust=adjusted,
    heavy=True,
    live_numbers=live_numbers,
    inactive_fields=inactive_fields,
)
