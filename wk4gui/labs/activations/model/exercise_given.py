"""What the exercise of the activations lab gives: the chain of units, its statement and its drawing."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.names import subscript
from wk4gui.lab.exercise_numbers import vector, write
from wk4gui.lab.sketch import Dot, Line, Sketch

Name = Literal["sigmoid", "tanh"]
SYMBOL = {"sigmoid": "σ", "tanh": "tanh"}
LAYERS = (0, 1, 2)


@dataclass(frozen=True)
class Chain:
    """A place on the curves, or three units one after the other.

    Attributes:
        z: where σ and tanh are evaluated.
        x: the input of the first unit.
        weights: of the three units.
        biases: of the three units.
        function: of the three units.
    """

    z: float
    x: float = 0.0
    weights: tuple[float, ...] = ()
    biases: tuple[float, ...] = ()
    function: Name = "sigmoid"


def activation_at(name: Name, z: float) -> float:
    """σ or tanh."""
    return math.tanh(z) if name == "tanh" else 1.0 / (1.0 + math.exp(-z))


def statement_of(given: Chain) -> tuple[str, ...]:
    """The task and everything given, a paragraph each."""
    if not given.weights:
        return (
            f"z = {write(given.z)}. Work out the sigmoid σ(z) = 1/(1 + e^(−z)), its slope, and tanh from the sigmoid.",
        )
    f = SYMBOL[given.function]
    bias = f" + bᵢ with b = {vector(given.biases)}" if any(given.biases) else ""
    return (
        f"Three units one after the other: zᵢ = wᵢ · (what comes in){bias}, aᵢ = {f}(zᵢ).",
        f"x = {write(given.x)}, w = {vector(given.weights)}. Find how much the output a₃ changes with x.",
    )


def sigmoid_at(z: float) -> float:
    """σ(z)."""
    return activation_at("sigmoid", z)


def sketch_of(given: Chain) -> Sketch:
    """The curves with z marked, or the chain of units."""
    if not given.weights:
        zs = np.linspace(-3.0, 3.0, 61).tolist()
        curves = (
            Line(tuple((z, sigmoid_at(z)) for z in zs), "forward"),
            Line(tuple((z, math.tanh(z)) for z in zs), "update", dashed=True),
            Line(((given.z, -1.1), (given.z, 1.1)), "selected"),
        )
        names = (Dot((2.4, 0.84), "σ", "forward", "none", "below"), Dot((1.1, 0.93), "tanh", "update", "none", "above"))
        at = Dot((given.z, -1.05), f"z = {write(given.z)}", "selected", "none", "right" if given.z < 1.0 else "left")
        return Sketch(
            (-3.0, 3.0), (-1.2, 1.25), curves, (*names, at), "z", "f(z)", described="The curves of σ and tanh."
        )
    arrows = tuple(Line(((max(i, 0.2), 0.0), (i + 1.0, 0.0)), "ink2") for i in range(3))
    weights = tuple(
        Dot((i + 0.5, 0.0), f"w{subscript(i + 1)} = {write(w)}", "ink", "none", "above")
        for i, w in enumerate(given.weights)
    )
    units = tuple(Dot((i + 1.0, 0.0), f"a{subscript(i + 1)}", "forward", "ring", "middle", 20.0) for i in range(3))
    biases = tuple(
        Dot((i + 1.0, -0.42), f"b{subscript(i + 1)} = {write(b)}", "ink2", "none", "middle")
        for i, b in enumerate(given.biases)
        if b
    )
    start = Dot((0.0, 0.0), f"x = {write(given.x)}", "ink", "none", "middle")
    words = f"Three {SYMBOL[given.function]} units in a chain with weights {vector(given.weights)}."
    return Sketch((-0.4, 3.4), (-0.7, 0.7), arrows, (start, *weights, *units, *biases), described=words)
