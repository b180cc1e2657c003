"""The exercise of the weight_decay lab: one step with an L2 penalty, and the same as shrink and step, by hand.

With (λ/2)‖w‖² the penalty's gradient is λw, with λ‖w‖² it is 2λw; s is its factor of w.
w ← w − α (∇L + s w) = (1 − αs) w − α ∇L; biases are not penalised. Adam with L2 has s w in its gradient; decoupled
decay (AdamW) shrinks w beside the step: w ← (1 − αs) w − α m̂ / √ŝ, here with ε = 0.
"""

import numpy as np

from wk4gui.lab.exercise import Difficulty, Exercise
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.exercise_numbers import pick, signed
from wk4gui.labs.weight_decay.model.exercise_given import Decay, changes_of, sketch_of, statement_of
from wk4gui.labs.weight_decay.model.exercise_steps import asked_of


def propose(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """A weight and a bias; medium: the penalty may be without its ½; hard: Adam, in its second step."""
    hard = difficulty == "hard"
    given = Decay(
        w=signed(rng, (2.0, 3.0, 4.0, 5.0, 6.0)),
        b=signed(rng, (0.5, 1.5, 2.5)),
        grad=signed(rng, (0.5, 1.5, 2.0, 3.0)),
        grad_b=signed(rng, (0.5, 1.5, 2.0, 3.0)),
        rate=float(pick(rng, (0.1, 0.2, 0.25))),
        l2=float(pick(rng, (0.2, 0.3, 0.4, 0.6, 0.8))),
        full=difficulty == "medium" and bool(rng.integers(2)),
        m=signed(rng, (0.1, 0.2, 0.3)) if hard else 0.0,
        s=float(pick(rng, (0.02, 0.04, 0.09))) if hard else 0.0,
    )
    return Exercise(
        "Weight decay",
        statement_of(given, difficulty),
        given,
        tuple(asked_of(given, difficulty)),
        sketch_of(given),
        changes_of(given, difficulty),
    )


def fault(given: Decay) -> str:
    """The decay keeps the sign of w and most of it, and neither the gradient nor its sum with the penalty's is 0."""
    if not 0.0 < given.rate * given.strength < 0.5:
        return "the step does no good"
    whole = given.grad + given.strength * given.w
    if given.s and given.m * given.grad < 0.0:
        return "the step does no good"
    return "the gradients cancel" if abs(whole) < 0.05 else ""


KIND = ExerciseKind("decay_step", "Weight decay", propose, fault, hides=("paths", "step", "over_steps"))
