"""The exercise of the dropout lab: a pass with a mask, the mean over all masks, and the scaled network, by hand.

Two hidden units with activations h, output ŷ = Σ v m h · scale + c. Inverted: scale 1/(1 − p) in training, 1 in use;
classic: 1 in training, 1 − p in use. A mask has probability (1 − p) for each unit kept and p for each one dropped.
"""

import numpy as np

from wk4gui.lab.exercise import Difficulty, Exercise
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.exercise_numbers import pick, signed
from wk4gui.labs.dropout.model.exercise_given import MASKS, Thinned, changes_of, sketch_of, statement_of
from wk4gui.labs.dropout.model.exercise_steps import asked_of


def propose(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Small whole activations and weights; hard: a ReLU follows the output."""
    given = Thinned(
        hidden=(float(pick(rng, (1, 2, 3, 4))), float(pick(rng, (1, 2, 3, 4)))),
        weights=(signed(rng, (1, 2, 3)), signed(rng, (1, 2, 3))),
        bias=signed(rng, (0.5, 1.0, 1.5)),
        drop_prob=float(pick(rng, (0.2, 0.25, 0.4, 0.6, 0.75))),
        mask=pick(rng, MASKS[1:3]),
    )
    return Exercise(
        "Two units with dropout",
        statement_of(given, difficulty),
        given,
        tuple(asked_of(given, difficulty)),
        sketch_of(given),
        changes_of(given),
    )


def fault(given: Thinned) -> str:
    """No output is near the kink of a ReLU after it, and some are on either side of it."""
    outputs = [given.output(mask, 1.0 / given.kept) for mask in MASKS]
    if min(map(abs, outputs)) < 0.05 or abs(given.output((1, 1), 1.0)) < 0.05:
        return "a kink is near"
    return "" if min(outputs) < 0.0 < max(outputs) else "one side of the kink"


KIND = ExerciseKind("two_units", "Two units with dropout", propose, fault, hides=("network", "axis", "wall"))
