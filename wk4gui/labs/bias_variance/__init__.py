"""The lab "Bias and variance"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.labs.bias_variance.model.compute import (
    adjusted,
    brief,
    compute,
    draft,
    idle,
    live_numbers,
    memory,
    summarize,
)
from wk4gui.labs.bias_variance.model.params import RULES, Params
from wk4gui.labs.bias_variance.model.part_reasons import verdict_reasons
from wk4gui.labs.bias_variance.model.presets import PRESETS
from wk4gui.labs.bias_variance.model.questions import QUESTIONS
from wk4gui.labs.bias_variance.model.reasons import reasons
from wk4gui.labs.bias_variance.model.sweep import compute_sweep
from wk4gui.labs.bias_variance.model.table import compute_effects
from wk4gui.labs.bias_variance.model.verdict import effects_verdict, sweep_verdict

_SWEEP = (*RULES, "vary", "n_values")
_EFFECTS = tuple(name for name in RULES if name not in ("model", "degree"))

LAB = Lab(
    id="bias_variance",
    title="Bias and variance",
    question=8,
    params=Params,
    view="wk4gui.labs.bias_variance.picture.view:BiasVarianceView",
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    questions=QUESTIONS,
    adjust=adjusted,
    heavy=True,
    draft=draft,
    apart=("vary", "n_values"),
    parts=(
        Part(
            "sweep",
            compute_sweep,
            _SWEEP,
            sweep_verdict,
            verdict_reasons,
        ),
        Part("effects", compute_effects, _EFFECTS, effects_verdict),
    ),
    live_numbers=live_numbers,
    idle=idle,
    brief=brief,
    memory=memory,
    reasons=reasons,
)
