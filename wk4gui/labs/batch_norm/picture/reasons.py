"""Which number stands at which place of the batch norm lab's picture."""

from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from wk4gui.lab.reason import Reason
from wk4gui.labs.batch_norm.model.compute import shown_batch
from wk4gui.labs.batch_norm.model.reasons import (
    Stage,
    batch_reason,
    gradient_reason,
    loss_reason,
    running_reason,
    sample_reason,
    spread_reason,
)

if TYPE_CHECKING:
    from wk4gui.labs.batch_norm.picture.view import BatchNormView

_STAGES: tuple[Stage, ...] = ("z", "z_hat", "z_tilde")
_N_FEATURES = 2


class NormReasons:
    """The reasons of the numbers of a view, by place."""

    def __init__(self, view: "BatchNormView") -> None:
        self._view = view

    def explain(self) -> None:
        """Clicks ask everywhere; the left button drags the crosses of the clouds beside that."""
        view = self._view
        for stage, cloud, ridge in zip(_STAGES, view.clouds, view.ridges, strict=True):
            view.explain(cloud, partial(self._cloud_reason, stage))
            view.explain(ridge, partial(self._ridge_reason, stage))
        view.explain(view.gradients, self._gradient_reason)
        view.explain(view.legends[0], partial(self._named_reason, "b"))
        view.explain(view.legends[3], partial(self._named_reason, "beta"))
        view.explain(view.means, partial(self._statistic_reason, "mean"))
        view.explain(view.variances, partial(self._statistic_reason, "var"))
        view.explain(view.with_bn, partial(self._loss_reason, 0))
        view.explain(view.without_bn, partial(self._loss_reason, 1))
        view.explain(view.ends, self._end_reason)

    def _cloud_reason(self, stage: Stage, x: float, y: float) -> Reason | None:
        """Of the sample whose dot is nearest, or of the mean of the first feature at the cross."""
        if self._view.shown is None:
            return None
        params, result, frame = self._view.shown
        t, cloud = shown_batch(frame), self._view.clouds[_STAGES.index(stage)]
        points = getattr(result, stage)[t]
        found = cloud.nearest(x, y, np.vstack([points, cloud.mean]))
        if found is None:
            return None
        if found == len(points):
            return spread_reason(params, result, stage, t, 0)
        return sample_reason(params, result, stage, t, found)

    def _ridge_reason(self, stage: Stage, x: float, y: float) -> Reason | None:
        row, _ = self._view.ridges[_STAGES.index(stage)].row_at(y)
        if self._view.shown is None or not 0 <= row < _N_FEATURES:
            return None
        params, result, frame = self._view.shown
        return spread_reason(params, result, stage, shown_batch(frame), row)

    def _gradient_reason(self, x: float, y: float) -> Reason | None:
        found = self._view.gradients.point_at(x, y)
        if self._view.shown is None or found is None:
            return None
        _, k, t = found
        return gradient_reason(*self._view.shown[:2], "b" if k < _N_FEATURES else "beta", t, k % _N_FEATURES)

    def _named_reason(self, of: Literal["b", "beta"], x: float, y: float) -> Reason | None:
        """Of a number in a legend."""
        j = self._view.legends[0 if of == "b" else 3].series_at(x)
        if self._view.shown is None or j is None:
            return None
        params, result, frame = self._view.shown
        return gradient_reason(params, result, of, shown_batch(frame), j)

    def _statistic_reason(self, which: Literal["mean", "var"], x: float, y: float) -> Reason | None:
        found = (self._view.means if which == "mean" else self._view.variances).point_at(x, y)
        if self._view.shown is None or found is None:
            return None
        running, j, t = found
        return (running_reason if running else batch_reason)(*self._view.shown[:2], which, t, j)

    def _loss_reason(self, series: int, x: float, y: float) -> Reason | None:
        found = (self._view.with_bn, self._view.without_bn)[series].run_at(x, y)
        return (
            None
            if self._view.training is None or found is None
            else loss_reason(self._view.training[1], series, *found)
        )

    def _end_reason(self, x: float, y: float) -> Reason | None:
        found = self._view.ends.end_at(x, y)
        if self._view.training is None or found is None:
            return None
        result = self._view.training[1]
        return loss_reason(result, *found, result.with_bn.shape[1] - 1)
