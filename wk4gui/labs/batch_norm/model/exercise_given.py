"""What the exercise of the batch_norm lab gives: the batch, its statement and its drawing."""

from dataclasses import dataclass

from wk4gui.core.names import subscript
from wk4gui.lab.exercise import Difficulty
from wk4gui.lab.exercise_numbers import vector, write
from wk4gui.lab.sketch import Dot, Line, Sketch

N_SAMPLES = 4


@dataclass(frozen=True)
class Batch:
    """A batch of one feature, batch norm's numbers, and a change of the bias.

    Attributes:
        z: the batch, before the normalisation.
        eps: ε, large enough to be felt by hand.
        gamma, beta: scale and shift.
        raised: what is added to the bias.
        grads: ∂L/∂z̃ of every sample.
        running: mean and variance so far.
        momentum: weight of the new value.
    """

    z: tuple[float, ...]
    eps: float
    gamma: float
    beta: float
    raised: float
    grads: tuple[float, ...]
    running: tuple[float, float]
    momentum: float


def changes_of(given: Batch) -> dict[str, object]:
    """The lab's parameters for the picture beside it."""
    return {
        "batch_size": N_SAMPLES,
        "gamma": [given.gamma, given.gamma],
        "beta": [given.beta, given.beta],
        "momentum": given.momentum,
        "n_steps": 1,
    }


def statement_of(given: Batch, difficulty: Difficulty) -> tuple[str, ...]:
    """The task and everything given, a paragraph each."""
    lines = [
        f"A batch of one feature: z = {vector(given.z)}. γ = {write(given.gamma)}, β = {write(given.beta)}, and "
        f"ε = {write(given.eps)}, large so that it can be seen.",
        "Normalise it with the statistics of the batch, then scale and shift.",
    ]
    if difficulty != "easy":
        lines.append(
            f"Then the bias before batch norm is raised by {write(given.raised)}; and "
            f"∂L/∂z̃ = {vector(given.grads)} comes back to the batch."
        )
    if difficulty == "hard":
        lines.append(
            f"Running mean {write(given.running[0])} and variance {write(given.running[1])} take the first batch "
            f"(before the bias was raised) with momentum {write(given.momentum)}; the new variance with n/(n − 1)."
        )
    return tuple(lines)


def sketch_of(given: Batch) -> Sketch:
    """The four samples on an axis."""
    low, high = min(given.z), max(given.z)
    pad = 0.18 * (high - low) + 0.5
    lines = (Line(((low - pad, 0.0), (high + pad, 0.0)), "line"),)
    dots = tuple(
        Dot(
            (z, 0.0 if given.z[:i].count(z) == 0 else 0.28 * given.z[:i].count(z)),
            f"z{subscript(i + 1)}",
            "forward",
            side="above",
        )
        for i, z in enumerate(given.z)
    )
    numbers = tuple(Dot((z, 0.0), write(z), "ink2", "none", "below") for z in sorted(set(given.z)))
    words = f"The samples {vector(given.z)} on an axis."
    return Sketch((low - pad, high + pad), (-0.6, 0.9), lines, (*dots, *numbers), described=words)
