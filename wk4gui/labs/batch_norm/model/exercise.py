"""The exercise of the batch_norm lab: a batch of four normalised by hand, and what a raised bias does to it.

μ = Σ z / m, σ² = Σ (z − μ)² / m, ẑ = (z − μ) / √(σ² + ε), z̃ = γ ẑ + β; ∂L/∂β = Σ ∂L/∂z̃, ∂L/∂b = 0;
running ← (1 − m) running + m · batch, the variance with n/(n − 1), as in PyTorch.
"""

from itertools import combinations_with_replacement

import numpy as np

from wk4gui.lab.exercise import Difficulty, Exercise
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.exercise_numbers import pick, signed
from wk4gui.labs.batch_norm.model.exercise_given import N_SAMPLES, Batch, changes_of, sketch_of, statement_of
from wk4gui.labs.batch_norm.model.exercise_steps import asked_of

_SPREADS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
"""Values of √(σ² + ε)."""
_FEWEST_DIFFERENT = 3


def _batches() -> tuple[tuple[tuple[float, ...], float], ...]:
    """Deviations of four whole numbers from a whole mean, with an ε that makes the root a plain number."""
    found = []
    for deviations in combinations_with_replacement(range(-4, 5), N_SAMPLES):
        variance = sum(d * d for d in deviations) / N_SAMPLES
        for spread in _SPREADS:
            eps = spread * spread - variance
            if sum(deviations) == 0 and variance and eps in (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0):
                found.append((tuple(float(d) for d in deviations), eps))
    return tuple(found)


_BATCHES = _batches()


def propose(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Four whole numbers with a whole mean and a plain root."""
    deviations, eps = pick(rng, _BATCHES)
    centre = signed(rng, (2, 3, 5, 6))
    order = rng.permutation(N_SAMPLES)
    given = Batch(
        z=tuple(centre + deviations[i] for i in order),
        eps=eps,
        gamma=float(pick(rng, (1.5, 2.0, 3.0, 0.5))),
        beta=signed(rng, (1.0, 2.0, 4.0, 5.0)),
        raised=float(pick(rng, (2.0, 3.0, 10.0, 20.0))),
        grads=tuple(signed(rng, (0.5, 1.0, 2.0, 3.0)) for _ in range(N_SAMPLES)),
        running=(signed(rng, (0.5, 1.0, 4.0)), float(pick(rng, (1.0, 2.0, 8.0)))),
        momentum=float(pick(rng, (0.1, 0.2, 0.3))),
    )
    return Exercise(
        "A batch of four",
        statement_of(given, difficulty),
        given,
        tuple(asked_of(given, difficulty)),
        sketch_of(given),
        changes_of(given),
    )


def fault(given: Batch) -> str:
    """No sample is the mean itself, where mistakes could not be seen, and at most two samples are alike."""
    centre = sum(given.z) / N_SAMPLES
    if len(set(given.z)) < _FEWEST_DIFFERENT:
        return "samples alike"
    return "a sample at the mean" if any(z == centre for z in given.z) else ""


KIND = ExerciseKind(
    "batch_of_four",
    "A batch of four",
    propose,
    fault,
    hides=("z", "z_hat", "z_tilde", "histograms", "gradients", "strip", "running"),
)
