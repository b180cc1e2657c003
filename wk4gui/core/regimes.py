"""The regime of a learning rate, read off its loss curve: one of five, tested in a fixed order."""

from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array

Regime = Literal["too low", "good", "zig-zags", "overshoots", "diverges"]
LEFT = 0.1
"""A rate is too low if more than this share of the achievable fall is left at the end."""
OFTEN = 0.25
"""A run zig-zags if its loss rises in more than this share of its steps."""

_ROUNDING = 1e-12


def find_regimes(loss: Array, achievable: float) -> tuple[Regime, ...]:
    """The regime of every curve: the first that fits of these five.

    "diverges": not finite, or the end above the start;
    "overshoots": above the start on the way;
    "zig-zags": the loss rises in more than a quarter of the steps;
    "too low": more than a tenth of the fall from the start to ``achievable`` is left at the end;
    "good".

    Args:
        loss: (n_rates, n_steps + 1), NaN from a divergence on.
        achievable: the lowest loss that can be reached.
    """
    regimes: list[Regime] = []
    for curve in loss:
        small = _ROUNDING * max(curve[0] - achievable, 0.0)
        often = np.mean(np.diff(curve) > small) if len(curve) > 1 else 0.0
        if not np.isfinite(curve).all() or curve[-1] > curve[0] * (1.0 + _ROUNDING):
            regimes.append("diverges")
        elif curve.max() > curve[0] * (1.0 + _ROUNDING):
            regimes.append("overshoots")
        elif often > OFTEN:
            regimes.append("zig-zags")
        else:
            regimes.append("too low" if curve[-1] - achievable > LEFT * (curve[0] - achievable) else "good")
    return tuple(regimes)
