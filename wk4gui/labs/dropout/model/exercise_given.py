"""What the exercise of the dropout lab gives: the two units, their statement and their drawing."""

import math
from dataclasses import dataclass

from wk4gui.core.names import subscript
from wk4gui.lab.exercise import Difficulty
from wk4gui.lab.exercise_numbers import vector, write
from wk4gui.lab.sketch import Dot, Line, Sketch

Mask = tuple[int, int]
MASKS: tuple[Mask, ...] = ((1, 1), (1, 0), (0, 1), (0, 0))


@dataclass(frozen=True)
class Thinned:
    """Two hidden units, an output, and a dropout probability.

    Attributes:
        hidden: activations h.
        weights: v, of the output.
        bias: c, of the output.
        drop_prob: p.
        mask: which units are kept.
    """

    hidden: tuple[float, float]
    weights: tuple[float, float]
    bias: float
    drop_prob: float
    mask: Mask

    @property
    def kept(self) -> float:
        """1 − p."""
        return 1.0 - self.drop_prob

    def output(self, mask: Mask, scale: float) -> float:
        """ŷ with a mask and a scale of the hidden units."""
        parts = (m * v * h * scale for m, v, h in zip(mask, self.weights, self.hidden, strict=True))
        return math.fsum(parts) + self.bias

    def probability(self, mask: Mask) -> float:
        return math.prod(self.kept if m else self.drop_prob for m in mask)


def changes_of(given: Thinned) -> dict[str, object]:
    """The lab's parameters for the picture beside it."""
    return {"n_hidden": 2, "drop_prob": given.drop_prob, "mask": [bool(m) for m in given.mask]}


def statement_of(given: Thinned, difficulty: Difficulty) -> tuple[str, ...]:
    """The task and everything given, a paragraph each."""
    first = (
        f"Two hidden units with h = {vector(given.hidden)}, an output ŷ = v₁h₁ + v₂h₂ + c with "
        f"v = {vector(given.weights)} and c = {write(given.bias)}. Each unit is "
        f"dropped with probability p = {write(given.drop_prob)}."
    )
    if difficulty == "easy":
        return (
            first,
            f"A training pass keeps unit {given.mask.index(1) + 1} alone. Inverted dropout multiplies what is "
            "kept by 1/(1 − p) in training and leaves the network in use as it is; "
            "classic dropout multiplies by 1 − p in use.",
        )
    last = "Inverted dropout: every mask, its probability, and the mean of all outputs; then the network in use."
    after = " Then a ReLU follows the output: the mean of its values, and its value for the network in use."
    return (first, last + (after if difficulty == "hard" else ""))


def sketch_of(given: Thinned) -> Sketch:
    """Two hidden units and the output; the dropped one is a cross."""
    ends = ((0.0, 0.7), (0.0, -0.7))
    lines = tuple(Line(((0.0, y), (2.0, 0.0)), "ink2") for _, y in ends)
    units = tuple(
        Dot(at, f"h{subscript(i + 1)} = {write(given.hidden[i])}", "forward", "ring", "left", 16.0)
        for i, at in enumerate(ends)
    )
    weights = tuple(
        Dot(
            (1.0, 0.52 * y),
            f"v{subscript(i + 1)} = {write(given.weights[i])}",
            "ink",
            "none",
            "above" if y > 0 else "below",
        )
        for i, (_, y) in enumerate(ends)
    )
    out = (
        Dot((2.0, 0.0), "ŷ", "forward", "ring", "middle", 16.0),
        Dot((2.0, -0.4), f"c = {write(given.bias)}", "ink2", "none", "middle"),
    )
    words = f"Two hidden units {vector(given.hidden)} with output weights {vector(given.weights)}."
    return Sketch((-1.0, 2.6), (-1.1, 1.1), lines, (*units, *weights, *out), described=words)
