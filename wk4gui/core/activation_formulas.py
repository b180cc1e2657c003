"""Every activation and its slope as an equation, in symbols and with the numbers in it."""

import math
from collections.abc import Callable

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, LEAKY_SLOPE, SELU_ALPHA, SELU_SCALE, sigmoid
from wk4gui.core.equation import Equation, exp, ln, quantity, size
from wk4gui.core.expression import Call, Constant, Expression, QuantityTerm, expression
from wk4gui.core.number_format import write_places


def activation_formula(name: str, z: float) -> Equation:
    """Such as "σ(2) = 1 / (1 + e^(−z)) = 1 / (1 + e^(−2)) = 0.880797"."""
    return _equation(f"{ACTIVATIONS[name].symbol}({write_places(z)})", _FORMS[name](quantity("z", z)))


def slope_formula(name: str, z: float) -> Equation:
    """Such as "σ′(2) = σ(z) (1 − σ(z)) = 0.880797 · (1 − 0.880797) = 0.104994"."""
    return _equation(f"{ACTIVATIONS[name].symbol}′({write_places(z)})", _SLOPES[name](quantity("z", z)))


def morph_formula(morph: float, z: float) -> Equation:
    """(1 + m) σ((1 + m) z) − m in numbers."""
    m = quantity("m", morph)
    return _equation("", (1.0 + m) * quantity("σ((1 + m) z)", _sigma((1.0 + morph) * z)) - m)


def morph_slope_formula(morph: float, z: float) -> Equation:
    """(1 + m)² σ′((1 + m) z) in numbers."""
    k = (1.0 + morph) * z
    return _equation("", (1.0 + quantity("m", morph)) ** 2 * quantity("σ′((1 + m) z)", _sigma(k) * _sigma(-k)))


def _equation(name: str, formula: Expression) -> Equation:
    return Equation(name, formula, write=write_places)


def _sigma(z: float) -> float:
    return float(sigmoid(np.array([z]))[0])


def _s(z: QuantityTerm) -> QuantityTerm:
    return quantity("σ(z)", _sigma(z.value))


def _cdf(z: QuantityTerm) -> QuantityTerm:
    return quantity("Φ(z)", 0.5 * math.erfc(-z.value / math.sqrt(2.0)))


def _bell(z: QuantityTerm) -> QuantityTerm:
    return quantity("φ(z)", math.exp(-0.5 * z.value * z.value) / math.sqrt(2.0 * math.pi))


def _sided(
    z: QuantityTerm, above: Callable[[QuantityTerm], Expression], below: Callable[[QuantityTerm], Expression]
) -> Expression:
    """The formula of one of two pieces, chosen by the sign of z."""
    return above(z) if z.value > 0.0 else below(z)


_SCALE, _ALPHA = quantity("s", SELU_SCALE), quantity("a", SELU_ALPHA)
_FORMS: dict[str, Callable[[QuantityTerm], Expression]] = {
    "sigmoid": lambda z: 1.0 / (1.0 + exp(-z)),
    "tanh": lambda z: 2.0 * quantity("σ(2z)", _sigma(2.0 * z.value)) - 1.0,
    "relu": lambda z: Call("max(0, ", lambda value: max(0.0, value), z),
    "leaky_relu": lambda z: _sided(z, lambda z: z, lambda z: LEAKY_SLOPE * z),
    "gelu": lambda z: z * _cdf(z),
    "linear": lambda z: z,
    "elu": lambda z: _sided(z, lambda z: z, lambda z: exp(z) - 1.0),
    "selu": lambda z: _sided(z, lambda z: _SCALE * z, lambda z: _SCALE * _ALPHA * (exp(z) - 1.0)),
    "silu": lambda z: z * _s(z),
    "softplus": lambda z: ln(1.0 + exp(z)) if z.value < 700.0 else z,
    "softsign": lambda z: z / (1.0 + size(z)),
    "hard_sigmoid": lambda z: Call("from 0 to 1: (", lambda value: min(max(value, 0.0), 1.0), (z + 3.0) / 6.0),
}
_SLOPES: dict[str, Callable[[QuantityTerm], Expression]] = {
    "sigmoid": lambda z: _s(z) * (1.0 - _s(z)),
    "tanh": lambda z: 1.0 - quantity("tanh(z)", math.tanh(z.value)) ** 2,
    "relu": lambda z: _sided(z, lambda _: expression(1.0), lambda _: expression(0.0)),
    "leaky_relu": lambda z: _sided(z, lambda _: expression(1.0), lambda _: expression(LEAKY_SLOPE)),
    "gelu": lambda z: _cdf(z) + z * _bell(z),
    "linear": lambda z: expression(1.0),
    "elu": lambda z: _sided(z, lambda _: expression(1.0), exp),
    "selu": lambda z: _sided(z, lambda _: _SCALE, lambda z: _SCALE * _ALPHA * exp(z)),
    "silu": lambda z: _s(z) + z * _s(z) * (1.0 - _s(z)),
    "softplus": _s,
    "softsign": lambda z: 1.0 / (1.0 + size(z)) ** 2,
    "hard_sigmoid": lambda z: Constant(1.0 / 6.0, "1/6") if abs(z.value) < 3.0 else expression(0.0),
}
