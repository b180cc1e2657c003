"""Runs one descent without penalty, with its gradient, and with two kinds of weight decay.

    plain            g = ∇L(w)            w ← w − α · step(g)
    l2               g = ∇L(w) + s w      w ← w − α · step(g)
    decay            g = ∇L(w)            w ← (1 − α s) w − α · step(g)
    decay_velocity   g = ∇L(w)            u ← μ u + s w,  w ← w − α u − α v(g)     (momentum alone)

``step`` is the optimizer's: g itself (sgd), the velocity v ← μv + g (momentum), m̂/(√v̂ + ε) (adam). With adam the third
is AdamW. Loshchilov, Hutter, "Decoupled weight decay regularization" (2019), algorithms 1 and 2.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.optimizers import OPTIMIZERS, OptimizerName, OptimizerSettings
from wk4gui.labs.weight_decay.model.penalties import QuadraticLoss

PATHS = ("plain", "l2", "decay", "decay_velocity")
_CHECKS = 50
_LARGEST = 1e300


@dataclass(frozen=True, eq=False)
class DecayPaths:
    """Positions and their moves, from the start on; NaN from ``diverged_at`` on.

    Attributes:
        names: of the paths, the last one only with momentum.
        w: (n_paths, n_steps + 1, 2).
        gradient: ∇L at each position (n_paths, n_steps + 1, 2).
        shrink_move: the move by the decay in each step of "decay", (n_steps, 2).
        gradient_move: the move by the gradient in each step of "decay", (n_steps, 2).
        diverged_at: first step of each path whose loss or ‖w‖² is beyond 1e300, or None.
    """

    names: tuple[str, ...]
    w: Array
    gradient: Array
    shrink_move: Array
    gradient_move: Array
    diverged_at: tuple[int | None, ...]


def descend_with_decay(
    loss: QuadraticLoss,
    start: tuple[float, float],
    optimizer: OptimizerName,
    settings: OptimizerSettings,
    s: float,
    n_steps: int,
    *,
    as_printed: bool = False,
    checkpoint: Callable[[float], None] = lambda fraction: None,
) -> DecayPaths:
    """Takes all paths from the same start.

    Args:
        loss: the loss.
        start: w (2,).
        optimizer: "sgd", "momentum" or "adam".
        settings: of the optimizer.
        s: strength of the penalty, the factor of w in its gradient.
        n_steps: number of updates.
        as_printed: omits α before the gradient in the path "decay": w ← (1 − α s) w − step(g).
        checkpoint: called with the fraction that is done.
    """
    names = PATHS if optimizer == "momentum" else PATHS[:3]
    n = len(names)
    alpha = settings.learning_rate
    coupled = np.array([[0.0], [s], [0.0], [0.0]])[:n]
    kept = np.array([[1.0], [1.0], [1.0 - alpha * s], [1.0]])[:n]
    rates = np.array([[alpha], [alpha], [1.0 if as_printed else alpha], [alpha]])[:n]
    rule, each = OPTIMIZERS[optimizer], replace(settings, learning_rate=cast("Any", rates))
    w = np.empty((n_steps + 1, n, 2))
    w[0] = start
    gradients, state, own_velocity = np.empty_like(w), rule.init(w[0]), np.zeros(2)
    every = max(1, n_steps // _CHECKS)
    with np.errstate(all="ignore"):
        for t in range(n_steps):
            if t % every == 0:
                checkpoint(t / n_steps)
            now = w[t]
            gradients[t] = loss.gradient(now)
            w[t + 1], state = rule.step(now * kept, gradients[t] + coupled * now, state, each)
            if n == len(PATHS):
                own_velocity = settings.momentum * own_velocity + s * now[3]
                w[t + 1, 3] -= alpha * own_velocity
        gradients[n_steps] = loss.gradient(w[n_steps])
        shrink_move = (kept[2, 0] - 1.0) * w[:-1, 2]
        gradient_move = w[1:, 2] - w[:-1, 2] - shrink_move
        ended = _ends(loss, w)
    for path, end in enumerate(ended):
        if end is not None:
            w[end:, path] = gradients[end:, path] = np.nan
    if ended[2] is not None:
        shrink_move[max(0, ended[2] - 1) :] = gradient_move[max(0, ended[2] - 1) :] = np.nan
    return DecayPaths(names, _by_path(w), _by_path(gradients), read_only(shrink_move), read_only(gradient_move), ended)


def _by_path(values: Array) -> Array:
    return read_only(np.ascontiguousarray(values.swapaxes(0, 1)))


def _ends(loss: QuadraticLoss, w: Array) -> tuple[int | None, ...]:
    """First step of each path at which loss or ‖w‖² is too large to compute with."""
    diverged = ~((loss.loss(w) < _LARGEST) & (np.sum(w * w, axis=-1) < _LARGEST))
    return tuple(int(np.argmax(column)) if column.any() else None for column in diverged.T)
