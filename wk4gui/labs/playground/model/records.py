"""What is recorded of a run: parameters, losses, and the measures of each layer."""

from collections.abc import Sequence

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.ensemble_slopes import in_place
from wk4gui.labs.playground.model.judge import Judge
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.model.result import RecordedStates
from wk4gui.labs.playground.model.trainer import Trainer

SATURATED_BELOW = 0.01


class Records:
    """The records of one network in training.

    Args:
        params: of the run.
        trainer: at its start; each record brings it one update further.
        updates: after which something will be recorded.
    """

    def __init__(self, params: Params, trainer: Trainer, updates: Sequence[int]) -> None:
        most = len(updates)
        self._params, self._trainer, self._problem = params, trainer, problem_of(params)
        problem, layout = self._problem, trainer.layout
        self._layout = layout
        self._train, self._test = (Judge(trainer, params.activation, [problem], which) for which in ("train", "test"))
        self._f = in_place(params.activation)
        self._slope = np.empty_like(self._train.values.hidden_z)
        n_test, n_layers, n_hidden = len(problem.test.X), layout.n_layers, len(layout.hidden)
        classes = bool(problem.classes)
        with_second = params.optimizer in ("adagrad", "rmsprop", "adam")
        with_first = params.optimizer in ("momentum", "nesterov", "adam")
        n, units = layout.n_parameters, sum(layout.hidden) if layout.batch_norm else 0
        shapes: dict[str, tuple[int, ...] | None] = {
            "update": (), "epoch": (), "theta": (n,), "train_loss": (), "test_loss": () if n_test else None,
            "objective": (), "train_accuracy": () if classes else None,
            "test_accuracy": () if classes and n_test else None, "batch_loss": (2,), "grad_norm": (n_layers,),
            "update_ratio": (n_layers,), "dead": (n_hidden,), "saturated": (n_hidden,),
        }  # fmt: skip
        self._kept = {
            name: np.zeros(0) if shape is None else np.zeros((most, *shape)) for name, shape in shapes.items()
        }
        either = with_first or with_second
        kept = {"first": n * either, "second": n * either, "running_mean": units, "running_variance": units}
        self._states = {name: np.empty((most, width)) for name, width in kept.items()}
        self._counts = np.empty((3, most))
        self._kept["update"][:] = updates
        self._kept["epoch"][:] = trainer.epochs_done + (np.array(updates) - trainer.update) / trainer.updates_per_epoch
        self._n, self._last = 0, trainer.state()
        self.diverged_at: int | None = None
        self._starts = np.array([layer.W.start for layer in layout.layers])
        self._is_weight = layout.is_weight

    @property
    def diverged(self) -> bool:
        """Whether something is not finite."""
        return self.diverged_at is not None

    def take(self) -> None:
        """Records the network as it is, and makes the next update."""
        i, trainer = self._n, self._trainer
        state = trainer.state()
        theta = state.theta[0]
        self._kept["theta"][i] = theta
        for name, table in self._states.items():
            if table.shape[1]:
                table[i] = getattr(state, name)[0]
        self._counts[:, i] = state.epoch, state.batch, state.optimizer_steps
        self._measure(i, theta)
        self._n += 1
        if not self._is_finite(self._kept["train_loss"][i]):
            self.diverged_at = self._first_not_finite()
            self._n = len(self._kept["update"])
            self._blank_from(i)
            return
        self._last = state
        self._follow(i, theta)

    def _is_finite(self, train_loss: float) -> bool:
        return bool(np.isfinite(train_loss) and np.isfinite(self._trainer.theta).all())

    def _first_not_finite(self) -> int:
        """The first update at which something is not finite; trains anew from the last record."""
        self._trainer.go_on_from(self._last)
        while self._is_finite(self._train.loss()[0]):
            self._trainer.step()
        return int(self._trainer.update)

    def _measure(self, i: int, theta: Array) -> None:
        kept = self._kept
        kept["train_loss"][i] = self._train.loss()[0]
        weights = theta * self._is_weight
        penalty = self._params.l1 * np.abs(weights).sum() + 0.5 * self._params.l2 * (weights @ weights)
        kept["objective"][i] = kept["train_loss"][i] + penalty
        if len(kept["test_loss"]):
            kept["test_loss"][i] = self._test.loss()[0]
        if len(kept["train_accuracy"]):
            kept["train_accuracy"][i] = self._train.accuracy()[0]
        if len(kept["test_accuracy"]):
            kept["test_accuracy"][i] = self._test.accuracy()[0]
        if self._layout.hidden:
            self._measure_units(i)

    def _measure_units(self, i: int) -> None:
        values = self._train.values
        self._f.df(values.hidden_z, values.hidden_a, self._slope)
        size = np.abs(self._slope[0])
        saturated, dead = size < SATURATED_BELOW, ~size.any(axis=1)
        for k, span in enumerate(values.spans):
            n_units = span.stop - span.start
            self._kept["dead"][i, k] = np.count_nonzero(dead[span]) / n_units
            self._kept["saturated"][i, k] = np.count_nonzero(saturated[span]) / (n_units * size.shape[1])

    def _follow(self, i: int, theta: Array) -> None:
        """Makes the next update, and records its gradient and its size."""
        order = self._layout.from_blocks
        trainer, kept = self._trainer, self._kept
        gradient = trainer.descend()[0, order].copy()
        kept["batch_loss"][i, 0] = trainer.last_batch_loss()[0]
        squares = np.add.reduceat(gradient * gradient, self._starts)
        kept["grad_norm"][i] = np.sqrt(squares)
        trainer.move()
        kept["batch_loss"][i, 1] = trainer.last_batch_loss()[0]
        change = (trainer.theta[0] - theta) * self._is_weight
        weights = theta * self._is_weight
        before, moved = (np.sqrt(np.add.reduceat(v * v, self._starts)) for v in (weights, change))
        kept["update_ratio"][i] = np.divide(moved, before, out=np.zeros_like(moved), where=before > 0.0)

    def _blank_from(self, i: int) -> None:
        """NaN from a frame on in all that is not a count."""
        for name, table in self._kept.items():
            if len(table) and name not in ("update", "epoch"):
                table[i:] = np.nan
        for table in self._states.values():
            table[i:] = np.nan

    def so_far(self) -> dict[str, Array]:
        """Copies of the records taken."""
        return {name: read_only(table[: self._n].copy()) for name, table in self._kept.items()}

    def running_at(self, i: int) -> tuple[Array, Array]:
        """The running statistics at a record."""
        return self._states["running_mean"][i].copy(), self._states["running_variance"][i].copy()

    def states(self) -> RecordedStates:
        """Copies of what a run can go on from."""
        whole, batches, steps = (read_only(row[: self._n].copy()) for row in self._counts)
        kept = {name: read_only(table[: self._n].copy()) for name, table in self._states.items()}
        return RecordedStates(**kept, whole_epochs=whole, batches=batches, optimizer_steps=steps)
