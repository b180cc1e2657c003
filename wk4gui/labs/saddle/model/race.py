"""A race of optimizers on a surface: noisy runs and one without noise for each, and their measures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.optimizers import OPTIMIZERS, OptimizerName, OptimizerSettings
from wk4gui.labs.saddle.model.critical_points import CriticalPoint
from wk4gui.labs.saddle.model.descent_paths import GradientAt, descend_paths, first_beyond, first_outside, unit_noise
from wk4gui.labs.saddle.model.fused_steps import ConfiguredOptimizer, plain_first
from wk4gui.labs.saddle.model.surface import Box, Surface
from wk4gui.labs.saddle.model.two_weight_network import TWO_WEIGHT_NETWORK, batch_means

_BLOCK_POINTS = 16_384
Steps = tuple[int | None, ...]


@dataclass(frozen=True)
class RaceRules:
    """The settings of a race, with the learning rate of each optimizer.

    Attributes:
        optimizers: their names.
        learning_rate: of the plain optimizers.
        adaptive_learning_rate: of the adaptive ones.
        settings: further settings of the optimizers, name and value.
        start: of all runs.
        noise: standard deviation added to each gradient component.
        batch_size: of real mini-batches instead of ``noise`` (two-weight network only); None for added noise.
        n_runs: noisy runs of each.
        n_steps: updates.
        escape_radius: distance from the saddle that counts as escaped.
        limits: a run that leaves this box has diverged.
        seed: of the noise.
    """

    optimizers: tuple[OptimizerName, ...]
    learning_rate: float
    adaptive_learning_rate: float
    settings: tuple[tuple[str, float], ...]
    start: tuple[float, float]
    noise: float
    batch_size: int | None
    n_runs: int
    n_steps: int
    escape_radius: float
    limits: Box
    seed: int

    def configured_optimizer(self, name: OptimizerName) -> ConfiguredOptimizer:
        """An optimizer with its settings."""
        optimizer = OPTIMIZERS[name]
        rate = self.adaptive_learning_rate if optimizer.adaptive else self.learning_rate
        return ConfiguredOptimizer(optimizer, OptimizerSettings(rate, **dict(self.settings)))


@dataclass(frozen=True, eq=False)
class Race:
    """The runs of a race; arrays are read-only, NaN from a divergence on; see the fields of the lab's Result."""

    paths: Array
    path_loss: Array
    paths_noise_free: Array
    path_loss_noise_free: Array
    diverged_at: tuple[Steps, ...]
    diverged_at_noise_free: Steps
    escape_step: tuple[Steps, ...]
    escape_step_noise_free: Steps
    escaped_fraction: Array
    median_escape: tuple[float | None, ...]
    final_excess_loss: dict[str, tuple[float | None, ...]]


def race(
    surface: Surface,
    rules: RaceRules,
    saddle: CriticalPoint | None,
    points: Sequence[CriticalPoint],
    progress: Callable[[float], None] = lambda fraction: None,
) -> Race:
    """Runs every optimizer from the start, ``n_runs`` times with noise and once without.

    Args:
        rules: of the race.
        saddle: from which escapes are measured, or None.
        points: critical points, from whose minima excess losses are measured.
        progress: called now and then with the fraction that is done.
    """
    named = [rules.configured_optimizer(name) for name in rules.optimizers]
    order = plain_first(named)
    optimizers = [named[k] for k in order]
    columns = rules.n_runs + 1
    history = descend_paths(optimizers, rules.start, columns, rules.n_steps, _gradient_at(surface, rules), progress)
    loss = _loss_along(surface, history)
    ends = np.minimum(first_outside(history, rules.limits), _first_unknown(loss))
    if order != sorted(order):
        place = np.argsort(order)
        history, loss, ends = history[:, :, place], loss[:, place], ends[place]
    escapes = _escapes(history, saddle, rules.escape_radius)
    escapes = np.where(escapes <= ends, escapes, rules.n_steps + 1)
    _mask(history, loss, ends)
    excess = np.array([excess_of_runs(*runs, points) for runs in _runs_of_each(history, loss)])
    never = rules.n_steps + 1
    paths, path_loss = read_only(history.transpose(2, 3, 0, 1)), read_only(loss.transpose(1, 2, 0))
    left = escapes if saddle is None else np.minimum(escapes, ends)
    diverged, escaped = _steps(ends, never), _steps(escapes, never)
    return Race(
        paths=paths[:, :-1],
        path_loss=path_loss[:, :-1],
        paths_noise_free=paths[:, -1],
        path_loss_noise_free=path_loss[:, -1],
        diverged_at=tuple(row[:-1] for row in diverged),
        diverged_at_noise_free=tuple(row[-1] for row in diverged),
        escape_step=tuple(row[:-1] for row in escaped),
        escape_step_noise_free=tuple(row[-1] for row in escaped),
        escaped_fraction=read_only((left[:, :-1] < never).mean(axis=1)),
        median_escape=tuple(_median(row, never) for row in escapes[:, :-1]),
        final_excess_loss={
            "with_noise": tuple(_mean(row[:-1]) for row in excess),
            "without_noise": tuple(_mean(row[-1:]) for row in excess),
        },
    )


def _gradient_at(surface: Surface, rules: RaceRules) -> GradientAt:
    """The gradient for a step; the last run is the one without noise."""
    if rules.batch_size is not None:
        return _batch_gradient(surface, batch_means(rules.batch_size, rules.n_steps, rules.n_runs, rules.seed))
    if rules.noise == 0.0:
        return partial(_calm_gradient, surface)
    return _noisy_gradient(surface, unit_noise(rules.n_steps, rules.n_runs, rules.seed), rules.noise)


def _noisy_gradient(surface: Surface, noise: Array, sigma: float) -> GradientAt:
    """The gradient with σ times the noise (n_steps, 2, n_runs), multiplied in blocks that stay in the cache."""
    rows = min(max(1, _BLOCK_POINTS // noise[0].size), len(noise))
    block = np.empty((rows, *noise.shape[1:]))
    pushes_x, pushes_y = list(block[:, 0]), list(block[:, 1])

    def noisy(step: int, x: Array, y: Array, gx: Array, gy: Array) -> None:
        row = step % rows
        if row == 0:
            part = noise[step : step + rows]
            np.multiply(part, sigma, block[: len(part)])
        by_x, by_y = surface.grad(x, y)
        np.add(by_x, pushes_x[row], gx)
        np.add(by_y, pushes_y[row], gy)

    return noisy


def _calm_gradient(surface: Surface, step: int, x: Array, y: Array, gx: Array, gy: Array) -> None:
    gx[:], gy[:] = surface.grad(x, y)


def _batch_gradient(surface: Surface, means: Array) -> GradientAt:
    def noisy(step: int, x: Array, y: Array, gx: Array, gy: Array) -> None:
        gx[:], gy[:] = surface.grad(x, y)
        gx[:, :-1], gy[:, :-1] = TWO_WEIGHT_NETWORK.gradient(x[:, :-1], y[:, :-1], means[step])

    return noisy


def _loss_along(surface: Surface, history: Array) -> Array:
    """The loss f at every position (n_steps + 1, n_optimizers, n_runs), in blocks that stay in the cache."""
    loss = np.empty((len(history), *history.shape[2:]))
    rows = max(1, _BLOCK_POINTS // loss[0].size)
    with np.errstate(all="ignore"):
        for first in range(0, len(history), rows):
            block = history[first : first + rows]
            loss[first : first + rows] = surface.f(block[:, 0], block[:, 1])
    return loss


def _first_unknown(loss: Array) -> Array:
    """The first step without a finite loss, (n_optimizers, n_runs); the number of steps if there is none."""
    with np.errstate(all="ignore"):
        if np.isfinite(loss.sum()):
            return np.full(loss.shape[1:], len(loss))
    unknown = ~np.isfinite(loss)
    return np.where(unknown.any(axis=0), np.argmax(unknown, axis=0), len(loss))


def _escapes(history: Array, saddle: CriticalPoint | None, radius: float) -> Array:
    if saddle is None:
        return np.full(history.shape[2:], len(history))
    direction = None if saddle.kind == "degenerate" else np.array(saddle.eigenvectors[0])
    return first_beyond(history, (saddle.x, saddle.y), direction, radius)


def _mask(history: Array, loss: Array, ends: Array) -> None:
    """Puts NaN where a run has diverged, in place."""
    for k, run in zip(*np.nonzero(ends < len(history)), strict=True):
        history[ends[k, run] :, :, k, run] = np.nan
        loss[ends[k, run] :, k, run] = np.nan


def excess_of_runs(paths: Array, loss: Array, points: Sequence[CriticalPoint]) -> Array:
    """Mean loss of the last tenth of the steps above the minimum nearest to the end, (n_runs,).

    Args:
        paths: (n_runs, n_steps + 1, 2).
        loss: (n_runs, n_steps + 1).
        points: critical points; without a minimum among them there is no excess.
    """
    minima = [(p.x, p.y, p.value) for p in points if p.kind == "minimum"]
    if not minima:
        return np.full(len(loss), np.nan)
    x, y, value = (np.array(column)[:, None] for column in zip(*minima, strict=True))
    nearest = np.argmin(np.hypot(paths[:, -1, 0] - x, paths[:, -1, 1] - y), axis=0)
    last = max(1, (loss.shape[1] - 1) // 10)
    return np.asarray(loss[:, -last:].mean(axis=1) - value[:, 0][nearest])


def _runs_of_each(history: Array, loss: Array) -> list[tuple[Array, Array]]:
    """Paths and losses of every optimizer's runs, the run first."""
    return [(history[:, :, k].transpose(2, 0, 1), loss[:, k].T) for k in range(loss.shape[1])]


def _steps(steps: Array, never: int) -> tuple[Steps, ...]:
    return tuple(tuple(None if step >= never else step for step in row) for row in steps.tolist())


def _median(steps: Array, never: int) -> float | None:
    """The median step; runs that never got there count as last."""
    ordered = np.sort(steps)
    upper = ordered[len(ordered) // 2]
    return None if upper >= never else float(np.median(ordered))


def _mean(values: Array) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None
