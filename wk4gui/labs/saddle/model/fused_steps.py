"""The rules of optimizers.py for several optimizers at once, in preallocated buffers and bit for bit the same.

A NumPy call on a small array takes a fixed time, so optimizers are rows of common calls that differ only in their
constants. The plain ones (sgd, momentum, nesterov) are v ← μv + g, d = rg + tv; the adaptive ones (adagrad, rmsprop,
adam) are s ← as + bg², m ← pm + qg, d = m/(√s/c + ε) with c and the learning rate of Adam changing from step to step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.optimizers import Optimizer, OptimizerSettings
from wk4gui.core.prepared_calls import PreparedCall, perform

_PLAIN = ("sgd", "momentum", "nesterov")
_FEW = 32
_ADAPTIVE = ("adagrad", "rmsprop", "adam")


@dataclass(frozen=True)
class ConfiguredOptimizer:
    """An optimizer and its settings."""

    optimizer: Optimizer
    settings: OptimizerSettings


def plain_first(optimizers: Sequence[ConfiguredOptimizer]) -> list[int]:
    """The optimizers in the required order: plain ones before adaptive ones."""
    return sorted(range(len(optimizers)), key=lambda k: optimizers[k].optimizer.adaptive)


class FusedSteps:
    """Moves of several optimizers on contiguous arrays (n_optimizers, 2, n_runs).

    Args:
        optimizers: in the order of ``plain_first``; any optimizer but adamw.
        gradient: the buffer from which gradients are read.
        n_steps: how many steps will be taken.
    """

    def __init__(self, optimizers: Sequence[ConfiguredOptimizer], gradient: Array, n_steps: int) -> None:
        plain = [r for r in optimizers if r.optimizer.name in _PLAIN]
        adaptive = [r for r in optimizers if r.optimizer.name in _ADAPTIVE]
        if [*plain, *adaptive] != list(optimizers):
            raise ValueError("plain optimizers have to come first, and adamw is not supported")
        self._moves, n = np.zeros_like(gradient), len(plain)
        self._plain = _plain_calls(plain, gradient[:n], self._moves[:n]) if plain else ()
        self._adaptive = _AdaptiveMoves(adaptive, gradient[n:], self._moves[n:], n_steps) if adaptive else None

    def moves(self, step: int) -> Array:
        """What a step, counted from 0, subtracts from the positions: a buffer."""
        perform(self._plain)
        if self._adaptive is not None:
            self._adaptive.write(step)
        return self._moves


def _spread(values: Sequence[float], n_runs: int) -> Array:
    """A constant of each optimizer, repeated for its runs, which is faster than broadcasting."""
    return np.repeat(np.array(values, dtype=np.float64), 2 * n_runs).reshape(-1, 2, n_runs)


def _spread_rows(values: Sequence[Array], n_runs: int) -> list[Array]:
    """The constants of each step, from those of each optimizer (n_steps,); repeated where that does not take much."""
    rows = np.stack(values, axis=-1)[..., None, None]
    return list(rows if n_runs > _FEW else np.tile(rows, (1, 1, 2, n_runs)))


def _plain_calls(optimizers: Sequence[ConfiguredOptimizer], gradient: Array, move: Array) -> tuple[PreparedCall, ...]:
    """The calls of a step of the plain optimizers."""
    n_runs = gradient.shape[-1]
    names = [configured.optimizer.name for configured in optimizers]
    momenta = [configured.settings.momentum for configured in optimizers]
    rate = _spread([configured.settings.learning_rate for configured in optimizers], n_runs)
    if names == ["sgd"]:
        return ((np.multiply, (gradient, rate, move)),)
    mu = _spread([0.0 if name == "sgd" else own for name, own in zip(names, momenta, strict=True)], n_runs)
    shares = [own if name == "nesterov" else 1.0 for name, own in zip(names, momenta, strict=True)]
    velocity = np.zeros_like(gradient)
    return (
        (np.multiply, (velocity, mu, velocity)),
        (np.add, (velocity, gradient, velocity)),
        (np.multiply, (velocity, _spread(shares, n_runs), move)),
        *((np.add, (move[k], gradient[k], move[k])) for k, name in enumerate(names) if name == "nesterov"),
        (np.multiply, (move, rate, move)),
    )


class _AdaptiveMoves:
    """The calls of a step of the adaptive optimizers; the constants of some change from step to step."""

    def __init__(self, optimizers: Sequence[ConfiguredOptimizer], gradient: Array, move: Array, n_steps: int) -> None:
        n_runs = gradient.shape[-1]
        constants = zip(*map(_constants, optimizers), strict=True)
        a, b, p, q = (_spread(values, n_runs) for values in constants)
        eps = _spread([configured.settings.eps for configured in optimizers], n_runs)
        self._rates = _spread_rows([_rates(each, n_steps) for each in optimizers], n_runs)
        self._scales = _spread_rows([_root_scales(each, n_steps) for each in optimizers], n_runs)
        squares, mean, root = (np.zeros_like(gradient) for _ in range(3))
        self._averages = bool((p != 0.0).any())
        self._root, self._mean, self._move = root, mean, move
        self._begin: tuple[PreparedCall, ...] = (
            (np.multiply, (gradient, gradient, move)),
            (np.multiply, (move, b, move)),
            (np.multiply, (squares, a, squares)),
            (np.add, (squares, move, squares)),
            (np.sqrt, (squares, root)),
        )
        if self._averages:
            self._begin += (
                (np.multiply, (gradient, q, move)),
                (np.multiply, (mean, p, mean)),
                (np.add, (mean, move, mean)),
            )
        else:
            self._mean = gradient
        self._end: tuple[PreparedCall, ...] = ((np.add, (root, eps, root)), (np.divide, (move, root, move)))

    def write(self, step: int) -> None:
        """Writes the moves of a step."""
        perform(self._begin)
        if self._averages:
            np.divide(self._root, self._scales[step], self._root)
        np.multiply(self._mean, self._rates[step], self._move)
        perform(self._end)


def _constants(configured: ConfiguredOptimizer) -> tuple[float, float, float, float]:
    """The constants a, b, p, q."""
    settings = configured.settings
    if configured.optimizer.name == "adam":
        return settings.beta2, 1.0 - settings.beta2, settings.beta1, 1.0 - settings.beta1
    if configured.optimizer.name == "rmsprop":
        return settings.rho, 1.0 - settings.rho, 0.0, 1.0
    return 1.0, 1.0, 0.0, 1.0


def _rates(configured: ConfiguredOptimizer, n_steps: int) -> Array:
    """α of each step, for Adam α/(1 − β₁ᵗ)."""
    rate = configured.settings.learning_rate
    if configured.optimizer.name != "adam":
        return np.full(n_steps, rate)
    return np.asarray(rate / (1.0 - _powers(configured.settings.beta1, n_steps)))


def _root_scales(configured: ConfiguredOptimizer, n_steps: int) -> Array:
    """What √s is divided by, for Adam √(1 − β₂ᵗ)."""
    if configured.optimizer.name != "adam":
        return np.ones(n_steps)
    return np.asarray(np.sqrt(1.0 - _powers(configured.settings.beta2, n_steps)))


@lru_cache(maxsize=8)
def _powers(beta: float, n_steps: int) -> Array:
    """The powers βᵗ of t = 1, 2, …, read-only; NumPy's may differ from Python's in the last digit."""
    return read_only([beta**t for t in range(1, n_steps + 1)])
