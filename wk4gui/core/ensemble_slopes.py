"""Activations written in place, with their slopes computed from values that exist already.

In single precision gelu uses an approximation of the error function that is accurate to that precision.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, LEAKY_SLOPE, SELU_ALPHA, SELU_SCALE
from wk4gui.core.ensemble_shape import FloatArray


@dataclass(frozen=True)
class InPlace:
    """An activation that writes to a given array.

    Attributes:
        f: (z, out) writes a = f(z).
        df: (z, a, out) writes f′(z).
        over_z: whether a may be written over z, since f reads each value once and df needs a alone.
    """

    f: Callable[[FloatArray, FloatArray], object]
    df: Callable[[FloatArray, FloatArray, FloatArray], object]
    over_z: bool = False


def _tanh_slope(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    np.multiply(a, a, out=out)
    np.subtract(1.0, out, out=out)


def _sigmoid(z: FloatArray, out: FloatArray) -> None:
    np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    out += 1.0
    out *= 0.5


def _sigmoid_slope(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    np.subtract(1.0, a, out=out)
    out *= a


def _leaky_relu(z: FloatArray, out: FloatArray) -> None:
    np.multiply(z, LEAKY_SLOPE, out=out)
    np.maximum(z, out, out=out)


def _leaky_relu_slope(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    np.greater(z, 0.0, out=out)
    out *= 1.0 - LEAKY_SLOPE
    out += LEAKY_SLOPE


def _elu(z: FloatArray, out: FloatArray) -> None:
    np.minimum(z, 0.0, out=out)
    np.expm1(out, out=out)
    np.maximum(z, out, out=out)  # exp(z) − 1 is never below z


def _elu_slope(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    np.minimum(a, 0.0, out=out)
    out += 1.0


def _selu(z: FloatArray, out: FloatArray) -> None:
    np.minimum(z, 0.0, out=out)
    np.expm1(out, out=out)
    out *= SELU_ALPHA
    out += np.maximum(z, 0.0)
    out *= SELU_SCALE


def _selu_slope(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    np.minimum(a, 0.0, out=out)
    out += SELU_SCALE * SELU_ALPHA
    out -= (z > 0.0) * out.dtype.type(SELU_SCALE * (SELU_ALPHA - 1.0))


def _silu(z: FloatArray, out: FloatArray) -> None:
    _sigmoid(z, out)
    out *= z


def _silu_slope(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    # σ + zσ(1 − σ) = σ + a(1 − σ)
    _sigmoid(z, out)
    pull = 1.0 - out
    pull *= a
    out += pull


def _softplus(z: FloatArray, out: FloatArray) -> None:
    np.abs(z, out=out)
    np.negative(out, out=out)
    np.exp(out, out=out)
    np.log1p(out, out=out)
    out += np.maximum(z, 0.0)


def _softsign(z: FloatArray, out: FloatArray) -> None:
    np.abs(z, out=out)
    out += 1.0
    np.divide(z, out, out=out)


def _softsign_slope(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    np.abs(a, out=out)
    np.subtract(1.0, out, out=out)
    out *= out


def _normal_cdf(z: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Φ(z) to 1e-7, and exp(−z²/2): Abramowitz, Stegun, "Handbook of Mathematical Functions" (1964), 7.1.26."""
    bell = np.exp(-0.5 * z * z)
    t = 1.0 / (1.0 + (0.3275911 / np.sqrt(2.0).astype(z.dtype)) * np.abs(z))
    tail = np.full_like(t, 1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail *= t
        tail += coefficient
    tail *= t
    tail *= bell
    tail *= 0.5
    return np.where(z > 0.0, 1.0 - tail, tail), bell


def _gelu(z: FloatArray, out: FloatArray) -> None:
    if out.dtype == np.float32:
        np.multiply(z, _normal_cdf(z)[0], out=out)
    else:
        np.copyto(out, ACTIVATIONS["gelu"].f(np.asarray(z, np.float64)))


def _gelu_slope(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    if out.dtype == np.float32:
        share, bell = _normal_cdf(z)
        bell *= z
        bell *= 1.0 / np.sqrt(2.0 * np.pi)
        np.add(share, bell, out=out)
    else:
        np.copyto(out, ACTIVATIONS["gelu"].df(np.asarray(z, np.float64)))


_FAST = {
    "tanh": InPlace(np.tanh, _tanh_slope, over_z=True),
    "sigmoid": InPlace(_sigmoid, _sigmoid_slope, over_z=True),
    "relu": InPlace(lambda z, out: np.maximum(z, 0.0, out=out), lambda z, a, out: np.greater(z, 0.0, out=out)),
    "leaky_relu": InPlace(_leaky_relu, _leaky_relu_slope),
    "elu": InPlace(_elu, _elu_slope),
    "selu": InPlace(_selu, _selu_slope),
    "silu": InPlace(_silu, _silu_slope),
    "softplus": InPlace(_softplus, lambda z, a, out: _sigmoid(z, out)),
    "softsign": InPlace(_softsign, _softsign_slope),
    "gelu": InPlace(_gelu, _gelu_slope),
    "linear": InPlace(np.positive, lambda z, a, out: out.fill(1.0)),
}


def in_place(name: str) -> InPlace:
    """The activation of that name; without a fast form, that of activations.py with a copy."""
    if name in _FAST:
        return _FAST[name]
    plain = ACTIVATIONS[name]
    f: Callable[[FloatArray], FloatArray] = plain.f  # type: ignore[assignment]
    df: Callable[[FloatArray], FloatArray] = plain.df  # type: ignore[assignment]
    return InPlace(
        lambda z, out: np.copyto(out, f(z), casting="same_kind"),
        lambda z, a, out: np.copyto(out, df(z), casting="same_kind"),
    )
