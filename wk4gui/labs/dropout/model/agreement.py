"""Decides which mean of the thinned networks equals the output of the scaled network."""

from typing import Literal

import numpy as np

from wk4gui.labs.dropout.model.dropout import training_factor
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import Result

Agrees = Literal["nothing", "forgotten", "mean", "geometric", "neither"]
_ROUNDING = 1e-13
"""Tolerance relative to the outputs; smaller differences count as none."""


def agreement_of(params: Params, result: Result) -> Agrees:
    """Which mean the scaled output equals, by the architecture and not by the size of a gap.

    Where the last sum is linear in the hidden units, a linear output is the average of the thinned ones, and
    logarithms of probabilities likewise.
    """
    if params.drop_prob == 0.0 or only_rounding(result, float(np.ptp(result.subnet_output, axis=0).max())):
        return "nothing"
    if params.scaling == "none":
        return "forgotten"
    if not is_linear(params, result):
        return "neither"
    return "mean" if params.output == "linear" else "geometric"


def is_linear(params: Params, result: Result) -> bool:
    """Whether the last sum is linear in the hidden units: no mask switches a ReLU of the layer between, if any."""
    if result.W_between is None or result.b_between is None:
        return True
    kept = result.subnet_mask * result.hidden * training_factor(params.scaling, params.drop_prob)
    on = kept @ result.W_between.T + result.b_between > 0.0
    return bool((on == on[0]).all())


def only_rounding(result: Result, gap: float) -> bool:
    """Whether a difference of outputs is none but for rounding."""
    return gap <= _ROUNDING * max(float(abs(result.subnet_output).max()), 1e-300)
