"""The measures of the batch norm lab's parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.lab.measure import Measure

if TYPE_CHECKING:
    from wk4gui.labs.batch_norm.model.params import Params
    from wk4gui.labs.batch_norm.model.result import Result


def _lowest(ends: Array) -> float | None:
    return float(np.nanmin(ends)) if np.isfinite(ends).any() else None


def _at_middle_rate(losses: Array) -> float | None:
    end = float(losses[len(losses) // 2, -1])
    return end if np.isfinite(end) else None


def _change(params: Params, result: Result) -> float:
    return result.change_from_bias["z_tilde"]


def _gradient(params: Params, result: Result) -> float:
    return float(np.abs(result.grad_b[-1]).max())


MEASURES = (
    Measure("change_of_output", "How far the bias moves the output, at most", _change),
    Measure("largest_grad_b", "Largest |∂L/∂b| of the last batch", _gradient),
)
TRAINING_MEASURES = (
    Measure(
        "lowest_loss_with_bn", "Lowest last loss of all rates, with batch norm", lambda _, r: _lowest(r.with_bn[:, -1])
    ),
    Measure("lowest_loss_without_bn", "The same without batch norm", lambda _, r: _lowest(r.without_bn[:, -1])),
    Measure("loss_with_bn", "Last loss at the middle rate, with batch norm", lambda _, r: _at_middle_rate(r.with_bn)),
    Measure("loss_without_bn", "The same without batch norm", lambda _, r: _at_middle_rate(r.without_bn)),
)
