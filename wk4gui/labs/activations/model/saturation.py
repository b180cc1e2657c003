"""The flat intervals of an activation, its largest slope, and the morph from σ to tanh."""

from functools import lru_cache

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, Activation, sigmoid, sigmoid_slope
from wk4gui.core.arrays import Array

Interval = tuple[float, float]
_GRID = 4001
_HALVINGS = 60
_ZOOMS = 3
_FAR = 1e6


@lru_cache(maxsize=256)
def saturated_intervals(name: str, threshold: float, low: float, high: float) -> tuple[Interval, ...]:
    """The intervals of [low, high] in which |f′(z)| < threshold, ascending; their ends to machine precision.

    An interval that ends at low or high may continue beyond. Every change of sign of f′ − threshold and of f′ +
    threshold on 4001 points is found by bisection, so a slope that passes through 0 between two points is not missed.
    """
    df = ACTIVATIONS[name].df
    z = np.linspace(low, high, _GRID)
    cuts = np.concatenate([_crossings(df, z, level) for level in (threshold, -threshold)])
    edges = np.concatenate([[low], np.sort(cuts), [high]])
    flat = np.abs(df((edges[:-1] + edges[1:]) / 2.0)) < threshold
    found: list[Interval] = []
    for inside, begin, end in zip(flat, edges[:-1], edges[1:], strict=True):
        if inside and end > begin:
            joined = found and found[-1][1] == begin
            found[-1:] = [(found[-1][0], float(end))] if joined else [*found[-1:], (float(begin), float(end))]
    return tuple(found)


def _crossings(df: object, z: Array, level: float) -> Array:
    """Where df passes a level, by bisection between the points of a grid."""
    assert callable(df)
    above = np.asarray(df(z)) >= level
    at = np.flatnonzero(above[1:] != above[:-1])
    low, high, below = z[at], z[at + 1], ~above[at]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        left = (np.asarray(df(middle)) < level) == below
        low, high = np.where(left, middle, low), np.where(left, high, middle)
    return low


@lru_cache(maxsize=32)
def steepest_slope(name: str) -> float:
    """The largest |f′(z)|, or its limit for large |z|; for every activation it is within |z| ≤ 10."""
    slope = ACTIVATIONS[name].df
    steepest = float(np.abs(slope(np.array([-_FAR, _FAR]))).max())
    low, high = -10.0, 10.0
    for _ in range(_ZOOMS):
        z = np.linspace(low, high, _GRID)
        sizes = np.abs(slope(z))
        k = int(np.argmax(sizes))
        if sizes[k] > steepest * (1.0 + 1e-15):  # round places are preferred; a gain by rounding does not count
            steepest = float(sizes[k])
        low, high = z[max(k - 1, 0)], z[min(k + 1, _GRID - 1)]
    return steepest


@lru_cache(maxsize=32)
def lowest_value(name: str) -> float:
    """Approximately the smallest f(z); a large negative number if there is none."""
    z = np.concatenate([[-_FAR], np.linspace(-10.0, 10.0, _GRID)])
    return float(ACTIVATIONS[name].f(z).min())


def morphed(morph: float) -> Activation:
    """(1 + m) σ((1 + m) z) − m with its derivative: σ at m = 0, tanh at m = 1, since tanh z = 2σ(2z) − 1."""
    k = 1.0 + morph
    return Activation(
        "morph", "σ to tanh", lambda z: k * sigmoid(k * z) - morph, lambda z: k * k * sigmoid_slope(k * z), "f"
    )
