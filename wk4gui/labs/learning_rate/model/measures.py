"""The measures of the learning_rate lab's parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from wk4gui.lab.deferred import Deferred
from wk4gui.lab.measure import Measure

if TYPE_CHECKING:
    from wk4gui.labs.learning_rate.model.params import Params
    from wk4gui.labs.learning_rate.model.rate_scan import Scan
    from wk4gui.labs.learning_rate.model.result import Result

_end_loss = Deferred("wk4gui.core").function("rate_outcomes:end_loss")
_MODEL = Deferred("wk4gui.labs.learning_rate.model")
_good_rates, _lowest_rate_of = _MODEL.function("scan_verdict:good_rates"), _MODEL.function("scan_verdict:lowest_rate")
_edge_ratio = _MODEL.function("sharpness:edge_ratio")


def _middle_end(params: Params, result: Result) -> float:
    return float(_end_loss(result.loss)[len(result.rates) // 2])


def _lowest_end(params: Params, result: Result) -> float | None:
    ends = _end_loss(result.loss)
    return float(np.nanmin(ends)) if np.isfinite(ends).any() else None


def _lowest_rate(params: Params, result: Result) -> float | None:
    ends = _end_loss(result.loss)
    return float(result.rates[int(np.nanargmin(ends))]) if np.isfinite(ends).any() else None


def _good_end(which: int) -> Callable[[Params, Scan], float | None]:
    def rate(params: Params, scan: Scan) -> float | None:
        good = _good_rates(scan)
        return float(scan.scan_rates[good[which]]) if good else None

    return rate


def _best_scanned(params: Params, scan: Scan) -> float | None:
    best = _lowest_rate_of(scan)
    return None if best is None else float(scan.scan_rates[best])


def _best_scanned_end(params: Params, scan: Scan) -> float | None:
    best = _lowest_rate_of(scan)
    return None if best is None else float(scan.scan_end_loss[best])


MEASURES = (
    Measure("middle_end_loss", "Mean loss of the last tenth of the steps with the middle rate", _middle_end),
    Measure("lowest_end_loss", "The lowest of the ladder", _lowest_end),
    Measure("lowest_end_rate", "The rate with that loss", _lowest_rate),
)
SCAN_MEASURES = (
    Measure("lowest_good_rate", "The lowest good rate of the scan", _good_end(0)),
    Measure("highest_good_rate", "The highest good rate of the scan", _good_end(-1)),
    Measure("best_scanned_rate", "The rate that ends lowest", _best_scanned),
    Measure("best_scanned_loss", "Its mean loss of the last tenth of the steps", _best_scanned_end),
)
SHARPNESS_MEASURES = (
    Measure(
        "edge_ratio",
        "λₘₐₓ of the middle rate at the end, as a share of 2(1 + μ)/α",
        lambda _, result: _edge_ratio(result, len(result.sharpness_rates) // 2),
    ),
)
