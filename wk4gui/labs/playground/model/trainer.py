"""One trainer for one network and for many at once on a leading axis; both take the same path, to the byte.

An update is a fixed list of NumPy calls on one flat parameter vector a network. Epoch e of a network draws its order
and then its dropout masks from a generator of its own, seeded by [seed, e], so that none depends on its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

import numpy as np

from wk4gui.core.arrays import Array, NDArray
from wk4gui.core.ensemble_steps import RULES, make_buffers
from wk4gui.core.optimizers import OptimizerName, OptimizerSettings
from wk4gui.core.prepared_calls import PreparedCall, perform
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.outputs import OUTPUTS, OutputName
from wk4gui.labs.playground.model.passes import Program, Running, TrainingPass
from wk4gui.labs.playground.model.schedules import Schedule

Shuffle = str
"""each epoch, once or never."""


@dataclass(frozen=True)
class Training:
    """How networks are trained.

    Attributes:
        activation: of the hidden units.
        output: the output layer with its loss.
        optimizer: the rule, with its ``settings``, whose own weight decay is not used.
        schedule: of the learning rate.
        batch_size: of the batches; the last of an epoch may be smaller.
        shuffle: "each epoch", "once" (the order of epoch 0) or "never".
        l1, l2: λ₁ Σ|w| + ½ λ₂ Σw² is added to the loss, over weights alone.
        weight_decay: λ in w ← (1 − αλ)w before each step, over weights alone.
        drop_prob: probability that a hidden activation is dropped.
        n_epochs: the run ends with this epoch.
    """

    activation: str
    output: OutputName
    optimizer: OptimizerName = "sgd"
    settings: OptimizerSettings = field(default_factory=lambda: OptimizerSettings(0.03))
    schedule: Schedule = field(default_factory=Schedule)
    batch_size: int = 10
    shuffle: Shuffle = "each epoch"
    l1: float = 0.0
    l2: float = 0.0
    weight_decay: float = 0.0
    drop_prob: float = 0.0
    n_epochs: int = 300


@dataclass(frozen=True, eq=False)
class TrainState:
    """Everything that training goes on from, for many networks; θ and the optimizer's vectors as Layout lists them.

    Attributes:
        theta: (n_networks, n_parameters).
        first: velocity, or for adam the mean of the gradients divided by 1 − β₁.
        second: sum or mean of the gradients' squares; for adam the mean divided by 1 − β₂.
        running_mean, running_variance: of batch norm (n_networks, hidden units); of no units without.
        update: updates done.
        epoch, batch: whole epochs done, and batches of the next one.
        optimizer_steps: steps of the optimizer since its vectors were 0.
    """

    theta: Array
    first: Array
    second: Array
    running_mean: Array
    running_variance: Array
    update: int = 0
    epoch: int = 0
    batch: int = 0
    optimizer_steps: int = 0


def fresh_state(layout: Layout, theta: Array) -> TrainState:
    """The state before the first update."""
    n_hidden = sum(layout.hidden) if layout.batch_norm else 0
    zeros, shape = np.zeros_like(theta), (len(theta), n_hidden)
    return TrainState(theta, zeros, zeros, np.zeros(shape), np.ones(shape))


class Trainer:
    """Networks in training.

    Args:
        layout: of every network.
        training: the settings.
        state: what it starts from.
        X: training inputs, feature-major: (n_in, n_samples) for all, or (n_networks, n_in, n_samples).
        y: targets (n_out, n_samples) or (n_networks, n_out, n_samples).
        seeds: of the order and the masks (n_networks,).

    Attributes:
        blocks: the parameters now, as ``Layout.block_views`` makes them.
        running: the statistics of batch norm now; None without.
        update, epoch, batch: as in TrainState.
    """

    def __init__(
        self, layout: Layout, training: Training, state: TrainState, X: Array, y: Array, seeds: Sequence[int]
    ) -> None:
        self.layout = self._layout = layout
        self._training, self._seeds = training, seeds
        self._theta = np.empty_like(state.theta)
        self._is_weight = np.tile(layout.is_weight[layout.to_blocks], (len(self._theta), 1))
        rate = np.full_like(self._theta, training.settings.learning_rate)
        self._buffers = make_buffers(self._theta, rate, training.settings)
        self._gradient = cast(Array, self._buffers.gradient)
        self.blocks, self._gradient_blocks = layout.block_views(self._theta), layout.block_views(self._gradient)
        statistics = (state.running_mean, state.running_variance)
        self.running = Running(*statistics, layout.hidden) if layout.batch_norm else None
        self._X, self._y = X, OUTPUTS[training.output].target(y)
        self._rule = RULES[training.optimizer]
        self._spare = np.empty_like(self._theta)
        penalised = training.l1 or training.l2 or training.weight_decay
        is_plain = training.optimizer == "sgd" and training.schedule.name == "constant" and not penalised
        self._plain_move = self._move_plainly() if is_plain else ()
        self._l1, self._l2 = training.l1 * self._is_weight, training.l2 * self._is_weight
        n = X.shape[-1]
        self._edges = [*range(0, n, training.batch_size), n]
        self.updates_per_epoch = len(self._edges) - 1
        self._make_batches()
        self.go_on_from(state)
        self.n_updates = self.update + self.updates_left

    def go_on_from(self, state: TrainState) -> None:
        """Takes over a state of as many networks."""
        order = self._layout.to_blocks
        self._theta[:] = state.theta[:, order]
        self._buffers.first[:], self._buffers.second[:] = state.first[:, order], state.second[:, order]
        if self.running is not None:
            self.running.mean[:], self.running.variance[:] = state.running_mean, state.running_variance
        self.update, self.epoch, self.batch = state.update, state.epoch, state.batch
        self._other_updates = state.update - state.optimizer_steps
        if self.batch >= self.updates_per_epoch:  # the batches have other sizes than before
            self.epoch, self.batch = self.epoch + 1, 0

    @property
    def updates_left(self) -> int:
        """Updates until the end of the run."""
        return max(0, (self._training.n_epochs - self.epoch) * self.updates_per_epoch - self.batch)

    @property
    def epochs_done(self) -> float:
        """Epochs done, with the part of the one under way."""
        return self.epoch + self.batch / self.updates_per_epoch

    def state(self) -> TrainState:
        """A copy of everything that training goes on from."""
        order = self._layout.from_blocks
        none = np.zeros((len(self._theta), 0))
        mean, variance = (none, none) if self.running is None else (self.running.mean, self.running.variance)
        return TrainState(
            self._theta[:, order], np.asarray(self._buffers.first[:, order], np.float64),
            np.asarray(self._buffers.second[:, order], np.float64),
            mean.copy(), variance.copy(), self.update, self.epoch, self.batch, self.update - self._other_updates,
        )  # fmt: skip

    @property
    def theta(self) -> Array:
        """A copy of θ (n_networks, n_parameters)."""
        return self._theta[:, self._layout.from_blocks]

    def step(self) -> None:
        """One update."""
        if self._plain_move:
            for call, arguments in self._take_batch().update:
                call(*arguments)
        else:
            perform(self._take_batch().calls)
            self._move_by_rule()
        self._count()

    def descend(self) -> Array:
        """Writes the gradient of the batch of the next update, which it returns: (n_networks, parameters in blocks)."""
        perform(self._take_batch().calls)
        return self._gradient

    def move(self) -> None:
        """The update itself, after ``descend``."""
        if self._plain_move:
            perform(self._plain_move)
        else:
            self._move_by_rule()
        self._count()

    def _take_batch(self) -> Program:
        """The program of the next batch, whose samples are in their places."""
        if self._drawn != self.epoch:
            self._draw_epoch()
        self._last = self._programs[self.batch] or self._make_program(self.batch)
        return self._last

    def _count(self) -> None:
        self.update += 1
        self.batch += 1
        if self.batch == self.updates_per_epoch:
            self.epoch, self.batch = self.epoch + 1, 0

    def _move_plainly(self) -> tuple[PreparedCall, ...]:
        """The calls of w ← w − αg."""
        return (
            (np.multiply, (self._gradient, self._buffers.rate, self._spare)),
            (np.subtract, (self._theta, self._spare, self._theta)),
        )

    def _move_by_rule(self) -> None:
        """Adds the penalties' gradients, and moves θ by the schedule, the decay and the optimizer's rule."""
        training, b = self._training, self._buffers
        if training.l2:
            np.multiply(self._theta, self._l2, out=self._spare)
            np.add(self._gradient, self._spare, out=self._gradient)
        if training.l1:
            np.sign(self._theta, out=self._spare)
            np.multiply(self._spare, self._l1, out=self._spare)
            np.add(self._gradient, self._spare, out=self._gradient)
        rate = training.settings.learning_rate
        if training.schedule.name != "constant":
            rate *= self.rate_factor()
            b.rate.fill(rate)
        if training.weight_decay:
            np.multiply(self._is_weight, -rate * training.weight_decay, out=self._spare)
            np.add(self._spare, 1.0, out=self._spare)
            np.multiply(self._theta, self._spare, out=self._theta)
        self._rule(b, training.settings, self.update - self._other_updates + 1)

    def last_batch_loss(self) -> Array:
        """The loss of the batch of the last ``descend`` at the parameters now, with its masks (n_networks,).

        In training mode, but the running statistics stay.
        """
        last, running = self._last, self.running
        kept = None if running is None else (running.mean.copy(), running.variance.copy())
        last.forward()
        if running is not None and kept is not None:
            running.mean[:], running.variance[:] = kept
        output = OUTPUTS[self._training.output]
        losses = output.value(last.z, output.label(last.y))
        return np.asarray(np.add.reduce(losses, axis=1) / losses.shape[1])

    def rate_factor(self) -> float:
        """The factor of the schedule on α at the next update."""
        per_epoch, n_epochs = self.updates_per_epoch, self._training.n_epochs
        return self._training.schedule.factor(
            self.epoch * per_epoch + self.batch, self.epoch, n_epochs * per_epoch, per_epoch
        )

    def next_batch(self) -> list[NDArray[np.intp]]:
        """Which training samples the next update takes, for each network."""
        low, high = self._edges[self.batch], self._edges[self.batch + 1]
        return [self._order(seed, self.epoch, self._X.shape[-1])[0][low:high] for seed in self._seeds]

    def _order(self, seed: int, epoch: int, n: int) -> tuple[NDArray[np.intp], np.random.Generator]:
        """The order of the samples in an epoch, and the generator that its masks come from."""
        rng = np.random.default_rng([seed, epoch])
        if self._training.shuffle == "each epoch":
            return rng.permutation(n), rng
        if self._training.shuffle == "once":
            return np.random.default_rng([seed, 0]).permutation(n), rng
        return np.arange(n), rng

    def _draw_epoch(self) -> None:
        """Puts the samples into the order of the epoch, and draws its masks."""
        n, drop_prob = self._X.shape[-1], self._training.drop_prob
        for i, seed in enumerate(self._seeds):
            order, rng = self._order(seed, self.epoch, n)
            X, y = (v[i] if v.ndim == 3 else v for v in (self._X, self._y))
            y.take(order, 1, self._samples[i, : len(y)], "clip")  # to "raise" it would copy, and all places exist
            X.take(order, 1, self._samples[i, len(y) : -1], "clip")
            if drop_prob:
                kept = rng.random(self._masks.shape[1:]) >= drop_prob
                np.multiply(kept, 1.0 / (1.0 - drop_prob), out=self._masks[i])
        self._drawn = self.epoch

    def _make_batches(self) -> None:
        """Makes the buffers of an epoch, in the order of its samples; the calls of each batch will read their part."""
        n_networks, n, drops = len(self._theta), self._X.shape[-1], self._training.drop_prob > 0.0
        self._samples = np.ones((n_networks, self._y.shape[-2] + self._X.shape[-2] + 1, n))
        height = sum(units + 1 for units in self._layout.hidden)
        self._masks = np.ones((n_networks, height if drops else 0, n))
        self._passes = {
            size: TrainingPass(
                self._layout, self._training.activation, self._training.output, self.blocks, self._gradient_blocks,
                size, self.running,
            )
            for size in {high - low for low, high in pairwise(self._edges)}
        }  # fmt: skip
        self._programs: list[Program | None] = [None] * self.updates_per_epoch
        self._drawn = -1

    def _make_program(self, batch: int) -> Program:
        """The calls of a batch, made when it is needed first."""
        low, high = self._edges[batch], self._edges[batch + 1]
        masks = self._masks[:, :, low:high] if self._training.drop_prob > 0.0 else None
        samples = self._samples[:, :, low:high]
        program = self._programs[batch] = self._passes[high - low].program(samples, masks, self._plain_move)
        return program


def recorded_updates(first: int, last: int, most: int, dense: int = 20) -> list[int]:
    """The start, the first updates one by one, then evenly, at most ``most`` in all; the last is always among them."""
    begin = list(range(first, min(first + dense, last) + 1))
    rest = np.unique(np.round(np.linspace(begin[-1], last, max(most - len(begin) + 1, 2)))).astype(int).tolist()
    return sorted({*begin, *rest})


def run_to(trainer: Trainer, updates: Sequence[int]) -> Iterator[int]:
    """Trains to each of these updates in turn and yields it."""
    for wanted in updates:
        while trainer.update < wanted:
            trainer.step()
        yield wanted
