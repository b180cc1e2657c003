"""The reasons of the numbers of a ladder: its losses, gradients, rates and limits."""

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import HALF, Equation, quantity, root, size
from wk4gui.core.expression import Call, Expression, QuantityTerm
from wk4gui.core.names import subscript
from wk4gui.core.number_text import number
from wk4gui.core.optimizer_formulas import step_formulas
from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.lab.reason import Reason
from wk4gui.labs.learning_rate.model.params import Params, problem_of
from wk4gui.labs.learning_rate.model.quadratic import QuadraticProblem
from wk4gui.labs.learning_rate.model.result import Result
from wk4gui.labs.learning_rate.model.smoothing import steps_of_mean

AXES = ("w₁", "w₂")
_CURVATURES = ("λ₁", "λ₂")
Steps = Sequence[Equation | str]


def loss_reason(params: Params, result: Result, k: int, step: int) -> Reason | None:
    """The loss of rate k after a step; None from a divergence on."""
    subject = f"Loss after step {step}{_rate(params, result, k)}"
    loss = float(result.loss[k, step])
    if result.paths is None:
        return _reason(subject, (_samples(params, loss),), loss)
    if not math.isfinite(loss):
        return None
    lines = [] if params.mystery else _step(params, result.paths[k], float(result.rates[k]), step)
    return _reason(subject, (*lines, _bowl(params, result.paths[k, step])), loss)


def peak_reason(params: Params, result: Result, k: int, last: int) -> Reason | None:
    """The highest loss of rate k up to a step."""
    return loss_reason(params, result, k, int(np.nanargmax(result.loss[k, : last + 1])))


def norm_reason(params: Params, result: Result, k: int, step: int) -> Reason | None:
    """The size of the gradient of rate k after a step, smoothed as it is shown; None from a divergence on."""
    averaged = min(steps_of_mean(params), step + 1)
    if averaged > 1:
        norms = result.gradient_norm[k, step + 1 - averaged : step + 1]
        mean = quantity("Σ |∂L/∂w|", float(norms.sum())) / float(averaged)
        subject = f"Mean size of the gradient of the last {averaged} steps up to {step}{_rate(params, result, k)}"
        batch = f"each of {averaged} gradients on a batch of {params.batch_size}"
        return _reason(subject, (batch, Equation("", mean)), mean.value)
    norm, n = float(result.gradient_norm[k, step]), len(problem_of(params).start)
    subject = f"Size of the gradient after step {step}{_rate(params, result, k)}"
    batch = f", on a batch of {params.batch_size}" if params.batch_size is not None else ""
    squares = quantity("Σ (∂L/∂w)²", norm * norm)
    return _reason(subject, (f"over {n} weights and biases{batch}", Equation("", root(squares))), norm)


def place_reason(params: Params, x: float, y: float) -> Reason | None:
    """The loss of the quadratic at a place."""
    step = _bowl(params, (x, y))
    return _reason(f"Loss at w = ({number(x)}, {number(y)})", (step,), step.value)


def slice_reason(params: Params, rate: float) -> Reason | None:
    """The loss after one step of that size from the start; None if it is not finite."""
    problem = problem_of(params)
    with np.errstate(all="ignore"):
        losses, gradients = problem.loss_and_gradient(problem.start[None])
        loss = float(problem.loss((problem.start - rate * gradients[0])[None])[0])
    alpha, slope = quantity("α", rate), quantity("‖∂L/∂w‖²", float(np.dot(gradients[0], gradients[0])))
    lines: list[Equation | str] = [Equation("a straight line", quantity("L", losses[0]) - alpha * slope)]
    if isinstance(problem, QuadraticProblem):
        moves = [_factor(rate, c, k) * quantity(AXES[k], problem.start[k]) for k, c in enumerate(problem.curvature)]
        lines += [Equation(axis, move, "←") for axis, move in zip(AXES, moves, strict=True)]
        lines.append(_bowl(params, [move.value for move in moves]))
    else:
        lines += ["the curve itself, at w − α ∂L/∂w:", _samples(params, loss)]
    return _reason(f"Loss after one step of α = {number(rate)}", lines, loss)


def rate_reason(params: Params, result: Result, k: int) -> Reason | None:
    """The learning rate of rate k; None if it is hidden."""
    if params.mystery:
        return None
    n = params.n_rates
    exponent = params.span * (k - n // 2) / max(n - 1, 1)
    power = Call("10^", lambda e: 10.0**e, quantity("", exponent), "")
    words = f"{n} rates over {params.span:g} decades about the middle one"
    step = Equation("α", quantity("middle", params.learning_rate) * power)
    return _reason("Learning rate of the ladder", (words, step), float(result.rates[k]))


def factor_reason(params: Params, result: Result, k: int, axis: int) -> Reason | None:
    """The factor by which a step of plain descent multiplies a coordinate of the quadratic."""
    rate, curvature = float(result.rates[k]), params.curvature[axis]
    step = Equation("", _factor(rate, curvature, axis))
    return _reason(
        f"Factor by which a step multiplies {AXES[axis]} by{_rate(params, result, k)}", (step,), 1.0 - rate * curvature
    )


def curvature_reason(params: Params, result: Result, which: str = "max") -> Reason | None:
    """The largest or the smallest eigenvalue of the Hessian at the start."""
    value = result.lambda_max if which == "max" else result.lambda_min
    name = "Largest" if which == "max" else "Smallest"
    n = len(problem_of(params).start)
    words = f"the {name.lower()} of the {n} eigenvalues of ∂²L/∂w∂w at the start"
    return _reason(f"{name} curvature λ_{which}", (words, Equation(f"λ_{which}", quantity("", value))), value)


def limit_reason(params: Params, result: Result, axis: int | None = None) -> Reason | None:
    """The rate up to which steps on a quadratic are stable, or along one of its coordinates."""
    if result.stability_limit is None:
        return None
    top = 2.0 * (1.0 + quantity("μ", params.momentum)) if params.momentum else QuantityTerm(2.0)
    if axis is not None:
        step = Equation("", top / quantity(f"λ{subscript(axis + 1)}", params.curvature[axis]))
        return _reason(f"Steps along {AXES[axis]} are stable up to this α", (step,), step.value)
    step = Equation("", top / quantity("λₘₐₓ", result.lambda_max))
    subject = "Steps are stable up to this α"
    where = "" if params.problem == "quadratic" else ", by the curvature at the start and with all samples"
    return _reason(subject + where, (step,), result.stability_limit)


def monotone_reason(params: Params, result: Result) -> Reason | None:
    """The rate up to which no coordinate changes its sign."""
    if result.monotone_limit is None:
        return None
    step = Equation("", 1.0 / quantity("λₘₐₓ", result.lambda_max))
    return _reason("Up to this α no coordinate changes its sign", (step,), result.monotone_limit)


def best_reason(params: Params, result: Result) -> Reason | None:
    """The rate at which the steepest and the flattest direction shrink equally fast."""
    if result.best_rate is None:
        return None
    step = Equation("", 2.0 / (quantity("λₘᵢₙ", result.lambda_min) + quantity("λₘₐₓ", result.lambda_max)))
    return _reason("Both coordinates shrink equally fast at this α", (step,), result.best_rate)


def left_reason(params: Params, result: Result) -> Reason | None:
    """The share of the flattest direction that is left after all steps of the best rate."""
    best = best_reason(params, result)
    if best is None:
        return None
    kept = size(1.0 - quantity("α", best.value) * quantity("λₘᵢₙ", result.lambda_min)) ** params.n_steps
    words = f"of the flattest direction after {params.n_steps} steps of the best rate"
    return _reason("Share that is left of the flat direction", (*best.steps, words, Equation("", kept)), kept.value)


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson that none of its formulas computes."""
    felt = int(np.argmax(params.curvature))
    makers: dict[str, Callable[[], Reason | None]] = {
        "lambda_max": partial(curvature_reason, params, result),
        "lambda_min": partial(curvature_reason, params, result, "min"),
        "monotone_limit": partial(monotone_reason, params, result),
        "stability_limit": partial(limit_reason, params, result),
        "momentum_limit": partial(limit_reason, params, result),
        "best_rate": partial(best_reason, params, result),
        "step_factor": partial(factor_reason, params, result, len(result.rates) // 2, felt),
    }
    return makers[name]() if name in makers else None


def _factor(rate: float, curvature: float, axis: int) -> Expression:
    return 1.0 - quantity("α", rate) * quantity(_CURVATURES[axis], curvature)


def _step(params: Params, path: Array, rate: float, step: int) -> list[Equation]:
    """The step that led here, coordinate by coordinate; for plain descent with its factor."""
    if step == 0:
        return []
    before = path[step - 1]
    if params.momentum == 0.0:
        return [
            Equation(axis, _factor(rate, params.curvature[i], i) * quantity(axis, before[i]), "←")
            for i, axis in enumerate(AXES)
        ]
    settings = OptimizerSettings(rate, momentum=params.momentum)
    gradients = path[:step] * np.array(params.curvature)
    return [
        line
        for i, axis in enumerate(AXES)
        for line in step_formulas("momentum", settings, axis, float(before[i]), gradients[:, i])
    ]


def _bowl(params: Params, w: Array | Sequence[float]) -> Equation:
    """½ Σ λᵢwᵢ²."""
    first, second = (
        quantity(curvature, c) * quantity(axis, value) ** 2
        for curvature, c, axis, value in zip(_CURVATURES, params.curvature, AXES, w, strict=True)
    )
    return Equation("L", HALF * (first + second))


def _samples(params: Params, loss: float) -> Equation:
    """The mean squared error of a network."""
    if params.problem == "tutorial":
        return Equation("L", quantity("|ŷ − y|", math.sqrt(loss)) ** 2)
    n = problem_of(params).y.size  # type: ignore[attr-defined]
    return Equation("L", quantity("Σ (ŷ − y)²", n * loss) / quantity("n", n))


def _rate(params: Params, result: Result, k: int) -> str:
    return "" if params.mystery else f", α = {number(result.rates[k])}"


def _reason(subject: str, steps: Steps, value: float) -> Reason | None:
    return Reason(subject, tuple(steps), value) if math.isfinite(value) else None
