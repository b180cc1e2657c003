"""The measures of the saddle lab, of the first optimizer's runs with noise and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.measure import Measure

if TYPE_CHECKING:
    from wk4gui.labs.saddle.model.params import Params
    from wk4gui.labs.saddle.model.result import Result

_diverged = Deferred("wk4gui.labs.saddle.model").function("outcome:noisy_diverged")


def _excess(which: str) -> Callable[[Params, Result], float | None]:
    return lambda params, result: result.final_excess_loss[which][0]


def _noisy_diverged(params: Params, result: Result) -> float:
    return float(_diverged(params, result, 0, params.n_steps))


MEASURES = (
    Measure("share_escaped", "Share of noisy runs that leave the saddle", lambda _, result: result.escaped_fraction[0]),
    Measure(
        "median_escape_step", "Step at which half of them have left", lambda _, result: result.median_escape[0], "steps"
    ),
    Measure(
        "predicted_escape_step",
        "The same predicted for SGD from the quadratic part",
        lambda _, result: result.predicted_median_escape,
        "steps",
    ),
    Measure("excess_with_noise", "How far above their nearest minimum noisy runs end", _excess("with_noise")),
    Measure("excess_without_noise", "The same without noise", _excess("without_noise")),
    Measure(
        "noisy_diverged",
        "Noisy runs that diverge",
        _noisy_diverged,
        "runs",
    ),
)
