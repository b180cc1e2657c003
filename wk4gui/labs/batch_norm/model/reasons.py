"""Where the numbers of the batch norm lab come from."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from wk4gui.core.number_format import format_factor, format_number, format_significant
from wk4gui.core.number_text import factor, number, sum_in_numbers
from wk4gui.lab.reason import Reason
from wk4gui.labs.batch_norm.model.norm_race import N_SAMPLES
from wk4gui.labs.batch_norm.model.normalized_layer import affine_map, gradients_by_sample
from wk4gui.labs.batch_norm.model.params import Params, layer_setting
from wk4gui.labs.batch_norm.model.result import Result, TrainingResult
from wk4gui.labs.batch_norm.model.verdict import cancels

Stage = Literal["z", "z_hat", "z_tilde"]
_SYMBOLS = {"z": "z", "z_hat": "ẑ", "z_tilde": "z̃"}
_SUBSCRIPTS = ("₁", "₂")
_PLACES = 5


def sample_reason(params: Params, result: Result, stage: Stage, t: int, i: int) -> Reason:
    """Both features of sample i of batch t, before, in or after the normalisation."""
    make = {"z": _affine, "z_hat": _normalised, "z_tilde": _scaled}[stage]
    lines = tuple(make(params, result, t, i, j) for j in (0, 1))
    value = float(getattr(result, stage)[t, i, 1])
    return Reason(f"Sample {i + 1} of batch {t + 1}, {_SYMBOLS[stage]}", lines, value)


def spread_reason(params: Params, result: Result, stage: Stage, t: int, j: int) -> Reason:
    """Mean and standard deviation of one feature in batch t."""
    values = getattr(result, stage)[t, :, j]
    n, mean, square = len(values), float(values.mean()), float(values.var())
    name = _SYMBOLS[stage] + _SUBSCRIPTS[j]
    lines = (
        f"mean = Σ {name} / n = ({sum_in_numbers(values)}) / {n} = {number(mean)}",
        f"variance = Σ ({name} − mean)² / n = {number(square)}",
        f"σ = √{number(square)} = {number(float(np.sqrt(square)))}",
    )
    return Reason(f"Mean and σ of {name} in batch {t + 1}", lines, float(np.sqrt(square)))


def gradient_reason(params: Params, result: Result, of: Literal["b", "beta"], t: int, j: int) -> Reason:
    """∂L/∂b or ∂L/∂β of one feature from batch t."""
    pull, grad_z = gradients_by_sample(layer_setting(params), t)
    before = of == "b" and params.bias_position == "before"
    terms, symbol = (grad_z, "z") if before else (pull, "z̃")
    value = float((result.grad_b if of == "b" else result.grad_beta)[t, j])
    name, at = "b" if of == "b" else "β", _SUBSCRIPTS[j]
    lines = [f"∂L/∂{name}{at} = Σ ∂L/∂{symbol}{at} = {sum_in_numbers(terms[:, j])} = {number(value)}"]
    if before and cancels(params):
        lines.insert(0, "each ∂L/∂z has lost its mean over the batch, so together they are 0")
    return Reason(f"∂L/∂{name}{at} of batch {t + 1}", tuple(lines), value)


def running_reason(params: Params, result: Result, which: Literal["mean", "var"], t: int, j: int) -> Reason:
    """The running mean or variance of one feature after t batches."""
    name = "mean" if which == "mean" else "variance"
    running = getattr(result, f"running_{which}")[:, j]
    subject = f"Running {name} of feature {j + 1} after {t} batch{'es' if t != 1 else ''}"
    if t == 0:
        return Reason(subject, (f"r begins at = {number(running[0])}",), float(running[0]))
    new, lines = float(getattr(result, f"batch_{which}")[t - 1, j]), []
    n, m = params.batch_size, params.momentum
    if which == "var" and n == 1:
        line = f"a batch of one has no unbiased variance and leaves r as it is = {number(running[t])}"
        return Reason(subject, (line,), float(running[t]))
    if which == "mean" and params.mode == "eval" and params.bias_position == "before":
        new -= params.bias[j]  # gathered with bias 0
    if which == "var":
        lines.append(f"unbiased: variance · n / (n − 1) = {number(new)} · {n} / {n - 1} = {number(new * n / (n - 1))}")
        new *= n / (n - 1)
    step = f"{number(1.0 - m)} · {factor(running[t - 1])} + {number(m)} · {factor(new)}"
    lines.append(f"r ← (1 − m) r + m · new = {step} = {number(running[t])}")
    return Reason(subject, tuple(lines), float(running[t]))


def batch_reason(params: Params, result: Result, which: Literal["mean", "var"], t: int, j: int) -> Reason:
    """Mean or variance of one feature over batch t."""
    value = float(getattr(result, f"batch_{which}")[t, j])
    z, at = result.z[t, :, j], _SUBSCRIPTS[j]
    if which == "mean":
        line = f"Σ z{at} / n = ({sum_in_numbers(z)}) / {len(z)} = {number(value)}"
    else:
        line = f"Σ (z{at} − mean)² / n = ({sum_in_numbers((z - z.mean()) ** 2)}) / {len(z)} = {number(value)}"
    return Reason(f"{'Mean' if which == 'mean' else 'Variance'} of z{at} in batch {t + 1}", (line,), value)


def loss_reason(result: TrainingResult, series: int, k: int, step: int) -> Reason | None:
    """The loss of rate k after a step, with batch norm (0) or without (1); None where it has diverged."""
    loss = float((result.with_bn, result.without_bn)[series][k, step])
    if not np.isfinite(loss):
        return None
    way = "without" if series else "with"
    subject = f"Loss after step {step}, α = {format_significant(float(result.rates[k]), 3)}, {way} batch norm"
    return Reason(subject, (f"L = Σ (ŷ − y)² / n = {number(loss * N_SAMPLES)} / {N_SAMPLES} = {number(loss)}",), loss)


def training_reasons(params: Params, result: TrainingResult) -> Sequence[Reason]:
    """Of what the verdict on the training speaks of."""
    lowest = lowest_reason(result)
    return () if lowest is None else (lowest,)


def lowest_reason(result: TrainingResult) -> Reason | None:
    """The lowest loss at the end of all trainings; None where all diverge."""
    ends = np.stack([result.with_bn[:, -1], result.without_bn[:, -1]])
    if not np.isfinite(ends).any():
        return None
    series, k = divmod(int(np.nanargmin(ends)), ends.shape[1])
    return loss_reason(result, series, k, result.with_bn.shape[1] - 1)


def reasons(params: Params, result: Result, frame: int) -> Sequence[Reason]:
    """Of what the summary says: how far the bias moves the output, and its gradients beside those of β."""
    t = max(frame - 1, 0)
    moved = float(result.change_from_bias["z_tilde"])
    change = Reason("How far the bias moves the output", (f"largest |z̃ with b − z̃ with 0| = {number(moved)}",), moved)
    gradients = [gradient_reason(params, result, of, t, j) for of in ("beta", "b") for j in (0, 1)]
    pair = [sample_reason(params, result, "z_hat", t, i) for i in (0, 1)] if params.batch_size == 2 else []
    return [change, *gradients, *pair]


def _affine(params: Params, result: Result, t: int, i: int, j: int) -> str:
    """Wx + b in numbers."""
    X, W = affine_map(layer_setting(params))
    at, before = _SUBSCRIPTS[j], params.bias_position == "before"
    terms = " + ".join(f"{factor(w)} · {factor(x)}" for w, x in zip(W[j], X[t, i], strict=True))
    bias = (f" + b{at}", f" + {factor(params.bias[j])}") if before else ("", "")
    return f"z{at} = w{at} · x{bias[0]} = {terms}{bias[1]} = {number(result.z[t, i, j])}"


def _normalised(params: Params, result: Result, t: int, i: int, j: int) -> str:
    """(z − mean)/√(variance + ε) in numbers, with the batch's own statistics or the frozen ones."""
    at, frozen = _SUBSCRIPTS[j], params.mode == "eval"
    mean, square = (
        (result.running_mean[-1, j], result.running_var[-1, j])
        if frozen
        else (result.batch_mean[t, j], result.batch_var[t, j])
    )
    z = format_number(result.z[t, i, j], _PLACES)  # both with the same places, or a large b would leave no digits
    numbers = f"({z} − {format_factor(mean, _PLACES)}) / √({number(square)} + {number(params.eps)})"
    return f"ẑ{at} = (z{at} − mean) / √(variance + ε) = {numbers} = {number(result.z_hat[t, i, j])}"


def _scaled(params: Params, result: Result, t: int, i: int, j: int) -> str:
    """γẑ + β in numbers, and b where it stands after."""
    at, after = _SUBSCRIPTS[j], params.bias_position == "after"
    bias = (f" + b{at}", f" + {factor(params.bias[j])}") if after else ("", "")
    numbers = f"{number(params.gamma[j])} · {factor(result.z_hat[t, i, j])} + {factor(params.beta[j])}{bias[1]}"
    return f"z̃{at} = γ{at} ẑ{at} + β{at}{bias[0]} = {numbers} = {number(result.z_tilde[t, i, j])}"
