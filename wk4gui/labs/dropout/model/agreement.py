"""Which mean of the thinned networks the scaled network answers."""

from typing import Literal

from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import Result

Agrees = Literal["nothing", "forgotten", "mean", "geometric", "neither"]
_ROUNDING = 1e-13
"""Relative to the outputs; what is smaller is none."""


def agreement_of(params: Params, result: Result) -> Agrees:
    """By the network's build, which decides it exactly, and where that leaves it open by the numbers.

    Without a layer behind the dropped one, a linear output is an average of the thinned ones, and the logarithms of
    probabilities are; with one, only numbers that agree to rounding agree.
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
