"""Networks that differ in their seeds alone, trained at once and judged as they go."""

from dataclasses import replace

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.labs.playground.model.compute import start_of
from wk4gui.labs.playground.model.judge import Judge
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of, training_of
from wk4gui.labs.playground.model.trainer import Trainer, TrainState

_MOST, _ENTRIES = 64, 1 << 16


class Chunk:
    """Networks that differ in their seeds alone, in training, with what is recorded of them."""

    def __init__(self, members: list[Params], times: int) -> None:
        first = members[0]
        layout = layout_of(first)
        problems = [problem_of(member) for member in members]
        states = [start_of(member, layout) for member in members]
        same = all(problem is problems[0] for problem in problems)
        problems = problems[:1] if same else problems
        X = np.stack([problem.inputs(problem.train.X) for problem in problems])
        y = np.stack([problem.targets(problem.train.y) for problem in problems])
        if same:
            X, y = X[0], y[0]
        seeds = [member.seed for member in members]
        self.trainer = Trainer(layout, training_of(first), _joined(states), X, y, seeds)
        self.train, self.test = (Judge(self.trainer, first.activation, problems, which) for which in ("train", "test"))
        self.train_loss, self.test_loss, self.score = (np.empty((len(members), times)) for _ in range(3))
        self.has_test = self.test.n_samples > 0

    def measure(self, at: int) -> None:
        """Records the losses and the score."""
        self.train_loss[:, at] = self.train.loss()
        self.score[:, at] = self.train.score()
        if self.has_test:
            self.test_loss[:, at] = self.test.loss()
            self.score[:, at] = self.test.score()

    def running(self) -> tuple[Array, Array]:
        """The running statistics of batch norm."""
        state = self.trainer.state()
        return state.running_mean, state.running_variance


def _joined(states: list[TrainState]) -> TrainState:
    """The states of several networks as one."""
    return replace(
        states[0],
        theta=np.concatenate([state.theta for state in states]),
        first=np.concatenate([state.first for state in states]),
        second=np.concatenate([state.second for state in states]),
        running_mean=np.concatenate([state.running_mean for state in states]),
        running_variance=np.concatenate([state.running_variance for state in states]),
    )


def chunk_size(params: Params) -> int:
    """How many networks fit into the cache together."""
    layout = layout_of(params)
    height = sum(layout.sizes) + len(layout.sizes)
    return max(8, min(_MOST, _ENTRIES // (height * min(params.batch_size, params.n_train))))
