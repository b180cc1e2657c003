"""What a learning rate does, read off its curve of losses: one of five regimes, asked for in a fixed order."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from wk4gui.core.arrays import Array

Regime = Literal["too low", "good", "zig-zags", "overshoots", "diverges"]
LEFT = 0.1
"""A rate is too low if more than this share of the achievable fall is left at the end."""
OFTEN = 0.25
"""A run zig-zags if it does so in more than this share of its steps."""

AVERAGED = 10
_NOISE = 0.01
_ROUNDING = 1e-12
_PER_DECADE, _SECTIONS, _ROUNDS = 16, 48, 3
_SNAP = 1e-3


@dataclass(frozen=True)
class Region:
    """An interval of learning rates in one regime."""

    low: float
    high: float
    regime: Regime


def find_regimes(
    loss: Array,
    achievable: float,
    *,
    beyond: npt.NDArray[np.bool_] | None = None,
    flips: Array | None = None,
    averaged: bool = False,
) -> tuple[Regime, ...]:
    """The regime of every curve: the first that fits of these five.

    "diverges": not finite, or the end above the start (with ``beyond``: exactly where that says so);
    "overshoots": above the start on the way;
    "zig-zags": in more than a quarter of the steps a coordinate changes sign (``flips``), or else the loss rises;
    "too low": more than a tenth of the fall from the start to ``achievable`` is left at the end;
    "good".

    Args:
        loss: (n_rates, n_steps + 1), NaN from a divergence on.
        achievable: the lowest loss that can be hoped for.
        beyond: whether a rate is above the exact stability limit (n_rates,), where there is one.
        flips: share of the steps in which some coordinate changes sign (n_rates,), where coordinates are meaningful.
        averaged: average over ten steps first, since mini-batch losses rise by chance; rises below a hundredth of the
            whole fall then do not count.
    """
    curves = _averaged(loss) if averaged else loss
    regimes: list[Regime] = []
    for k, curve in enumerate(curves):
        diverged = not np.isfinite(curve).all() or curve[-1] > curve[0] * (1.0 + _ROUNDING)
        if beyond is not None:
            diverged = bool(beyond[k])
        small = (_NOISE if averaged else _ROUNDING) * max(curve[0] - achievable, 0.0)
        often = flips[k] if flips is not None else np.mean(np.diff(curve) > small) if len(curve) > 1 else 0.0
        if diverged:
            regimes.append("diverges")
        elif curve.max() > curve[0] * (1.0 + _ROUNDING):
            regimes.append("overshoots")
        elif often > OFTEN:
            regimes.append("zig-zags")
        else:
            regimes.append("too low" if curve[-1] - achievable > LEFT * (curve[0] - achievable) else "good")
    return tuple(regimes)


def _averaged(loss: Array) -> Array:
    """Every step's mean of itself and up to nine steps before."""
    sums = np.cumsum(np.concatenate([np.zeros((len(loss), 1)), loss], axis=1), axis=1)
    last = np.arange(1, loss.shape[1] + 1)
    first = np.maximum(last - AVERAGED, 0)
    means: Array = (sums[:, last] - sums[:, first]) / (last - first)
    means[:, 0] = loss[:, 0]
    return means


def sign_flips(paths: Array) -> Array:
    """The largest share of steps, over the coordinates, in which a coordinate changes sign, (n_rates,).

    Steps at which it has become too small to be held do not count.

    Args:
        paths: (n_rates, n_steps + 1, n_coordinates).
    """
    signs = np.sign(np.nan_to_num(paths))
    before, after = signs[:, :-1], signs[:, 1:]
    moving = np.maximum((before != 0.0).sum(axis=1), 1)
    share: Array = ((before * after < 0.0).sum(axis=1) / moving).max(axis=1)
    return share


def scan_regimes(
    regimes_of: Callable[[Array], tuple[Regime, ...]], low: float, high: float, exact: tuple[float, ...]
) -> tuple[Region, ...]:
    """The regimes of all rates from ``low`` to ``high``, 16 samples a decade, every edge narrowed down.

    An edge within 0.1 % of one of the ``exact`` limits is that limit; others are right to 1e-6 of themselves.
    """
    inside = [edge for edge in exact if low < edge < high]
    beside = [edge * factor for edge in inside for factor in (1.0 - 0.5 * _SNAP, 1.0 + 0.5 * _SNAP)]
    n = round(_PER_DECADE * np.log10(high / low)) + 1
    rates = np.unique([*np.geomspace(low, high, n), *(edge for edge in beside if low < edge < high)])
    found = regimes_of(rates)
    changes = [i for i in range(len(rates) - 1) if found[i] != found[i + 1]]
    lows, highs = rates[changes], rates[[i + 1 for i in changes]]
    befores = [found[i] for i in changes]
    for _ in range(_ROUNDS if changes else 0):
        sections = np.geomspace(lows, highs, _SECTIONS + 1)
        kinds = np.array(regimes_of(sections[1:-1].ravel())).reshape(_SECTIONS - 1, len(changes))
        for k, before in enumerate(befores):
            past = np.flatnonzero(kinds[:, k] != before)
            i = int(past[0]) + 1 if len(past) else _SECTIONS
            lows[k], highs[k] = sections[i - 1, k], sections[i, k]
    edges = [low, *(_snapped(float(edge), inside) for edge in np.sqrt(lows * highs)), high]
    kept = [found[0], *(found[i + 1] for i in changes)]
    return tuple(Region(a, b, regime) for (a, b), regime in zip(pairwise(edges), kept, strict=True))


def _snapped(edge: float, exact: list[float]) -> float:
    return next((limit for limit in exact if abs(edge - limit) <= _SNAP * limit), edge)


def ladder_regions(rates: Array, regimes: tuple[Regime, ...]) -> tuple[Region, ...]:
    """The regimes around the rungs of a ladder, their edges halfway (in the logarithm) between rungs that differ."""
    if len(rates) < 2:
        return ()
    regions: list[Region] = []
    start = float(rates[0])
    for k, regime in enumerate(regimes):
        if k + 1 == len(rates) or regimes[k + 1] != regime:
            end = float(rates[k]) if k + 1 == len(rates) else float(np.sqrt(rates[k] * rates[k + 1]))
            regions.append(Region(start, end, regime))
            start = end
    return tuple(regions)
