"""The courses of several runs that differ in the seed alone: what measures need of them, trained at once."""

from collections.abc import Sequence

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.labs.playground.model.chunk import Chunk, chunk_size
from wk4gui.labs.playground.model.compute import MOST_RECORDED, places
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.result import Course
from wk4gui.labs.playground.model.trainer import recorded_updates


def compute_courses(members: Sequence[Params], checkpoint: Checkpoint = no_checkpoint) -> list[Course | None]:
    """For each run the values that `compute` has, to the byte; None where one is not finite, or without test points.

    Args:
        members: parameters that differ in ``seed`` alone.
        checkpoint: called at every epoch.
    """
    size = chunk_size(members[0])
    found: list[Course | None] = []
    for begin in range(0, len(members), size):
        found += _courses(list(members[begin : begin + size]), checkpoint, begin / len(members), size / len(members))
    return found


def _courses(members: list[Params], checkpoint: Checkpoint, done: float, share: float) -> list[Course | None]:
    chunk, nothing = Chunk(members, 0), [None] * len(members)
    if not chunk.has_test:
        return [*nothing]
    trainer = chunk.trainer
    updates = recorded_updates(trainer.update, trainer.n_updates, MOST_RECORDED)
    epochs = trainer.epochs_done + (np.array(updates) - trainer.update) / trainer.updates_per_epoch
    train_loss, test_loss = (np.empty((len(members), len(updates))) for _ in range(2))
    with np.errstate(all="ignore"):
        for at, update in enumerate(updates):
            while trainer.update < update:
                trainer.step()
                if trainer.batch == 0:
                    checkpoint(done + share * at / len(updates))
            train_loss[:, at], test_loss[:, at] = chunk.train.loss(), chunk.test.loss()
            if not np.isfinite(train_loss[:, at]).any():
                return [*nothing]
        return _told_apart(members[0], chunk, np.array(updates, float), epochs, train_loss, test_loss)


def _told_apart(
    params: Params, chunk: Chunk, updates: Array, epochs: Array, train_loss: Array, test_loss: Array
) -> list[Course | None]:
    """The course of each network."""
    problem, theta, layout = problem_of(params), chunk.trainer.theta, places(layout_of(params))
    judges = (chunk.train, chunk.test)
    accuracies = [judge.accuracy()[:, None] if problem.classes else np.empty((len(theta), 0)) for judge in judges]
    every = np.concatenate([theta, train_loss, test_loss], axis=1)
    return [
        Course(
            y_train=problem.train.y,
            y_test=problem.test.y,
            classes=problem.classes,
            update=read_only(updates.copy()),
            epoch=read_only(epochs.copy()),
            theta=read_only(theta[i : i + 1].copy()),
            layout=layout,
            train_loss=read_only(train_loss[i].copy()),
            test_loss=read_only(test_loss[i].copy()),
            train_accuracy=read_only(accuracies[0][i].copy()),
            test_accuracy=read_only(accuracies[1][i].copy()),
            test_best=int(test_loss[i].argmin()),
        )
        if np.isfinite(every[i]).all()
        else None
        for i in range(len(theta))
    ]
