"""Where the numbers of the saddle lab come from."""

import re
from collections.abc import Sequence

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.core.number_text import factor, number
from wk4gui.core.optimizer_formulas import step_formulas
from wk4gui.core.optimizers import OPTIMIZERS, Settings
from wk4gui.lab.reason import Reason
from wk4gui.labs.saddle.model.params import Params, surface_of
from wk4gui.labs.saddle.model.result import Result
from wk4gui.labs.saddle.model.two_weight_network import TWO_WEIGHT_NETWORK

_SIGNS = {r"\*\*2\b": "²", r"\*\*3\b": "³", r"\*\*4\b": "⁴", r"\*\*6\b": "⁶", r"\*\*": "^", r"\*": " · "}


def value_reason(params: Params, x: float, y: float) -> Reason | None:
    """F at a place with its gradient; None where it has no value."""
    surface = surface_of(params)
    with np.errstate(all="ignore"):
        value = float(surface.f(np.array([x]), np.array([y]))[0])
        gradient = [float(each[0]) for each in surface.grad(np.array([x]), np.array([y]))]
    if not np.isfinite([value, *gradient]).all():
        return None
    axes = surface.axes
    slopes = (f"∂f/∂{axis} = {number(slope)}" for axis, slope in zip(axes, gradient, strict=True))
    return Reason(
        f"f at {axes[0]} = {number(x)}, {axes[1]} = {number(y)}", (*slopes, *_formulas(params, x, y, value)), value
    )


def step_reason(params: Params, result: Result, k: int, step: int) -> Reason | None:
    """Where the descent of optimizer k without noise is after a step, and f there; None where it has gone."""
    path, value = result.paths_noise_free[k], float(result.path_loss_noise_free[k, step])
    if not np.isfinite([*path[step], value]).all():
        return None
    lines = [line for i in (0, 1) for line in _coordinate_formulas(params, path, k, step, i)]
    lines += _formulas(params, float(path[step, 0]), float(path[step, 1]), value)
    return Reason(f"{OPTIMIZERS[params.optimizers[k]].label} without noise after step {step}", tuple(lines), value)


def run_reason(params: Params, result: Result, k: int, run: int, step: int) -> Reason | None:
    """F along a noisy run; None where it has gone."""
    (x, y), value = map(float, result.paths[k, run, step]), float(result.path_loss[k, run, step])
    if not np.isfinite([x, y, value]).all():
        return None
    subject = f"Noisy run {run + 1} of {OPTIMIZERS[params.optimizers[k]].label} after step {step}"
    noise = f"σ = {number(params.noise)}" if params.noise_kind == "gaussian" else f"of batches of {params.batch_size}"
    lines = (f"its gradients had noise {noise}", *_formulas(params, x, y, value))
    return Reason(subject, lines, value)


def count_reason(params: Params, result: Result, k: int, first: int, width: int, frame: int) -> Reason:
    """How many runs have left the saddle in some steps, up to a frame."""
    last = first + width - 1
    steps = f"at step {first}" if width == 1 else f"at steps {first} to {last}"
    count = sum(t is not None and first <= t <= min(last, frame) for t in result.escape_step[k])
    radius = f"first {format_number(params.escape_radius, 4)} or further from the saddle"
    share = (
        f"of {params.n_runs} runs: 100 · {count} / {params.n_runs} = {number(100.0 * count / params.n_runs)} per cent"
    )
    lines = (share, f"{radius} {steps}, runs = {count}")
    return Reason(f"Runs of {OPTIMIZERS[params.optimizers[k]].label} that leave {steps}", lines, float(count))


def reasons(params: Params, result: Result, frame: int) -> Sequence[Reason]:
    """Of what the summary says of the descents, of escapes and of the price of noise."""
    found = [step_reason(params, result, k, frame) for k in range(len(result.optimizers))]
    found += [_median_reason(params, result, k) for k in range(len(result.optimizers))]
    found += [_share_reason(params, result, k, frame) for k in range(len(result.optimizers))]
    found += [_excess_reason(params, result, which) for which in ("with_noise", "without_noise")]
    found += [_coordinate_reason(params, result, k, frame, i) for k in range(len(result.optimizers)) for i in (0, 1)]
    found.append(value_reason(params, *params.start))
    return [reason for reason in found if reason is not None]


def _coordinate_reason(params: Params, result: Result, k: int, step: int, i: int) -> Reason | None:
    """One coordinate of a descent without noise after a step; None where it has gone."""
    path, axis = result.paths_noise_free[k], surface_of(params).axes[i]
    value = float(path[step, i])
    if not np.isfinite(value):
        return None
    subject = f"{axis} of {OPTIMIZERS[params.optimizers[k]].label} without noise after step {step}"
    lines = _coordinate_formulas(params, path, k, step, i) or [f"{axis} at the start = {number(value)}"]
    return Reason(subject, tuple(lines), value)


def _coordinate_formulas(params: Params, path: Array, k: int, step: int, i: int) -> list[str]:
    """The step that led to a coordinate; nothing at the start."""
    if step == 0:
        return []
    surface = surface_of(params)
    gradient = surface.grad(path[:step, 0], path[:step, 1])[i]
    axis, before = surface.axes[i], float(path[step - 1, i])
    return [str(line) for line in step_formulas(params.optimizers[k], _settings(params, k), axis, before, gradient)]


def _median_reason(params: Params, result: Result, k: int) -> Reason | None:
    median = result.median_escape[k]
    if median is None:
        return None
    steps = sorted(t for t in result.escape_step[k] if t is not None)
    n = len(result.escape_step[k])
    middle = f"number {n // 2} and {n // 2 + 1}" if n % 2 == 0 else f"number {n // 2 + 1}"
    line = f"{middle} of {n} escape steps in order, from {steps[0]} on = {number(median)}"
    return Reason(f"Median escape step of {OPTIMIZERS[params.optimizers[k]].label}", (line,), median)


def _share_reason(params: Params, result: Result, k: int, frame: int) -> Reason:
    count = sum(t is not None and t <= frame for t in result.escape_step[k])
    share = 100.0 * count / params.n_runs
    line = f"100 · {count} / {params.n_runs} = {number(share)}"
    return Reason(f"Runs of {OPTIMIZERS[params.optimizers[k]].label} that have left, in per cent", (line,), share)


def _excess_reason(params: Params, result: Result, which: str) -> Reason | None:
    excess = result.final_excess_loss[which][0]
    if excess is None:
        return None
    runs = "the noisy runs" if which == "with_noise" else "the run without noise"
    last = max(1, params.n_steps // 10)
    line = f"mean over {runs} and their last {last} steps of f − f(nearest minimum) = {number(excess)}"
    return Reason("What is left above the minimum", (line,), excess)


def _formulas(params: Params, x: float, y: float, value: float) -> list[str]:
    """F in symbols, with the numbers, and its value."""
    surface = surface_of(params)
    if not surface.formula:
        return _network_formulas(x, y, value)
    symbols, numbers = _read(surface.formula), _read(surface.formula, {"x": _power(x), "y": _power(y)})
    return [f"f = {symbols} = {numbers} = {number(value)}"]


def _network_formulas(w1: float, w2: float, value: float) -> list[str]:
    """The loss of the two-weight network from the means of its samples."""
    xx, x, xy, y = map(float, TWO_WEIGHT_NETWORK.means)
    yy, p = float(np.mean(TWO_WEIGHT_NETWORK.y**2)), w1 * w2
    symbols = "½ (p² mean x² + 2 p w₂ mean x − 2 p mean xy + w₂² − 2 w₂ mean y + mean y²)"
    numbers = (
        f"½ · ({_power(p)}² · {number(xx)} + 2 · {factor(p)} · {factor(w2)} · {factor(x)}"
        f" − 2 · {factor(p)} · {factor(xy)} + {_power(w2)}² − 2 · {factor(w2)} · {factor(y)} + {number(yy)})"
    )
    return [f"p = w₁ w₂ = {number(w1)} · {factor(w2)} = {number(p)}", f"L = {symbols} = {numbers} = {number(value)}"]


def _read(formula: str, numbers: dict[str, str] | None = None) -> str:
    """A formula of expressions.py as it is written on paper, with numbers for x and y or without."""
    text = formula.replace(" ", "")
    if numbers is not None:
        text = re.sub(r"\b[xy]\b", lambda match: numbers[match[0]], text)
    for pattern, sign in _SIGNS.items():
        text = re.sub(pattern, sign, text)
    if numbers is None:
        text = text.replace(" · ", " ")
    text = re.sub(r"(?<=[\w)²³⁴⁶])([+-])", r" \1 ", text)
    return re.sub(r"(?<!e)-", "−", text)


def _settings(params: Params, k: int) -> Settings:
    adaptive = OPTIMIZERS[params.optimizers[k]].adaptive
    rate = params.adaptive_learning_rate if adaptive else params.learning_rate
    rest = {name: getattr(params, name) for name in ("momentum", "beta1", "beta2", "rho", "eps")}
    return Settings(rate, **rest)


def _power(value: float) -> str:
    """A number that may be raised to a power."""
    text = factor(value)
    return f"({text})" if "e" in text and not text.startswith("(") else text
