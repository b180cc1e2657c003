"""What saturation does to the gradient of a deep network, in words with numbers."""

import math

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.number_format import format_number
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.result import Result

_FADED, _GROWN = 1e-2, 1e2


def main_verdict(params: Params, result: Result) -> Summary:
    """The verdict on the function, the numbers that matter and the tone.

    Args:
        params: parameters of the activations lab.
        result: their result.
    """
    verdict, tone = _verdict(result)
    sentences = [_course(params, result), _compared(params, result), _saturated(params, result), _slope(params, result)]
    return Summary(verdict, " ".join(s for s in sentences if s), tone)


def _verdict(result: Result) -> tuple[str, Tone]:
    first, last = float(result.grad_norm[0]), float(result.grad_norm[-1])
    if last == 0.0:
        return "The gradient is gone.", "bad"
    if last < _FADED * first:
        return "The gradient vanishes.", "bad"
    if last > _GROWN * first:
        return "The gradient explodes.", "bad"
    return "The gradient survives.", "good"


def _course(params: Params, result: Result) -> str:
    """What a layer multiplies the gradient by, and what is left of it at the input."""
    label = ACTIVATIONS[params.function].label
    if params.depth == 1:
        return f"With a single {label} layer nothing is multiplied yet."
    if result.gradient_factor is None:
        return f"With {label} nothing of it reaches the first layer."
    left = float(result.grad_norm[-1]) / float(result.grad_norm[0])
    factor = f"Each {label} layer multiplies it by {_n(result.gradient_factor)}"
    return f"{factor}; from layer {params.depth} down to layer 1 {_n(left)} of it is left."


def _compared(params: Params, result: Result) -> str:
    if params.compare is None or params.depth == 1:
        return ""
    label, factor = ACTIVATIONS[params.compare].label, result.compare_gradient_factor
    return f"With {label} the factor is {_n(factor)}." if factor is not None else f"With {label} it is gone too."


def _saturated(params: Params, result: Result) -> str:
    shares = [(params.function, result.layer_saturated)]
    if params.compare is not None and result.compare_layer_saturated is not None:
        shares.append((params.compare, result.compare_layer_saturated))
    named = " and ".join(f"{_percent(float(s.mean()))} of {ACTIVATIONS[name].label}" for name, s in shares)
    return f"Saturated (slope below {_n(params.threshold)}): {named}."


def _slope(params: Params, result: Result) -> str:
    at = f"At z = {_n(params.z)} the slope is {_n(result.df_at_z)}"
    if params.compare is None or result.compare_df_at_z is None:
        return f"{at}."
    return f"{at}, that of {ACTIVATIONS[params.compare].label} {_n(result.compare_df_at_z)}."


def _percent(share: float) -> str:
    return "below 0.1 %" if 0.0 < share < 0.001 else f"{format_number(100.0 * share, 1)} %"


def _n(value: float) -> str:
    """A number with three significant digits, more where it is larger."""
    if value == 0.0:
        return "0"
    places = max(2 - math.floor(math.log10(abs(value))), 0)
    return format_number(value, places if places < 7 else 2)
