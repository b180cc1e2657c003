"""The derivation of one step of the weight_decay lab, line by line with its numbers."""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.weight_decay.model.params import Params, strength_of
from wk4gui.labs.weight_decay.model.result import Result


@dataclass(frozen=True)
class Step:
    """The step from one frame to the next on both sides; vectors are (2,).

    Attributes:
        w_l2, w_decay: before the step.
        gradient_l2, gradient_decay: ∇L there.
        penalty_gradient: s w, which path_l2 adds to its gradient.
        whole_gradient: ∇L + s w.
        move_l2: the optimizer's step with it.
        shrink: −αs w of path_decay.
        move_decay: its move by the gradient.
        next_l2, next_decay: after the step.
        difference: next_l2 − next_decay.
    """

    w_l2: Array
    w_decay: Array
    gradient_l2: Array
    gradient_decay: Array
    penalty_gradient: Array
    whole_gradient: Array
    move_l2: Array
    shrink: Array
    move_decay: Array
    next_l2: Array
    next_decay: Array
    difference: Array


def step_at(params: Params, result: Result, frame: int) -> Step | None:
    """The step from ``frame`` to the next; None at the end, or where a path has diverged."""
    if frame >= params.n_steps:
        return None
    w_l2, w_decay = result.path_l2[frame], result.path_decay[frame]
    next_l2, next_decay = result.path_l2[frame + 1], result.path_decay[frame + 1]
    if not (np.isfinite(next_l2).all() and np.isfinite(next_decay).all()):
        return None
    pull = strength_of(params) * w_l2
    gradient = result.gradient[:, frame]
    values = (
        w_l2, w_decay, gradient[1], gradient[2], pull, gradient[1] + pull, next_l2 - w_l2, result.shrink_move[frame],
        result.gradient_move[frame], next_l2, next_decay, next_l2 - next_decay,
    )  # fmt: skip
    return Step(*(read_only(value) for value in values))


def derivation(params: Params) -> tuple[str, ...]:
    """The lines from the penalty to weight decay, as text with the symbols of the lesson."""
    s = "λ" if params.convention == "half" else "2λ"
    penalty = "(λ/2)‖w‖²" if params.convention == "half" else "λ‖w‖²"
    last = f"w ← (1 − α{s})w − α∇L"
    if params.rule == "as_printed":
        last += f", printed as (1 − α{s})w − ∇L"
    last += {
        "sgd": "",
        "momentum": "; with momentum only if the decay goes through the velocity too",
        "adam": "; with Adam another rule, AdamW",
    }[params.optimizer]
    return (f"J = L + {penalty}", f"∇J = ∇L + {s}w", f"w ← w − α(∇L + {s}w)", last)
