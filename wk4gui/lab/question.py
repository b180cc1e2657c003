"""Prediction questions, asked before a result is shown and answered by the result.

The answer is not stored: `truth` reads it off the result, and `because` explains it in a sentence with numbers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
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


AnswerForm = Choice | Number
Given = str | float
"""What a user answers, and what is true: the text of a choice, or a number."""


@dataclass(frozen=True)
class Variant:
    """A question with other numbers; what stands here replaces what the question says.

    Attributes:
        prompt: what is asked.
        changes: parameters that differ from the preset's.
        reveals: parameters that change when the answer is shown.
    """

    prompt: str
    changes: Mapping[str, object]
    reveals: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class AskedMap:
    """The map that a question is answered by.

    Attributes:
        measure: its name.
        across: name, lowest and highest value of the parameter along x.
        up: the same along y.
        n_values: how many values along each.
        n_seeds: over how many seeds the median is taken, from that of the question on.
    """

    measure: str
    across: tuple[str, float, float]
    up: tuple[str, float, float]
    n_values: int = 17
    n_seeds: int = 1


@dataclass(frozen=True)
class Question:
    """One prediction: a judgement that takes some fifteen seconds, with the picture in sight.

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
        hides: panes, and what else the view can conceal by name, that are not seen while it is asked.
        asked_frame: the frame that is seen while it is asked; None for the one at which the answer is seen.
        asked_view: fields of the view state that differ while it is asked.
        reveals: parameters that change when the answer is shown.
        draw: seed -> the same question with other numbers; None if it has none.
        map: the map that answers, swept when the answer is given; the "result" of truth, because and why_wrong is then
            a SweptMap of `part`.
        why_wrong: (option, params, result) -> what would have to hold for an option that is not true, in a sentence;
            every question with a Choice has it.
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
    hides: tuple[str, ...] = ()
    asked_frame: int | None = None
    asked_view: Mapping[str, object] = field(default_factory=dict)
    reveals: Mapping[str, object] = field(default_factory=dict)
    draw: Callable[[int], Variant] | None = None
    map: AskedMap | None = None
    why_wrong: Callable[[str, Any, Any], str] | None = None

    def why_not(self, given: "Given", params: Any, result: Any) -> str:
        """What would have to hold for a wrong choice, computed where it has numbers; "" for a number."""
        if self.why_wrong is None or not isinstance(given, str):
            return ""
        return self.why_wrong(given, params, result)

    def variant(self, seed: int) -> "Question":
        """The question with the numbers of a seed; itself where it has no others."""
        if self.draw is None:
            return self
        drawn = self.draw(seed)
        return replace(self, prompt=drawn.prompt, changes=drawn.changes, reveals=drawn.reveals)
