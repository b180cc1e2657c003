"""Runs many optimizers with many noisy runs each on one surface, and returns all positions."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.saddle.model.fused_steps import ConfiguredOptimizer, FusedSteps
from wk4gui.labs.saddle.model.surface import Box

GradientAt = Callable[[int, Array, Array, Array, Array], None]
"""(step, x, y, gx, gy): writes ∂f/∂x and ∂f/∂y, noise included, to ``gx`` and ``gy``; all are (n_optimizers, n_runs).

Steps come one after the other, counted from 0.
"""

FAR = 10.0
"""A run that leaves this many times its window has diverged."""

_NOISE_BLOCK = 20
_CHECK_EVERY = 50


def descend_paths(
    optimizers: Sequence[ConfiguredOptimizer],
    start: tuple[float, float],
    n_runs: int,
    n_steps: int,
    gradient_at: GradientAt,
    progress: Callable[[float], None] = lambda fraction: None,
) -> Array:
    """Every position of every run, (n_steps + 1, 2, n_optimizers, n_runs), all from one start.

    Diverging runs continue: positions may be huge, infinite or NaN. ``first_outside`` finds them.

    Args:
        optimizers: the optimizers, in the order of ``plain_first``.
        start: of all runs.
        n_runs: runs of each optimizer.
        n_steps: updates.
        gradient_at: the gradient for a step.
        progress: called now and then with the fraction that is done.
    """
    # Optimizers are the first axis, so that those that share calls are contiguous.
    history = np.empty((n_steps + 1, len(optimizers), 2, n_runs))
    history[0] = np.array(start)[:, None]
    gradient = np.empty((len(optimizers), 2, n_runs))
    gx, gy = gradient[:, 0], gradient[:, 1]
    x, y = np.empty((2, len(optimizers), n_runs))
    steps = FusedSteps(optimizers, gradient, n_steps)
    with np.errstate(all="ignore"):
        w = history[0]
        for step in range(n_steps):
            if step % _CHECK_EVERY == 0:
                progress(step / n_steps)
            after = history[step + 1]
            x[:] = w[:, 0]
            y[:] = w[:, 1]
            gradient_at(step, x, y, gx, gy)
            np.subtract(w, steps.moves(step), after)
            w = after
    return history.swapaxes(1, 2)


def first_outside(history: Array, box: Box) -> Array:
    """The first step at which each run is outside a box or not finite, (n_optimizers, n_runs); n_steps + 1 if never.

    Args:
        history: (n_steps + 1, 2, n_optimizers, n_runs).
        box: including its edges.
    """
    n = len(history)
    found = np.full(history.shape[2:], n)
    middle = np.array([0.5 * (box.x_low + box.x_high), 0.5 * (box.y_low + box.y_high)])
    reach = 0.5 * np.array([box.x_high - box.x_low, box.y_high - box.y_low])
    for first in range(0, n, _CHECK_EVERY):
        block = history[first : first + _CHECK_EVERY]
        low, high = block.min(axis=(0, 2, 3)), block.max(axis=(0, 2, 3))
        if ((low >= middle - reach) & (high <= middle + reach)).all():
            continue
        inside = (np.abs(block - middle[:, None, None]) <= reach[:, None, None]).all(axis=1)
        found = np.minimum(found, np.where(inside.all(axis=0), n, first + np.argmin(inside, axis=0)))
    return found


def first_beyond(history: Array, origin: tuple[float, float], direction: Array | None, radius: float) -> Array:
    """The first step at which each run is further than ``radius`` from ``origin``; n_steps + 1 if never.

    Args:
        history: (n_steps + 1, 2, n_optimizers, n_runs).
        origin: the point that distances are measured from.
        direction: measure along this unit vector (2,); None for the distance itself.
        radius: the limit.
    """
    n = len(history)
    found = np.full(history.shape[2:], n)
    with np.errstate(all="ignore"):
        for first in range(0, n, _CHECK_EVERY):
            block = history[first : first + _CHECK_EVERY]
            dx, dy = block[:, 0] - origin[0], block[:, 1] - origin[1]
            away = np.hypot(dx, dy) if direction is None else np.abs(dx * direction[0] + dy * direction[1])
            beyond = away > radius
            found = np.minimum(found, np.where(beyond.any(axis=0), first + np.argmax(beyond, axis=0), n))
            if (found < n).all():
                break
    return found


@lru_cache(maxsize=2)
def unit_noise(n_steps: int, n_runs: int, seed: int) -> Array:
    """Independent normal numbers of mean 0 and variance 1, read-only, (n_steps, 2, n_runs + 1); 0 for the last run.

    Runs come in blocks with a random stream each, step by step, so that more steps continue a run and the first runs of
    many are those of few.
    """
    noise = np.zeros((n_steps, 2, n_runs + 1))
    for start in range(0, n_runs, _NOISE_BLOCK):
        rng = np.random.default_rng([seed, start])
        block = rng.standard_normal((n_steps, 2, _NOISE_BLOCK))
        noise[:, :, start : min(start + _NOISE_BLOCK, n_runs)] = block[:, :, : n_runs - start]
    return read_only(noise)
