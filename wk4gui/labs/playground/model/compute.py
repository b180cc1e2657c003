"""Trains one network and records its whole history."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.lab.checkpoint import Checkpoint, hand_out, no_checkpoint
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.outputs import OUTPUTS
from wk4gui.labs.playground.model.params import Params, Start
from wk4gui.labs.playground.model.passes import EvaluationPass, Running
from wk4gui.labs.playground.model.problem import (
    draw_points,
    layout_of,
    problem_of,
    sample_losses,
    training_of,
    unavoidable_loss,
)
from wk4gui.labs.playground.model.records import Records
from wk4gui.labs.playground.model.result import Result
from wk4gui.labs.playground.model.starts import draw_start
from wk4gui.labs.playground.model.trainer import Trainer, TrainState, fresh_state, recorded_updates

MOST_RECORDED, N_FRESH = 1000, 10_000
_FEWEST = 1
"""Records from which on a run hands out what it has."""


def start_of(params: Params, layout: Layout, start: Start | None = None) -> TrainState:
    """What a run starts from: drawn weights, or the recorded state of another run; ``start`` instead, if given."""
    start = start or params.start
    if start is None:
        return fresh_state(layout, draw_start(layout, params.init, params.gain, params.seed)[None])
    state = fresh_state(layout, np.array(start.theta)[None])
    batch = start.batch * (start.batch_size or params.batch_size) // params.batch_size
    changes: dict[str, Any] = {"update": start.update, "epoch": start.epoch, "batch": batch}
    if start.optimizer == params.optimizer and start.first:
        changes |= {"first": np.array(start.first)[None], "second": np.array(start.second)[None]}
        changes |= {"optimizer_steps": start.optimizer_steps}
    if start.running_mean:
        changes |= {"running_mean": np.array(start.running_mean)[None]}
        changes |= {"running_variance": np.array(start.running_variance)[None]}
    return replace(state, **changes)


def trainer_of(params: Params, start: Start | None = None) -> Trainer:
    """The trainer of a run, at its start or at another one."""
    problem, layout = problem_of(params), layout_of(params)
    X, y = problem.inputs(problem.train.X), problem.targets(problem.train.y)
    return Trainer(layout, training_of(params), start_of(params, layout, start), X, y, [params.seed])


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Trains a network by mini-batches, θ ← θ − α · direction, and records it at no more than 1000 places.

    The loss is the mean over the batch, the objective adds λ₁ Σ|w| + ½ λ Σ w². What is recorded so far is handed out.
    """
    trainer = trainer_of(params)
    wanted = recorded_updates(trainer.update, trainer.n_updates, MOST_RECORDED)
    records = Records(params, trainer, wanted)
    share = 1.0 / len(wanted)
    with np.errstate(all="ignore"):
        for number, update in enumerate(wanted):
            while trainer.update < update:
                trainer.step()
                if trainer.batch == 0:
                    checkpoint(number * share)
            records.take()
            if records.diverged:
                break
            if number >= _FEWEST and number < len(wanted) - 1:
                hand_out(checkpoint, (number + 1) * share, partial(_result, params, records, whole=False))
        return _result(params, records, whole=True)


def _result(params: Params, records: Records, *, whole: bool) -> Result:
    problem, layout, seen = problem_of(params), layout_of(params), records.so_far()
    test_loss = seen["test_loss"]
    finite = np.isfinite(test_loss)
    best = int(np.nanargmin(test_loss)) if len(test_loss) and finite.any() else None
    fresh = fresh_loss(params, seen["theta"][best], records.running_at(best)) if whole and best is not None else None
    return Result(
        X_train=problem.train.X,
        X_test=problem.test.X,
        y_train=problem.train.y,
        y_test=problem.test.y,
        classes=problem.classes,
        centre=problem.centre,
        scale=problem.scale,
        middle=problem.middle,
        spread=problem.spread,
        layout=places(layout),
        state=records.states(),
        test_best=best,
        fresh_loss=fresh,
        unavoidable=unavoidable_loss(params),
        diverged_at=records.diverged_at,
        **seen,
    )


def places(layout: Layout) -> Mapping[str, tuple[int, ...]]:
    """By name, the first place in θ, and rows and columns or length."""
    named: dict[str, tuple[int, ...]] = {}
    for k, layer in enumerate(layout.layers, start=1):
        named[f"W{k}"] = (layer.W.start, layer.n_out, layer.n_in)
        named[f"b{k}"] = (layer.b.start, layer.n_out)
        if layer.gamma.stop > layer.gamma.start:
            named[f"gamma{k}"], named[f"beta{k}"] = (layer.gamma.start, layer.n_out), (layer.beta.start, layer.n_out)
    return named


def fresh_loss(params: Params, theta: Array, running: tuple[Array, Array]) -> float | None:
    """The loss of a network on 10,000 new points; None for own data, of which there are no more."""
    if params.data == "own":
        return None
    problem, points = problem_of(params), draw_points(params, N_FRESH, 3)
    z = evaluate(params, theta[None], (running[0][None], running[1][None]), problem.inputs(points.X))
    value = float(sample_losses(problem.output, z, problem.targets(points.y)[None]).mean())
    return value if np.isfinite(value) else None


def evaluate(params: Params, theta: Array, running: tuple[Array, Array], inputs: Array) -> Array:
    """z of the output layer in use, θ (n_networks, n_parameters), inputs (n_in, n) -> (n_networks, n_out, n)."""
    return evaluated(params, theta, running, inputs).values.z[-1]


def evaluated(params: Params, theta: Array, running: tuple[Array, Array], inputs: Array) -> EvaluationPass:
    """The forward pass in use with all its values."""
    layout = layout_of(params)
    blocks = layout.block_views(np.ascontiguousarray(theta[:, layout.to_blocks]))
    statistics = Running(*running, layout.hidden) if layout.batch_norm else None
    one = EvaluationPass(layout, params.activation, blocks, statistics, inputs)
    with np.errstate(all="ignore"):
        one.run()
    return one


def state_at(params: Params, result: Result, frame: int) -> Start:
    """What a branch of a run starts from at a frame."""
    state = result.state
    return Start(
        theta=tuple(result.theta[frame].tolist()),
        first=tuple(state.first[frame].tolist()),
        second=tuple(state.second[frame].tolist()),
        running_mean=tuple(state.running_mean[frame].tolist()),
        running_variance=tuple(state.running_variance[frame].tolist()),
        optimizer=params.optimizer,
        optimizer_steps=int(state.optimizer_steps[frame]),
        update=int(result.update[frame]),
        epoch=int(state.whole_epochs[frame]),
        batch=int(state.batches[frame]),
        batch_size=params.batch_size,
    )


def y_hat_of(params: Params, z: Array) -> Array:
    """ŷ: probabilities of classes, or values."""
    return OUTPUTS[problem_of(params).output].y_hat(z)
