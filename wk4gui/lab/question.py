"""Prediction questions, asked before a result is shown and answered by the result.

The answer is not stored: `truth` reads it off the result, and `because` explains it in a sentence with numbers.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One of several answers; the truth is the text of one of them."""

    options: tuple[str, ...]

    def accepts(self, given: str, truth: str) -> bool:
        return given == truth


ARROWS = Choice(("up", "same", "down"))
"""The arrows for a change of a quantity."""


@dataclass(frozen=True)
class Number:
    """A numeric answer, right if it is near enough.

    Attributes:
        name: the number to type, with its unit if it has one.
        tolerance: allowed relative error.
        slack: allowed absolute error.
    """

    name: str
    tolerance: float = 0.1
    slack: float = 0.0

    def accepts(self, given: float, truth: float) -> bool:
        return abs(given - truth) <= max(self.slack, self.tolerance * abs(truth))


@dataclass(frozen=True)
class Point:
    """A point on a plot as an answer, right if it is near enough.

    Attributes:
        axes: names of the two coordinates.
        reach: allowed distance, in their units.
        window: x0, x1, y0, y1 of the plot.
        given: named points (x, y) marked in the plot.
    """

    axes: tuple[str, str]
    reach: float
    window: tuple[float, float, float, float]
    given: tuple[tuple[float, float, str], ...] = ()

    def accepts(self, given: Sequence[float], truth: Sequence[float]) -> bool:
        return math.dist(given, truth) <= self.reach


AnswerForm = Choice | Number | Point
Given = str | float | Sequence[float]
"""An answer, given or true: the text of a choice, a number, or two coordinates."""


@dataclass(frozen=True)
class Question:
    """One prediction question.

    Attributes:
        name: unique within its lab; the user's record is kept under it.
        prompt: the question, with all the information needed.
        answer: the kind of answer.
        truth: (params, result) -> the right answer.
        because: (params, result) -> one sentence that explains it with the numbers of the result.
        preset: the preset that it starts from; "" for the first one.
        changes: parameters that differ from the preset's.
        frame: the frame that shows the answer; None for the preset's own.
        view: fields of the view state that differ from the preset's.
        part: the part whose result answers; "" for the main one.
        seen: whether the picture is visible while it is asked.
        reveals: parameters that change when the answer is shown.
    """

    name: str
    prompt: str
    answer: AnswerForm
    truth: Callable[[Any, Any], Given]
    because: Callable[[Any, Any], str]
    preset: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)
    frame: int | None = None
    view: Mapping[str, object] = field(default_factory=dict)
    part: str = ""
    seen: bool = False
    reveals: Mapping[str, object] = field(default_factory=dict)
