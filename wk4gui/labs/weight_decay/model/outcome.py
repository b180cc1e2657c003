"""The outcome of the paths, derived from the rules; of the computed steps, only whether AdamW diverges."""

from typing import Literal

import numpy as np

from wk4gui.labs.weight_decay.model.params import Params, strength_of
from wk4gui.labs.weight_decay.model.result import Result

Outcome = Literal["diverges", "limit", "at_rest", "no_penalty", "printed", "one_rule", "velocity", "adam"]
LinearPath = Literal["l2", "decay", "decay_velocity"]
LIMIT = 1e-10
"""A growth factor nearer to 1 than this counts as 1: in all the steps there may be, the error keeps its size."""


def outcome_of(params: Params, result: Result) -> Outcome:
    """The outcome for these parameters.

    Returns:
        "diverges": a step of SGD or momentum increases the error in one of the paths, or the path of AdamW, whose step
        is not linear, becomes too large to compute; "limit": in one of them it keeps its size; "at_rest": start and
        optimum are 0; "no_penalty": all paths are the plain one; "printed": the rule without α; "one_rule": the two
        forms are the same rule; "velocity": with momentum they differ, unless the decay goes through the velocity;
        "adam": they differ.
    """
    adamw_ends = params.optimizer == "adam" and result.diverged_at[result.paths.index("decay")] is not None
    if adamw_ends or grows(growth_of_paths(params)):
        return "diverges"
    if growth_of_paths(params) >= 1.0 - LIMIT:
        return "limit"
    if not any((*params.start, *params.optimum)):
        return "at_rest"
    if omits_rate(params):
        return "printed"
    if strength_of(params) == 0.0:
        return "no_penalty"
    if params.optimizer == "adam":
        return "adam"
    return "one_rule" if is_one_rule(params) else "velocity"


def is_one_rule(params: Params) -> bool:
    """Whether the penalty's gradient and the decay are the same rule, by SGD."""
    plain = params.optimizer == "sgd" or (params.optimizer == "momentum" and params.momentum == 0.0)
    return plain and not omits_rate(params)


def omits_rate(params: Params) -> bool:
    """Whether the rule lacks α before the gradient; at α = 1 nothing is missing."""
    return params.rule == "as_printed" and params.learning_rate != 1.0


def grows(factor: float) -> bool:
    """Whether a step multiplies the error by more than 1, rounding aside."""
    return factor > 1.0 + LIMIT


def growth_of_paths(params: Params) -> float:
    """The larger growth factor of both paths; 0 for Adam, whose step is not linear."""
    return max(growth(params, "l2"), growth(params, "decay"))


def growth(params: Params, path: LinearPath) -> float:
    """Spectral radius of one step: the long-run factor of the error in the direction that grows most.

    Only directions count in which the start differs from the path's fixed point. With v ← μv + g, w ← kw − rv and
    g = κ(w − w*) + pw the error moves by [[k − r(κ + p), −rμ], [κ + p, μ]].
    """
    if params.optimizer == "adam":
        return 0.0
    s, rate = strength_of(params), params.learning_rate
    mu = params.momentum if params.optimizer == "momentum" else 0.0
    pull, kept = (s, 1.0) if path == "l2" else (0.0, 1.0 - rate * s)
    step = 1.0 if path == "decay" and params.rule == "as_printed" else rate
    radii = [
        _radius(kept, step, kappa + pull, mu)
        for kappa, away in zip(params.curvature, _away(params), strict=True)
        if away
    ]
    return max(radii, default=0.0)


def _radius(kept: float, rate: float, kappa: float, mu: float) -> float:
    if mu == 0.0:
        return abs(kept - rate * kappa)
    return float(np.abs(np.linalg.eigvals([[kept - rate * kappa, -rate * mu], [kappa, mu]])).max())


def _away(params: Params) -> tuple[bool, bool]:
    """Whether the start or the optimum has a component along each direction, which can grow."""
    angle = np.radians(params.angle)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    start, optimum = turn @ np.array(params.start), turn @ np.array(params.optimum)
    size = 1e-12 * max(1.0, float(np.abs([*params.start, *params.optimum]).max()))
    first, second = (abs(a - b) > size or abs(b) > size for a, b in zip(start, optimum, strict=True))
    return bool(first), bool(second)
