"""The exercise of the activations lab: σ, tanh and their slopes, and a gradient through three layers, by hand.

σ(z) = 1/(1 + e^(−z)), σ′ = σ (1 − σ); tanh z = 2 σ(2z) − 1, tanh′ = 1 − tanh²;
∂a₃/∂x = w₃ f′(z₃) · w₂ f′(z₂) · w₁ f′(z₁).
"""

import numpy as np

from wk4gui.lab.exercise import Difficulty, Exercise
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.exercise_numbers import signed
from wk4gui.labs.activations.model.exercise_given import LAYERS, Chain, activation_at, sketch_of, statement_of
from wk4gui.labs.activations.model.exercise_steps import asked_of


def propose(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """A place, or three units with small weights; hard: tanh, with biases."""
    z = signed(rng, [n / 100.0 for n in range(35, 186)])
    if difficulty == "easy":
        given = Chain(z)
    else:
        hard = difficulty == "hard"
        given = Chain(
            z,
            signed(rng, (1.0, 1.5, 2.0, 3.0)),
            tuple(signed(rng, (0.5, 1.5, 2.0, 2.5, 3.0)) for _ in LAYERS),
            tuple(signed(rng, (0.5, 1.0, 1.5)) if hard else 0.0 for _ in LAYERS),
            "tanh" if hard else "sigmoid",
        )
    return Exercise(
        "Slopes that multiply" if difficulty != "easy" else "σ, tanh and their slopes",
        statement_of(given),
        given,
        tuple(asked_of(given, difficulty)),
        sketch_of(given),
        {"z": z, "depth": 3, "width": 1} if difficulty != "easy" else {"z": z},
    )


def fault(given: Chain) -> str:
    """No unit is so saturated that its slope cannot be worked out by hand, and none is at the steepest place."""
    value = given.x
    for weight, bias in zip(given.weights, given.biases, strict=True):
        z = weight * value + bias
        if not 0.1 < abs(z) < 3.0:
            return "a unit is saturated or at 0"
        value = activation_at(given.function, z)
    return ""


KIND = ExerciseKind(
    "slopes", "Slopes that multiply", propose, fault, hides=("curves", "slope", "gradients", "ridge", "saturation")
)
