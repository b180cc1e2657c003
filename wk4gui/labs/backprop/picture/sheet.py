"""The network of an exercise on paper: every number that is not asked for, and room for the others."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.lab.exercise import Exercise
from wk4gui.labs.backprop.model.quantities import Quantity
from wk4gui.labs.backprop.model.working import Problem, Working
from wk4gui.labs.backprop.picture.network_layout import network_layout
from wk4gui.labs.backprop.picture.network_measure import measure
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase, NetworkNumbers
from wk4gui.labs.backprop.picture.network_painter import NetworkPainter
from wk4gui.render.answers import ShownAnswer
from wk4gui.render.theme import Theme

HEIGHT = 330.0
"""Of the diagram on paper."""
_DIGITS = 4


def paint_picture(
    painter: QPainter, exercise: Exercise, answers: Mapping[str, ShownAnswer], room: QRectF, theme: Theme
) -> None:
    """Paints the network of a gradient step; what has no answer yet is blank, asked for or not."""
    problem: Problem = exercise.given
    numbers = network_numbers(problem, answers)
    sizes = measure(numbers, theme, _DIGITS)
    layout = network_layout(numbers.sizes, room.width(), room.height(), sizes)
    painter.save()
    painter.translate(room.topLeft())
    NetworkPainter(painter, layout, numbers, theme, _DIGITS).paint()
    painter.restore()


def network_numbers(problem: Problem, answers: Mapping[str, ShownAnswer]) -> NetworkNumbers:
    """The numbers of a problem's diagram; those that would follow from the given ones are answers, or blank."""
    working = Working(problem)
    layers = range(len(problem.b))

    def units(kind: str) -> tuple[np.ndarray, ...]:
        return tuple(
            np.array([working.expected_value(Quantity(kind, i, j)) for j in range(len(problem.b[i]))])  # type: ignore[arg-type]
            for i in layers
        )

    gradients = tuple(
        np.array(
            [[working.expected_value(Quantity("grad_W", i, j, k)) for k in range(len(row))] for j, row in enumerate(W)]
        )
        for i, W in enumerate(problem.W)
    )
    asked = {key for key in answers if key.startswith(("grad_W", "grad_z"))}
    backward = bool(asked) or not answers
    nothing = (None,) * len(problem.b)
    return NetworkNumbers(
        x=np.array(problem.x),
        y=np.array(problem.y),
        W=tuple(np.array(W) for W in problem.W),
        b=tuple(np.array(b) for b in problem.b),
        activations=tuple(ACTIVATIONS[name].label for name in problem.activations),
        z=units("z"),
        a=units("a"),
        grad_z=units("grad_z") if backward else nothing,
        grad_W=gradients if any(key.startswith("grad_W") for key in asked) else nothing,
        grad_b=units("grad_b") if any(key.startswith("grad_b") for key in answers) else nothing,
        p=units("p")[-1] if problem.probable else None,
        off=nothing,
        loss=working.expected_value(Quantity("loss")),
        loss_title="loss",
        active=ActivePhase("update"),
        has_biases=problem.bias != "none",
        names_units=True,
        answers=answers,
    )
