"""What the exercise of the saddle lab gives: the surface, its statement and its drawing."""

import math
from dataclasses import dataclass

from wk4gui.lab.exercise import (
    Difficulty,
)
from wk4gui.lab.exercise_numbers import vector, write
from wk4gui.lab.sketch import Dot, Line, Point, Sketch

KINDS = ("minimum", "maximum", "saddle")


@dataclass(frozen=True)
class Surface:
    """A cubic, a point where its gradient is zero, and a noisy step from another.

    Attributes:
        coefficients: A to F.
        critical: where the gradient is zero.
        start: where the step begins.
        rate: α.
        noise: ε, added to the gradient.
    """

    coefficients: tuple[float, float, float, float, float, float]
    critical: tuple[float, float]
    start: tuple[float, float]
    rate: float
    noise: tuple[float, float]

    def gradient(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.coefficients
        return 3.0 * a * x * x + 2.0 * b * x + c * y + e, c * x + 2.0 * d * y + f

    @property
    def hessian(self) -> tuple[float, float, float]:
        """f_xx, f_xy and f_yy at the critical point."""
        a, b, c, d, _, _ = self.coefficients
        return 6.0 * a * self.critical[0] + 2.0 * b, c, 2.0 * d


def eigenvalues_of(hessian: tuple[float, float, float]) -> tuple[float, float]:
    """λ₋ and λ₊."""
    p, q, r = hessian
    spread = math.sqrt((p - r) ** 2 + 4.0 * q * q)
    return 0.5 * (p + r - spread), 0.5 * (p + r + spread)


def statement_of(given: Surface, difficulty: Difficulty) -> tuple[str, ...]:
    """The task and everything given, a paragraph each."""
    lines = [
        f"f(x, y) = {_polynomial(given)}",
        f"At {vector(given.critical)} the gradient is zero. Find the gradient at P = {vector(given.start)}, then the "
        f"Hessian, its eigenvalues and the kind of point at {vector(given.critical)}.",
    ]
    if difficulty != "easy":
        lines.append(
            f"Then one noisy step from P: w ← w − α(∇f + ε) with α = {write(given.rate)}, ε = {vector(given.noise)}."
        )
    return tuple(lines)


def _polynomial(given: Surface) -> str:
    terms = zip(given.coefficients, ("x³", "x²", "xy", "y²", "x", "y"), strict=True)
    text = "".join(f" {'−' if c < 0 else '+'} {_factor_text(abs(c))}{name}" for c, name in terms if c)
    return text.removeprefix(" + ").replace(" − ", "−", 1) if text.startswith(" − ") else text.removeprefix(" + ")


def _factor_text(size: float) -> str:
    return "" if size == 1.0 else write(size)


def _expression(given: Surface) -> str:
    """The polynomial as it is typed."""
    terms = zip(given.coefficients, ("x**3", "x**2", "x*y", "y**2", "x", "y"), strict=True)
    return " + ".join(f"({c:g})*{name}" for c, name in terms if c)


def changes_of(given: Surface) -> dict[str, object]:
    """The lab's parameters for the picture beside it."""
    (x, y), (u, v) = given.critical, given.start
    reach = 1.5 * max(abs(u - x), abs(v - y)) + 0.5
    return {
        "surface": "custom",
        "expression": _expression(given),
        "start": [u, v],
        "learning_rate": given.rate,
        "noise": 0.0,
        "n_runs": 1,
        "n_steps": 1,
        "x_range": [x - reach, x + reach],
        "y_range": [y - reach, y + reach],
    }


def sketch_of(given: Surface) -> Sketch:
    """Both points, and the eigen-directions as the axes of a small cross."""
    (x, y), start = given.critical, given.start
    reach = 1.4 * max(abs(start[0] - x), abs(start[1] - y)) + 0.6
    frame: tuple[Point, ...] = ((x - reach, y), (x + reach, y))
    lines = (Line(frame, "line"), Line(((x, y - reach), (x, y + reach)), "line"))
    dots = (
        Dot(given.critical, f"∇f = 0 at {vector(given.critical)}", "ink", "ring", "above"),
        Dot(start, f"P = {vector(start)}", "selected", side="below"),
    )
    words = f"The point {vector(given.critical)} with gradient zero, and P = {vector(start)}."
    return Sketch((x - reach, x + reach), (y - reach, y + reach), lines, dots, "x", "y", equal=True, described=words)
