"""The measures of the dropout lab's parts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from wk4gui.lab.measure import Measure
from wk4gui.labs.dropout.model.training_measures import KINDS
from wk4gui.labs.dropout.model.training_measures import MEASURES as MEASURED

if TYPE_CHECKING:
    from wk4gui.labs.dropout.model.params import Params
    from wk4gui.labs.dropout.model.result import Result, TrainingResult


def _median(name: str, kind: int) -> Callable[[Params, TrainingResult], float | None]:
    def of(params: Params, result: TrainingResult) -> float | None:
        value = result.comparison[name].median[kind]
        return value if math.isfinite(value) else None

    return of


def _spread(params: Params, result: Result) -> float:
    return math.sqrt(float(result.output_variance.max()))


def _better(params: Params, result: TrainingResult) -> float:
    pairs = result.comparison["test_loss"].pairs
    return pairs.better / pairs.n


MEASURES = (
    Measure(
        "mean_gap", "Distance of the scaled network's output from the mean", lambda _, result: result.agreement.mean_gap
    ),
    Measure("geometric_gap", "The same for the geometric mean", lambda _, result: result.agreement.geometric_gap),
    Measure("output_spread", "Standard deviation of the thinned networks' outputs", _spread),
)
TRAINING_MEASURES = (
    *(
        Measure(f"{kind}_{name}", f"{title}, {kind}: median over the networks", _median(name, k))
        for name, (title, _) in MEASURED.items()
        for k, kind in enumerate(KINDS)
    ),
    Measure("share_of_pairs_helped", "Share of pairs with a lower test loss with dropout", _better),
)
