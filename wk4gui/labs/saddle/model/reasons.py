"""The reasons of the numbers of the saddle lab: places and values, steps, escapes, and the cost of noise."""

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import HALF, Equation, ln, mean, quantity, root
from wk4gui.core.number_format import format_number
from wk4gui.core.number_text import number
from wk4gui.core.optimizer_formulas import step_formulas
from wk4gui.core.optimizers import OPTIMIZERS, OptimizerSettings
from wk4gui.lab.reason import Reason
from wk4gui.labs.saddle.model.escape import NORMAL_MEDIAN
from wk4gui.labs.saddle.model.outcome import n_left
from wk4gui.labs.saddle.model.params import Params, surface_of
from wk4gui.labs.saddle.model.race import excess_of_runs
from wk4gui.labs.saddle.model.result import Result
from wk4gui.labs.saddle.model.surface_formula import value_steps

Steps = Sequence[Equation | str]


def value_reason(params: Params, x: float, y: float) -> Reason | None:
    """The value f at a place; None if it has none."""
    value, gradient = _value_and_gradient(params, x, y)
    if not np.isfinite([value, *gradient]).all():
        return None
    axes = surface_of(params).axes
    slopes = (Equation(f"∂f/∂{axis}", quantity("", slope)) for axis, slope in zip(axes, gradient, strict=True))
    subject = f"f at {axes[0]} = {number(x)}, {axes[1]} = {number(y)}"
    return _reason(subject, (*slopes, *value_steps(params, x, y)), value)


def slope_reason(params: Params, x: float, y: float, i: int) -> Reason | None:
    """A component of the gradient at a place."""
    axes, slope = surface_of(params).axes, _value_and_gradient(params, x, y)[1][i]
    words = f"f differentiated by {axes[i]}, exactly, at {axes[0]} = {number(x)}, {axes[1]} = {number(y)}"
    return _reason(f"Gradient of f by {axes[i]}", (words, Equation(f"∂f/∂{axes[i]}", quantity("", slope))), slope)


def eigenvalue_reason(params: Params, x: float, y: float, which: int) -> Reason | None:
    """An eigenvalue of the Hessian at a place: 0, the smaller one, or 1."""
    with np.errstate(all="ignore"):
        parts = [float(each[0]) for each in surface_of(params).hessian(np.array([x]), np.array([y]))]
    if not np.isfinite(parts).all():
        return None
    a, b, c = (quantity(name, part) for name, part in zip(("fₓₓ", "fₓᵧ", "fᵧᵧ"), parts, strict=True))
    half, spread = HALF * (a + c), root((HALF * (a - c)) ** 2 + b**2)
    step = Equation("λ", half + spread if which else half - spread)
    return _reason(f"{'Larger' if which else 'Smaller'} eigenvalue of the Hessian", (step,), step.value)


def step_reason(params: Params, result: Result, k: int, step: int) -> Reason | None:
    """The place and f of optimizer k's descent without noise after a step; None if it has diverged."""
    path, value = result.paths_noise_free[k], float(result.path_loss_noise_free[k, step])
    if not np.isfinite([*path[step], value]).all():
        return None
    lines = [line for i in (0, 1) for line in _coordinate_steps(params, path, k, step, i)]
    lines += value_steps(params, float(path[step, 0]), float(path[step, 1]))
    return _reason(f"f of {_label(params, k)} without noise after step {step}", lines, value)


def coordinate_reason(params: Params, result: Result, k: int, step: int, i: int) -> Reason | None:
    """One coordinate of a descent without noise after a step; None if it has diverged."""
    path, axis = result.paths_noise_free[k], surface_of(params).axes[i]
    value = float(path[step, i])
    if not math.isfinite(value):
        return None
    lines = _coordinate_steps(params, path, k, step, i) or ["at the start, as set", Equation(axis, quantity("", value))]
    return _reason(f"{axis} of {_label(params, k)} without noise after step {step}", lines, value)


def run_reason(params: Params, result: Result, k: int, run: int, step: int) -> Reason | None:
    """The loss f of a noisy run after a step; None if it has diverged."""
    (x, y), value = map(float, result.paths[k, run, step]), float(result.path_loss[k, run, step])
    if not np.isfinite([x, y, value]).all():
        return None
    noise = f"σ = {number(params.noise)}" if params.noise_kind == "gaussian" else f"of batches of {params.batch_size}"
    lines: Steps = [f"its gradients had noise {noise}", *value_steps(params, x, y)]
    return _reason(f"Noisy run {run + 1} of {_label(params, k)} after step {step}", lines, value)


def count_reason(params: Params, result: Result, k: int, first: int, width: int, frame: int) -> Reason | None:
    """The number of runs that leave the saddle in some steps, up to a frame."""
    last = first + width - 1
    steps = f"at step {first}" if width == 1 else f"at steps {first} to {last}"
    count = sum(t is not None and first <= t <= min(last, frame) for t in result.escape_step[k])
    counted = Equation("runs", quantity("", count))
    words = (
        f"of {params.n_runs} runs, first {format_number(params.escape_radius, 4)} or further from the saddle {steps}"
    )
    return _reason(f"Runs of {_label(params, k)} that leave {steps}", (words, counted), count)


def share_reason(params: Params, result: Result, k: int, frame: int) -> Reason | None:
    """The share of noisy runs that have left the saddle up to a frame."""
    count = n_left(result, k, frame)
    step = Equation("", quantity("runs that have left", count) / quantity("runs", params.n_runs))
    return _reason(f"Share of runs of {_label(params, k)} that have left", (step,), count / params.n_runs)


def median_reason(params: Params, result: Result, k: int) -> Reason | None:
    """The median escape step of the noisy runs; None if fewer than half escape."""
    median, n = result.median_escape[k], len(result.escape_step[k])
    if median is None:
        return None
    steps = sorted(t for t in result.escape_step[k] if t is not None)
    middle = steps[(n - 1) // 2 : n // 2 + 1]
    which = f"number {n // 2} and {n // 2 + 1}" if n % 2 == 0 else f"number {n // 2 + 1}"
    words = f"{which} of {n} escape steps in order, from {steps[0]} on"
    line = Equation("", mean(middle) if len(middle) > 1 else quantity("", middle[0]))
    return _reason(f"Median escape step of {_label(params, k)}", (words, line), median)


def growth_reason(params: Params, result: Result) -> Reason | None:
    """The growth of the distance along the unstable direction in a step of SGD."""
    if result.growth_rate is None or result.nearest_saddle is None:
        return None
    curvature = quantity("|λ₋|", abs(result.nearest_saddle.eigenvalues[0]))
    step = Equation("g", 1.0 + quantity("α", params.learning_rate) * curvature)
    return _reason("Growth of the distance along the unstable direction, a step", (step,), result.growth_rate)


def curvature_reason(params: Params, result: Result) -> Reason | None:
    """The size of the saddle's negative curvature."""
    saddle = result.nearest_saddle
    lower = None if saddle is None else eigenvalue_reason(params, saddle.x, saddle.y, 0)
    if lower is None or saddle is None:
        return None
    size = abs(saddle.eigenvalues[0])
    return _reason("Size of the saddle's lower eigenvalue", (*lower.steps, Equation("|λ₋|", quantity("", size))), size)


def predicted_reason(params: Params, result: Result) -> Reason | None:
    """The median escape step that the saddle's quadratic part predicts for SGD."""
    growth = growth_reason(params, result)
    if growth is None or result.predicted_median_escape is None:
        return None
    g = quantity("g", growth.value)
    pushed = quantity("0.6745", NORMAL_MEDIAN) * quantity("α", params.learning_rate) * quantity("σ", params.noise)
    ratio = Equation("q", quantity("r", params.escape_radius) / pushed)
    steps = HALF * ln(1.0 + (g**2 - 1.0) * quantity("q", ratio.value) ** 2) / ln(g)
    words = "where the median distance of d ← gd + ασξ reaches r"
    lines = (*growth.steps, ratio, words, Equation("T", steps))
    return _reason("Predicted median escape step, of the quadratic part", lines, result.predicted_median_escape)


def excess_reason(params: Params, result: Result, which: str) -> Reason | None:
    """The final loss of the first optimizer's runs above their nearest minimum."""
    excess = result.final_excess_loss[which][0]
    if excess is None:
        return None
    noisy = which == "with_noise"
    paths, loss = (
        (result.paths[0], result.path_loss[0]) if noisy else (result.paths_noise_free, result.path_loss_noise_free)
    )
    each = excess_of_runs(paths if noisy else paths[:1], loss if noisy else loss[:1], result.critical_points)
    known = each[np.isfinite(each)]
    runs = f"{len(known)} noisy runs" if noisy else "the run without noise"
    words = f"of {runs}: mean f of the last {max(1, params.n_steps // 10)} steps, minus f at the nearest minimum"
    step = Equation("", mean(known) if len(known) > 1 else quantity("", known[0]))
    return _reason("What is left above the minimum", (words, step), excess)


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson that none of its formulas computes."""
    makers: dict[str, Callable[[], Reason | None]] = {
        "growth_rate": partial(growth_reason, params, result),
        "unstable_curvature": partial(curvature_reason, params, result),
        "predicted_median_escape": partial(predicted_reason, params, result),
    }
    if "sgd" in params.optimizers:
        makers["median_escape"] = partial(median_reason, params, result, params.optimizers.index("sgd"))
    return makers[name]() if name in makers else None


def _value_and_gradient(params: Params, x: float, y: float) -> tuple[float, list[float]]:
    surface = surface_of(params)
    with np.errstate(all="ignore"):
        value = float(surface.f(np.array([x]), np.array([y]))[0])
        return value, [float(each[0]) for each in surface.grad(np.array([x]), np.array([y]))]


def _coordinate_steps(params: Params, path: Array, k: int, step: int, i: int) -> list[Equation | str]:
    """The equations of the step to a coordinate; none at the start."""
    if step == 0:
        return []
    surface = surface_of(params)
    gradient = surface.grad(path[:step, 0], path[:step, 1])[i]
    axis, before = surface.axes[i], float(path[step - 1, i])
    return [*step_formulas(params.optimizers[k], _settings(params, k), axis, before, gradient)]


def _settings(params: Params, k: int) -> OptimizerSettings:
    adaptive = OPTIMIZERS[params.optimizers[k]].adaptive
    rate = params.adaptive_learning_rate if adaptive else params.learning_rate
    rest = {name: getattr(params, name) for name in ("momentum", "beta1", "beta2", "rho", "eps")}
    return OptimizerSettings(rate, **rest)


def _label(params: Params, k: int) -> str:
    return OPTIMIZERS[params.optimizers[k]].label


def _reason(subject: str, steps: Steps, value: float) -> Reason | None:
    return Reason(subject, tuple(steps), float(value)) if math.isfinite(value) else None
