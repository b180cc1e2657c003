"""The data sets that are drawn: points of the square [−6, 6]² with a class or a value each.

circle, xor, gauss, spiral, plane and hills follow the formulas of TensorFlow Playground (its dataset.ts, commit
02469bd), with NumPy's random numbers; moons, curve and arms are our own. ``noise`` is its slider, 0 to 0.5.
"""

from __future__ import annotations  # naming a generator would import numpy.random

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array

DataName = Literal["circle", "xor", "gauss", "spiral", "moons", "curve", "arms", "plane", "hills", "own"]
HILLS = ((-4.0, 2.5, 1.0), (0.0, 2.5, -1.0), (4.0, 2.5, 1.0), (-4.0, -2.5, -1.0), (0.0, -2.5, 1.0), (4.0, -2.5, -1.0))
"""Centre and sign of each cone of the data set hills."""
Drawn = tuple[Array, Array]
"""Points (n, 2), and their classes or values (n,)."""


@dataclass(frozen=True)
class DataSet:
    """A data set.

    Attributes:
        name: as in parameters.
        title: as shown in a list.
        n_classes: 0 for a regression.
        draw: (n, noise, rng, expression) -> the points in the generator's order.
    """

    name: DataName
    title: str
    n_classes: int
    draw: Callable[[int, float, np.random.Generator, str], Drawn]


def _halves(n: int) -> Array:
    """0 for the first half of the samples, 1 for the second."""
    return (np.arange(n) >= (n + 1) // 2).astype(np.float64)


def _circle(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Class 1 on a disc of radius 2.5, class 0 on a ring from 3.5 to 5; by the place after ± 5 · noise."""
    ring = _halves(n)
    r = np.where(ring > 0.0, rng.uniform(3.5, 5.0, n), rng.uniform(0.0, 2.5, n))
    angle = rng.uniform(0.0, 2.0 * np.pi, n)
    X = np.stack([r * np.sin(angle), r * np.cos(angle)], axis=1)
    moved = X + rng.uniform(-5.0, 5.0, (n, 2)) * noise
    return X, (np.hypot(moved[:, 0], moved[:, 1]) < 2.5).astype(np.float64)


def _xor(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Class 1 where x₁x₂ ≥ 0 after ± 5 · noise; 0.3 is kept free along the axes."""
    X = rng.uniform(-5.0, 5.0, (n, 2))
    X += np.where(X > 0.0, 0.3, -0.3)
    moved = X + rng.uniform(-5.0, 5.0, (n, 2)) * noise
    return X, (moved[:, 0] * moved[:, 1] >= 0.0).astype(np.float64)


def _gauss(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Normal about (2, 2), class 1, and (−2, −2), class 0; the variance goes from 0.5 to 4 at noise 0.5."""
    first = 1.0 - _halves(n)
    spread = np.sqrt(0.5 + 7.0 * noise)
    X = np.where(first > 0.0, 2.0, -2.0)[:, None] + spread * rng.standard_normal((n, 2))
    return X, first


def _arms_of(n: int, count: int, turns: float, noise: float, rng: np.random.Generator) -> Drawn:
    """Spiral arms r = 5i/m, angle turns · 2π i/m + 2πk/count, i = 0…m − 1, each ± noise in both coordinates."""
    arm = (np.arange(n) * count) // n
    first = np.array([int(np.argmax(arm == k)) if (arm == k).any() else 0 for k in range(count)])
    sizes = np.maximum(np.bincount(arm, minlength=count), 1)
    share = (np.arange(n) - first[arm]) / sizes[arm]
    angle = turns * 2.0 * np.pi * share + 2.0 * np.pi * arm / count
    X = (5.0 * share)[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return X + rng.uniform(-1.0, 1.0, (n, 2)) * noise, arm.astype(np.float64)


def _spiral(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Two arms of 1.75 turns; the first is class 1."""
    X, arm = _arms_of(n, 2, 1.75, noise, rng)
    return X, 1.0 - arm


def _moons(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Half circles of radius 3, one upright, one upside down and moved into it, with normal noise of 2 · noise."""
    lower = _halves(n)
    angle = rng.uniform(0.0, np.pi, n)
    upper = np.stack([3.0 * np.cos(angle) - 1.5, 3.0 * np.sin(angle) - 0.75], axis=1)
    X = np.where(lower[:, None] > 0.0, -upper, upper)
    return X + 2.0 * noise * rng.standard_normal((n, 2)), lower


def _curve(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Uniform on [−5, 5]²; class 1 where x₂ > g(x₁), after ± 5 · noise."""
    X = rng.uniform(-5.0, 5.0, (n, 2))
    moved = X + rng.uniform(-5.0, 5.0, (n, 2)) * noise
    return X, (moved[:, 1] > height_of(expression, moved[:, 0])).astype(np.float64)


def height_of(expression: str, x: Array) -> Array:
    """g(x), with NaN where it has no value.

    Raises:
        ExpressionError: the text is not a formula in x alone.
    """
    from wk4gui.core.expression_jets import evaluate  # only a height of one's own needs them
    from wk4gui.core.expression_parser import ExpressionError, parse_expression

    parsed = parse_expression(expression, variables=("x",))
    if any(instruction.op == "y" for instruction in parsed.program):
        raise ExpressionError("the expression has y in it, and the curve is a function of x alone")
    value = evaluate(parsed, x, np.zeros_like(x), 0)[0]
    return np.array(np.broadcast_to(0.0 if value is None else value, x.shape), dtype=np.float64)


def _arms(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Three arms of three quarters of a turn, a class each."""
    return _arms_of(n, 3, 0.75, noise, rng)


def _plane(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Uniform on [−6, 6]²; (x₁ + x₂)/10, after ± 6 · noise."""
    X = rng.uniform(-6.0, 6.0, (n, 2))
    moved = X + rng.uniform(-6.0, 6.0, (n, 2)) * noise
    return X, moved.sum(axis=1) / 10.0


def _hills(n: int, noise: float, rng: np.random.Generator, expression: str) -> Drawn:
    """Uniform on [−6, 6]²; of six cones ± max(0, 1 − r/2) the largest in size counts, after ± 6 · noise."""
    X = rng.uniform(-6.0, 6.0, (n, 2))
    moved = X + rng.uniform(-6.0, 6.0, (n, 2)) * noise
    return X, hill_height(moved)


def hill_height(X: Array) -> Array:
    """The value of the data set hills at points (n, 2)."""
    cones = np.array(
        [sign * np.maximum(0.0, 1.0 - np.hypot(X[:, 0] - cx, X[:, 1] - cy) / 2.0) for cx, cy, sign in HILLS]
    )
    return np.asarray(np.take_along_axis(cones, np.abs(cones).argmax(axis=0)[None], axis=0)[0])


DATA_SETS: dict[str, DataSet] = {
    data.name: data
    for data in (
        DataSet("circle", "Circle in a ring", 2, _circle),
        DataSet("xor", "XOR", 2, _xor),
        DataSet("gauss", "Two clouds", 2, _gauss),
        DataSet("spiral", "Two spirals", 2, _spiral),
        DataSet("moons", "Two moons", 2, _moons),
        DataSet("curve", "Above a curve", 2, _curve),
        DataSet("arms", "Three arms", 3, _arms),
        DataSet("plane", "Plane (regression)", 0, _plane),
        DataSet("hills", "Hills (regression)", 0, _hills),
    )
}
"""By name; "own" is not among them."""
