"""Which number stands at which place of the dropout lab's picture."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from wk4gui.lab.reason import Reason
from wk4gui.labs.dropout.model.compute import output_histogram
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
from wk4gui.labs.dropout.model.training_reasons import change_reason, loss_reason, measure_reason, network_reason
from wk4gui.labs.dropout.picture.kind_plots import KindLosses
from wk4gui.render.lab_view import everywhere

if TYPE_CHECKING:
    from wk4gui.labs.dropout.picture.view import DropoutView


class DropoutReasons:
    """The reasons of the numbers of a view, by place."""

    def __init__(self, view: "DropoutView") -> None:
        self._view = view

    def explain(self) -> None:
        """A left click drops a unit and chooses a drawing; there only one with the right button asks."""
        view = self._view
        switched = view.network.unit_at
        view.explain(view.network, self._network_reason, taken=lambda x, y: switched(x, y) is not None)
        view.explain(view.wall, self._wall_reason, taken=everywhere)
        view.explain(view.axis, self._axis_reason)
        view.explain(view.histogram, self._histogram_reason)
        for name, plot in (("train_loss", view.train_loss), ("test_loss", view.test_loss)):
            view.explain(plot, partial(self._loss_reason, name, plot))
        for measure, plot in view.measures.items():
            view.explain(plot, partial(self._measure_reason, measure))
            view.explain(view.findings[measure], partial(self._finding_reason, measure))

    def _network_reason(self, x: float, y: float) -> Reason | None:
        """Of a unit's number, or of the factor in the title of the hidden ones."""
        part = self._view.network.part_at(x, y)
        if self._view.shown is None or part is None:
            return None
        params, result = self._view.shown[:2]
        column, unit = part
        if unit < 0:
            return factor_reason(params) if column == 1 else None
        if column == 0:
            return input_reason(params, unit)
        if column == 1:
            return hidden_reason(params, result, unit)
        between = column == 2 and result.W_between is not None
        return (between_reason if between else mask_output_reason)(params, result, unit)

    def _wall_reason(self, x: float, y: float) -> Reason | None:
        i = self._view.wall.cell_at(x, y)
        if self._view.shown is None or i is None:
            return None
        params, result = self._view.shown[:2]
        return thinned_reason(params, result, result.wall_order[i], self._view.output_of(result))

    def _axis_reason(self, x: float, y: float) -> Reason | None:
        """Of an answer in its row, of a single output, or of how many there are."""
        if self._view.shown is None:
            return None
        params, result = self._view.shown[:2]
        i, k = self._view.axis.answer_at(x, y), self._view.output_of(result)
        if i is not None:
            return self._answer_reason(i)
        if x < self._view.axis.getViewBox().viewRange()[0][0]:
            return count_reason(params) if round(y) == 0 else None
        dot = self._view.axis.output_at(x, y)
        if dot is None:
            return None
        return thinned_reason(params, result, int(np.flatnonzero(result.subnet_probability > 0.0)[dot]), k)

    def _histogram_reason(self, x: float, y: float) -> Reason | None:
        if self._view.shown is None:
            return None
        i, b = self._view.histogram.answer_at(x, y), self._view.histogram.bin_at(x)
        if i is not None:
            return self._answer_reason(i)
        if b is None:
            return None
        result = self._view.shown[1]
        k = self._view.output_of(result)
        edges, shares = output_histogram(result, k)
        return bin_reason(result, k, float(edges[b]), float(edges[b + 1]), closed=b == len(shares) - 1)

    def _answer_reason(self, i: int) -> Reason:
        """Of one of `_answers`, counted from the top."""
        assert self._view.shown is not None
        params, result = self._view.shown[:2]
        k = self._view.output_of(result)
        makers = [mean_reason, scaled_reason, *([] if result.geometric_mean is None else [geometric_reason])]
        return makers[i](params, result, k) if i < len(makers) else drawn_reason(result, self._view.drawn_at(result), k)

    def _loss_reason(self, name: str, plot: KindLosses, x: float, y: float) -> Reason | None:
        trained, found = self._view.results.get("training"), plot.point_at(x, y)
        return None if trained is None or found is None else loss_reason(*trained, name, *found)

    def _measure_reason(self, measure: str, x: float, y: float) -> Reason | None:
        trained, found = self._view.results.get("training"), self._view.measures[measure].dot_at(x, y)
        if trained is None or found is None:
            return None
        kind, network = found
        if network is not None:
            return network_reason(*trained, measure, kind, network)
        known = np.isfinite(trained[1].comparison[measure].mean[kind])
        return measure_reason(trained[1], measure, kind) if known else None

    def _finding_reason(self, measure: str, x: float, y: float) -> Reason | None:
        trained = self._view.results.get("training")
        return None if trained is None else change_reason(trained[1], measure)
