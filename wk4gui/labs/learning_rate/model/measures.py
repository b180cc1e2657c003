"""The measures of the learning_rate lab's parts."""

from collections.abc import Callable

import numpy as np

from wk4gui.core.rate_outcomes import end_loss
from wk4gui.lab.measure import Measure
from wk4gui.labs.learning_rate.model.params import Params
from wk4gui.labs.learning_rate.model.rate_scan import Scan
from wk4gui.labs.learning_rate.model.result import Result
from wk4gui.labs.learning_rate.model.scan_verdict import good_rates, lowest_rate
from wk4gui.labs.learning_rate.model.sharpness import edge_ratio


def _middle_end(params: Params, result: Result) -> float:
    return float(end_loss(result.loss)[len(result.rates) // 2])


def _lowest_end(params: Params, result: Result) -> float | None:
    ends = end_loss(result.loss)
    return float(np.nanmin(ends)) if np.isfinite(ends).any() else None


def _lowest_rate(params: Params, result: Result) -> float | None:
    ends = end_loss(result.loss)
    return float(result.rates[int(np.nanargmin(ends))]) if np.isfinite(ends).any() else None


def _good_end(which: int) -> Callable[[Params, Scan], float | None]:
    def rate(params: Params, scan: Scan) -> float | None:
        good = good_rates(scan)
        return float(scan.scan_rates[good[which]]) if good else None

    return rate


def _best_scanned(params: Params, scan: Scan) -> float | None:
    best = lowest_rate(scan)
    return None if best is None else float(scan.scan_rates[best])


def _best_scanned_end(params: Params, scan: Scan) -> float | None:
    best = lowest_rate(scan)
    return None if best is None else scan.scan_end_loss[best]


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
        lambda _, result: edge_ratio(result, len(result.sharpness_rates) // 2),
    ),
)
