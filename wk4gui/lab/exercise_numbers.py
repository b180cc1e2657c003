"""What kinds of exercises share: mistakes that every update step invites, given numbers in words, and draws."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np

from wk4gui.core.expression import Expression, QuantityTerm, Sum
from wk4gui.core.number_format import format_number
from wk4gui.lab.exercise import Misconception, Wrong, slip

T = TypeVar("T")


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """One of the choices, each as likely."""
    return choices[int(rng.integers(len(choices)))]


def signed(rng: np.random.Generator, sizes: Sequence[float]) -> float:
    """One of the sizes, with either sign."""
    return float(pick(rng, sizes)) * (1.0 if rng.integers(2) else -1.0)


def write(value: float) -> str:
    """A given number, in full."""
    return format_number(value, 6)


def vector(values: Sequence[float]) -> str:
    """Given numbers in parentheses."""
    return "(" + ", ".join(map(write, values)) + ")"


def linear(terms: Iterable[tuple[float, Expression | None]]) -> Expression:
    """A sum of coefficients times terms (None: the coefficient alone), with minus signs where they belong."""
    kept = [(coefficient, term) for coefficient, term in terms if coefficient]
    parts = tuple(("−" if c < 0.0 else "+", _product(abs(c), term)) for c, term in kept)
    if parts and parts[0][0] == "−":
        parts = (("+", -parts[0][1]), *parts[1:])
    return Sum(parts)


def _product(size: float, term: Expression | None) -> Expression:
    if term is None:
        return QuantityTerm(size)
    return term if size == 1.0 else size * term


def update_slips(old: Wrong, rate: Wrong, gradient: Wrong) -> tuple[Misconception, ...]:
    """The mistakes in w ← w − α g: the sign, the rate left out, the step alone.

    Args:
        old: (given, working) -> w.
        rate: (given, working) -> α.
        gradient: (given, working) -> g.
    """

    def number(part: Wrong, given: Any, working: Any) -> float:
        value = part(given, working)
        assert isinstance(value, float)
        return value

    def step(given: Any, working: Any) -> float:
        return number(rate, given, working) * number(gradient, given, working)

    return (
        slip(
            "update_sign", "The step goes the other way: w − α · gradient.", lambda g, w: number(old, g, w) + step(g, w)
        ),
        slip(
            "rate_forgotten",
            "The learning rate is missing.",
            lambda g, w: number(old, g, w) - number(gradient, g, w),
        ),
        slip("only_the_step", "This is the step alone; it is added to the old value.", lambda g, w: -step(g, w)),
    )
