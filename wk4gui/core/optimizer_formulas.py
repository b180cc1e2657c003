"""A step of every optimizer as lines of text, with the numbers in them, one coordinate at a time."""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_text import factor, number, sum_in_numbers
from wk4gui.core.optimizers import OptimizerName, Settings

_DIGITS = 5


def step_formulas(name: OptimizerName, settings: Settings, axis: str, before: float, gradients: Array) -> list[str]:
    """What the last of some steps does to one coordinate, such as "x ← x − α g = 1.5 − 0.1 · 3 = 1.2".

    Args:
        name: of the optimizer.
        settings: what it is set with.
        axis: name of the coordinate.
        before: the coordinate before the step.
        gradients: of every step from the first to this one (n_steps,).
    """
    remembered, (symbols, numbers), value = direction_formulas(name, settings, gradients)
    alpha = number(settings.learning_rate)
    after = before - settings.learning_rate * value
    return [*remembered, f"{axis} ← {axis} − α {symbols} = {number(before)} − {alpha} · {numbers} = {number(after)}"]


Direction = tuple[list[str], tuple[str, str], float]
"""Lines that come before, the direction in symbols and in numbers, and its value."""


def direction_formulas(name: OptimizerName, settings: Settings, gradients: Array) -> Direction:
    """What α multiplies in the last of some steps, of one coordinate with these gradients (n_steps,)."""
    return _FORMS[name](settings, gradients)


def _sgd(settings: Settings, g: Array) -> Direction:
    return [], ("g", factor(g[-1])), float(g[-1])


def _velocity(settings: Settings, g: Array) -> tuple[str, float]:
    past, now = _faded(g[:-1], settings.momentum), _faded(g, settings.momentum)
    return f"v ← μ v + g = {number(settings.momentum)} · {factor(past)} + {factor(g[-1])} = {number(now)}", now


def _momentum(settings: Settings, g: Array) -> Direction:
    line, now = _velocity(settings, g)
    return [line], ("v", factor(now)), now


def _nesterov(settings: Settings, g: Array) -> Direction:
    line, now = _velocity(settings, g)
    mu, value = settings.momentum, float(g[-1] + settings.momentum * now)
    return [line], ("(g + μ v)", f"({number(g[-1])} + {number(mu)} · {factor(now)})"), value


def _adagrad(settings: Settings, g: Array) -> Direction:
    s = float(np.sum(g * g))
    return _scaled([f"s = Σ g² = {sum_in_numbers(g * g)} = {number(s)}"], "g", float(g[-1]), ("s", s), settings.eps)


def _rmsprop(settings: Settings, g: Array) -> Direction:
    rho = settings.rho
    past, now = ((1.0 - rho) * _faded(part * part, rho) for part in (g[:-1], g))
    numbers = f"{number(rho)} · {number(past)} + {number(1.0 - rho)} · {factor(g[-1])}²"
    line = f"s ← ρ s + (1 − ρ) g² = {numbers} = {number(now)}"
    return _scaled([line], "g", float(g[-1]), ("s", now), settings.eps)


def _adam(settings: Settings, g: Array) -> Direction:
    t, (beta1, beta2) = len(g), (settings.beta1, settings.beta2)
    mean, squares = (1.0 - beta1) * _faded(g, beta1), (1.0 - beta2) * _faded(g * g, beta2)
    m, s = mean / (1.0 - beta1**t), squares / (1.0 - beta2**t)
    lines = [
        f"m̂ = m / (1 − β₁ᵗ) = {number(mean)} / {number(1.0 - beta1**t)} = {number(m)}",
        f"ŝ = s / (1 − β₂ᵗ) = {number(squares)} / {number(1.0 - beta2**t)} = {number(s)}",
    ]
    return _scaled(lines, "m̂", m, ("ŝ", s), settings.eps)


def _scaled(lines: list[str], name: str, top: float, below: tuple[str, float], eps: float) -> Direction:
    symbol, square = below
    numbers = f"{factor(top)} / (√{number(square)} + {number(eps)})"
    return lines, (f"{name} / (√{symbol} + ε)", numbers), top / (float(np.sqrt(square)) + eps)


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
