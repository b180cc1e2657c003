"""The outcome of a learning rate, compared with others from the same start, and the manner of its run.

An outcome is a judgement relative to other rates; a manner only describes the curve: with momentum a cost that rises
on the way may be the best of all.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array, NDArray

RateOutcome = Literal["too low", "good", "too high", "diverges", "undecided"]
Manner = Literal["falls smoothly", "zig-zags", "swings", "rises on the way", "jitters"]
Flags = NDArray[np.bool_]

LEFT, CLOSE = 0.1, 0.05
"""Shares of the possible fall: as low as the best within the first; nearer than the second, no rate above is needed."""
BLOWN_UP = 10.0
"""A network whose loss ends above this many times the start's has diverged."""
OFTEN = 0.25
_AVERAGED, _ROUNDING, _VANISHED = 10, 1e-12, 1e-12


@dataclass(frozen=True, eq=False)
class Standard:
    """The standard by which rates are judged: the best of those tried.

    Attributes:
        start_loss: L₀.
        best: end losses of the best rate, one for each order of the batches (n_orders,).
        fall: F = L₀ − E*, E* the median of ``best``; not positive where no rate gets below the start.
        reach: the lowest rate that ends as low as the best within 0.1 F.
        limit: the highest that does within 0.05 F.
    """

    start_loss: float
    best: Array
    fall: float
    reach: float
    limit: float


@dataclass(frozen=True)
class Region:
    """An interval of learning rates with one outcome."""

    low: float
    high: float
    regime: RateOutcome


def n_last(n_steps: int) -> int:
    """Number of steps in the end of a run: a tenth of them, at least one."""
    return max(1, -(-n_steps // 10))


def end_loss(loss: Array) -> Array:
    """E, the mean loss of the last tenth of the steps, (…, n_steps + 1) -> (…); NaN where a run has diverged."""
    return np.asarray(loss[..., -n_last(loss.shape[-1] - 1) :].mean(axis=-1))


def standard_of(rates: Array, ends: Array, start_loss: float, out: Flags) -> Standard | None:
    """The standard set by ``rates``; None if all are excluded.

    Args:
        rates: those that were tried, in any order (n_rates,).
        ends: E per order of the batches and rate (n_orders, n_rates); one order for full batches.
        start_loss: L₀.
        out: excluded rates, which diverge or end with all units dead (n_rates,); those that end without a finite loss
            in any order are excluded too.
    """
    out = out | ~np.isfinite(ends).all(axis=0)
    if out.all():
        return None
    middle = np.where(out, np.inf, np.median(ends, axis=0))
    best = ends[:, int(np.argmin(middle))]
    fall = start_loss - float(np.median(best))
    reaching, close = (_as_low(ends, best, share * fall) & ~out for share in (LEFT, CLOSE))
    return Standard(start_loss, best, fall, float(rates[reaching].min()), float(rates[close].max()))


def judge_rates(
    rates: Array, ends: Array, standard: Standard | None, diverges: Flags, dead: Flags
) -> list[RateOutcome]:
    """The outcome of each rate.

    "diverges" if so; "too high" with dead units; else "too low" below every rate that ends as low as the best within
    a tenth of the fall, "too high" above every rate that does within a twentieth; in between "good" if it does itself
    within a tenth, otherwise "undecided". So the outcomes are ordered along the axis. With
    several orders of mini-batches a rate counts as worse only if it is worse in all of them.

    Args:
        rates: (n_rates,).
        ends: E per order and rate (n_orders, n_rates).
        standard: from ``standard_of``.
        diverges: (n_rates,).
        dead: whether all units are dead at the end (n_rates,).
    """
    low_enough = np.zeros(len(rates), bool) if standard is None else as_low(ends, standard)
    return [
        _judged(float(rate), standard, diverges=bool(diverges[k]), dead=bool(dead[k]), low=bool(low_enough[k]))
        for k, rate in enumerate(rates)
    ]


def as_low(ends: Array, standard: Standard, share: float = LEFT) -> Flags:
    """Whether rates end as low as the best within a share of the fall, (n_orders, n_rates) -> (n_rates,)."""
    return _as_low(ends, standard.best, share * standard.fall)


def _judged(rate: float, standard: Standard | None, *, diverges: bool, dead: bool, low: bool) -> RateOutcome:
    if diverges:
        return "diverges"
    if dead:
        return "too high"
    if standard is None or standard.fall <= 0.0:
        return "undecided"
    if rate < standard.reach:
        return "too low"
    if rate > standard.limit:
        return "too high"
    return "good" if low else "undecided"


def _as_low(ends: Array, best: Array, slack: float) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray((ends - best[:, None] <= max(slack, 0.0)).any(axis=0))


def manner_of_path(path: Array, loss: Array, *, momentum: bool) -> Manner:
    """The manner of a run, judged by the changes of sign of its coordinates (n_steps + 1, n_coordinates).

    Changes of sign below 1e-12 of the largest coordinate at the start do not count.
    """
    if rises(loss):
        return "rises on the way"
    large = np.abs(path) > _VANISHED * np.abs(path[0]).max()
    flips = (path[1:] * path[:-1] < 0.0) & large[1:] & large[:-1]
    return _back_and_forth(momentum=momentum) if flips.any() else "falls smoothly"


def manner_of_loss(loss: Array, *, momentum: bool, batches: bool) -> Manner:
    """The manner of a network's run, judged by how often its loss (n_steps + 1,) rises.

    With mini-batches single rises are noise, so means over ten steps are judged.
    """
    if rises(_averaged(loss) if batches else loss):
        return "rises on the way"
    known = loss[np.isfinite(loss)]
    if len(known) < 2 or np.mean(np.diff(known) > _ROUNDING * known[0]) <= OFTEN:
        return "falls smoothly"
    return "jitters" if batches else _back_and_forth(momentum=momentum)


def rises(loss: Array) -> bool:
    """Whether a loss is above its start anywhere."""
    return bool((loss[1:] > loss[0] * (1.0 + _ROUNDING)).any())


def _back_and_forth(*, momentum: bool) -> Manner:
    return "swings" if momentum else "zig-zags"


def _averaged(loss: Array) -> Array:
    """The start, then means over ten steps."""
    n = min(_AVERAGED, max(1, len(loss) - 1))
    sums = np.cumsum(np.concatenate([[0.0], loss[1:]]))
    return np.concatenate([loss[:1], (sums[n:] - sums[:-n]) / n])
