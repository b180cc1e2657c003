"""The rules of optimizers.py for several optimizers at once, in preallocated buffers and bit for bit the same.

A NumPy call on a small array takes a fixed time, so optimizers are rows of common calls that differ only in their
constants. The plain ones (sgd, momentum, nesterov) are v ← μv + g, d = rg + tv; the adaptive ones (adagrad, rmsprop,
adam) are s ← as + bg², m ← pm + qg, d = m/(√s/c + ε) with c and the learning rate of Adam changing from step to step.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.optimizers import Optimizer, OptimizerSettings

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
    """Steps of several optimizers on contiguous arrays (n_optimizers, 2, n_runs).

    Args:
        optimizers: in the order of ``plain_first``; any optimizer but adamw.
        n_runs: runs of each.
        n_steps: how many steps will be taken.
    """

    def __init__(self, optimizers: Sequence[ConfiguredOptimizer], n_runs: int, n_steps: int) -> None:
        plain = [r for r in optimizers if r.optimizer.name in _PLAIN]
        adaptive = [r for r in optimizers if r.optimizer.name in _ADAPTIVE]
        if [*plain, *adaptive] != list(optimizers):
            raise ValueError("plain optimizers have to come first, and adamw is not supported")
        self._n = len(plain)
        self._plain = _PlainSteps(plain, n_runs) if plain else None
        self._adaptive = _AdaptiveSteps(adaptive, n_runs, n_steps) if adaptive else None

    def step(self, step: int, w: Array, gradient: Array, out: Array) -> None:
        """Writes the positions after a step, counted from 0, to ``out``."""
        if self._plain is not None:
            self._plain.step(w[: self._n], gradient[: self._n], out[: self._n])
        if self._adaptive is not None:
            self._adaptive.step(step, w[self._n :], gradient[self._n :], out[self._n :])


def _spread(values: Sequence[object], n_runs: int) -> Array:
    """Constants of each optimizer, (…, n_optimizers, 1, 1); repeated for few runs, faster than broadcasting."""
    constants = np.array(values, dtype=np.float64)[..., None, None]
    if n_runs > _FEW:
        return constants
    return np.ascontiguousarray(np.broadcast_to(constants, (*constants.shape[:-2], 2, n_runs)))


class _PlainSteps:
    def __init__(self, optimizers: Sequence[ConfiguredOptimizer], n_runs: int) -> None:
        names = [configured_optimizer.optimizer.name for configured_optimizer in optimizers]
        momenta = [configured_optimizer.settings.momentum for configured_optimizer in optimizers]
        self._rate = _spread(
            [configured_optimizer.settings.learning_rate for configured_optimizer in optimizers], n_runs
        )
        self._moves = names != ["sgd"]
        self._mu = _spread([0.0 if name == "sgd" else mu for name, mu in zip(names, momenta, strict=True)], n_runs)
        shares = [mu if name == "nesterov" else 1.0 for name, mu in zip(names, momenta, strict=True)]
        self._velocity_share = _spread(shares, n_runs)
        self._looks_ahead = [k for k, name in enumerate(names) if name == "nesterov"]
        self._velocity, self._move = (np.zeros((len(optimizers), 2, n_runs)) for _ in range(2))

    def step(self, w: Array, gradient: Array, out: Array) -> None:
        velocity, move = self._velocity, self._move
        if not self._moves:
            np.multiply(gradient, self._rate, out=move)
        else:
            np.multiply(velocity, self._mu, out=velocity)
            np.add(velocity, gradient, out=velocity)
            np.multiply(velocity, self._velocity_share, out=move)
            for k in self._looks_ahead:
                np.add(move[k], gradient[k], out=move[k])
            np.multiply(move, self._rate, out=move)
        np.subtract(w, move, out=out)


class _AdaptiveSteps:
    def __init__(self, optimizers: Sequence[ConfiguredOptimizer], n_runs: int, n_steps: int) -> None:
        self._eps = _spread([configured_optimizer.settings.eps for configured_optimizer in optimizers], n_runs)
        rows = [_constants(configured_optimizer) for configured_optimizer in optimizers]
        self._a, self._b, self._p, self._q = (_spread(values, n_runs) for values in zip(*rows, strict=True))
        self._averages = bool((self._p != 0.0).any())
        # NumPy's powers may differ from Python's in the last digit.
        self._rate = _spread(
            [[_rate(configured_optimizer, t) for configured_optimizer in optimizers] for t in range(1, n_steps + 1)],
            n_runs,
        )
        self._root_scale = _spread([[_root_scale(r, t) for r in optimizers] for t in range(1, n_steps + 1)], n_runs)
        shape = (len(optimizers), 2, n_runs)
        self._squares, self._mean, self._buffer, self._root = (np.zeros(shape) for _ in range(4))

    def step(self, step: int, w: Array, gradient: Array, out: Array) -> None:
        squares, mean, buffer, root = self._squares, self._mean, self._buffer, self._root
        np.multiply(gradient, gradient, out=buffer)
        np.multiply(buffer, self._b, out=buffer)
        np.multiply(squares, self._a, out=squares)
        np.add(squares, buffer, out=squares)
        np.sqrt(squares, out=root)
        if self._averages:
            np.divide(root, self._root_scale[step], out=root)
            np.multiply(gradient, self._q, out=buffer)
            np.multiply(mean, self._p, out=mean)
            np.add(mean, buffer, out=mean)
            np.multiply(mean, self._rate[step], out=buffer)
        else:
            np.multiply(gradient, self._rate[step], out=buffer)
        np.add(root, self._eps, out=root)
        np.divide(buffer, root, out=buffer)
        np.subtract(w, buffer, out=out)


def _constants(configured_optimizer: ConfiguredOptimizer) -> tuple[float, float, float, float]:
    """The constants a, b, p, q."""
    settings = configured_optimizer.settings
    if configured_optimizer.optimizer.name == "adam":
        return settings.beta2, 1.0 - settings.beta2, settings.beta1, 1.0 - settings.beta1
    if configured_optimizer.optimizer.name == "rmsprop":
        return settings.rho, 1.0 - settings.rho, 0.0, 1.0
    return 1.0, 1.0, 0.0, 1.0


def _rate(configured_optimizer: ConfiguredOptimizer, t: int) -> float:
    rate = configured_optimizer.settings.learning_rate
    return (
        rate / (1.0 - configured_optimizer.settings.beta1**t) if configured_optimizer.optimizer.name == "adam" else rate
    )


def _root_scale(configured_optimizer: ConfiguredOptimizer, t: int) -> float:
    return (
        float(np.sqrt(1.0 - configured_optimizer.settings.beta2**t))
        if configured_optimizer.optimizer.name == "adam"
        else 1.0
    )
