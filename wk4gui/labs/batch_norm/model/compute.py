"""Computes the effect of a bias before or after batch norm, and trainings with and without batch norm."""

import numpy as np

from wk4gui.core.arrays import read_only
from wk4gui.core.progress import Progress
from wk4gui.core.regimes import find_regimes
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.frames import Frames
from wk4gui.lab.summary import Summary
from wk4gui.labs.batch_norm.model.norm_race import race_norms
from wk4gui.labs.batch_norm.model.normalized_layer import change_from_bias, rounding_bound, run_layer
from wk4gui.labs.batch_norm.model.params import BETA_LIMIT, Params, layer_setting
from wk4gui.labs.batch_norm.model.result import Result, TrainingResult
from wk4gui.labs.batch_norm.model.verdict import main_verdict

DRAFT_SAMPLES, DRAFT_TRAIN_STEPS = 8_000, 16

_DRAFT_STEPS = (10, 25, 50, 100)
"""The numbers of batches in a draft: few, so that the axis rarely changes while the batch size is dragged."""


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Passes every batch through the layer and back, with this bias and without one."""
    setting = layer_setting(params)
    run, change = run_layer(setting), change_from_bias(setting)
    return Result(
        **vars(run),
        change_from_bias=change,
        max_change_from_bias=max(change.values()),
        rounding_bound=rounding_bound(setting),
        output_mean=read_only(run.z_tilde.mean(axis=(0, 1))),
        output_std=read_only(run.z_tilde.std(axis=(0, 1))),
    )


def compute_training(params: Params, checkpoint: Checkpoint = no_checkpoint) -> TrainingResult:
    """Trains the same small network from the same start with every rate, with batch norm and without."""
    setting = (params.train_learning_rate, params.n_rates, params.train_steps, params.activation, params.seed)
    race = race_norms(*setting, Progress(checkpoint))
    lowest = np.nanmin(np.stack([race.with_bn, race.without_bn]))
    return TrainingResult(
        rates=race.rates,
        with_bn=race.with_bn,
        without_bn=race.without_bn,
        regime_with_bn=find_regimes(race.with_bn, float(lowest)),
        regime_without_bn=find_regimes(race.without_bn, float(lowest)),
        diverged_at=race.diverged_at,
    )


def bias_in_beta(params: Params, result: Result) -> dict[str, object]:
    """The parameters after b has been moved into β.

    A bias after the normalisation is added to β, with frozen statistics times γ/√(v + ε): the output is unchanged.
    With the batch's statistics b had no effect; added to β, it acts as it would without batch norm.
    """
    scale = np.ones(2)
    if params.bias_position == "before" and params.mode == "eval":
        scale = np.array(params.gamma) / np.sqrt(result.running_var[-1] + params.eps)
    beta = np.clip(np.array(params.beta) + scale * np.array(params.bias), -BETA_LIMIT, BETA_LIMIT)
    return {"bias": [0.0, 0.0], "beta": beta.tolist()}


def shown_batch(frame: int) -> int:
    """Index of the batch that a frame shows: the last one so far, or the first one."""
    return max(frame - 1, 0)


def frames(params: Params, result: Result) -> Frames:
    """A frame before the first batch and after each; the last is shown first."""
    return Frames(params.n_steps + 1, opening=params.n_steps, unit="batch")


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """Whether the bias has an effect, why, and the layer's output."""
    return main_verdict(params, result, frames(params, result).clip(frame))


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas, of the first sample of the first feature."""
    t = shown_batch(frame)
    z, mean = float(result.z[t, 0, 0]), float(result.batch_mean[t, 0])
    numbers = {
        "max_change": result.max_change_from_bias,
        "bias": params.bias[0],
        "grad_b": float(result.grad_b[t, 0]),
        "grad_beta": float(result.grad_beta[t, 0]),
        "running_mean": float(result.running_mean[frame, 0]),
        "running_var": float(result.running_var[frame, 0]),
    }
    before = params.bias_position == "before"
    if before and params.mode == "eval":
        running_std = float(np.sqrt(result.running_var[-1, 0] + params.eps))
        gamma, b = params.gamma[0], params.bias[0]
        numbers |= {"gamma": gamma, "running_std": running_std, "shift": gamma * b / running_std}
    if before and params.mode == "train":
        std = float(np.sqrt(result.batch_var[t, 0] + params.eps))
        b = params.bias[0]
        numbers |= {"plain": z - b, "plain_mean": mean - b, "std": std, "z_hat": float(result.z_hat[t, 0, 0])}
    return numbers


def draft(params: Params) -> Params:
    """Fewer batches while a slider is held, if there are many samples."""
    if params.n_steps * params.batch_size <= DRAFT_SAMPLES:
        return params
    most = min(DRAFT_SAMPLES // params.batch_size, params.n_steps)
    return params.with_(n_steps=max((n for n in _DRAFT_STEPS if n <= most), default=most))


def training_draft(params: Params) -> Params:
    """The first steps of the training while a slider is held."""
    return params if params.train_steps <= DRAFT_TRAIN_STEPS else params.with_(train_steps=DRAFT_TRAIN_STEPS)
