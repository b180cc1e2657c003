"""The reasons of the numbers of one learner on many training sets.

f̂ is the curve of a training set, f the target, n the number of training sets; the grid has 101 places.
"""

import math
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.bias_variance import bias_error_parts
from wk4gui.core.equation import Equation, mean, quantity, root, total
from wk4gui.core.expression import Call, Constant, Expression
from wk4gui.core.number_format import write_places
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance.model.params import Params
from wk4gui.labs.bias_variance.model.result import Result
from wk4gui.labs.bias_variance.model.trials import GRID

N_PLACES = len(GRID)


def target_reason(params: Params, x: float) -> Reason:
    """The target at a place."""
    value, place = float(TARGETS[params.target](np.array([x]))[0]), quantity("x", x)
    formulas: dict[str, Expression] = {
        "sine": Call("sin(", math.sin, quantity("π", math.pi) * place + 0.8),
        "step": Constant(value, "−1 for x < 0" if x < 0.0 else "1 for x ≥ 0"),
        "runge": 1.0 / (1.0 + 25.0 * place**2),
        "linear": 0.5 + place,
    }
    line = Equation("f(x)", formulas[params.target], write=write_places)
    return Reason(f"Target at x = {write_places(x)}, without noise", (line,), value)


def point_reason(params: Params, result: Result, point: int) -> Reason:
    """A training point of the first set."""
    x = float((result.x_train if result.x_train.ndim == 1 else result.x_train[0])[point])
    y, f = float(result.y_train[0, point]), float(TARGETS[params.target](np.array([x]))[0])
    line = Equation("y", quantity("f(x)", f) + quantity("noise", y - f), write=write_places)
    subject = f"Training point of the first set, x = {write_places(x)}; the noise has σ = {write_places(params.noise)}"
    return Reason(subject, (line,), y)


def bias_at_reason(result: Result, i: int) -> Reason:
    """Bias² at a place of the grid."""
    n, f = len(result.predictions), quantity("f(x)", result.target[i])
    middle, square = _mean_line(result.predictions[:, i]), _square_line(float(result.variance_grid[i]), n)
    own = (quantity("mean", middle.value) - f) ** 2 - quantity("s²", square.value) / quantity("n", n)
    subject = f"Mean of {n} curves at x = {_x(i)}, and bias² there"
    return Reason(subject, (middle, square, Equation("", own)), float(result.bias_squared_grid[i]))


def median_at_reason(result: Result, i: int) -> Reason:
    """The median of the curves at a place of the grid."""
    values = np.sort(result.predictions[:, i])
    middle = values[(len(values) - 1) // 2 : len(values) // 2 + 1]
    steps = (f"the middle of {len(values)} curves in order", Equation("median", mean(middle)))
    return Reason(f"Median curve at x = {_x(i)}", steps, float(result.median_prediction[i]))


def spread_reason(curves: Array, i: int) -> Reason:
    """The standard deviation of curves (n, 101) at a place of the grid."""
    values, n = curves[:, i], len(curves)
    square = _square_line(float(values.var(ddof=1)), n)
    steps = (_mean_line(values), square, Equation("s", root(quantity("s²", square.value))))
    return Reason(f"Standard deviation of {n} curves at x = {_x(i)}", steps, math.sqrt(square.value))


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


def error_reason(params: Params, result: Result, name: str) -> Reason | None:
    """The standard error of such a piece; None of the noise, which is known."""
    makers: dict[str, Callable[[Params, Result], Reason]] = {
        "bias²": bias_error_reason,
        "variance": variance_error_reason,
        "measured": measured_error_reason,
    }
    return makers[name](params, result) if name in makers else None


def bias_reason(params: Params, result: Result) -> Reason:
    """Bias² as the mean over the grid, with its standard error."""
    lines = bias_steps(result.mean_prediction, result.target, result.variance, len(result.predictions))
    subject = f"Bias², mean over {N_PLACES} places, with its standard error"
    return Reason(subject, (*bias_error_reason(params, result).steps, *lines), result.bias_squared)


def bias_steps(average: Array, target: Array, variance: float, n: int) -> tuple[Equation, Equation]:
    """The equations from the mean curve to bias²; variance / n of its squared distance is chance."""
    distance = over_places("D", "Σ (mean − f)²", float(np.mean((average - target) ** 2)))
    own = quantity("D", distance.value) - quantity("variance", variance) / quantity("n", n)
    return distance, Equation("bias²", own)


def bias_error_reason(params: Params, result: Result) -> Reason:
    """The standard error of bias²."""
    n = quantity("n", len(result.predictions))
    v, q = (
        quantity(symbol, x) for symbol, x in zip("vq", bias_error_parts(result.predictions, result.target), strict=True)
    )
    square: Expression = 4.0 * v / n - 2.0 * q
    formula = root(q) if square.value < q.value else root(square)
    steps = (
        "v = Var ⟨f̂ − mean, mean − f⟩, q = Var ⟨f̂ₛ − mean, f̂ₜ − mean⟩ / n²",
        Equation("standard error", formula),
    )
    return Reason("Standard error of bias²; ⟨ , ⟩ is the mean over the places", steps, result.bias_squared_error)


def variance_reason(params: Params, result: Result) -> Reason:
    """The variance as the mean over the grid, with its standard error."""
    steps = (
        *variance_error_reason(params, result).steps,
        "s² = Σ (f̂ − mean)² / (n − 1) at each place",
        Equation("variance", mean(result.variance_grid)),
    )
    return Reason(f"Variance, mean of s² over {N_PLACES} places, with its standard error", steps, result.variance)


def variance_error_reason(params: Params, result: Result) -> Reason:
    """The standard error of the variance."""
    n, error = len(result.predictions), result.variance_error
    steps = (f"v = n / (n − 1) · Σ (f̂ − mean)² / {N_PLACES}, of each set", error_step("s(v)", error, n))
    return Reason("Standard error of the variance, from those of single training sets", steps, error)


def noise_reason(params: Params, result: Result) -> Reason:
    """The variance of the noise, which no learner removes."""
    line = Equation("σ²", quantity("σ", params.noise) ** 2)
    return Reason("Variance of the targets' noise", (line,), result.noise_variance)


def sum_reason(params: Params, result: Result) -> Reason:
    """Bias² + variance + σ²."""
    parts = (("bias²", result.bias_squared), ("variance", result.variance), ("σ²", result.noise_variance))
    line = Equation("", total([quantity(*part) for part in parts]))
    return Reason("Sum of the parts", (line,), result.decomposition)


def measured_reason(params: Params, result: Result) -> Reason:
    """The error at fresh noisy points, with independent training sets."""
    n, value = len(result.predictions), result.expected_error
    steps = (
        *measured_error_reason(params, result).steps,
        Equation("mean", quantity("Σ e", value * n) / quantity("n", n)),
    )
    return Reason(f"Measured error: mean of {n} independent training sets, with its standard error", steps, value)


def measured_error_reason(params: Params, result: Result) -> Reason:
    """The standard error of the measured error."""
    n, error = len(result.predictions), result.expected_error_error
    steps = (f"e = Σ (y − f̂)² / {N_PLACES} at fresh noisy y, of each set", error_step("s(e)", error, n))
    return Reason("Standard error of the measured error", steps, error)


def share_reason(params: Params, result: Result) -> Reason:
    """The share of the variance due to one curve."""
    squares = np.sum((result.predictions - result.mean_prediction) ** 2, axis=1)
    steps = (
        f"Q = Σ (f̂ − mean)² over {N_PLACES} places, of each set",
        Equation("share", quantity("max Q", squares.max()) / quantity("Σ Q", squares.sum())),
    )
    return Reason("Share of the variance due to one curve", steps, result.largest_share)


def typical_reason(params: Params, result: Result, which: int) -> Reason:
    """A quantile of the squared distances: 10 % (0), the median (1) or 90 % (2)."""
    n = len(result.predictions)
    low, high = result.squared_distance_band
    value = (low, result.median_squared_distance, high)[which]
    share = ("a tenth of them are below", "half of them are below", "a tenth of them are above")[which]
    steps = (f"E = Σ (f̂ − f)² / {N_PLACES}, of each of {n} sets", share, Equation("E", quantity("", value)))
    subject = ("Small", "Typical", "Large")[which]
    return Reason(f"{subject} squared distance from the target", steps, value)


def points_reason(params: Params, order: int) -> Reason:
    """The number of points from which a moment of the error exists: the mean (1), the variance (2), its error (4)."""
    line = Equation("n", order * quantity("d", params.degree) + 2.0)
    name = {1: "mean", 2: "variance", 4: "standard error of the variance"}[order]
    return Reason(f"Points from which on the {name} exists", (line,), float(order * params.degree + 2))


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson that none of its formulas computes."""
    makers: dict[str, Callable[[], Reason]] = {
        "bias_squared": partial(bias_reason, params, result),
        "variance": partial(variance_reason, params, result),
        "noise_variance": partial(noise_reason, params, result),
        "decomposition": partial(sum_reason, params, result),
        "expected_error": partial(measured_reason, params, result),
        "expected_error_error": partial(measured_error_reason, params, result),
    }
    return makers[name]() if name in makers else None


def error_step(deviation: str, error: float, n: int) -> Equation:
    """The standard error of a mean of n numbers of that standard deviation."""
    return Equation("standard error", quantity(deviation, error * math.sqrt(n)) / root(quantity("n", n)))


def over_places(name: str, symbol: str, average: float) -> Equation:
    """A mean over the places of the grid."""
    return Equation(name, quantity(symbol, average * N_PLACES) / quantity("places", N_PLACES))


def _mean_line(values: Iterable[float]) -> Equation:
    return Equation("mean", mean(values))


def _square_line(variance: float, n: int) -> Equation:
    return Equation("s²", quantity("Σ (f̂ − mean)²", variance * (n - 1)) / (quantity("n", n) - 1.0))


def _x(i: int) -> str:
    return write_places(float(GRID[i]))
