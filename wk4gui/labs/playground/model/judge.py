"""How networks in training do on points: their losses, without dropout and with running statistics."""

from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.labs.playground.model.passes import EvaluationPass
from wk4gui.labs.playground.model.problem import Problem, sample_losses
from wk4gui.labs.playground.model.trainer import Trainer


class Judge:
    """Measures the networks of a trainer on training or on test points.

    Args:
        trainer: of the networks.
        activation: of their hidden units.
        problems: of each network; of one alone where all have the same.
        which: "train" or "test".

    Attributes:
        values: of the last pass.
    """

    def __init__(self, trainer: Trainer, activation: str, problems: list[Problem], which: str) -> None:
        points = [getattr(problem, which) for problem in problems]
        self._problem, self.n_samples = problems[0], len(points[0].X)
        inputs = np.stack([problem.inputs(each.X) for problem, each in zip(problems, points, strict=True)])
        self._pass = EvaluationPass(trainer.layout, activation, trainer.blocks, trainer.running, inputs)
        self._targets = np.stack([problem.targets(each.y) for problem, each in zip(problems, points, strict=True)])
        self._y = np.stack([each.y for each in points])
        self.values = self._pass.values

    def loss(self) -> Array:
        """The mean loss of each network (n_networks,); runs the forward pass."""
        losses = sample_losses(self._problem.output, self._pass.run(), self._targets)
        return np.asarray(np.add.reduce(losses, axis=1) / self.n_samples)

    def accuracy(self) -> Array:
        """The share of rightly classified points after ``loss`` (n_networks,)."""
        correct = self._problem.correct(self.values.z[-1], self._y)
        return np.asarray(np.add.reduce(correct, axis=1, dtype=np.intp) / self.n_samples)

    def score(self) -> Array:
        """The accuracy, or 1 − Σ(ŷ − y)²/Σ(y − mean y)² of a regression, after ``loss`` (n_networks,).

        NaN where the targets are all alike.
        """
        if self._problem.classes:
            return self.accuracy()
        y = self._targets[:, 0]
        error = ((self.values.z[-1][:, 0] - y) ** 2).mean(axis=1)
        variance = np.where(all_alike(y), np.nan, y.var(axis=1))
        return np.asarray(1.0 - error / variance)


def all_alike(y: Array) -> Any:
    """Whether no target differs from another, y (…, n) -> (…)."""
    return (y == y[..., :1]).all(axis=-1)
