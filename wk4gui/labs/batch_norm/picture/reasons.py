"""The reasons of the numbers in the batch norm lab's picture."""

from functools import partial
from typing import Literal

from wk4gui.lab.reason import Reason
from wk4gui.labs.batch_norm.model.compute import shown_batch
from wk4gui.labs.batch_norm.model.params import Params
from wk4gui.labs.batch_norm.model.reasons import (
    Stage,
    batch_reason,
    gradient_reason,
    loss_reason,
    running_reason,
    sample_reason,
    spread_reason,
)
from wk4gui.labs.batch_norm.model.result import Result, TrainingResult
from wk4gui.render.lab_view import ReasonOfPick

STAGES: tuple[Stage, ...] = ("z", "z_hat", "z_tilde")
N_FEATURES = 2


def cloud_reason(stage: Stage) -> ReasonOfPick:
    """The reason of a sample in the cloud of a stage, or of the first feature's mean."""
    return partial(_cloud_reason, stage)


def _cloud_reason(stage: Stage, params: Params, result: Result, frame: int, i: int) -> Reason:
    t = shown_batch(frame)
    if i == len(getattr(result, stage)[t]):
        return spread_reason(params, result, stage, t, 0)
    return sample_reason(params, result, stage, t, i)


def ridge_reason(stage: Stage) -> ReasonOfPick:
    """The reason of a feature's mean and variance in the histograms of a stage."""

    def reason(params: Params, result: Result, frame: int, found: tuple[int, int]) -> Reason | None:
        row, _ = found
        return spread_reason(params, result, stage, shown_batch(frame), row) if 0 <= row < N_FEATURES else None

    return reason


def line_reason(params: Params, result: Result, frame: int, found: tuple[object, int, int]) -> Reason:
    """The reason of a gradient of bias or shift in the plot over the batches."""
    _, k, batch = found
    return gradient_reason(params, result, "b" if k < N_FEATURES else "beta", batch - 1, k % N_FEATURES)


def named_reason(of: Literal["b", "beta"]) -> ReasonOfPick:
    """The reason of the gradient in a legend."""
    return lambda params, result, frame, j: gradient_reason(params, result, of, shown_batch(frame), j)


def statistic_reason(which: Literal["mean", "var"]) -> ReasonOfPick:
    """The reason of a statistic of a batch, or of a running one."""

    def reason(params: Params, result: Result, frame: int, found: tuple[bool, int, int]) -> Reason | None:
        running, j, batch = found
        if running:
            return running_reason(params, result, which, batch, j)
        return batch_reason(params, result, which, batch - 1, j)

    return reason


def trained_reason(series: int) -> ReasonOfPick:
    """The reason of a loss in the training with (0) or without batch norm (1)."""
    return lambda params, result, frame, found: loss_reason(result, series, *found)


def end_reason(params: Params, result: TrainingResult, frame: int, found: tuple[int, int]) -> Reason | None:
    """The reason of the last loss at a rate."""
    return loss_reason(result, *found, result.with_bn.shape[1] - 1)
