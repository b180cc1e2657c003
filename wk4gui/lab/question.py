"""Predictions: what a lab asks before it shows its result, and how the result answers.

The answer is never written down: `truth` reads it off the result, and `because` says it in a sentence with its numbers.
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
"""Where a quantity goes."""


@dataclass(frozen=True)
class Number:
    """A number that is right if it is near enough.

    Attributes:
        name: what is to be typed, with its unit if it has one.
        tolerance: how far off it may be, as a share of the truth.
        slack: how far off it may be whatever the truth is.
    """

    name: str
    tolerance: float = 0.1
    slack: float = 0.0

    def accepts(self, given: float, truth: float) -> bool:
        return abs(given - truth) <= max(self.slack, self.tolerance * abs(truth))


@dataclass(frozen=True)
class Point:
    """A point on a plot that is right if it is near enough.

    Attributes:
        axes: names of the two coordinates.
        reach: how far away it may be, in their units.
        window: x0, x1, y0, y1 of the plot on which it is pointed at.
        given: points (x, y) that are marked there, with a name each.
    """

    axes: tuple[str, str]
    reach: float
    window: tuple[float, float, float, float]
    given: tuple[tuple[float, float, str], ...] = ()

    def accepts(self, given: Sequence[float], truth: Sequence[float]) -> bool:
        return math.dist(given, truth) <= self.reach


AnswerForm = Choice | Number | Point
Given = str | float | Sequence[float]
"""What a user answers, and what is true: the text of a choice, a number, or two coordinates."""


@dataclass(frozen=True)
class Question:
    """One prediction.

    Attributes:
        name: unique within its lab; the user's record is kept under it.
        prompt: what is asked, with everything that has to be known for it.
        answer: the kind of answer.
        truth: (params, result) -> the right answer.
        because: (params, result) -> one sentence that explains it with the numbers of the result.
        preset: the preset that it starts from; "" for the first one.
        changes: parameters that differ from the preset's.
        frame: the frame at which the answer is seen; None for the preset's own.
        view: fields of the view state that differ from the preset's, so that what is asked about is seen.
        part: the part whose result answers; "" for the main one.
        seen: whether the picture is seen while it is asked.
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
