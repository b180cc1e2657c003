"""What the exercise of the learning_rate lab gives: the bowl, its statement and its drawing."""

import math
from dataclasses import dataclass

import numpy as np

from wk4gui.lab.exercise import Difficulty
from wk4gui.lab.exercise_numbers import vector, write
from wk4gui.lab.sketch import Dot, Line, Sketch


@dataclass(frozen=True)
class Bowl:
    """A quadratic bowl, a start and a rule.

    Attributes:
        curvature: λ₁ and λ₂, the second the larger.
        start: w.
        rate: α.
        momentum: μ; 0 for plain descent.
    """

    curvature: tuple[float, float]
    start: tuple[float, float]
    rate: float
    momentum: float = 0.0


def statement_of(given: Bowl, difficulty: Difficulty) -> tuple[str, ...]:
    """The task and everything given, a paragraph each."""
    rule = f"heavy ball: v ← μv + g, w ← w − αv, with v = 0 at first and μ = {write(given.momentum)}"
    n_steps = "Two steps" if difficulty != "easy" else "One step"
    return (
        f"L(w) = ½ (λ₁w₁² + λ₂w₂²) with λ = {vector(given.curvature)}. Start at w = {vector(given.start)}.",
        f"{n_steps} of {'gradient descent: w ← w − αg' if not given.momentum else rule}. α = {write(given.rate)}.",
    )


def sketch_of(given: Bowl) -> Sketch:
    """Three level lines of the bowl and the start."""
    size = 1.25 * max(map(abs, given.start)) + 0.5
    start_loss = 0.5 * sum(c * w * w for c, w in zip(given.curvature, given.start, strict=True))
    rings = tuple(Line(_ellipse(given.curvature, share * start_loss), "line") for share in (0.25, 0.6, 1.0))
    dots = (Dot(given.start, "start", "selected"), Dot((0.0, 0.0), "", "ink2", "cross"))
    words = f"Level lines of the bowl, steeper along w₂, and the start {vector(given.start)}."
    return Sketch((-size, size), (-size, size), rings, dots, "w₁", "w₂", equal=True, described=words)


def _ellipse(curvature: tuple[float, float], loss: float) -> tuple[tuple[float, float], ...]:
    a, b = (math.sqrt(2.0 * loss / each) for each in curvature)
    turns = np.linspace(0.0, 2.0 * math.pi, 61)
    return tuple((float(a * math.cos(t)), float(b * math.sin(t))) for t in turns)
