"""What the exercise of the weight_decay lab gives: the weight, its penalty, its statement and its drawing."""

import math
from dataclasses import dataclass

from wk4gui.lab.exercise import Difficulty
from wk4gui.lab.exercise_numbers import write
from wk4gui.lab.sketch import Dot, Line, Sketch

BETA1, BETA2 = 0.9, 0.99
"""Of Adam."""


@dataclass(frozen=True)
class Decay:
    """A weight and a bias with their gradients, a penalty and a rule.

    Attributes:
        w, b: before the step.
        grad, grad_b: ∂L/∂w and ∂L/∂b of the loss without the penalty.
        rate: α.
        l2: λ.
        full: whether the penalty is λ‖w‖², without the ½.
        m, s: Adam's means of the gradient and of its square after the first step.
    """

    w: float
    b: float
    grad: float
    grad_b: float
    rate: float
    l2: float
    full: bool
    m: float = 0.0
    s: float = 0.0

    @property
    def strength(self) -> float:
        """s: the factor of w in the penalty's gradient."""
        return 2.0 * self.l2 if self.full else self.l2


def changes_of(given: Decay, difficulty: Difficulty) -> dict[str, object]:
    """A bowl along w₁ whose gradient at the start is the one given."""
    return {
        "curvature": [1.0, 2.0],
        "angle": 0.0,
        "start": [given.w, 0.0],
        "optimum": [given.w - given.grad, 0.0],
        "learning_rate": given.rate,
        "weight_decay": given.l2,
        "convention": "full" if given.full else "half",
        "optimizer": "adam" if difficulty == "hard" else "sgd",
        "n_steps": 1,
    }


def statement_of(given: Decay, difficulty: Difficulty) -> tuple[str, ...]:
    """The task and everything given, a paragraph each."""
    penalty = "λw²" if given.full else "½ λw²"
    lines = [
        f"The objective is L + {penalty} with λ = {write(given.l2)}; α = {write(given.rate)}. "
        f"w = {write(given.w)} and ∂L/∂w = {write(given.grad)}"
        + (
            f"; the bias b = {write(given.b)} with ∂L/∂b = {write(given.grad_b)} is not penalised."
            if difficulty != "hard"
            else "."
        ),
    ]
    if difficulty == "hard":
        lines.append(
            f"Adam takes its second step (t = 2): β₁ = {BETA1}, β₂ = {BETA2}, ε = 0. "
            f"After the first step m = {write(given.m)} and s = {write(given.s)}, with "
            f"either rule. m̂ = m/(1 − β₁²), ŝ = s/(1 − β₂²)."
        )
    else:
        lines.append("Take one step of gradient descent on the objective, then the same step as shrink and step.")
    return tuple(lines)


def sketch_of(given: Decay) -> Sketch:
    """w on an axis, with the directions of both pulls."""
    reach = 1.3 * abs(given.w) + 0.5
    toward = math.copysign(0.35 * abs(given.w), given.w)
    slope = math.copysign(0.25 * abs(given.w), given.grad)
    lines = (
        Line(((-reach, 0.0), (reach, 0.0)), "line"),
        Line(((given.w, 0.35), (given.w - toward, 0.35)), "update", width=2.5),
        Line(((given.w, -0.35), (given.w - slope, -0.35)), "backward", width=2.5),
    )
    dots = (
        Dot((0.0, 0.0), "0", "ink2", "cross", "below"),
        Dot((given.w, 0.0), f"w = {write(given.w)}", "selected", side="above"),
        Dot((given.w - toward, 0.35), "decay", "update", "dot", "above", 2.5),
        Dot((given.w - slope, -0.35), "− ∂L/∂w", "backward", "dot", "below", 2.5),
    )
    words = f"The weight {write(given.w)} on an axis: decay pulls it to 0, the loss by − {write(given.grad)}."
    return Sketch((-reach, reach), (-1.0, 1.1), lines, dots, described=words)
