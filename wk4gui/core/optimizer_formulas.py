"""A step of every optimizer as equations with the numbers in them, one coordinate at a time."""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, quantity, root, total
from wk4gui.core.expression import Expression
from wk4gui.core.optimizers import OptimizerName, OptimizerSettings

DirectionFormulas = tuple[list[Equation], Expression]
"""The preceding equations, and the expression that α multiplies."""


def step_formulas(
    name: OptimizerName, settings: OptimizerSettings, axis: str, before: float, gradients: Array
) -> list[Equation]:
    """The equations of the last step of a run for one coordinate, such as "x ← x − α g = 1.5 − 0.1 · 3 = 1.2".

    Args:
        name: of the optimizer.
        settings: of the optimizer.
        axis: name of the coordinate.
        before: the coordinate before the step.
        gradients: of every step from the first to this one (n_steps,).
    """
    remembered, direction = direction_formulas(name, settings, gradients)
    step = quantity(axis, before) - quantity("α", settings.learning_rate) * direction
    return [*remembered, Equation(axis, step, "←")]


def direction_formulas(name: OptimizerName, settings: OptimizerSettings, gradients: Array) -> DirectionFormulas:
    """The expression that α multiplies in the last step, for one coordinate with these gradients (n_steps,)."""
    return _FORMS[name](settings, gradients)


def _sgd(settings: OptimizerSettings, g: Array) -> DirectionFormulas:
    return [], quantity("g", g[-1])


def _velocity(settings: OptimizerSettings, g: Array) -> Equation:
    past = quantity("v", _faded(g[:-1], settings.momentum))
    return Equation("v", quantity("μ", settings.momentum) * past + quantity("g", g[-1]), "←")


def _momentum(settings: OptimizerSettings, g: Array) -> DirectionFormulas:
    line = _velocity(settings, g)
    return [line], quantity("v", line.value)


def _nesterov(settings: OptimizerSettings, g: Array) -> DirectionFormulas:
    line = _velocity(settings, g)
    return [line], quantity("g", g[-1]) + quantity("μ", settings.momentum) * quantity("v", line.value)


def _adagrad(settings: OptimizerSettings, g: Array) -> DirectionFormulas:
    squares = Equation("s", total(g * g, "Σ g²"))
    return [squares], _scaled(quantity("g", g[-1]), quantity("s", squares.value), settings)


def _rmsprop(settings: OptimizerSettings, g: Array) -> DirectionFormulas:
    rho, now = quantity("ρ", settings.rho), quantity("g", g[-1])
    past = quantity("s", (1.0 - settings.rho) * _faded(g[:-1] ** 2, settings.rho))
    line = Equation("s", rho * past + (1.0 - rho) * now**2, "←")
    return [line], _scaled(now, quantity("s", line.value), settings)


def _adam(settings: OptimizerSettings, g: Array) -> DirectionFormulas:
    t, (beta1, beta2) = len(g), (settings.beta1, settings.beta2)
    mean, squares = (1.0 - beta1) * _faded(g, beta1), (1.0 - beta2) * _faded(g * g, beta2)
    lines = [
        Equation("m̂", quantity("m", mean) / quantity("(1 − β₁ᵗ)", 1.0 - beta1**t)),
        Equation("ŝ", quantity("s", squares) / quantity("(1 − β₂ᵗ)", 1.0 - beta2**t)),
    ]
    return lines, _scaled(quantity("m̂", lines[0].value), quantity("ŝ", lines[1].value), settings)


def _scaled(top: Expression, square: Expression, settings: OptimizerSettings) -> Expression:
    """``top`` / (√ of the accumulated squares + ε)."""
    return top / (root(square) + quantity("ε", settings.eps))


def _faded(values: Array, factor: float) -> float:
    """Σ factorᵏ · the value k steps ago."""
    return float(np.sum(values[::-1] * factor ** np.arange(len(values))))


_FORMS = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
}
