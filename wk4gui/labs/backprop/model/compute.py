"""Computes gradient steps of a small network on one sample, with all intermediate numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.history import LayerHistory
from wk4gui.core.network import make_network
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.frames import FrameMark, Frames
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Sentence, joined
from wk4gui.lab.summary import Summary
from wk4gui.lab.zone import Zone
from wk4gui.labs.backprop.model.descent import descend
from wk4gui.labs.backprop.model.first_step import FirstStep, examine_first_step
from wk4gui.labs.backprop.model.first_weight import first_weight_numbers
from wk4gui.labs.backprop.model.params import RATE_RANGE, Params
from wk4gui.labs.backprop.model.probability import probabilities_of
from wk4gui.labs.backprop.model.reasons import limit_reason
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.step_state import StepState
from wk4gui.labs.backprop.model.verdict import (
    ALL_DEAD,
    dead_layer,
    phase_summary,
    rounding_sentence,
    run_verdict,
    step_verdict,
)
from wk4gui.labs.backprop.model.working import Problem

_PER_UNIT = ("z", "a", "slope", "grad_a", "grad_z")
_PER_LAYER = (*_PER_UNIT, "W", "b", "grad_W", "grad_b")


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Runs ``n_steps`` gradient steps on one sample and returns all numbers.

    θ ← θ − α ∂L/∂θ for descent, θ ← θ + α ∂L/∂θ for ascent. With ``decimals`` every intermediate value, gradient and
    new weight is rounded, halves away from zero; ``gradient_check``, ``loss_along_gradient`` and ``one_step_limit``
    stay in full precision.
    """
    start = _start(params)
    rate = params.learning_rate if params.update == "descent" else -params.learning_rate
    step_size, loss = start.curve(params.learning_rate)
    steps = descend(start.network, start.X, start.y, rate, params.n_steps, params.decimals, checkpoint)
    per_unit = {name: _one_sample(getattr(steps, name)) for name in _PER_UNIT}
    return Result(
        **per_unit,
        W=steps.W,
        b=steps.b,
        grad_W=steps.grad_W,
        grad_b=steps.grad_b,
        y_hat=per_unit["a"].layers[-1],
        loss=steps.loss,
        diverged_at=steps.diverged_at,
        probability=_frozen(probabilities_of(params.loss, params.activations[-1], per_unit["a"].layers[-1])),
        gradient_check=start.gradient_check,
        loss_along_gradient={"step_size": read_only(step_size), "loss": read_only(loss)},
        one_step_limit=start.step_sizes.one_step_limit,
    )


def step_state(params: Params, result: Result, step: int) -> StepState:
    """All numbers after ``step`` updates, with the next weights if there is another update."""
    updated = step < result.last_step
    return StepState(
        x=np.array(params.x),
        y=np.array(params.y),
        activation_names=params.activations,
        loss_name=params.loss,
        loss=float(result.loss[step]),
        learning_rate=params.learning_rate,
        climbs=params.update == "ascent",
        new_W=result.W[step + 1] if updated else None,
        new_b=result.b[step + 1] if updated else None,
        **{name: getattr(result, name)[step] for name in _PER_LAYER},
    )


def step_from(params: Params, result: Result, step: int) -> FirstStep:
    """The effect of a step of any size along the gradient after ``step`` updates, in full precision."""
    if step == 0:
        return _start(params)
    W, b = (tuple(_tuples(each[step])) for each in (result.W, result.b))
    return _first_step(params.x, params.y, (W, b, params.activations, params.loss), params.update)


def exercise_params(problem: Problem) -> dict[str, object]:
    """The parameters of an exercise."""
    return {
        "x": problem.x,
        "y": problem.y,
        "weights": problem.W,
        "biases": problem.b,
        "activations": problem.activations,
        "loss": problem.loss,
        "learning_rate": problem.learning_rate,
        "update": "ascent" if problem.climbs else "descent",
        "decimals": problem.decimals,
    }


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """The verdict on a frame's phase; at an update that on the step, at the end that on the whole run."""
    timeline = frames(params, result)
    frame = timeline.clip(frame)
    step, phase = timeline.split(frame)
    now, name = step_state(params, result, step), timeline.phases[phase]
    digits = 4 if params.decimals is None else params.decimals
    rounding = Sentence()
    if frame == timeline.count - 1:
        summary = run_verdict(step_state(params, result, 0), now, result.loss, result.diverged_at, digits)
        rounding = _rounding(params, result, step)
    elif name == "update":
        known = _start(params).step_sizes if step == 0 else None
        summary = step_verdict(now, step_state(params, result, step + 1), step, known, digits)
        rounding = _rounding(params, result, step + 1)
    else:
        summary = phase_summary(now, step, name, digits)
    return replace(summary, detail=joined(" ", (summary.detail, rounding)))


def frames(params: Params, result: Result) -> Frames:
    """Step × phase: forward by layer, loss, backward by layer, update; the last step has no update."""
    n_layers = len(params.weights)
    phases = (
        *(f"forward {layer}" for layer in range(1, n_layers + 1)),
        "loss",
        *(f"backward {layer}" for layer in range(n_layers, 0, -1)),
        "update",
    )
    count = (result.last_step + 1) * len(phases) - 1
    return Frames(count, phases, min(len(phases) - 1, count - 1), marks=_marks(params, result, len(phases), count))


def zones(params: Params, result: Result) -> tuple[Zone, ...]:
    """The effect of learning rates on the loss in the first step, in full precision."""
    regions = _start(params).step_sizes.regions
    return tuple(Zone("learning_rate", r.low, r.high, r.effect) for r in regions)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas at a frame."""
    timeline = frames(params, result)
    step, phase = timeline.split(timeline.clip(frame))
    limit = {} if result.one_step_limit is None else {"one_step_limit": result.one_step_limit}
    return limit | first_weight_numbers(step_state(params, result, step), timeline.phases[phase])


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson that none of its formulas computes."""
    if name == "one_step_limit" and result.one_step_limit is not None:
        return limit_reason(float(result.loss[0]), result.one_step_limit)
    return None


@lru_cache(maxsize=64)
def _first_step(x: tuple[float, ...], y: tuple[float, ...], layers: tuple[Any, ...], update: str) -> FirstStep:
    X, Y = np.array([x]), np.array([y])
    return examine_first_step(make_network(*layers), X, Y, climbs=update == "ascent", rates=RATE_RANGE)


def _start(params: Params) -> FirstStep:
    layers = (params.weights, params.biases, params.activations, params.loss)
    return _first_step(params.x, params.y, layers, params.update)


def _tuples(layers: Sequence[Array]) -> Iterator[Any]:
    """Each layer's array as nested tuples."""
    for layer in layers:
        yield tuple(map(tuple, layer.tolist())) if layer.ndim == 2 else tuple(layer.tolist())


def _frozen(values: Array | None) -> Array | None:
    return None if values is None else read_only(values)


def _one_sample(history: LayerHistory) -> LayerHistory:
    return LayerHistory(tuple(layer[:, 0] for layer in history.layers))


def _marks(params: Params, result: Result, n_phases: int, count: int) -> tuple[FrameMark, ...]:
    marks = []
    for step in range(result.last_step + 1):
        dead = dead_layer(result.a[step], result.slope[step])
        if dead is not None:
            marks.append(FrameMark(step * n_phases + dead, ALL_DEAD))
            break
    if result.diverged_at is not None:
        marks.append(FrameMark(count - 1, f"diverges at step {result.diverged_at}"))
    return tuple(marks)


def _rounding(params: Params, result: Result, step: int) -> Sentence:
    """A sentence on the effect of rounding on the loss, if numbers are rounded."""
    if params.decimals is None:
        return Sentence()
    exact = compute(params.with_(decimals=None, n_steps=step)).loss[step]
    return rounding_sentence(float(result.loss[step]), float(exact), params.decimals)
