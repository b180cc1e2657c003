"""Kinds of exercises: how one is drawn, and why a draw is refused and drawn anew."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from wk4gui.lab.exercise import DIFFICULTIES, TOLERANCE, Difficulty, Exercise, Quantity, Value, Working

_TRIES = 2_000
_SMALLEST, _LARGEST = 0.01, 1000.0
_EQUAL = 1e-9
LAST_SEED = 9999


class NoExerciseError(ValueError):
    """No exercise of that kind was found."""


@dataclass(frozen=True)
class Drawn:
    """A drawn exercise.

    Attributes:
        exercise: the exercise.
        refused: how many draws before it were refused, by reason.
    """

    exercise: Exercise
    refused: Counter[str] = field(default_factory=Counter)


def _no_fault(given: Any) -> str:
    return ""


def _own_view(exercise: Exercise, n_blank: int | None) -> Mapping[str, object]:
    return exercise.view


@dataclass(frozen=True)
class ExerciseKind:
    """A kind of exercise of a lab.

    Attributes:
        name: unique within its lab; the record is kept under it.
        title: what is worked out.
        propose: (chance, difficulty) -> an exercise, good or not.
        fault: given -> why these numbers will not do ("" if they will): a kink is near, or the step does no good.
        hides: panes, and what else the view can conceal by name, while it is worked out.
        preset: the preset that its picture starts from; "" for the first one.
        restore: (params, view state as plain data) -> the exercise that blanks numbers of the picture itself, and its
            blank keys, or None; for kinds that are worked on with any parameters.
        view_of: (exercise, blank steps, None for all) -> fields of the view state in which it is worked out.
        draw_with: (wishes, seed) -> an exercise drawn to wishes of the command line; None if there are none.
        page: where the picture of the exercise is painted on paper, as "module:function"; "" for its sketch.
    """

    name: str
    title: str
    propose: Callable[[np.random.Generator, Difficulty], Exercise]
    fault: Callable[[Any], str] = _no_fault
    hides: tuple[str, ...] = ()
    preset: str = ""
    restore: Callable[[Any, Mapping[str, Any]], tuple[Exercise, tuple[str, ...]] | None] | None = None
    view_of: Callable[[Exercise, int | None], Mapping[str, object]] = _own_view
    draw_with: Callable[[Mapping[str, Any], int], Exercise] | None = None
    page: str = ""

    def draw(self, seed: int, difficulty: Difficulty = "easy") -> Exercise:
        """The exercise of a seed, always the same.

        Raises:
            NoExerciseError: none was found among many draws.
        """
        return draw_counted(self, seed, difficulty).exercise


@lru_cache(maxsize=1024)
def draw_counted(kind: ExerciseKind, seed: int, difficulty: Difficulty) -> Drawn:
    """The exercise of a seed, with a count of the draws that were refused.

    Raises:
        NoExerciseError: none was found among many draws.
    """
    rng = np.random.default_rng([seed, DIFFICULTIES.index(difficulty), 23])
    refused: Counter[str] = Counter()
    for _ in range(_TRIES):
        exercise = kind.propose(rng, difficulty)
        why = kind.fault(exercise.given) or fault_of(exercise)
        if not why:
            found = replace(exercise, kind=kind.name, seed=seed, difficulty=difficulty)
            return Drawn(found, refused)
        refused[why] += 1
    raise NoExerciseError(f"no exercise {kind.name}, {difficulty}, was found for the seed {seed}")


def fault_of(exercise: Exercise) -> str:
    """Why an exercise is refused; "" if it is good.

    Every number is 0, or from 0.01 to 1000 in size; mistakes that give another value than the truth give values that
    nobody could mistake for the truth or for one another.
    """
    truth = Working(exercise)
    for quantity in exercise.quantities:
        right = truth.expected(quantity.key)
        if isinstance(right, float) and not (abs(right) < 1e-12 or _SMALLEST <= abs(right) <= _LARGEST):
            return f"size of {quantity.key}"
        if not mistakes_differ(truth, quantity):
            return f"mistakes in {quantity.key}"
    return ""


def mistakes_differ(truth: Working, quantity: Quantity) -> bool:
    """Whether the mistakes that can be told from the truth can be told from one another, too."""
    right = truth.expected(quantity.key)
    found = (truth.wrong(quantity, each) for each in quantity.misconceptions)
    wrong = [value for value in found if value is not None and not same(value, right)]
    return all(apart(a, b, quantity.tolerance) for a, b in combinations((right, *wrong), 2))


def same(a: Value, b: Value) -> bool:
    """Whether two values are equal up to rounding errors."""
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return abs(a - b) <= _EQUAL * max(1.0, abs(a), abs(b))


def apart(a: Value, b: Value, tolerance: float = TOLERANCE) -> bool:
    """Whether no entry stands for both: neither within the tolerances, nor rounded to two digits."""
    if isinstance(a, str) or isinstance(b, str):
        return a != b
    if not (math.isfinite(a) and math.isfinite(b)):
        return False
    if abs(a - b) <= 1.05 * tolerance * (abs(a) + abs(b)) + 1e-9:
        return False
    coarse = two_digits(a), two_digits(b)
    near = any(abs(rounded - exact) <= tolerance * abs(exact) for rounded, exact in ((coarse[0], b), (coarse[1], a)))
    return not near and coarse[0] != coarse[1]


def two_digits(value: float) -> float:
    """A number rounded to two significant digits."""
    return float(f"{value:.1e}")
