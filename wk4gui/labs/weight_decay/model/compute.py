"""Computes descents with the gradient of an L2 penalty and with weight decay, for three optimizers."""

from collections.abc import Collection

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.frames import Frames
from wk4gui.lab.summary import Summary
from wk4gui.lab.zone import Zone
from wk4gui.labs.weight_decay.model.decay_paths import DecayPaths, descend_with_decay
from wk4gui.labs.weight_decay.model.derivation import step_at
from wk4gui.labs.weight_decay.model.params import RATE_RANGE, Params, loss_of, settings_of, strength_of
from wk4gui.labs.weight_decay.model.penalties import penalty
from wk4gui.labs.weight_decay.model.result import Result
from wk4gui.labs.weight_decay.model.verdict import main_verdict

DRAFT_STEPS = 500
_PATH_LAMBDAS = np.concatenate([[0.0], np.geomspace(1e-3, 1e4, 141)])


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Minimises L without penalty, with the penalty's gradient, and with decay, all from the same start.

    L = ½ (w − w*)ᵀH(w − w*); the penalty is (λ/2)‖w‖² (half) or λ‖w‖² (full).
    """
    loss, s = loss_of(params), strength_of(params)
    paths = descend_with_decay(
        loss,
        params.start,
        params.optimizer,
        settings_of(params),
        s,
        params.n_steps,
        as_printed=params.rule == "as_printed",
        checkpoint=checkpoint,
    )
    own = _rule_strength(params)
    with np.errstate(invalid="ignore"):
        difference = np.abs(paths.w[1] - paths.w[2]).max(axis=-1)
    steepest = max(params.curvature) + s
    return Result(
        paths=paths.names,
        path_plain=paths.w[0],
        path_l2=paths.w[1],
        path_decay=paths.w[2],
        path_decay_velocity=paths.w[3] if len(paths.names) > 3 else None,
        diverged_at=paths.diverged_at,
        max_difference=float(np.nanmax(difference)),
        max_difference_velocity=_gap(paths, 1, 3) if len(paths.names) > 3 else None,
        difference=read_only(difference),
        shrink_factor=1.0 - params.learning_rate * s,
        **_heights(params, paths),
        gradient=paths.gradient,
        shrink_move=paths.shrink_move,
        gradient_move=paths.gradient_move,
        regularized_optimum=read_only(loss.regularized_optimum(s)),
        rule_optimum=None if own is None else read_only(loss.regularized_optimum(own)),
        rule_strength=own,
        kept_fraction=read_only(loss.kept_fraction(s)),
        directions=read_only(loss.directions),
        path_lambdas=read_only(_PATH_LAMBDAS),
        regularization_path=read_only([loss.regularized_optimum(_strength_at(params, x)) for x in _PATH_LAMBDAS]),
        monotone_limit=1.0 / steepest,
        stability_limit=2.0 / steepest,
    )


def _heights(params: Params, paths: DecayPaths) -> dict[str, Array]:
    with np.errstate(invalid="ignore"):
        loss = loss_of(params).loss(paths.w)
        pull = penalty(paths.w, params.weight_decay, params.convention)
        norm = np.sqrt(np.sum(paths.w**2, axis=-1))
    values = {"loss": loss, "penalty": pull, "objective": loss + pull, "norm": norm}
    return {name: read_only(value) for name, value in values.items()}


def _gap(paths: DecayPaths, first: int, second: int) -> float:
    return float(np.nanmax(np.abs(paths.w[first] - paths.w[second])))


def _rule_strength(params: Params) -> float | None:
    """The strength whose optimum path_decay reaches: there α s w and the step of the gradient cancel."""
    if params.optimizer == "adam":
        return None
    own = strength_of(params)
    if params.optimizer == "momentum":
        own *= 1.0 - params.momentum
    return own * params.learning_rate if params.rule == "as_printed" else own


def _strength_at(params: Params, weight_decay: float) -> float:
    return weight_decay if params.convention == "half" else 2.0 * weight_decay


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """Whether the penalty's gradient and weight decay are the same rule."""
    return main_verdict(params, result, frames(params, result).clip(frame))


def frames(params: Params, result: Result) -> Frames:
    """A frame for each step; the last is shown first."""
    return Frames(params.n_steps + 1, opening=params.n_steps)


def zones(params: Params, result: Result) -> tuple[Zone, ...]:
    """The effect of learning rates on SGD with loss and penalty; none for other optimizers or the printed rule."""
    if params.optimizer != "sgd" or params.rule == "as_printed":
        return ()
    low, high = RATE_RANGE
    edges = (low, result.monotone_limit, result.stability_limit, high)
    names = ("good", "zig-zags", "diverges")
    clipped = [min(max(edge, low), high) for edge in edges]
    return tuple(
        Zone("learning_rate", left, right, name)  # type: ignore[arg-type]
        for left, right, name in zip(clipped[:-1], clipped[1:], names, strict=True)
        if right > left
    )


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas: of the first coordinate in the step after the frame."""
    s = strength_of(params)
    numbers = {
        "learning_rate": params.learning_rate,
        "weight_decay": params.weight_decay,
        "strength": s,
        "shrink_factor": result.shrink_factor,
        "kept_flat": float(result.kept_fraction[int(np.argmin(params.curvature))]),
        "kept_steep": float(result.kept_fraction[int(np.argmax(params.curvature))]),
        "flat_curvature": min(params.curvature),
        "max_difference": result.max_difference,
    }
    step = step_at(params, result, min(frame, params.n_steps - 1))
    if step is not None and (params.optimizer, params.rule, params.convention) == ("sgd", "corrected", "half"):
        numbers["w_before"] = float(step.w_decay[0])
        numbers["grad_before"] = float(step.gradient_decay[0])
        numbers["w_after"] = float(step.next_decay[0])
    return numbers


def inactive_fields(params: Params) -> Collection[str]:
    """The parameters of other optimizers."""
    unused = set() if params.optimizer == "momentum" else {"momentum"}
    return unused if params.optimizer == "adam" else unused | {"beta1", "beta2", "eps"}


def draft(params: Params) -> Params:
    """Fewer steps while a slider is held."""
    return params if params.n_steps <= DRAFT_STEPS else params.with_(n_steps=DRAFT_STEPS)
