"""The measures of the weight decay lab's parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from wk4gui.lab.measure import Measure

if TYPE_CHECKING:
    from wk4gui.labs.weight_decay.model.params import Params
    from wk4gui.labs.weight_decay.model.result import NetworkResult, Result


def _last(path: str) -> Callable[[Params, Result], float | None]:
    def norm(params: Params, result: Result) -> float | None:
        size = float(np.hypot(*getattr(result, f"path_{path}")[-1]))
        return size if np.isfinite(size) else None

    return norm


def _mean_at_best(name: str) -> Callable[[Params, NetworkResult], float]:
    def mean(params: Params, result: NetworkResult) -> float:
        best = int(np.flatnonzero(result.lambdas == result.best_lambda)[0])
        return float(getattr(result, name)[best].mean())

    return mean


MEASURES = (
    Measure("max_difference", "Largest distance between the two paths", lambda _, result: result.max_difference),
    Measure("last_norm_l2", "Norm of w after the last step, penalty in the gradient", _last("l2")),
    Measure("last_norm_decay", "The same with shrink, then step", _last("decay")),
)
NETWORK_MEASURES = (
    Measure("best_lambda", "The λ with the lowest mean test loss", lambda _, result: result.best_lambda),
    Measure("best_test_loss", "The mean test loss there", _mean_at_best("test_loss")),
    Measure("best_weight_norm", "The mean norm of the weights there", _mean_at_best("weight_norm")),
)
