"""The exercise of the saddle lab: gradient, Hessian, eigenvalues and kind of a point, and a noisy step, by hand.

f(x, y) = A x³ + B x² + C xy + D y² + E x + F y; λ± = (tr H ± √((f_xx − f_yy)² + 4 f_xy²)) / 2;
w ← w − α (∇f + ε); along an eigenvector a distance is multiplied by 1 − αλ a step.
"""

import numpy as np

from wk4gui.lab.exercise import (
    Difficulty,
    Exercise,
)
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.exercise_numbers import pick, signed
from wk4gui.labs.saddle.model.exercise_given import Surface, changes_of, eigenvalues_of, sketch_of, statement_of
from wk4gui.labs.saddle.model.exercise_steps import asked_of

_HESSIANS = (
    (2, 4, 8), (4, 3, 12), (-4, 6, 12), (6, 4, 12), (-2, 4, 4), (2, -4, 8), (-4, -6, 12), (-8, 4, -2), (-12, 3, -4),
    (4, 6, -12), (8, 4, 2), (-12, 4, -6), (12, -4, 6), (-6, 4, -12), (-2, -4, 4), (10, 4, 4), (-10, 4, -4),
    (4, -6, -12), (-4, 6, 1.0), (2, -3, -6), (-6, 3, 2), (4, 4, -2), (10, -3, 2), (-10, 3, -2),
    (2, 3, 10), (-2, 3, -10), (5, 6, -4),
)  # fmt: skip
"""f_xx, f_xy and f_yy with whole eigenvalues."""


def propose(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """A quadratic, or a cubic where it is not easy, from a Hessian with whole eigenvalues."""
    p, q, r = (float(each) for each in pick(rng, _HESSIANS))
    x, y = signed(rng, (1, 2)), signed(rng, (1, 2, 3))
    a = 0.0 if difficulty == "easy" else signed(rng, (1, 2))
    b = 0.5 * (p - 6.0 * a * x)
    e, f = -(3.0 * a * x * x + 2.0 * b * x + q * y), -(q * x + r * y)
    given = Surface(
        (a, b, q, 0.5 * r, e, f),
        (x, y),
        (x + signed(rng, (1, 2)), y + signed(rng, (1, 2))),
        pick(rng, (0.01, 0.02, 0.05)),
        (signed(rng, (0.5, 1.0, 1.5, 2.0)), signed(rng, (0.5, 1.0, 1.5, 2.0))),
    )
    return Exercise(
        "A point where the gradient is zero",
        statement_of(given, difficulty),
        given,
        tuple(asked_of(given, difficulty)),
        sketch_of(given),
        changes_of(given),
    )


def fault(given: Surface) -> str:
    """No eigenvalue is 0, where the kind is open; the steps are stable along both, and the start is not critical."""
    low, high = eigenvalues_of(given.hessian)
    if 0.0 in (low, high):
        return "a kink is near"
    if not given.rate * max(abs(low), abs(high)) < 1.0:
        return "the step does no good"
    return "" if all(given.gradient(*given.start)) and all(given.coefficients[1:4]) else "a kink is near"


KIND = ExerciseKind(
    "critical_point",
    "A point where the gradient is zero",
    propose,
    fault,
    hides=("points", "losses", "escapes", "space"),
)
