"""Trains the same small network from the same start with and without batch norm, at several rates at once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.ensemble import Data, Shape, Training, train
from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.core.progress import SILENT, Progress

WIDTHS = (16, 16)
N_SAMPLES = 64
_SPAN = 2.0
_DATA, _START = range(2)


@dataclass(frozen=True, eq=False)
class NormRace:
    """Losses of full-batch descent, the rate first, NaN from a divergence on; read-only.

    Attributes:
        rates: ascending (n_rates,).
        with_bn: mean squared error with batch norm after each hidden affine map (n_rates, n_steps + 1).
        without_bn: the same network without (n_rates, n_steps + 1).
        diverged_at: first step that is not finite, or None, with batch norm and without, per rate.
    """

    rates: Array
    with_bn: Array
    without_bn: Array
    diverged_at: tuple[tuple[int | None, ...], tuple[int | None, ...]]


def rate_ladder(middle: float, n_rates: int) -> Array:
    """Rates evenly spaced in the logarithm, two decades from the lowest to the highest about the middle one."""
    return middle * 10.0 ** (_SPAN * (np.arange(n_rates) - (n_rates - 1) / 2.0) / max(n_rates - 1, 1))


@lru_cache(maxsize=16)
def race_norms(
    middle: float,
    n_rates: int,
    n_steps: int,
    activation: str,
    seed: int,
    progress: Progress = SILENT,
) -> NormRace:
    """Plain gradient descent on 64 points of sin 2x with noise 0.1, a 1-16-16-1 network, all points at every step.

    The losses with batch norm are those of training mode, where every layer is normalised over these points.

    Args:
        middle: the middle rate.
        n_rates: how many rates.
        n_steps: updates.
        activation: of the hidden layers.
        seed: of points and initial weights.
        progress: called with the fraction that is done.
    """
    rates = rate_ladder(middle, n_rates)
    rng = np.random.default_rng([seed, _DATA])
    x = np.sort(rng.uniform(-3.0, 3.0, N_SAMPLES))
    data = Data(x[:, None], np.sin(2.0 * x) + 0.1 * rng.standard_normal(N_SAMPLES))
    losses = []
    for k, batch_norm in enumerate((True, False)):
        shape = Shape(1, WIDTHS, activation, batch_norm)
        start = np.repeat(shape.draw(1, np.random.default_rng([seed, _START])), n_rates, axis=0)
        rule = Training(n_steps, "sgd", OptimizerSettings(1.0), rates=rates, record_at=range(n_steps + 1))
        losses.append(train(shape, start, data, rule, checkpoint=progress.part(k / 2.0, (k + 1) / 2.0)).train_loss)
    ends = [tuple(_first_gap(row) for row in loss) for loss in losses]
    return NormRace(read_only(rates), losses[0], losses[1], (ends[0], ends[1]))


def _first_gap(losses: Array) -> int | None:
    diverged = np.flatnonzero(~np.isfinite(losses))
    return int(diverged[0]) if len(diverged) else None
