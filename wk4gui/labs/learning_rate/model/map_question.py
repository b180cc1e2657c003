"""The prediction that is read off a map: momentum and the largest rate that works."""

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import AskedMap, Choice, Question
from wk4gui.lab.swept_map import GROWS, SHRINKS, STAYS, SweptMap, moves
from wk4gui.labs.learning_rate.model.params import Params

_MAP = AskedMap("middle_end_loss", ("learning_rate", 1e-3, 1.0), ("momentum", 0.0, 0.9), n_values=33)


def _limits(params: Params, found: SweptMap) -> tuple[float, float]:
    """The largest rate that ends below its start, with the least momentum and with the most."""
    begin = 0.5 * float(np.square(params.start) @ params.curvature)
    plain, fast = (found.span(y, lambda loss: loss < begin)[1] for y in (0, -1))
    return plain, fast


def _truth(params: Params, found: SweptMap) -> str:
    return moves(*_limits(params, found))


def _because(params: Params, found: SweptMap) -> str:
    plain, fast = (format_number(rate, 3) for rate in _limits(params, found))
    none, much = (f"{momentum:g}" for momentum in (found.y[0], found.y[-1]))
    limits = " and ".join(
        format_number(2.0 * (1.0 + mu) / max(params.curvature), 3) for mu in (found.y[0], found.y[-1])
    )
    return (
        f"On the map it is {plain} at μ = {none} and {fast} at μ = {much}. In theory steps diverge above "
        f"2(1 + μ)/λₘₐₓ, which is {limits}."
    )


def _not(option: str, params: Params, found: SweptMap) -> str:
    plain, fast = (format_number(rate, 3) for rate in _limits(params, found))
    need = {GROWS: "a rate above", SHRINKS: "a rate below", STAYS: "the same rate as"}[option]
    return f"That would need {need} {plain} with the momentum; it is {fast}."


MAP_QUESTION = Question(
    "momentum_map",
    "A bowl, 100 steps, momentum 0.9 instead of 0. What becomes of the largest rate with which the loss ends lower "
    "than it began?",
    Choice((GROWS, SHRINKS, STAYS)),
    _truth,
    _because,
    why_wrong=_not,
    map=_MAP,
)
