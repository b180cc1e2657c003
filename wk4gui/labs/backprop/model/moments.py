"""The numbers of one step of a result, and the effect of a step of any size from there."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.network import make_network
from wk4gui.core.rounding import round_half_away
from wk4gui.labs.backprop.model.first_step import FirstStep, examine_first_step, glance_at_step
from wk4gui.labs.backprop.model.params import RATE_RANGE, Params
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.samples import Row, array_of, rows_of
from wk4gui.labs.backprop.model.step_state import Batch, Layers, StepState

_LARGE = 4000
"""Products of one forward pass from which the effect of later steps is only sampled."""
_PER_UNIT = ("z", "a", "slope", "grad_a", "grad_z")


def taken_sample(params: Params, step: int) -> int | None:
    """The index of the sample that a step takes; None if it takes all, or there is only one."""
    return step % params.n_samples if params.one_at_a_time else None


def sample_at(params: Params, step: int, wanted: int = 0) -> int:
    """The index of the sample to show: number ``wanted`` from 1 on, or for 0 the one that the step takes."""
    return min(wanted, params.n_samples) - 1 if wanted else taken_sample(params, step) or 0


def step_state(params: Params, result: Result, step: int, sample: int | None = None) -> StepState:
    """All numbers after ``step`` updates, with the next weights if there is another update.

    Args:
        params, result: of the lab.
        step: number of updates.
        sample: index of the sample; None for the one that the step takes, or the first.
    """
    shown = sample_at(params, step) if sample is None else sample
    X, y = array_of(params.x), array_of(params.y)
    values = {name: getattr(result, name)[step] for name in _PER_UNIT}
    batch = _batch(params, result, step, shown, values) if len(X) > 1 else None
    if batch is not None:
        own = 1.0 if batch.taken is not None else float(len(X))
        values = {
            name: tuple(layer[shown] * own if name.startswith("grad") else layer[shown] for layer in layers)
            for name, layers in values.items()
        }
    updated = step < result.last_step
    zeros = tuple(np.zeros(len(b)) for b in params.biases)
    return StepState(
        x=X[shown],
        y=y[shown],
        activation_names=params.activations,
        loss_name=params.loss,
        loss=float(result.loss[step] if batch is None else batch.loss[shown]),
        learning_rate=params.learning_rate,
        climbs=params.update == "ascent",
        W=result.W[step],
        b=zeros if result.b is None else result.b[step],
        grad_W=result.grad_W[step],
        grad_b=zeros if result.grad_b is None else result.grad_b[step],
        new_W=result.W[step + 1] if updated else None,
        new_b=(zeros if result.b is None else result.b[step + 1]) if updated else None,
        bias=params.bias,
        batch=batch,
        **values,
    )


def _batch(params: Params, result: Result, step: int, shown: int, values: dict[str, Layers]) -> Batch:
    """All samples at one step; their own gradients are products of what the result holds."""
    assert result.sample_loss is not None
    taken = taken_sample(params, step)
    X = array_of(params.x)
    own = 1.0 if taken is not None else float(len(X))
    grad_z = tuple(layer * own for layer in values["grad_z"])
    inputs = (X, *values["a"][:-1])
    products = (_rounded(g[:, :, None] * a[:, None], params.decimals) for g, a in zip(grad_z, inputs, strict=True))
    biased = params.bias != "none"
    return Batch(
        shown=shown,
        taken=taken,
        loss=result.sample_loss[step],
        mean_loss=float(result.loss[step]),
        a=values["a"],
        slope=values["slope"],
        grad_W=tuple(products),
        grad_b=tuple(_rounded(g, params.decimals) if biased else np.zeros_like(g) for g in grad_z),
    )


def _rounded(values: Array, decimals: int | None) -> Array:
    return values if decimals is None else round_half_away(values, decimals)


def start_of(params: Params) -> FirstStep:
    """The effect of a first step of any size, in full precision."""
    X, Y = _taken_rows(params, 0)
    layers = (params.weights, params.used_biases, params.activations, params.loss)
    return _first_step(X, Y, layers, params.update, params.bias)


def step_from(params: Params, result: Result, step: int) -> FirstStep:
    """The effect of a step of any size along the gradient after ``step`` updates, in full precision.

    For a large network the steps after the first are only looked at around the learning rate.
    """
    if step == 0:
        return start_of(params)
    X, Y = _taken_rows(params, step)
    W = tuple(_tuples(result.W[step]))
    b = params.used_biases if result.b is None else tuple(_tuples(result.b[step]))
    layers = (W, b, params.activations, params.loss)
    if is_large(params):
        return _glance(X, Y, layers, params.update, params.bias, params.learning_rate)
    return _first_step(X, Y, layers, params.update, params.bias)


def is_large(params: Params) -> bool:
    """Whether one forward pass of what a step takes is much work."""
    n_samples = 1 if params.one_at_a_time else params.n_samples
    return n_samples * sum(len(W) * len(W[0]) for W in params.weights) > _LARGE


def _taken_rows(params: Params, step: int) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Inputs and targets of the samples that a step takes."""
    x, y, taken = rows_of(params.x), rows_of(params.y), taken_sample(params, step)
    return (x, y) if taken is None else (x[taken : taken + 1], y[taken : taken + 1])


@lru_cache(maxsize=64)
def _first_step(x: tuple[Row, ...], y: tuple[Row, ...], layers: tuple[Any, ...], update: str, bias: str) -> FirstStep:
    network, X, Y = make_network(*layers), array_of(x), array_of(y)
    moves = bias == "learned"
    return examine_first_step(network, X, Y, climbs=update == "ascent", rates=RATE_RANGE, moves_biases=moves)


@lru_cache(maxsize=8)
def _glance(
    x: tuple[Row, ...], y: tuple[Row, ...], layers: tuple[Any, ...], update: str, bias: str, rate: float
) -> FirstStep:
    network, X, Y = make_network(*layers), array_of(x), array_of(y)
    return glance_at_step(network, X, Y, climbs=update == "ascent", rate=rate, moves_biases=bias == "learned")


def _tuples(layers: Sequence[Array]) -> Iterator[Any]:
    """Each layer's array as nested tuples."""
    for layer in layers:
        yield tuple(map(tuple, layer.tolist())) if layer.ndim == 2 else tuple(layer.tolist())
