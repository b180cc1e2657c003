"""Computes gradient steps of a small network on one sample or several, with all intermediate numbers."""

from collections.abc import Collection
from dataclasses import fields, replace
from functools import lru_cache

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.history import LayerHistory
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.frames import FrameMark, Frames
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import joined
from wk4gui.lab.summary import Summary
from wk4gui.lab.thinning import Thinning, spread_steps
from wk4gui.lab.zone import Zone
from wk4gui.labs.backprop.model.descent import Rule, descend
from wk4gui.labs.backprop.model.first_weight import first_weight_numbers
from wk4gui.labs.backprop.model.moments import is_large, sample_at, start_of, step_state, taken_sample
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.probability import probabilities_of
from wk4gui.labs.backprop.model.reasons import limit_reason
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.samples import array_of
from wk4gui.labs.backprop.model.verdict import (
    ALL_DEAD,
    phase_summary,
    rounding_sentence,
    run_verdict,
    step_verdict,
)
from wk4gui.labs.backprop.model.working import Problem

_VALUES, _GRADIENTS = ("z", "a", "slope"), ("grad_a", "grad_z")
_PLAIN = ("diverged_at", "gradient_check", "loss_along_gradient", "one_step_limit")
"""Fields of a result that are not histories."""
_LIGHT_SECONDS = 0.04
_MOST_STEPS, _MOST_VALUES = 1001, 1_000_000


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Runs ``n_steps`` gradient steps on one sample or several and returns all numbers.

    θ ← θ − α ∂L/∂θ for descent, θ ← θ + α ∂L/∂θ for ascent; L is the mean over the samples, or in turn the loss of the
    next one. With ``decimals`` every intermediate value, gradient and new weight is rounded, halves away from zero;
    ``gradient_check``, ``loss_along_gradient`` and ``one_step_limit`` stay in full precision.
    """
    start = start_of(params)
    step_size, loss = start.curve(params.learning_rate)
    X, y = array_of(params.x), array_of(params.y)
    steps = descend(start.network, X, y, _rule(params), checkpoint)
    several = len(X) > 1
    scale = 1.0 / len(X) if params.each == "batch" else 1.0
    per_unit = {name: _of_samples(getattr(steps, name), several=several) for name in _VALUES}
    gradients = {name: _of_samples(getattr(steps, name), several=several, scale=scale) for name in _GRADIENTS}
    y_hat = per_unit["a"].layers[-1]
    biased = params.bias != "none"
    return Result(
        **per_unit,
        **gradients,
        W=steps.W,
        b=steps.b if biased else None,
        grad_W=steps.grad_W,
        grad_b=steps.grad_b if biased else None,
        y_hat=y_hat,
        loss=steps.loss,
        diverged_at=steps.diverged_at,
        probability=_frozen(probabilities_of(params.loss, params.activations[-1], y_hat)),
        gradient_check=start.gradient_check,
        loss_along_gradient={"step_size": read_only(step_size), "loss": read_only(loss)},
        one_step_limit=start.step_sizes.one_step_limit,
        grad_x=read_only(steps.grad_x * scale) if several else steps.grad_x[:, 0],
        sample_loss=steps.sample_loss if several else None,
    )


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
        "bias": problem.bias,
    }


def summarize(params: Params, result: Result, frame: int, wanted: int = 0) -> Summary:
    """The verdict on a frame's phase; at an update that on the step, at the end that on the whole run.

    Args:
        params, result, frame: of the lab.
        wanted: number of the sample whose phases are summarised, from 1; 0 for the one that the step takes.
    """
    timeline = frames(params, result)
    frame = timeline.clip(frame)
    step, phase = timeline.split(frame)
    name, digits = timeline.phases[phase], 4 if params.decimals is None else params.decimals
    if frame == timeline.count - 1:
        first, last = (step_state(params, result, t) for t in (0, step))
        summary = run_verdict(first, last, result.loss, result.diverged_at, digits)
        return _with_rounding(summary, params, result, step)
    if name == "update":
        taken = taken_sample(params, step)
        before, after = (step_state(params, result, t, taken or 0) for t in (step, step + 1))
        summary = step_verdict(before, after, step, start_of(params).step_sizes if step == 0 else None, digits)
        return _with_rounding(summary, params, result, step + 1)
    return phase_summary(step_state(params, result, step, sample_at(params, step, wanted)), step, name, digits)


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
    return Frames(count, phases, min(len(phases) - 1, count - 1), marks=_marks(result, len(phases), count))


def zones(params: Params, result: Result) -> tuple[Zone, ...]:
    """The effect of learning rates on the loss in the first step, in full precision."""
    regions = start_of(params).step_sizes.regions
    return tuple(Zone("learning_rate", r.low, r.high, r.effect) for r in regions)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas at a frame."""
    timeline = frames(params, result)
    step, phase = timeline.split(timeline.clip(frame))
    limit = {} if result.one_step_limit is None else {"one_step_limit": result.one_step_limit}
    moment = step_state(params, result, step)
    return limit | first_weight_numbers(moment.alone() if moment.averages else moment, timeline.phases[phase])


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson that none of its formulas computes."""
    if name == "one_step_limit" and result.one_step_limit is not None:
        return limit_reason(float(result.loss[0]), result.one_step_limit)
    return None


def is_light(params: Params) -> bool:
    """Whether computing takes no longer than a repaint."""
    return not is_large(params) and _seconds(params) < _LIGHT_SECONDS


def draft(params: Params) -> Params:
    """Fewer steps while a slider is held, if all of them would take long."""
    seconds = _seconds(params)
    if seconds < _LIGHT_SECONDS:
        return params
    return params.with_(n_steps=max(1, int(params.n_steps * 0.5 * _LIGHT_SECONDS / seconds)))


def thinning(params: Params, result: Result) -> Thinning | None:
    """The steps that are printed of thousands: at most 1001, and fewer of a large network."""
    histories = {f.name: getattr(result, f.name) for f in fields(result) if f.name not in _PLAIN}
    present = {name: value for name, value in histories.items() if value is not None}
    arrays = [a for value in present.values() for a in (value.layers if isinstance(value, LayerHistory) else (value,))]
    most = min(_MOST_STEPS, _MOST_VALUES // sum(array[0].size for array in arrays))
    if params.n_steps < most:
        return None
    return Thinning(tuple(present), spread_steps(params.n_steps, most), params.n_steps)


def memory(params: Params) -> int:
    """Approximate bytes: twice what a result holds for every sample, unit and weight."""
    values = 5 * params.n_samples * sum(map(len, params.biases))
    weights = 2 * sum(len(W) * (len(W[0]) + 1) for W in params.weights)
    return 16 * (params.n_steps + 1) * (values + weights)


def _seconds(params: Params) -> float:
    """Approximate time of all steps."""
    products = params.n_samples * sum(len(W) * len(W[0]) for W in params.weights)
    return params.n_steps * (len(params.weights) * (1.2e-4 if params.n_samples == 1 else 2.5e-4) + 4e-8 * products)


def inactive_fields(params: Params) -> Collection[str]:
    """What a step takes if there is one sample, and the biases of a network without them."""
    one = {"each"} if params.n_samples == 1 else set()
    return one | ({"biases"} if params.bias == "none" else set())


def _frozen(values: Array | None) -> Array | None:
    return None if values is None else read_only(values)


def _of_samples(history: LayerHistory, *, several: bool, scale: float = 1.0) -> LayerHistory:
    """The history of all samples times a factor, or of the only one."""
    if not several:
        return LayerHistory(tuple(layer[:, 0] for layer in history.layers))
    return history if scale == 1.0 else LayerHistory(tuple(layer * scale for layer in history.layers))


def _rule(params: Params) -> Rule:
    rate = params.learning_rate if params.update == "descent" else -params.learning_rate
    return Rule(rate, params.n_steps, params.one_at_a_time, params.bias == "learned", params.decimals)


def _marks(result: Result, n_phases: int, count: int) -> tuple[FrameMark, ...]:
    marks = []
    if result.first_death is not None:
        step, layer = result.first_death
        marks.append(FrameMark(step * n_phases + layer, ALL_DEAD))
    if result.diverged_at is not None:
        marks.append(FrameMark(count - 1, f"diverges at step {result.diverged_at}"))
    return tuple(marks)


def _with_rounding(summary: Summary, params: Params, result: Result, step: int) -> Summary:
    """With a sentence on the effect of rounding on the loss, if numbers are rounded."""
    if params.decimals is None:
        return summary
    exact = _exact_losses(params.with_(decimals=None))[step]
    rounding = rounding_sentence(float(result.loss[step]), float(exact), params.decimals)
    return replace(summary, detail=joined(" ", (summary.detail, rounding)))


@lru_cache(maxsize=8)
def _exact_losses(params: Params) -> Array:
    """The losses in full precision."""
    return compute(params).loss
