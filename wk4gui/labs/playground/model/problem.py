"""What a run is about: points, targets, task, network and loss, from the parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, overload

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.labs.playground.model.data_sets import DATA_SETS
from wk4gui.labs.playground.model.features import FeatureName, feature_rows
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.outputs import OUTPUTS, OutputName
from wk4gui.labs.playground.model.own_data import check_draws, classes_of, own_order, targets_of
from wk4gui.labs.playground.model.schedules import Schedule
from wk4gui.labs.playground.model.trainer import Training

if TYPE_CHECKING:
    from wk4gui.labs.playground.model.params import Params

SIDE = 6.0
"""Half the side of the square on which points are drawn."""


@dataclass(frozen=True, eq=False)
class Points:
    """Points and targets.

    Attributes:
        X: places as given (n, 2).
        y: classes 0, 1, … or values (n,).
    """

    X: Array
    y: Array


@dataclass(frozen=True, eq=False)
class Problem:
    """A task with its data.

    Attributes:
        train, test: the points.
        classes: names of the classes, none for a regression.
        centre, scale: of each coordinate, over all rows of own data; a network sees (x − centre)/scale (2,).
        features: what it sees of that.
        output: the output layer with its loss.
        middle, spread: of a regression's values; a network learns (y − middle)/spread.
    """

    train: Points
    test: Points
    classes: tuple[str, ...]
    centre: Array
    scale: Array
    features: tuple[FeatureName, ...]
    output: OutputName
    middle: float = 0.0
    spread: float = 1.0

    def inputs(self, X: Array) -> Array:
        """What the network sees of places (n, 2): (n_features, n)."""
        return feature_rows(self.features, (X - self.centre) / self.scale)

    def targets(self, y: Array) -> Array:
        """Targets as the loss takes them (n_out, n): 0 and 1, ±1, one-hot or values."""
        if self.output == "softmax_cross_entropy":
            return np.asarray(y == np.arange(len(self.classes))[:, None], dtype=np.float64)
        if self.output == "tanh_half_mse":
            return 2.0 * y[None] - 1.0
        return self.learned(y)[None].astype(np.float64)

    def learned(self, y: Array) -> Array:
        """Values as they are learned; classes as they are."""
        return (y - self.middle) / self.spread if self.learns_standardised else y

    @cached_property
    def learned_values(self) -> tuple[Array, Array]:
        """Those of the training and of the test points."""
        return read_only(self.learned(self.train.y)), read_only(self.learned(self.test.y))

    def meant(self, y_hat: Array) -> Array:
        """The values of a regression that outputs stand for."""
        return self.middle + self.spread * y_hat

    @property
    def learns_standardised(self) -> bool:
        """Whether it is a regression whose values are learned less their middle, by their spread."""
        return (self.middle, self.spread) != (0.0, 1.0)

    def correct(self, z: Array, y: Array) -> Array:
        """Which samples are classified rightly, z (n_networks, n_out, n) -> (n_networks, n)."""
        return np.asarray(self.predicted(z) == y)

    def predicted(self, z: Array) -> Array:
        """The class of each sample, z (n_networks, n_out, n) -> (n_networks, n)."""
        return np.asarray(z.argmax(axis=1) if len(self.classes) > 2 else z[:, 0] > 0.0)


def n_classes_of(params: "Params") -> int:
    """Number of classes, 0 for a regression."""
    if params.data == "own":
        return len(classes_of(params.own_y, params.task))
    return DATA_SETS[params.data].n_classes


def output_of(params: "Params") -> OutputName:
    """The output layer: by the task, and TensorFlow Playground's where the loss is half_mse."""
    n_classes = n_classes_of(params)
    if n_classes > 2:
        return "softmax_cross_entropy"
    if n_classes == 2:
        return "tanh_half_mse" if params.loss == "half_mse" else "sigmoid_bce"
    return "linear_half_mse" if params.loss == "half_mse" else "linear_mse"


def layout_of(params: "Params") -> Layout:
    """The network."""
    n_classes = n_classes_of(params)
    sizes = (len(params.features), *params.hidden, n_classes if n_classes > 2 else 1)
    return Layout(sizes, params.batch_norm and bool(params.hidden))


def training_of(params: "Params") -> Training:
    """How it is trained."""
    return Training(
        activation=params.activation,
        output=output_of(params),
        optimizer=params.optimizer,
        settings=OptimizerSettings(
            params.learning_rate, params.momentum, params.beta1, params.beta2, params.rho, params.eps
        ),
        schedule=Schedule(params.schedule, params.step_epochs, params.step_factor, params.warmup_epochs),
        batch_size=params.batch_size,
        shuffle=params.shuffle,
        l1=params.l1,
        l2=params.l2,
        weight_decay=params.weight_decay,
        drop_prob=params.drop_prob,
        n_epochs=params.n_epochs,
    )


DATA_FIELDS = (
    "data", "expression", "own_X", "own_y", "task", "standardize", "n_train", "n_test", "noise", "label_noise",
    "data_seed", "features", "loss",
)  # fmt: skip
"""The parameters that the problem depends on."""


def problem_of(params: "Params") -> Problem:
    """Points, task and loss."""
    return _problem(type(params)(**{name: getattr(params, name) for name in DATA_FIELDS}))


@lru_cache(maxsize=64)
def _problem(params: "Params") -> Problem:
    train, test = _own(params) if params.data == "own" else _drawn(params)
    centre, scale, middle, spread = np.zeros(2), np.ones(2), 0.0, 1.0
    names = classes_of(params.own_y, params.task) if params.data == "own" else _names(n_classes_of(params))
    if params.data == "own" and params.standardize:
        centre, scale = _location(np.array(params.own_X))
        if not names:
            middle, spread = map(float, _location(targets_of(params.own_y, params.task)))
    output = output_of(params)
    return Problem(train, test, names, read_only(centre), read_only(scale), params.features, output, middle, spread)


def _location(values: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of each column of all rows, so that it does not depend on which of them train.

    Of equal numbers they are the number and 1.
    """
    deviation = values.std(axis=0)
    alike = (deviation == 0.0) | (np.ptp(values, axis=0) == 0.0)  # rounding makes of either
    return np.where(alike, values[0], values.mean(axis=0)), np.where(alike, 1.0, deviation)


def _names(n_classes: int) -> tuple[str, ...]:
    return tuple(map(str, range(n_classes)))


def _own(params: "Params") -> tuple[Points, Points]:
    """The first rows train, the next ones test, after a shuffle."""
    X, y = np.array(params.own_X), targets_of(params.own_y, params.task)
    if params.data_seed is not None:
        order = own_order(len(X), params.data_seed)
        X, y = X[order], y[order]
    ends = (slice(params.n_train), slice(params.n_train, params.n_train + params.n_test))
    train, test = (Points(read_only(X[part]), read_only(y[part])) for part in ends)
    return train, test


def _drawn(params: "Params") -> tuple[Points, Points]:
    return draw_points(params, params.n_train, 1), draw_points(params, params.n_test, 2)


def draw_points(params: "Params", n: int, stream: int) -> Points:
    """Points of a data set that is drawn; each stream has its own."""
    rng = np.random.default_rng([params.data_seed or 0, 9, stream])
    data = DATA_SETS[params.data]
    X, y = data.draw(n, params.noise, rng, params.expression)
    if params.label_noise:
        y = _with_label_noise(y, data.n_classes, params.label_noise, rng)
    if params.data_seed is not None:
        order = rng.permutation(n)
        X, y = X[order], y[order]
    return Points(read_only(X), read_only(y))


def _with_label_noise(y: Array, n_classes: int, amount: float, rng: np.random.Generator) -> Array:
    """Another class with probability ``amount``, each as likely; values with normal noise of that size."""
    if not n_classes:
        return y + amount * rng.standard_normal(len(y))
    flips, shift = rng.random(len(y)) < amount, rng.integers(1, n_classes, len(y))
    return np.where(flips, (y + shift) % n_classes, y)


def unavoidable_loss(params: "Params") -> float | None:
    """The expected loss of the best guess under label noise, where places alone tell the true label; None without.

    Binary with p: −p ln p − (1 − p) ln(1 − p); C classes: −(1 − p) ln(1 − p) − p ln(p/(C − 1)); targets ±1 and
    ½(ŷ − y)²: 2p(1 − p); values with noise σ: σ², or half of it.
    """
    p, n_classes = params.label_noise, n_classes_of(params)
    if not p or params.data == "own":
        return None
    if not n_classes:
        return p * p * (0.5 if params.loss == "half_mse" else 1.0)
    if output_of(params) == "tanh_half_mse":
        return 2.0 * p * (1.0 - p)
    return float(-(1.0 - p) * np.log(1.0 - p) - p * np.log(p / (n_classes - 1)))


def sample_losses(output: OutputName, z: Array, y: Array) -> Array:
    """The loss of each sample (n_networks, n)."""
    return OUTPUTS[output].value(z, y)


def outputs_of(output: OutputName, z: Array) -> Array:
    """ŷ of each sample: probabilities of classes, or values; the same shape as z."""
    return OUTPUTS[output].y_hat(z)


@overload
def seeds_of(params: "Params", n: int, *, of_start: Literal[True]) -> Sequence[int]: ...


@overload
def seeds_of(params: "Params", n: int, *, of_start: Literal[False]) -> Sequence[int | None]: ...


def seeds_of(params: "Params", n: int, *, of_start: bool) -> Sequence[int | None]:
    """The seeds of a swarm's members: (seed + i) mod 10000 where they differ; the first one has the run's own.

    Raises:
        ParamError: a member would train on rows of one class alone.
    """
    varies = params.swarm_over in (("start", "both") if of_start else ("data", "both"))
    first = params.seed if of_start else params.data_seed
    seeds = [first, *(((first or 0) + i * varies) % 10_000 for i in range(1, n))]
    if varies and not of_start and params.data == "own":
        check_draws(params.own_y, params.task, params.n_train, seeds)
    return seeds
