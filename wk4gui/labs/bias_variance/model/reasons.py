"""Where the numbers of one learner on many training sets come from.

f̂ is the curve of a training set, f the target, n the number of training sets; the grid has 101 places.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.bias_variance import bias_error_parts
from wk4gui.core.number_format import format_factor, format_number
from wk4gui.core.number_text import number, sum_in_numbers
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance.model.median_reasons import median_reasons, point_count_reasons
from wk4gui.labs.bias_variance.model.params import Params
from wk4gui.labs.bias_variance.model.polynomials import expected_fit
from wk4gui.labs.bias_variance.model.result import Result
from wk4gui.labs.bias_variance.model.trials import GRID

N_PLACES = len(GRID)


def target_reason(params: Params, x: float) -> Reason:
    """The target at a place."""
    value = float(TARGETS[params.target](np.array([x]))[0])
    formula = {
        "sine": f"sin(πx + 0.8) = sin({_n(math.pi * x + 0.8)})",
        "step": f"{'−1 for x < 0' if x < 0.0 else '1 for x ≥ 0'}, f({_n(x)})",
        "runge": f"1 / (1 + 25 x²) = 1 / (1 + 25 · {_f(x)}²)",
        "linear": f"0.5 + x = 0.5 + {_f(x)}",
    }[params.target]
    return Reason(f"Target at x = {_n(x)}, without noise", (f"f(x) = {formula} = {_n(value)}",), value)


def point_reason(params: Params, result: Result, point: int) -> Reason:
    """A training point of the first set."""
    x = float((result.x_train if result.x_train.ndim == 1 else result.x_train[0])[point])
    y, f = float(result.y_train[0, point]), float(TARGETS[params.target](np.array([x]))[0])
    line = f"y = f(x) + noise = {_n(f)} + {_f(y - f)} = {_n(y)}"
    return Reason(f"Training point of the first set, x = {_n(x)}; the noise has σ = {_n(params.noise)}", (line,), y)


def bias_at_reason(result: Result, i: int) -> Reason:
    """Bias² at a place of the grid."""
    n, mean, f = len(result.predictions), float(result.mean_prediction[i]), float(result.target[i])
    bias, variance = float(result.bias_squared_grid[i]), float(result.variance_grid[i])
    lines = (
        f"mean = ({sum_in_numbers(result.predictions[:, i].tolist())}) / {n} = {_n(mean)}",
        f"f(x) = {_n(f)}",
        f"s² = Σ (f̂ − mean)² / (n − 1) = {number(variance * (n - 1))} / {n - 1} = {number(variance)}",
        f"(mean − f)² − s² / n = ({_n(mean)} − {_f(f)})² − {number(variance)} / {n} = {number(bias)}",
    )
    return Reason(f"Mean of {n} curves at x = {_x(i)}, and bias² there", lines, bias)


def spread_reason(curves: Array, i: int) -> Reason:
    """The standard deviation of curves (n, 101) at a place of the grid."""
    values, n = curves[:, i], len(curves)
    mean, variance = float(values.mean()), float(values.var(ddof=1))
    lines = (
        f"mean = ({sum_in_numbers(values.tolist())}) / {n} = {_n(mean)}",
        f"s² = Σ (f̂ − mean)² / (n − 1) = {number(variance * (n - 1))} / {n - 1} = {number(variance)}",
        f"s = √s² = √{number(variance)} = {number(math.sqrt(variance))}",
    )
    return Reason(f"Standard deviation of {n} curves at x = {_x(i)}", lines, math.sqrt(variance))


def part_reason(params: Params, result: Result, name: str) -> Reason:
    """A piece of the bars: "bias²", "variance", "noise" or "measured"; "" is the sum of the first three."""
    makers: dict[str, Callable[[Params, Result], Reason]] = {
        "bias²": bias_reason,
        "variance": variance_reason,
        "noise": noise_reason,
        "measured": measured_reason,
        "": sum_reason,
    }
    return makers[name](params, result)


def bias_reason(params: Params, result: Result) -> Reason:
    """Bias² as the mean over the grid, with its standard error."""
    lines = bias_lines(result.mean_prediction, result.target, result.variance, len(result.predictions))
    subject = f"Bias², mean over {N_PLACES} places, with its standard error"
    return Reason(subject, (*bias_error_reason(params, result).formulas, *lines), result.bias_squared)


def bias_lines(mean: Array, target: Array, variance: float, n: int) -> tuple[str, str]:
    """From the mean curve to bias²: variance / n of its distance is chance."""
    distance = float(np.mean((mean - target) ** 2))
    return (
        f"D = Σ (mean − f)² / {N_PLACES} = {number(distance * N_PLACES)} / {N_PLACES} = {number(distance)}",
        f"bias² = D − variance / n = {number(distance)} − {number(variance)} / {n} = {number(distance - variance / n)}",
    )


def bias_error_reason(params: Params, result: Result) -> Reason:
    """The standard error of bias²."""
    n, error = len(result.predictions), result.bias_squared_error
    v, q = bias_error_parts(result.predictions, result.target)
    formula = f"√(4 v / n − 2 q) = √(4 · {number(v)} / {n} − 2 · {number(q)})"
    if 4.0 * v / n - 2.0 * q < q:
        formula = f"√q = √({number(q)})"
    lines = (
        f"v = Var ⟨f̂ − mean, mean − f⟩ = {number(v)}",
        f"q = Var ⟨f̂ₛ − mean, f̂ₜ − mean⟩ / n² = {number(q)}",
        f"standard error = {formula} = {number(error)}",
    )
    return Reason("Standard error of bias²; ⟨ , ⟩ is the mean over the places", lines, error)


def variance_reason(params: Params, result: Result) -> Reason:
    """The variance as the mean over the grid, with its standard error."""
    lines = (
        *variance_error_reason(params, result).formulas,
        "s² = Σ (f̂ − mean)² / (n − 1) at each place",
        f"variance = ({sum_in_numbers(result.variance_grid.tolist())}) / {N_PLACES} = {number(result.variance)}",
    )
    subject = f"Variance, mean of s² over {N_PLACES} places, with its standard error"
    return Reason(subject, lines, result.variance)


def variance_error_reason(params: Params, result: Result) -> Reason:
    """The standard error of the variance."""
    n, error = len(result.predictions), result.variance_error
    lines = (f"v = n / (n − 1) · Σ (f̂ − mean)² / {N_PLACES}, of each set", error_line("s(v)", error, n))
    return Reason("Standard error of the variance, from those of single training sets", lines, error)


def noise_reason(params: Params, result: Result) -> Reason:
    """The variance of the noise, which no learner removes."""
    line = f"σ² = {_n(params.noise)}² = {number(result.noise_variance)}"
    return Reason("Variance of the targets' noise", (line,), result.noise_variance)


def sum_reason(params: Params, result: Result) -> Reason:
    """Bias² + variance + σ²."""
    r = result
    parts = f"{number(r.bias_squared)} + {number(r.variance)} + {number(r.noise_variance)}"
    return Reason(
        "Sum of the parts", (f"bias² + variance + σ² = {parts} = {number(r.decomposition)}",), r.decomposition
    )


def measured_reason(params: Params, result: Result) -> Reason:
    """The error at fresh noisy points, after independent training sets."""
    n, value = len(result.predictions), result.expected_error
    lines = (
        *measured_error_reason(params, result).formulas,
        f"mean = Σ e / n = {number(value * n)} / {n} = {number(value)}",
    )
    return Reason(f"Measured error: mean of {n} independent training sets, with its standard error", lines, value)


def measured_error_reason(params: Params, result: Result) -> Reason:
    """The standard error of the measured error."""
    n, error = len(result.predictions), result.expected_error_error
    lines = (f"e = Σ (y − f̂)² / {N_PLACES} at fresh noisy y, of each set", error_line("s(e)", error, n))
    return Reason("Standard error of the measured error", lines, error)


def share_reason(params: Params, result: Result) -> Reason:
    """The share of the variance, in per cent, that one curve holds."""
    squares = np.sum((result.predictions - result.mean_prediction) ** 2, axis=1)
    share = 100.0 * result.largest_share
    lines = (
        f"Q = Σ (f̂ − mean)² over {N_PLACES} places, of each set",
        f"100 · max Q / Σ Q = 100 · {number(squares.max())} / {number(squares.sum())} = {number(share)}",
    )
    return Reason("Share of the variance that one curve holds, in per cent", lines, share)


def exact_reasons(params: Params, result: Result) -> list[Reason]:
    """Bias² and variance without chance; none where there is no closed form."""
    if result.exact_bias_squared is None or result.exact_variance is None:
        return []
    x, f = np.linspace(-1.0, 1.0, params.n_train), TARGETS[params.target]
    mean, variance = expected_fit(x, f(x), params.degree, params.l2, GRID, params.noise)
    distance = (mean - f(GRID)) ** 2
    first = f"Σ (S f − f)² / {N_PLACES} = {number(distance.sum())} / {N_PLACES} = {number(result.exact_bias_squared)}"
    second = f"Σ (σ² Σ S²) / {N_PLACES} = {number(variance.sum())} / {N_PLACES} = {number(result.exact_variance)}"
    linear = "the fit is linear in the targets: f̂ = S y"
    return [
        Reason("Bias² without chance", (linear, first), result.exact_bias_squared),
        Reason("Variance without chance", (linear, second), result.exact_variance),
    ]


def coefficients_reason(params: Params, result: Result) -> Reason:
    """The number of a polynomial's coefficients."""
    line = f"d + 1 = {params.degree} + 1 = {result.n_parameters}"
    return Reason("Coefficients of the polynomial", (line,), float(result.n_parameters))


def reasons(params: Params, result: Result, frame: int) -> Sequence[Reason]:
    """Of what the summary and the lesson speak of."""
    if not result.moments_exist.variance_error:
        return [*median_reasons(params, result), *point_count_reasons(params)]
    makers = (
        bias_reason, variance_reason, noise_reason, sum_reason, measured_reason, bias_error_reason,
        variance_error_reason, measured_error_reason,
    )  # fmt: skip
    found = [make(params, result) for make in makers] + exact_reasons(params, result)
    if params.model == "polynomial":
        found.append(coefficients_reason(params, result))
    if result.variance > 0.0:
        found.append(share_reason(params, result))
    return found


def error_line(deviation: str, error: float, n: int) -> str:
    """The standard error of a mean of n numbers of that standard deviation."""
    return f"standard error = {deviation} / √n = {number(error * math.sqrt(n))} / √{n} = {number(error)}"


def _x(i: int) -> str:
    return _n(float(GRID[i]))


def _n(value: float) -> str:
    return format_number(float(value), 6)


def _f(value: float) -> str:
    return format_factor(float(value), 6)
