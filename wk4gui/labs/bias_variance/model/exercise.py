"""The exercise of the bias_variance lab: bias², variance and expected error of five fits by hand, and two arrows.

At a place: mean fit f̄ = Σ f / 5, bias = f̄ − target, variance = Σ (f − f̄)² / 5 (these five are all there are),
expected squared error against a new noisy value = bias² + variance + σ².
"""

import math

import numpy as np

from wk4gui.lab.exercise import Difficulty, Exercise
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.exercise_numbers import pick, signed
from wk4gui.labs.bias_variance.model.exercise_given import N_FITS, OPERATIONS, Fits, sketch_of, statement_of
from wk4gui.labs.bias_variance.model.exercise_steps import asked_of

_SPREADS = (
    (-2, -1, 0, 1, 2),
    (-3, -1, 0, 1, 3),
    (-2, -2, 0, 1, 3),
    (-3, 0, 0, 1, 2),
    (-4, -1, 1, 2, 2),
    (-1, -1, 0, 0, 2),
    (-3, -2, 1, 2, 2),
)
"""Deviations of five fits from their mean."""


def propose(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """One place, or three; the means are whole numbers."""
    n_places = 1 if difficulty == "easy" else 3
    unit = float(pick(rng, (0.5, 1.0)))
    values, targets = [], []
    for _ in range(n_places):
        centre, off = signed(rng, (1, 2, 3, 4, 5, 6)), signed(rng, (0.5, 1.0, 1.5, 2.0, 3.0))
        spread = [unit * d for d in rng.permutation(pick(rng, _SPREADS)).tolist()]
        values.append(tuple(centre + d for d in spread))
        targets.append(centre + off)
    given = Fits(tuple(values), tuple(targets), float(pick(rng, (0.2, 0.3, 0.4, 0.6, 0.8, 1.2))), pick(rng, OPERATIONS))
    return Exercise(
        "Five fits",
        statement_of(given, difficulty),
        given,
        tuple(asked_of(given, difficulty)),
        sketch_of(given),
        {"noise": given.noise},
    )


def fault(given: Fits) -> str:
    """No fit equals the target at every place, and no place has its mean on the target."""
    means = [math.fsum(values) / N_FITS for values in given.values]
    return "no bias" if any(m == t for m, t in zip(means, given.targets, strict=True)) else ""


KIND = ExerciseKind("five_fits", "Five fits", propose, fault, hides=("curves", "bars", "table", "sweep"))
