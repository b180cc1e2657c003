"""The prediction that is read off a map: what spoils a fit more, many units or a large penalty."""

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import AskedMap, Choice, Question
from wk4gui.lab.swept_map import SweptMap
from wk4gui.labs.bias_variance.model.params import Params

_UNITS, _PENALTY, _ALIKE = "too many units", "too large a λ", "both alike"
_SHARE = 0.1
"""Of the larger rise, by which two rises that count as alike may differ."""
_MAP = AskedMap("measured_error", ("width", 1, 33), ("l2", 0.0, 1.0), n_values=9)


def _errors(found: SweptMap) -> tuple[tuple[float, float], tuple[float, float]]:
    """The lowest error and the one at the end: along the width without a penalty, along λ at the largest width."""
    along_width, along_penalty = found.values[:, 0], found.values[-1]
    return (float(np.nanmin(along_width)), float(along_width[-1])), (
        float(np.nanmin(along_penalty)),
        float(along_penalty[-1]),
    )


def _rises(found: SweptMap) -> tuple[float, float]:
    units, penalty = (end - least for least, end in _errors(found))
    return units, penalty


def _truth(params: Params, found: SweptMap) -> str:
    units, penalty = _rises(found)
    if abs(units - penalty) <= _SHARE * max(units, penalty):
        return _ALIKE
    return _UNITS if units > penalty else _PENALTY


def _because(params: Params, found: SweptMap) -> str:
    units, penalty = (
        f"from {format_number(least, 4)} at its lowest to {format_number(end, 4)}" for least, end in _errors(found)
    )
    return (
        f"On the map the error without a penalty goes {units} at {found.x[-1]:g} units; with those it goes {penalty} "
        f"at λ = {found.y[-1]:g}."
    )


def _not(option: str, params: Params, found: SweptMap) -> str:
    units, penalty = (format_number(rise, 3) for rise in _rises(found))
    need = {_UNITS: "a rise above", _PENALTY: "a rise below", _ALIKE: "about a rise of"}[option]
    return f"That would need {need} {penalty} by the units, as large as by λ; it is {units}."


MAP_QUESTION = Question(
    "penalty_map",
    "Tanh networks on 30 points. What raises the error more above its lowest: 33 units without a penalty, or, with "
    "these, an L2 λ of 1?",
    Choice((_UNITS, _PENALTY, _ALIKE)),
    _truth,
    _because,
    why_wrong=_not,
    preset="network",
    changes={"n_trials": 20, "n_steps": 300},
    map=_MAP,
)
