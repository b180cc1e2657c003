"""Exercises: given numbers, quantities to work out in their order, and the mistakes that are recognised in them.

Every quantity has a rule, which takes the given numbers and a working. The working answers with the student's own
number where there is one, so the same rule gives the true value and the one that follows from an earlier slip.
"""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from wk4gui.core.equation import Equation
from wk4gui.lab.sketch import Sketch

Difficulty = Literal["easy", "medium", "hard"]
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
Value = float | str
"""A number, or the text of a choice."""
TOLERANCE = 0.005
"""Relative: half a unit of the third significant digit of 1.00."""

_IMPOSSIBLE = (ValueError, ZeroDivisionError, OverflowError)
"""What mathematics says of values that somebody entered and that cannot be."""


@dataclass(frozen=True)
class Decision:
    """The rule's answer to a choice.

    Attributes:
        value: the right option.
        because: what decides it, with numbers, without a full stop.
    """

    value: str
    because: str

    def __str__(self) -> str:
        return f"{self.value}: {self.because}"


Step = Equation | Decision
Rule = Callable[[Any, "Working"], Step]
Wrong = Callable[[Any, "Working"], Value | None]


@dataclass(frozen=True)
class Misconception:
    """A common mistake.

    Attributes:
        name: unique within its kind of exercise.
        sentence: what is said to the student.
        wrong: (given, working) -> the value computed that way, or None where the mistake cannot be made.
    """

    name: str
    sentence: str
    wrong: Wrong


@dataclass(frozen=True)
class Quantity:
    """One value to work out: a number, or one of several options.

    Attributes:
        key: unique within its exercise.
        symbol: its name in formulas and in the picture.
        prompt: what it is, in words.
        rule: (given, working) -> the step that gives it.
        misconceptions: those that can be made here, in the order in which they are looked for.
        options: of a choice; () for a number.
        step: the step of the working that it belongs to; fading blanks whole steps.
        tolerance: relative error within which a number is right.
    """

    key: str
    symbol: str
    prompt: str
    rule: Rule
    misconceptions: tuple[Misconception, ...] = ()
    options: tuple[str, ...] = ()
    step: str = ""
    tolerance: float = TOLERANCE

    @property
    def is_choice(self) -> bool:
        return bool(self.options)


@dataclass(frozen=True)
class Exercise:
    """A statement and the quantities to be worked out, in the order of computation.

    Attributes:
        title: at its head.
        statement: the task and everything given, a paragraph each.
        given: the given numbers, for the rules.
        quantities: what is asked.
        sketch: a drawing of what is given; None if the lab draws it itself.
        changes: parameters of the lab that differ from their defaults, for the picture beside it.
        view: fields of the view state that differ from their defaults.
        kind: name of its kind; "" if it was not drawn.
        seed, difficulty: what it was drawn by.
    """

    title: str
    statement: tuple[str, ...]
    given: Any
    quantities: tuple[Quantity, ...]
    sketch: Sketch | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    view: Mapping[str, object] = field(default_factory=dict)
    kind: str = ""
    seed: int = 0
    difficulty: Difficulty = "easy"

    def quantity(self, key: str) -> Quantity:
        """The quantity of that key."""
        return next(each for each in self.quantities if each.key == key)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(each.key for each in self.quantities)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the working, in their order."""
        return tuple(dict.fromkeys(each.step for each in self.quantities))

    def blanks(self, n_steps: int | None = None) -> tuple[str, ...]:
        """The keys that are blank if the last ``n_steps`` steps are; all of them for None."""
        steps = self.steps
        blank = steps if n_steps is None else steps[max(len(steps) - n_steps, 0) :]
        return tuple(each.key for each in self.quantities if each.step in blank)


class Working:
    """Someone's working: the values entered, and all others as they follow from them.

    Attributes:
        exercise: what is worked out.
        entered: the values entered, by key; empty for the truth.
    """

    def __init__(self, exercise: Exercise, entered: Mapping[str, Value] | None = None) -> None:
        self.exercise, self.entered = exercise, dict(entered or {})
        self._steps: dict[str, Step] = {}
        self._derived: dict[Hashable, Any] = {}

    def __getitem__(self, key: str) -> Any:
        """The value entered, or the one that follows."""
        return self.entered[key] if key in self.entered else self.expected(key)

    def expected(self, key: str) -> Value:
        """The value that follows from the earlier ones; NaN where impossible ones were entered."""
        try:
            return self.step(key).value
        except _IMPOSSIBLE:
            return math.nan

    def step(self, key: str) -> Step:
        """The step that leads to a value."""
        if key not in self._steps:
            self._steps[key] = self.exercise.quantity(key).rule(self.exercise.given, self)
        return self._steps[key]

    def wrong(self, quantity: Quantity, misconception: Misconception) -> Value | None:
        """The value of a quantity computed wrongly; None where that cannot be."""
        try:
            return misconception.wrong(self.exercise.given, self)
        except _IMPOSSIBLE:
            return None

    def derived(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """Something computed once from this working."""
        if name not in self._derived:
            self._derived[name] = make()
        return self._derived[name]


def solution(exercise: Exercise) -> list[tuple[Quantity, Step]]:
    """Every quantity with the step that gives its true value."""
    truth = Working(exercise)
    return [(quantity, truth.step(quantity.key)) for quantity in exercise.quantities]


def slip(name: str, sentence: str, wrong: Wrong) -> Misconception:
    """A misconception, for short."""
    return Misconception(name, sentence, wrong)


def number(key: str, symbol: str, prompt: str, rule: Rule, *misconceptions: Misconception, step: str = "") -> Quantity:
    """A number to work out."""
    return Quantity(key, symbol, prompt, rule, misconceptions, step=step or prompt)


def choice(
    key: str,
    symbol: str,
    prompt: str,
    options: Sequence[str],
    rule: Rule,
    *misconceptions: Misconception,
    step: str = "",
) -> Quantity:
    """One of several options to choose."""
    return Quantity(key, symbol, prompt, rule, misconceptions, tuple(options), step or prompt)


def option(
    name: str, chosen: str, sentence: str, when: Callable[[Any, "Working"], bool] | None = None
) -> Misconception:
    """The misconception that an option shows, where ``when`` holds."""
    return Misconception(
        name, sentence, lambda given, working: chosen if when is None or when(given, working) else None
    )
