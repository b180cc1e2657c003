"""The reasons of the numbers of the batch norm lab."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import numpy as np

from wk4gui.core.equation import Equation, mean, quantity, root, size, total
from wk4gui.core.expression import Expression
from wk4gui.core.number_format import format_number, format_significant
from wk4gui.lab.reason import Reason
from wk4gui.labs.batch_norm.model.norm_race import N_SAMPLES
from wk4gui.labs.batch_norm.model.normalized_layer import affine_map, change_at, gradients_by_sample
from wk4gui.labs.batch_norm.model.params import Params, cancels, layer_setting
from wk4gui.labs.batch_norm.model.result import Result, TrainingResult

Stage = Literal["z", "z_hat", "z_tilde"]
Trained = Literal["b", "beta"]
Statistic = Literal["mean", "var"]
_SYMBOLS = {"z": "z", "z_hat": "ẑ", "z_tilde": "z̃"}
_SUBSCRIPTS = ("₁", "₂")


def sample_reason(params: Params, result: Result, stage: Stage, t: int, i: int) -> Reason:
    """Both features of sample i of batch t, at a stage of the layer."""
    lines = tuple(_sample_line(params, result, stage, t, i, j) for j in (0, 1))
    value = float(getattr(result, stage)[t, i, 1])
    return Reason(f"Sample {i + 1} of batch {t + 1}, {_SYMBOLS[stage]}", lines, value)


def feature_reason(params: Params, result: Result, stage: Stage, t: int, i: int, j: int) -> Reason:
    """One feature of sample i of batch t."""
    line = _sample_line(params, result, stage, t, i, j)
    subject = f"{_SYMBOLS[stage]}{_SUBSCRIPTS[j]} of sample {i + 1} of batch {t + 1}"
    return Reason(subject, (line,), float(getattr(result, stage)[t, i, j]))


def spread_reason(params: Params, result: Result, stage: Stage, t: int, j: int) -> Reason:
    """Mean and standard deviation of one feature in batch t."""
    values = getattr(result, stage)[t, :, j]
    name = _SYMBOLS[stage] + _SUBSCRIPTS[j]
    average = Equation("mean", mean(values, f"Σ {name}"))
    square = Equation("variance", mean((values - values.mean()) ** 2, f"Σ ({name} − mean)²"))
    line = Equation("σ", root(quantity("variance", square.value)))
    return Reason(f"Mean and σ of {name} in batch {t + 1}", (average, square, line), float(values.std()))


def feature_mean(result: Result, stage: Stage, t: int, j: int) -> float:
    """The mean of one feature in batch t; 0 if it is only rounding."""
    values = getattr(result, stage)[t, :, j]
    value, size = float(values.mean()), float(np.abs(values).max())
    return value if abs(value) > 8.0 * np.finfo(float).eps * size else 0.0


def mean_reason(params: Params, result: Result, stage: Stage, t: int, j: int) -> Reason:
    """The mean of one feature in batch t."""
    values = getattr(result, stage)[t, :, j]
    name = _SYMBOLS[stage] + _SUBSCRIPTS[j]
    line = Equation("mean", mean(values, f"Σ {name}"))
    return Reason(f"Mean of {name} in batch {t + 1}", (line,), feature_mean(result, stage, t, j))


def gradient_reason(params: Params, result: Result, of: Trained, t: int, j: int) -> Reason:
    """∂L/∂b or ∂L/∂β of one feature from batch t."""
    pull, grad_z = gradients_by_sample(layer_setting(params), t)
    before = of == "b" and params.bias_position == "before"
    terms, symbol = (grad_z, "z") if before else (pull, "z̃")
    value = float((result.grad_b if of == "b" else result.grad_beta)[t, j])
    name, at = "b" if of == "b" else "β", _SUBSCRIPTS[j]
    line = Equation(f"∂L/∂{name}{at}", total(terms[:, j], f"Σ ∂L/∂{symbol}{at}"))
    words = (
        ("each ∂L/∂z has lost its mean over the batch, so together they are 0",) if before and cancels(params) else ()
    )
    return Reason(f"∂L/∂{name}{at} of batch {t + 1}", (*words, line), value)


def running_reason(params: Params, result: Result, which: Statistic, t: int, j: int) -> Reason:
    """The running mean or variance of one feature after t batches."""
    name, running = "mean" if which == "mean" else "variance", getattr(result, f"running_{which}")[:, j]
    subject = f"Running {name} of feature {j + 1} after {t} batch{'es' if t != 1 else ''}"
    old, now = quantity("r", running[max(t - 1, 0)]), float(running[t])
    if t == 0:
        return Reason(
            subject, ("before the first batch, as it is set", Equation("r", quantity("r at the start", now))), now
        )
    new, lines = float(getattr(result, f"batch_{which}")[t - 1, j]), []
    n, m = params.batch_size, quantity("m", params.momentum)
    if which == "var" and n == 1:
        return Reason(
            subject, ("a batch of one has no unbiased variance and leaves r as it is", Equation("r", old)), now
        )
    if which == "mean" and params.mode == "eval" and params.bias_position == "before":
        new -= params.bias[j]  # gathered with bias 0
    if which == "var":
        of_batch = quantity("variance", new) * quantity("n", n) / (quantity("n", n) - 1.0)
        lines.append(Equation("unbiased", of_batch))
        new = lines[0].value
    lines.append(Equation("r", (1.0 - m) * old + m * quantity("new", new), "←"))
    return Reason(subject, tuple(lines), now)


def batch_reason(params: Params, result: Result, which: Statistic, t: int, j: int) -> Reason:
    """Mean or variance of one feature over batch t."""
    value = float(getattr(result, f"batch_{which}")[t, j])
    z, at = result.z[t, :, j], _SUBSCRIPTS[j]
    terms = (z, f"Σ z{at}") if which == "mean" else ((z - z.mean()) ** 2, f"Σ (z{at} − mean)²")
    name = "Mean" if which == "mean" else "Variance"
    return Reason(f"{name} of z{at} in batch {t + 1}", (Equation(name.lower(), mean(*terms)),), value)


def change_reason(params: Params, result: Result) -> Reason:
    """The largest change of the output by the bias."""
    with_b, without = change_at(layer_setting(params), "z_tilde")
    moved = float(result.change_from_bias["z_tilde"])
    line = Equation("largest difference", size(quantity("z̃ with b", with_b) - quantity("z̃ with 0", without)))
    return Reason("How far the bias moves the output, where it moves it most", (line,), moved)


def loss_reason(result: TrainingResult, series: int, k: int, step: int) -> Reason | None:
    """The loss of rate k after a step, with batch norm (0) or without (1); None where it has diverged."""
    loss = float((result.with_bn, result.without_bn)[series][k, step])
    if not np.isfinite(loss):
        return None
    way = "without" if series else "with"
    subject = f"Loss after step {step}, α = {format_significant(float(result.rates[k]), 3)}, {way} batch norm"
    line = Equation("L", quantity("Σ (ŷ − y)²", loss * N_SAMPLES) / quantity("n", N_SAMPLES))
    return Reason(subject, (line,), loss)


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson that none of its formulas computes."""
    t = max(frame - 1, 0)
    makers: dict[str, Callable[[], Reason]] = {
        "grad_b": partial(gradient_reason, params, result, "b", t, 0),
        "grad_beta": partial(gradient_reason, params, result, "beta", t, 0),
        "running_mean": partial(running_reason, params, result, "mean", frame, 0),
        "running_var": partial(running_reason, params, result, "var", frame, 0),
        "max_change": partial(_any_change_reason, params, result),
    }
    return makers[name]() if name in makers else None


def _any_change_reason(params: Params, result: Result) -> Reason:
    """The largest change by the bias, in the output or in a gradient."""
    name = max(result.change_from_bias, key=lambda each: result.change_from_bias[each])
    with_b, without = change_at(layer_setting(params), name)
    line = Equation("largest difference", size(quantity("with b", with_b) - quantity("with 0", without)))
    subject = f"Largest difference that the bias makes, in {_WORDS.get(name, name)}"
    return Reason(subject, (line,), result.max_change_from_bias)


_WORDS = {
    "z_hat": "ẑ",
    "z_tilde": "z̃",
    "loss": "the loss",
    "grad_gamma": "∂L/∂γ",
    "grad_beta": "∂L/∂β",
    "grad_W": "∂L/∂W",
}


def _sample_line(params: Params, result: Result, stage: Stage, t: int, i: int, j: int) -> Equation:
    return {"z": _affine, "z_hat": _normalised, "z_tilde": _scaled}[stage](params, result, t, i, j)


def _affine(params: Params, result: Result, t: int, i: int, j: int) -> Equation:
    """Wx + b in numbers."""
    X, W = affine_map(layer_setting(params))
    at = _SUBSCRIPTS[j]
    formula: Expression = total([quantity("", w) * float(x) for w, x in zip(W[j], X[t, i], strict=True)], f"w{at} · x")
    if params.bias_position == "before":
        formula = formula + quantity(f"b{at}", params.bias[j])
    return Equation(f"z{at}", formula)


def _normalised(params: Params, result: Result, t: int, i: int, j: int) -> Equation:
    """(z − mean)/√(variance + ε) in numbers, with the batch's own statistics or the frozen ones."""
    at, frozen = _SUBSCRIPTS[j], params.mode == "eval"
    mean_, square = (
        (result.running_mean[-1, j], result.running_var[-1, j])
        if frozen
        else (result.batch_mean[t, j], result.batch_var[t, j])
    )
    centred = quantity(f"z{at}", result.z[t, i, j]) - quantity("mean", mean_)
    formula = centred / root(quantity("variance", square) + quantity("ε", params.eps))
    return Equation(f"ẑ{at}", formula, write=_five_places)


def _scaled(params: Params, result: Result, t: int, i: int, j: int) -> Equation:
    """γẑ + β in numbers, and b if it follows."""
    at = _SUBSCRIPTS[j]
    gamma, beta = quantity(f"γ{at}", params.gamma[j]), quantity(f"β{at}", params.beta[j])
    formula = gamma * quantity(f"ẑ{at}", result.z_hat[t, i, j]) + beta
    if params.bias_position == "after":
        formula = formula + quantity(f"b{at}", params.bias[j])
    return Equation(f"z̃{at}", formula)


def _five_places(value: float) -> str:
    """A number with five places, the same for z and its mean, so that a large b leaves enough digits."""
    return format_number(value, 5)
