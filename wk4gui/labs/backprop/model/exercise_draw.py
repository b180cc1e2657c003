"""Draws exercises with small whole numbers in which every mistake can be recognised."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.labs.backprop.model.misconceptions import MISCONCEPTIONS
from wk4gui.labs.backprop.model.quantities import Quantity, quantities
from wk4gui.labs.backprop.model.working import Problem, Working

SIZES = (2, 3, 1)
_TRIES = 20_000
_RATES = (0.1, 0.01, 0.2, 0.05)
_APART = 0.0105
"""Relative difference of distinct numbers; an entry may be off by half of it."""
_EQUAL = 1e-9
_KINK = 1e-3
_BIASES = (-3, -2, 1, 2, 3)
_MOST_OFF = 1
"""Largest number of units of a layer that may be off; with more of them most numbers would be 0."""
_STRAIGHT = ("relu", "leaky_relu", "linear")
_LARGEST = 10_000.0


class NoExerciseError(ValueError):
    """No exercise of that kind was found."""


@dataclass(frozen=True)
class Recipe:
    """The wishes for an exercise.

    Attributes:
        sizes: number of inputs, then of each layer's units.
        activation: of the hidden layers; the output is linear, or a sigmoid for bce.
        loss: its name.
    """

    sizes: tuple[int, ...] = SIZES
    activation: str = "relu"
    loss: str = "mse"

    @property
    def activations(self) -> tuple[str, ...]:
        output = "sigmoid" if self.loss == "bce" else "linear"
        return (*[self.activation] * (len(self.sizes) - 2), output)


@lru_cache(maxsize=512)
def draw_exercise(seed: int, recipe: Recipe | None = None) -> Problem:
    """The exercise of a seed: whole numbers from −3 to 3, no pre-activation at a kink, every mistake distinct.

    For every number of the step, mistakes that give a wrong number give different ones.

    Args:
        seed: of the draw.
        recipe: sizes, activation and loss; None for those of the tutorial's network.

    Raises:
        NoExerciseError: none was found among many draws.
    """
    recipe = recipe or Recipe()
    if recipe.loss == "half_mse" and recipe.sizes[-1] == 2:
        raise NoExerciseError(
            "½ and the mean of two outputs cannot be distinguished; half_mse needs one output, or three"
        )
    rng = np.random.default_rng([seed, 4])
    for _ in range(_TRIES):
        problem = _draw(rng, recipe)
        if _is_good(problem):
            return problem
    raise NoExerciseError(f"no exercise with sizes {recipe.sizes} and {recipe.activation} was found")


def _draw(rng: np.random.Generator, recipe: Recipe) -> Problem:
    """Numbers for which mistakes rarely coincide; a weight of 1, for example, would hide that it was left out."""
    bends = any(name not in _STRAIGHT for name in recipe.activations)
    weights, inputs = ((-2, -1, 2), (1, 2)) if bends else ((-3, -2, -1, 2, 3), (1, 2, 3, 4))
    pairs = list(zip(recipe.sizes[:-1], recipe.sizes[1:], strict=True))
    n_out = recipe.sizes[-1]
    if recipe.loss == "bce":
        y = rng.integers(0, 2, n_out).astype(float)
    elif recipe.loss == "cross_entropy":
        y = np.eye(n_out)[rng.integers(n_out)]
    else:
        y = rng.choice((-5, -4, -3, -2, 2, 3, 4, 5), n_out).astype(float)
    return Problem(
        x=tuple(rng.choice(inputs, recipe.sizes[0]).astype(float).tolist()),
        y=tuple(y.tolist()),
        W=tuple(tuple(map(tuple, rng.choice(weights, (n, m)).astype(float).tolist())) for m, n in pairs),
        b=tuple(tuple(rng.choice(_BIASES, n).astype(float).tolist()) for _, n in pairs),
        activations=recipe.activations,
        loss=recipe.loss,
        learning_rate=float(rng.choice(_RATES)),
    )


def _is_good(problem: Problem) -> bool:
    working = Working(problem)
    for layer in range(problem.last):
        z = [
            working.expected_value(q)
            for q in quantities(problem.sizes, ("forward",))
            if q.kind == "z" and q.layer == layer
        ]
        kinks = ACTIVATIONS[problem.activations[layer]].kinks
        if any(abs(value - kink) < _KINK for value in z for kink in kinks):
            return False
        if sum(abs(problem.slope(layer, value)) < _KINK for value in z) > _MOST_OFF:
            return False
    if abs(working.expected_value(Quantity("loss"))) < _KINK:
        return False  # there would be nothing to learn
    return all(
        abs(working.expected_value(q)) < _LARGEST and _mistakes_differ(working, q)
        for q in quantities(problem.sizes, probable=problem.probable, bias=problem.bias)
    )


def _mistakes_differ(working: Working, quantity: Quantity) -> bool:
    right = working.expected_value(quantity)
    found = [m.wrong(working, quantity) for m in MISCONCEPTIONS if quantity.kind in m.kinds]
    wrong = [value for value in found if value is not None and not _equal(value, right)]
    return all(_apart(value, right) for value in wrong) and all(
        _apart(a, b) for i, a in enumerate(wrong) for b in wrong[:i]
    )


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= _EQUAL * max(1.0, abs(a), abs(b))


def _apart(a: float, b: float) -> bool:
    return abs(a - b) > _APART * max(abs(a), abs(b))
