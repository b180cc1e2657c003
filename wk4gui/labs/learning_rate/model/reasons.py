"""Where the numbers of the learning rate lab come from."""

import math
from collections.abc import Sequence

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_significant
from wk4gui.core.number_text import factor, number
from wk4gui.core.optimizer_formulas import step_formulas
from wk4gui.core.optimizers import Settings
from wk4gui.lab.reason import Reason
from wk4gui.labs.learning_rate.model.params import Params, problem_of
from wk4gui.labs.learning_rate.model.quadratic import QuadraticProblem
from wk4gui.labs.learning_rate.model.result import Result

_AXES = ("w₁", "w₂")


def loss_reason(params: Params, result: Result, k: int, step: int) -> Reason:
    """The loss of rung k after a step."""
    loss = float(result.loss[k, step])
    subject = f"Loss after step {step}{_rate(params, result, k)}"
    if result.paths is None:
        return Reason(subject, (_samples(params, loss),), loss)
    lines = [] if params.mystery else _step(params, result.paths[k], float(result.rates[k]), step)
    return Reason(subject, (*lines, _bowl(params, result.paths[k, step])), loss)


def norm_reason(params: Params, result: Result, k: int, step: int) -> Reason:
    """The size of the gradient of rung k after a step."""
    norm, n = float(result.gradient_norm[k, step]), len(problem_of(params).start)
    batch = f", on a batch of {params.batch_size}" if params.batch_size is not None else ""
    line = f"√(Σ (∂L/∂wᵢ)²) over {n} weights and biases{batch} = √{number(norm * norm)} = {number(norm)}"
    return Reason(f"Size of the gradient after step {step}{_rate(params, result, k)}", (line,), norm)


def place_reason(params: Params, x: float, y: float) -> Reason:
    """The loss of the quadratic at a place."""
    w = np.array([x, y])
    return Reason(
        f"Loss at w = ({number(x)}, {number(y)})", (_bowl(params, w),), float(problem_of(params).loss(w[None])[0])
    )


def slice_reason(params: Params, rate: float) -> Reason | None:
    """The loss after one step of that size from the start; None where it has no finite value."""
    problem = problem_of(params)
    with np.errstate(all="ignore"):
        start, gradient = (float(each[0]) if each.ndim == 1 else each[0] for each in _at_start(params))
        loss = float(problem.loss((problem.start - rate * gradient)[None])[0])
    if not math.isfinite(loss):
        return None
    slope = float(np.dot(gradient, gradient))
    straight = f"{number(start)} − {number(rate)} · {number(slope)} = {number(start - rate * slope)}"
    lines = [f"a straight line: L − α ‖∂L/∂w‖² = {straight}"]
    if isinstance(problem, QuadraticProblem):
        w = problem.start - rate * gradient
        lines += [
            f"{axis} − α {number(c)} {axis} = {number(b)} − {number(rate)} · {number(c)} · {factor(b)} = {number(a)}"
            for axis, b, a, c in zip(_AXES, problem.start_at, w, problem.curvature, strict=True)
        ]
        lines.append(_bowl(params, w))
    else:
        lines.append(f"the curve itself: L(w − α ∂L/∂w) = {number(loss)}")
    return Reason(f"Loss after one step of α = {number(rate)}", tuple(lines), loss)


def reasons(params: Params, result: Result, frame: int) -> Sequence[Reason]:
    """Of the losses in the summary, and of the largest curvature."""
    k = len(result.rates) // 2
    if params.mystery or not np.isfinite(result.loss[k, 0]):
        return ()
    known = np.flatnonzero(np.isfinite(result.loss[k, : frame + 1]))
    steps = [int(known[-1]), 0, int(known[np.argmax(result.loss[k, known])])]
    n = len(problem_of(params).start)
    line = f"largest of the {n} eigenvalues of ∂²L/∂w∂w at the start = {number(result.lambda_max)}"
    curvature = Reason("Largest curvature λ_max", (line,), result.lambda_max)
    return [*(loss_reason(params, result, k, step) for step in steps), curvature]


def _at_start(params: Params) -> tuple[Array, Array]:
    problem = problem_of(params)
    return problem.loss_and_gradient(problem.start[None])


def _step(params: Params, path: Array, rate: float, step: int) -> list[str]:
    """The step that led here, a coordinate after the other; plain descent by its factor."""
    if step == 0:
        return []
    if params.momentum == 0.0:
        return [
            f"{axis} ← (1 − αλ) {axis} = (1 − {number(rate)} · {number(c)}) · {factor(before)} = {number(after)}"
            for axis, c, before, after in zip(_AXES, params.curvature, path[step - 1], path[step], strict=True)
        ]
    settings = Settings(rate, momentum=params.momentum)
    gradients = path[:step] * np.array(params.curvature)
    return [
        str(line)
        for i, axis in enumerate(_AXES)
        for line in step_formulas("momentum", settings, axis, float(path[step - 1, i]), gradients[:, i])
    ]


def _bowl(params: Params, w: Array) -> str:
    """½ Σ λᵢwᵢ² in numbers."""
    squares = " + ".join(f"{number(c)} · {factor(value)}²" for c, value in zip(params.curvature, w, strict=True))
    loss = float(problem_of(params).loss(np.asarray(w, float)[None])[0])
    return f"L = ½ (λ₁ w₁² + λ₂ w₂²) = ½ · ({squares}) = {number(loss)}"


def _samples(params: Params, loss: float) -> str:
    """The mean squared error of a network in numbers."""
    if params.problem == "tutorial":
        return f"L = (ŷ − y)² = {number(math.sqrt(loss))}² = {number(loss)}"
    n = problem_of(params).y.size  # type: ignore[attr-defined]
    return f"L = Σ (ŷᵢ − yᵢ)² / n = {number(n * loss)} / {n} = {number(loss)}"


def _rate(params: Params, result: Result, k: int) -> str:
    return "" if params.mystery else f", α = {format_significant(float(result.rates[k]), 3)}"
