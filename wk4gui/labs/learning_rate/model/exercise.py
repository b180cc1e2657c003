"""The exercise of the learning_rate lab: steps in a bowl, its limits, and heavy-ball steps, by hand.

L(w) = ½ (λ₁ w₁² + λ₂ w₂²); w ← w − α λ w; stable below 2/λₘₐₓ, fastest at 2/(λ₁ + λ₂);
heavy ball: v ← μ v + g, w ← w − α v.
"""

import numpy as np

from wk4gui.lab.exercise import Difficulty, Exercise
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.exercise_numbers import pick, signed
from wk4gui.labs.learning_rate.model.exercise_given import Bowl, sketch_of, statement_of
from wk4gui.labs.learning_rate.model.exercise_steps import asked_of

_FASTEST = 0.99


def propose(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """A bowl with two curvatures, a start of small whole numbers, and a rate."""
    given = Bowl(
        curvature=(pick(rng, (0.5, 1.5, 2.5, 3.0)), float(pick(rng, (4, 5, 6, 8, 10)))),
        start=(signed(rng, (2, 3, 4, 5, 6)), signed(rng, (2, 3, 4, 5, 6))),
        rate=float(pick(rng, (0.05, 0.1, 0.12, 0.15, 0.2))),
        momentum=float(pick(rng, (0.5, 0.8, 0.9))) if difficulty == "hard" else 0.0,
    )
    return _exercise(given, difficulty)


def fault(given: Bowl) -> str:
    """A step lowers the loss: α is below 2/λₘₐₓ, along each axis some distance is left, and no step stands still."""
    factors = [abs(1.0 - given.rate * each) for each in given.curvature]
    return "" if all(0.01 < each < _FASTEST for each in factors) else "the step does no good"


def _exercise(given: Bowl, difficulty: Difficulty) -> Exercise:
    return Exercise(
        "Steps in a bowl",
        statement_of(given, difficulty),
        given,
        tuple(asked_of(given, difficulty)),
        sketch_of(given),
        changes={
            "curvature": list(given.curvature),
            "start": list(given.start),
            "learning_rate": given.rate,
            "momentum": given.momentum,
            "n_rates": 1,
            "n_steps": 20,
        },
    )


KIND = ExerciseKind("bowl", "Steps in a bowl", propose, fault, hides=("runs", "costs", "slice"))
