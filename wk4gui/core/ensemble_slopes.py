"""Activations written in place, with their slopes found from what is at hand."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, LEAKY_SLOPE
from wk4gui.core.ensemble_shape import Numbers


@dataclass(frozen=True)
class InPlace:
    """An activation that writes to a given array.

    Attributes:
        f: (z, out) writes a = f(z).
        df: (z, a, out) writes f′(z).
    """

    f: Callable[[Numbers, Numbers], object]
    df: Callable[[Numbers, Numbers, Numbers], object]


def _tanh_slope(z: Numbers, a: Numbers, out: Numbers) -> None:
    np.multiply(a, a, out=out)
    np.subtract(1.0, out, out=out)


def _sigmoid(z: Numbers, out: Numbers) -> None:
    np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    out += 1.0
    out *= 0.5


def _sigmoid_slope(z: Numbers, a: Numbers, out: Numbers) -> None:
    np.subtract(1.0, a, out=out)
    out *= a


def _leaky_relu(z: Numbers, out: Numbers) -> None:
    np.multiply(z, LEAKY_SLOPE, out=out)
    np.maximum(z, out, out=out)


def _leaky_relu_slope(z: Numbers, a: Numbers, out: Numbers) -> None:
    np.greater(z, 0.0, out=out)
    out *= 1.0 - LEAKY_SLOPE
    out += LEAKY_SLOPE


_FAST = {
    "tanh": InPlace(lambda z, out: np.tanh(z, out=out), _tanh_slope),
    "sigmoid": InPlace(_sigmoid, _sigmoid_slope),
    "relu": InPlace(lambda z, out: np.maximum(z, 0.0, out=out), lambda z, a, out: np.greater(z, 0.0, out=out)),
    "leaky_relu": InPlace(_leaky_relu, _leaky_relu_slope),
    "linear": InPlace(np.positive, lambda z, a, out: out.fill(1.0)),
}


def in_place(name: str) -> InPlace:
    """The activation of that name; those without a fast form are computed as activations.py has them, and copied."""
    if name in _FAST:
        return _FAST[name]
    plain = ACTIVATIONS[name]
    f: Callable[[Numbers], Numbers] = plain.f  # type: ignore[assignment]
    df: Callable[[Numbers], Numbers] = plain.df  # type: ignore[assignment]
    return InPlace(
        lambda z, out: np.copyto(out, f(z), casting="same_kind"),
        lambda z, a, out: np.copyto(out, df(z), casting="same_kind"),
    )
