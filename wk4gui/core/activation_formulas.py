"""Every activation and its slope as a line of text, in symbols and with the numbers in it."""

import math
from collections.abc import Callable

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, LEAKY_SLOPE, SELU_ALPHA, SELU_SCALE, sigmoid
from wk4gui.core.number_format import format_factor, format_number, format_significant

_DIGITS = 6
Form = tuple[str, str]
"""In symbols, and with the numbers."""


def activation_formula(name: str, z: float) -> str:
    """Such as "σ(2) = 1 / (1 + e^(−z)) = 1 / (1 + 0.135335) = 0.880797"."""
    f = float(ACTIVATIONS[name].f(np.array([z]))[0])
    return _joined(f"{ACTIVATIONS[name].symbol}({_n(z)})", _FORMS[name](z), f)


def slope_formula(name: str, z: float) -> str:
    """Such as "σ′(2) = σ(z) (1 − σ(z)) = 0.880797 · (1 − 0.880797) = 0.104994"."""
    df = float(ACTIVATIONS[name].df(np.array([z]))[0])
    return _joined(f"{ACTIVATIONS[name].symbol}′({_n(z)})", _SLOPES[name](z), df)


def _joined(name: str, form: Form, value: float) -> str:
    """Name, symbols, numbers and value, the numbers left out where they are the value already."""
    symbols, numbers = form
    result = format_significant(value, _DIGITS)
    return " = ".join([name, symbols, *([] if numbers == result else [numbers]), result])


def morph_formula(morph: float, z: float) -> str:
    """(1 + m) σ((1 + m) z) − m in numbers."""
    k = 1.0 + morph
    s = _sigma(k * z)
    return (
        f"(1 + m) σ((1 + m) z) − m = {_n(k)} · σ({_n(k * z)}) − {_n(morph)} = {_n(k)} · {_n(s)} − {_n(morph)}"
        f" = {_n(k * s - morph)}"
    )


def morph_slope_formula(morph: float, z: float) -> str:
    """(1 + m)² σ′((1 + m) z) in numbers."""
    k = 1.0 + morph
    slope = _sigma(k * z) * _sigma(-k * z)
    return f"(1 + m)² σ′((1 + m) z) = {_n(k)} · {_n(k)} · {_n(slope)} = {_n(k * k * slope)}"


def _n(value: float) -> str:
    return format_number(value, _DIGITS)


def _f(value: float) -> str:
    return format_factor(value, _DIGITS)


def _sigma(z: float) -> float:
    return float(sigmoid(np.array([z]))[0])


def _cdf(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def _bell(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


def _exp(z: float) -> float:
    return math.exp(min(z, 700.0))


def _sided(z: float, above: Form, below: Form) -> Form:
    """One of two pieces, with the condition under which it holds."""
    return (f"{above[0]} (z > 0)", above[1]) if z > 0.0 else (f"{below[0]} (z ≤ 0)", below[1])


def _sigmoid_slope(z: float) -> Form:
    return "σ(z) (1 − σ(z))", f"{_n(_sigma(z))} · (1 − {_n(_sigma(z))})"


def _silu_slope(z: float) -> Form:
    s = _n(_sigma(z))
    return "σ(z) + z σ(z) (1 − σ(z))", f"{s} + {_f(z)} · {s} · (1 − {s})"


def _hard_slope(z: float) -> Form:
    return ("1/6 (|z| < 3)", "1/6") if abs(z) < 3.0 else ("0 (|z| ≥ 3)", "0")


_FORMS: dict[str, Callable[[float], Form]] = {
    "sigmoid": lambda z: ("1 / (1 + e^(−z))", f"1 / (1 + {_n(_exp(-z))})"),
    "tanh": lambda z: ("2 σ(2z) − 1", f"2 · {_n(_sigma(2.0 * z))} − 1"),
    "relu": lambda z: ("max(0, z)", f"max(0, {_n(z)})"),
    "leaky_relu": lambda z: _sided(z, ("z", _n(z)), (f"{LEAKY_SLOPE:g} z", f"{LEAKY_SLOPE:g} · {_f(z)}")),
    "gelu": lambda z: ("z Φ(z)", f"{_n(z)} · {_n(_cdf(z))}"),
    "linear": lambda z: ("z", _n(z)),
    "elu": lambda z: _sided(z, ("z", _n(z)), ("e^z − 1", f"{_n(_exp(z))} − 1")),
    "selu": lambda z: _sided(
        z,
        ("s z", f"{_n(SELU_SCALE)} · {_f(z)}"),
        ("s a (e^z − 1)", f"{_n(SELU_SCALE)} · {_n(SELU_ALPHA)} · ({_n(_exp(z))} − 1)"),
    ),
    "silu": lambda z: ("z σ(z)", f"{_n(z)} · {_n(_sigma(z))}"),
    "softplus": lambda z: ("ln(1 + e^z)", f"ln(1 + {_n(_exp(z))})"),
    "softsign": lambda z: ("z / (1 + |z|)", f"{_n(z)} / (1 + {_n(abs(z))})"),
    "hard_sigmoid": lambda z: ("(z + 3)/6 from 0 to 1", f"({_n(z)} + 3)/6 from 0 to 1"),
}
_SLOPES: dict[str, Callable[[float], Form]] = {
    "sigmoid": _sigmoid_slope,
    "tanh": lambda z: ("1 − tanh² z", f"1 − {_f(math.tanh(z))} · {_f(math.tanh(z))}"),
    "relu": lambda z: _sided(z, ("1", "1"), ("0", "0")),
    "leaky_relu": lambda z: _sided(z, ("1", "1"), (f"{LEAKY_SLOPE:g}", f"{LEAKY_SLOPE:g}")),
    "gelu": lambda z: ("Φ(z) + z φ(z)", f"{_n(_cdf(z))} + {_f(z)} · {_n(_bell(z))}"),
    "linear": lambda z: ("1", "1"),
    "elu": lambda z: _sided(z, ("1", "1"), ("e^z", _n(_exp(z)))),
    "selu": lambda z: _sided(
        z, ("s", _n(SELU_SCALE)), ("s a e^z", f"{_n(SELU_SCALE)} · {_n(SELU_ALPHA)} · {_n(_exp(z))}")
    ),
    "silu": _silu_slope,
    "softplus": lambda z: ("σ(z)", _n(_sigma(z))),
    "softsign": lambda z: ("1 / (1 + |z|)²", f"1 / ((1 + {_n(abs(z))}) · (1 + {_n(abs(z))}))"),
    "hard_sigmoid": _hard_slope,
}
