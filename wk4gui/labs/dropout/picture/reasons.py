"""The reasons of the numbers in the dropout lab's picture."""

import numpy as np

from wk4gui.lab.reason import Reason
from wk4gui.labs.dropout.model.compute import output_histogram
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.reasons import (
    between_reason,
    bin_reason,
    count_reason,
    drawn_reason,
    factor_reason,
    geometric_reason,
    hidden_reason,
    input_reason,
    mask_output_reason,
    mean_reason,
    scaled_reason,
    thinned_reason,
)
from wk4gui.labs.dropout.model.result import Result, TrainingResult
from wk4gui.labs.dropout.model.training_reasons import loss_reason, measure_reason, network_reason
from wk4gui.render.lab_view import ReasonOfPick


def part_reason(params: Params, result: Result, frame: int, part: tuple[int, int]) -> Reason | None:
    """The reason of a unit's number (column, unit), or of the factor in the hidden units' title (unit −1)."""
    column, unit = part
    if unit < 0:
        return factor_reason(params) if column == 1 else None
    if column == 0:
        return input_reason(params, unit)
    if column == 1:
        return hidden_reason(params, result, unit)
    between = column == 2 and result.W_between is not None
    return (between_reason if between else mask_output_reason)(params, result, unit)


def cell_reason(params: Params, result: Result, frame: int, found: tuple[int, int]) -> Reason | None:
    """The reason of output k of a thinned network."""
    i, k = found
    return thinned_reason(params, result, result.wall_order[i], k)


def answer_reason(params: Params, result: Result, frame: int, found: tuple[int | str, int, int]) -> Reason | None:
    """The reason of an answer, of one output ("dot"), of their number ("count"), or of a bin of the histogram."""
    what, i, k = found
    if what == "count":
        return count_reason(params)
    if what == "dot":
        return thinned_reason(params, result, int(np.flatnonzero(result.subnet_probability > 0.0)[i]), k)
    if what == "bin":
        edges, shares = output_histogram(result, k)
        return bin_reason(result, k, float(edges[i]), float(edges[i + 1]), closed=i == len(shares) - 1)
    makers = [mean_reason, scaled_reason, *([] if result.geometric_mean is None else [geometric_reason])]
    row = int(what)
    return makers[row](params, result, k) if row < len(makers) else drawn_reason(result, i, k)


def trained_loss_reason(name: str) -> ReasonOfPick:
    """The reason of the mean loss of a kind of training at a recorded step."""
    return lambda params, result, frame, found: loss_reason(params, result, name, *found)


def trained_measure_reason(measure: str) -> ReasonOfPick:
    """The reason of a measure of a kind of training, or of one network."""

    def reason(params: Params, result: TrainingResult, frame: int, found: tuple[int, int | None]) -> Reason | None:
        kind, network = found
        if network is not None:
            return network_reason(params, result, measure, kind, network)
        known = np.isfinite(result.comparison[measure].mean[kind])
        return measure_reason(result, measure, kind) if known else None

    return reason
