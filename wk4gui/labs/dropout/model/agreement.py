"""Decides which mean of the thinned networks equals the output of the scaled network."""

from typing import Literal

from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import Result

Agrees = Literal["nothing", "forgotten", "mean", "geometric", "neither"]
_ROUNDING = 1e-13
"""Tolerance relative to the outputs; smaller differences count as none."""


def agreement_of(params: Params, result: Result) -> Agrees:
    """Which mean the scaled output equals: by the architecture, or if that does not decide, by the numbers.

    Without a layer after the dropped one, a linear output is the average of the thinned ones, and logarithms of
    probabilities likewise; with such a layer the numbers have to agree to rounding.
    """
    largest = float(abs(result.subnet_output).max())
    rounding = _ROUNDING * max(largest, 1e-300)
    if float(result.output_variance.max()) ** 0.5 <= rounding:
        return "nothing"
    if params.scaling == "none":
        return "forgotten"
    if not params.second_layer:
        return "mean" if params.output == "linear" else "geometric"
    geometric = result.agreement.geometric_gap
    if result.agreement.mean_gap <= rounding:
        return "mean"
    return "geometric" if geometric is not None and geometric <= rounding else "neither"
