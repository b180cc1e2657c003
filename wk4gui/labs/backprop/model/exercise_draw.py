"""Draws exercises with small whole numbers in which every mistake can be recognised."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.network import backward, forward, loss_of, make_network
from wk4gui.lab.exercise_kind import NoExerciseError, apart, same
from wk4gui.labs.backprop.model.misconceptions import MISCONCEPTIONS
from wk4gui.labs.backprop.model.quantities import Quantity, quantities
from wk4gui.labs.backprop.model.step_size import loss_along
from wk4gui.labs.backprop.model.working import Problem, Working

SIZES = (2, 3, 1)
_TRIES = 20_000
_PLAIN = ((-3, -2, -1, 2, 3), (1, 2, 3, 4), (-3, -2, 1, 2, 3), (0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001))
_BENT = ((-2, -1.5, -0.5, 0.5, 1.5, 2), (0.5, 1.5, 2, 3), (-1.5, -0.5, 0.5, 1.5), (5, 4, 2, 0.5, 0.2, 0.1, 0.05))
_DEEP = ((-1.5, -0.5, 0.5, 1.5, 2), (1, 2, 3), (-2, -1, 1, 2), (0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001))
"""Weights, inputs, biases and learning rates: of few straight layers, of bent ones, and of many layers."""
_MANY = 4
_KINK = 1e-3
_MOST_OFF = 0.5
"""Largest share of a layer's units that may be off (one always may); with more of them most numbers would be 0."""
_STRAIGHT = ("relu", "leaky_relu", "linear")
_ZERO, _SMALLEST, _LARGEST = 1e-12, 0.01, 1000.0


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
    """The exercise of a seed: small numbers, no pre-activation at a kink, every mistake distinct, a step that helps.

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
        problem = propose_problem(rng, recipe)
        if not fault_of_problem(problem):
            return problem
    raise NoExerciseError(f"no exercise with sizes {recipe.sizes} and {recipe.activation} was found")


def propose_problem(rng: np.random.Generator, recipe: Recipe) -> Problem:
    """Numbers for which mistakes rarely coincide, and the largest rate that is safe for them.

    A weight of 1, for example, would hide that it was left out.
    """
    bends = any(name not in _STRAIGHT for name in recipe.activations)
    weights, inputs, biases, rates = _BENT if bends else _DEEP if len(recipe.sizes) > _MANY else _PLAIN
    pairs = list(zip(recipe.sizes[:-1], recipe.sizes[1:], strict=True))
    n_out = recipe.sizes[-1]
    if recipe.loss == "bce":
        y = rng.integers(0, 2, n_out).astype(float)
    elif recipe.loss == "cross_entropy":
        y = np.eye(n_out)[rng.integers(n_out)]
    else:
        y = rng.choice((-5, -4, -3, -2, 2, 3, 4, 5), n_out).astype(float)
    problem = Problem(
        x=tuple(rng.choice(inputs, recipe.sizes[0]).astype(float).tolist()),
        y=tuple(y.tolist()),
        W=tuple(tuple(map(tuple, rng.choice(weights, (n, m)).astype(float).tolist())) for m, n in pairs),
        b=tuple(tuple(rng.choice(biases, n).astype(float).tolist()) for _, n in pairs),
        activations=recipe.activations,
        loss=recipe.loss,
        learning_rate=rates[-1],
    )
    rate = next((rate for rate in rates if _helps(replace(problem, learning_rate=rate))), rates[-1])
    return replace(problem, learning_rate=rate)


def fault_of_problem(problem: Problem) -> str:
    """Why a problem will not do; "" if it will."""
    working = Working(problem)
    if _near_kink(working):
        return "a kink is near"
    if abs(working.expected_value(Quantity("loss"))) < _KINK:
        return "nothing to learn"
    if not _helps(problem):
        return "the step does no good"
    asked = list(quantities(problem.sizes, probable=problem.probable, bias=problem.bias))
    sizes = (abs(working.expected_value(each)) for each in asked)
    if not all(size < _ZERO or _SMALLEST <= size <= _LARGEST for size in sizes):
        return "size"
    return "" if all(_mistakes_differ(working, each) for each in asked) else "mistakes"


def _near_kink(working: Working) -> bool:
    """Whether a pre-activation is near a kink, or more units of a layer are off than may be."""
    problem = working.problem
    for layer in range(problem.last):
        z = [working.expected_value(Quantity("z", layer, j)) for j in range(len(problem.b[layer]))]
        kinks = ACTIVATIONS[problem.activations[layer]].kinks
        if any(abs(value - kink) < _KINK for value in z for kink in kinks):
            return True
        if sum(abs(problem.slope(layer, value)) < _KINK for value in z) > max(1.0, _MOST_OFF * len(z)):
            return True
    return False


def _helps(problem: Problem) -> bool:
    """Whether the step, and every shorter one, lowers the loss."""
    network = make_network(problem.W, problem.b, problem.activations, problem.loss)
    X, y = np.array([problem.x]), np.array([problem.y])
    values = forward(network, X)
    gradients = backward(network, X, y, values)
    steps = problem.learning_rate * np.linspace(0.25, 1.0, 4)
    losses = loss_along(network, X, y, gradients, steps)
    return bool((losses < loss_of(network, values, y)).all())


def _mistakes_differ(working: Working, quantity: Quantity) -> bool:
    right = working.expected_value(quantity)
    found = [m.wrong(working, quantity) for m in MISCONCEPTIONS if quantity.kind in m.kinds]
    wrong = [value for value in found if value is not None and not same(value, right)]
    return all(apart(a, b) for a, b in combinations((right, *wrong), 2))
