"""Hundreds of small networks trained at once on a leading axis, in chunks that stay in the processor's cache.

Each network minimises its mean squared error (1/n) Σ (ŷ − y)² plus l2 · Σ w² over its weights, biases left out. Single
precision is meant for swarms of which only a statistic is shown; it halves the time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.ensemble_noise import Noise, NoiseKind
from wk4gui.core.ensemble_pass import Pass
from wk4gui.core.ensemble_shape import FloatArray, Shape
from wk4gui.core.ensemble_steps import RULES, make_buffers
from wk4gui.core.optimizers import OptimizerName, OptimizerSettings
from wk4gui.core.prepared_calls import PreparedCall, perform
from wk4gui.core.progress import SILENT
from wk4gui.core.spread import spread

__all__ = ["Data", "Shape", "Trained", "Training", "hidden_activations", "predict", "train"]

Precision = Literal["single", "double"]
_CHUNK_BYTES, _LONG_CHUNK_BYTES = 1 << 19, 1 << 21
"""Of the largest buffer of a chunk. Longer calls let threads wait less for one another where each trains networks of
its own; chunks that are threads' tasks themselves, and those that say which noise is drawn, are short."""
_CHECKS = 64
_MAX_STEPS_UNCHECKED = 12


@dataclass(frozen=True, eq=False)
class Data:
    """Samples, shared by all networks or separate for each.

    Attributes:
        X: (n_samples, n_in), or (n_networks, n_samples, n_in).
        y: (n_samples,), or (n_networks, n_samples).
    """

    X: Array
    y: Array

    @property
    def n_samples(self) -> int:
        """Samples of one network."""
        return int(self.X.shape[-2])

    def rows(self, part: slice, dtype: np.dtype[Any]) -> tuple[FloatArray, FloatArray]:
        """Inputs, feature-major with a row of ones below, and targets, of a part of the networks."""
        own = self.X[part] if self.X.ndim == 3 else self.X
        X = np.ones((*own.shape[:-2], own.shape[-1] + 1, own.shape[-2]), dtype)
        X[..., :-1, :] = own.swapaxes(-1, -2)
        return X, np.asarray(self.y[part] if self.y.ndim == 2 else self.y, dtype)


@dataclass(frozen=True, eq=False)
class Training:
    """How networks are trained.

    Attributes:
        n_steps: number of updates.
        optimizer: a name of ``OPTIMIZERS``.
        settings: of the optimizer; its weight decay is used by adamw, on weights alone.
        rates: α of each network (n_networks,); None: that of the settings.
        l2: factor of Σ w² in the objective, for all or of each network (n_networks,).
        noise: what multiplies hidden activations; None: nothing.
        drop_prob: of the noise.
        batches: which samples each step takes (n_steps, batch_size); None: all.
        record_at: steps, ascending, from 0 to n_steps, after which losses are measured (without noise).
        precision: of everything.
        seed: of the noise.
    """

    n_steps: int
    optimizer: OptimizerName = "adam"
    settings: OptimizerSettings = field(default_factory=lambda: OptimizerSettings(0.01))
    rates: Array | None = None
    l2: Array | float = 0.0
    noise: NoiseKind | None = None
    drop_prob: float = 0.0
    batches: np.ndarray[Any, np.dtype[np.intp]] | None = None
    record_at: Sequence[int] = ()
    precision: Precision = "double"
    seed: int | Sequence[int] = 0

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of every array."""
        return np.dtype(np.float32 if self.precision == "single" else np.float64)

    @property
    def noisy(self) -> bool:
        """Whether activations are multiplied by noise."""
        return self.noise is not None and self.drop_prob > 0.0


@dataclass(frozen=True, eq=False)
class Trained:
    """The trained networks and their losses; double precision, read-only.

    Attributes:
        theta: (n_networks, n_parameters); after the last step, also where a network diverged.
        train_loss: mean squared error on its own samples after the recorded steps (n_networks, n_recorded), NaN from
            the first that is not finite on. With batch norm the statistics are those of these samples.
        test_loss: the same on the test samples; empty without them.
    """

    theta: Array
    train_loss: Array
    test_loss: Array


def train(
    shape: Shape,
    start: Array,
    data: Data,
    training: Training,
    test: Data | None = None,
    checkpoint: Callable[[float], None] = lambda fraction: None,
) -> Trained:
    """Trains every network from its own start.

    Args:
        start: θ (n_networks, n_parameters), as ``Shape`` lays it out.
        data: what they are fitted to.
        training: the settings.
        test: what the test loss is measured on.
        checkpoint: called with the fraction that is done.
    """
    theta = np.empty((len(start), shape.n_parameters))
    losses = np.empty((2 if test else 1, len(start), len(training.record_at)))
    n_bytes = _CHUNK_BYTES if training.noisy else _LONG_CHUNK_BYTES
    chunks = _chunks(shape, len(start), data.n_samples, training.dtype, n_bytes)
    with np.errstate(all="ignore"):
        for number, part in enumerate(chunks):
            run = _Run(shape, start[part], part, data, test, training, _rng(training, number))
            for t in run.stages():
                checkpoint((number + t / max(training.n_steps, 1)) / len(chunks))
            theta[part] = run.theta_rows()
            losses[:, part] = run.losses
    return _trained(theta, losses)


class Ensemble:
    """Networks in training that can be looked at on the way; in the end they are those of ``train``.

    Args:
        shape, start, data, training, test: as for ``train``.

    Attributes:
        runs: its chunks.
    """

    def __init__(self, shape: Shape, start: Array, data: Data, training: Training, test: Data | None = None) -> None:
        self._training = training
        self._chunks = _chunks(shape, len(start), data.n_samples, training.dtype)
        self.runs = [
            _Run(shape, start[part], part, data, test, training, _rng(training, number))
            for number, part in enumerate(self._chunks)
        ]

    def stages(self) -> Iterator[int]:
        """Trains all networks at the same pace; yields how many steps are done, now and then and at the end.

        The losses of that step are not recorded yet, but at the end.
        """
        yield from at_the_same_pace([self])

    def recorded(self, step: int) -> Trained:
        """The networks after ``step`` steps, which have just been yielded, with the losses recorded so far."""
        n_columns = sum(at < step or step == self._training.n_steps for at in self._training.record_at)
        return self._now([run.losses[:, :, :n_columns] for run in self.runs])

    def measured(self) -> Trained:
        """The networks now, with their losses of this step alone."""
        with np.errstate(all="ignore"):
            return self._now([run.measured_now()[:, :, None] for run in self.runs])

    def _now(self, losses: list[FloatArray]) -> Trained:
        return _trained(
            np.concatenate([run.theta_rows() for run in self.runs]).astype(np.float64),
            np.concatenate(losses, axis=1).astype(np.float64),
        )


def at_the_same_pace(ensembles: Sequence[Ensemble]) -> Iterator[int]:
    """``Ensemble.stages`` of several that take the same steps, on all processors."""
    stages = [run.stages() for ensemble in ensembles for run in ensemble.runs]
    while True:
        with np.errstate(all="ignore"):
            steps = spread([partial(_next_stage, each) for each in stages], [1.0] * len(stages), SILENT)
        if steps[0] is None:
            return
        yield steps[0]


def _next_stage(stages: Iterator[int], report: Callable[[float], None]) -> int | None:
    return next(stages, None)


def predict(shape: Shape, theta: Array, X: Array, precision: Precision = "double") -> Array:
    """ŷ of every network without noise, (n_networks, n_samples).

    Args:
        theta: (n_networks, n_parameters).
        X: (n_samples, n_in) for all, or (n_networks, n_samples, n_in).
        precision: of the computation.
    """
    return _evaluate(shape, theta, X, precision)[0]


def hidden_activations(shape: Shape, theta: Array, X: Array) -> Array:
    """Activations of the last hidden layer without noise, (n_networks, n_samples, units)."""
    return _evaluate(shape, theta, X, "double", hidden=True)[1]


def _evaluate(
    shape: Shape, theta: Array, X: Array, precision: Precision, *, hidden: bool = False
) -> tuple[Array, Array]:
    dtype = np.dtype(np.float32 if precision == "single" else np.float64)
    n_samples = X.shape[-2]
    out = np.empty((len(theta), n_samples))
    kept = np.empty((len(theta), n_samples, shape.hidden[-1]) if hidden else (0, 0, 0))
    data = Data(X, np.zeros(n_samples))
    with np.errstate(all="ignore"):
        for part in _chunks(shape, len(theta), n_samples, dtype):
            one = Pass(shape, shape.split(theta[part].astype(dtype, copy=False)), data.rows(part, dtype)[0])
            out[part] = one.forward()
            if hidden:
                kept[part] = one.a[-1].swapaxes(1, 2)
    return read_only(out), read_only(kept)


class _Batch:
    """Some of the samples (…, n_samples), copied to the same memory each time.

    Attributes:
        rows: of the samples taken last (…, size).
    """

    def __init__(self, samples: FloatArray, size: int) -> None:
        self._samples = np.ascontiguousarray(np.moveaxis(samples, -1, 0))
        self._taken = np.empty((size, *self._samples.shape[1:]), samples.dtype)
        self.rows = np.moveaxis(self._taken, 0, -1)

    def take(self, which: np.ndarray[Any, np.dtype[np.intp]]) -> None:
        """Copies these samples."""
        np.take(self._samples, which, axis=0, out=self._taken, mode="clip")


class _Run:
    """One chunk of networks. Parameters are stored block after block, each contiguous, in one flat vector."""

    def __init__(
        self,
        shape: Shape,
        start: Array,
        part: slice,
        data: Data,
        test: Data | None,
        training: Training,
        rng: np.random.Generator,
    ) -> None:
        self._shape, self._training, self._n = shape, training, len(start)
        dtype = training.dtype
        flat = self._flat(start).astype(dtype)
        self._blocks = self._views(flat)
        rate = self._per_parameter(part, training.settings.learning_rate if training.rates is None else training.rates)
        is_weight = self._flat(np.broadcast_to(shape.is_weight, start.shape))
        decays = training.optimizer == "adamw"
        shrink = (rate * training.settings.weight_decay * is_weight).astype(dtype) if decays else None
        self._buffers = make_buffers(flat, rate.astype(dtype), training.settings, shrink)
        self._X, self._y = data.rows(part, dtype)
        if training.batches is not None:
            self._batches = [_Batch(one, training.batches.shape[1]) for one in (self._X, self._y)]
            self._X, self._y = (one.rows for one in self._batches)
        sizes = [(self._n, units, self._X.shape[-1]) for units in shape.hidden]
        kind = training.noise if training.noisy else None
        noise = [Noise(kind, training.drop_prob, size, dtype, rng) for size in sizes] if kind else []
        self._pass = Pass(shape, self._blocks, self._X, noise)
        self._to_gradient = [
            *self._pass.backward_calls(self._views(self._buffers.gradient)),
            *self._penalty_calls((2.0 * self._per_parameter(part, training.l2) * is_weight).astype(dtype)),
        ]
        self._exact = not training.noisy and training.batches is None
        sets = [data, test] if test else [data]
        self._targets, self._measures = [], list[Pass]()
        for k, (X, y) in enumerate(one.rows(part, dtype) for one in sets):
            self._targets.append(y)
            self._measures.append(self._pass if self._exact and k == 0 else Pass(shape, self._blocks, X))
        self.losses = np.empty((len(sets), self._n, len(training.record_at)))

    def stages(self) -> Iterator[int]:
        """Trains; yields the number of steps done, now and then and at the end."""
        training, buffers = self._training, self._buffers
        columns = {step: column for column, step in enumerate(training.record_at)}
        rule, every = RULES[training.optimizer], max(1, min(training.n_steps // _CHECKS, _MAX_STEPS_UNCHECKED))
        scale = 2.0 / self._X.shape[-1]
        for t in range(training.n_steps):
            if t % every == 0:
                yield t
            if training.batches is not None:
                for one in self._batches:
                    one.take(training.batches[t])
            column = columns.get(t)
            if column is not None:
                self._measure(column, first=1 if self._exact else 0)
            error = self._pass.forward_in_training()
            np.subtract(error, self._y, error)
            if column is not None and self._exact:
                self.losses[0, :, column] = _mean_square(error)
            np.multiply(error, scale, error)
            perform(self._to_gradient)
            rule(buffers, training.settings, t + 1)
        if training.n_steps in columns:
            self._measure(columns[training.n_steps], first=0)
        yield training.n_steps

    def _penalty_calls(self, factors: FloatArray) -> list[PreparedCall]:
        """What adds the gradient of the penalty, ``factors`` times θ."""
        if not factors.any():
            return []
        b = self._buffers
        return [(np.multiply, (b.theta, factors, b.spare)), (np.add, (b.gradient, b.spare, b.gradient))]

    def theta_rows(self) -> FloatArray:
        """Θ, one row for each network."""
        return np.concatenate([block.reshape(self._n, -1) for block in self._blocks], axis=1)

    def measured_now(self) -> FloatArray:
        """The losses of this step (n_sets, n_networks)."""
        errors = (one.forward() - y for one, y in zip(self._measures, self._targets, strict=True))
        return np.array([_mean_square(error) for error in errors])

    def _measure(self, column: int, first: int) -> None:
        for k in range(first, len(self._measures)):
            self.losses[k, :, column] = _mean_square(self._measures[k].forward() - self._targets[k])

    def _flat(self, rows: Array) -> Array:
        return np.concatenate([rows[:, part].ravel() for part, _ in self._shape.spans()])

    def _views(self, flat: FloatArray) -> list[FloatArray]:
        return [
            flat[part.start * self._n : part.stop * self._n].reshape(self._n, *block)
            for part, block in self._shape.spans()
        ]

    def _per_parameter(self, part: slice, value: Array | float) -> Array:
        own = np.asarray(value, np.float64)
        one = own[part] if own.ndim else np.full(self._n, own)
        return self._flat(np.repeat(one[:, None], self._shape.n_parameters, axis=1))


def _rng(training: Training, chunk: int) -> np.random.Generator:
    """The random numbers of a chunk of networks."""
    return np.random.default_rng([*_seed(training), chunk])


def _trained(theta: Array, losses: Array) -> Trained:
    losses = _ended(losses)
    return Trained(
        read_only(theta), read_only(losses[0]), read_only(losses[1] if len(losses) > 1 else np.empty((0, 0)))
    )


def _seed(training: Training) -> tuple[int, ...]:
    return (training.seed,) if isinstance(training.seed, int) else tuple(training.seed)


def _mean_square(error: FloatArray) -> FloatArray:
    return np.asarray(np.vecdot(error, error) / error.shape[-1])


def _chunks(
    shape: Shape, n_networks: int, n_samples: int, dtype: np.dtype[Any], n_bytes: int = _CHUNK_BYTES
) -> list[slice]:
    """Parts of the networks whose largest buffer takes that many bytes."""
    size = max(1, n_bytes // (dtype.itemsize * n_samples * max(shape.hidden)))
    count = -(-n_networks // size)
    edges = [k * n_networks // count for k in range(count + 1)]
    return [slice(low, high) for low, high in pairwise(edges)]


def _ended(losses: Array) -> Array:
    """NaN from the first loss that is not finite on."""
    diverged = np.logical_or.accumulate(~np.isfinite(losses).all(axis=0, keepdims=True), axis=-1)
    return np.where(diverged, np.nan, losses)
