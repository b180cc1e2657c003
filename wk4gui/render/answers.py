"""The look of an exercise's numbers: blank, entered, right, right from earlier numbers, wrong, revealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wk4gui.lab.marking import Item, Marked
from wk4gui.render.theme import Theme

AnswerTone = Literal["blank", "entered", "right", "follows", "wrong", "revealed"]
_SIGNS: dict[AnswerTone, str] = {"right": " ✓", "follows": " (✓)", "wrong": " ✗"}


@dataclass(frozen=True)
class ShownAnswer:
    """One number of an exercise as drawn."""

    text: str
    tone: AnswerTone

    @property
    def shown(self) -> str:
        """The text with a sign for its mark, so that the mark is not shown by colour alone."""
        return (self.text or "?") + _SIGNS.get(self.tone, "")

    def color(self, theme: Theme) -> str:
        return {
            "blank": theme.selected,
            "entered": theme.ink,
            "right": theme.update,
            "follows": theme.update,
            "wrong": theme.bad,
            "revealed": theme.ink2,
        }[self.tone]


Answers = Mapping[str, ShownAnswer]
"""The answers by the key of their quantity; other quantities are not blank."""


def answers_of(marked: Marked) -> dict[str, ShownAnswer]:
    """The drawn answer of every blank of an exercise."""
    return {item.quantity.key: ShownAnswer(item.text, tone_of(item)) for item in marked.asked}


def tone_of(item: Item) -> AnswerTone:
    """The tone of a blank's colour and sign."""
    if item.revealed:
        return "revealed"
    if item.error:
        return "wrong"
    if item.mark is not None:
        return item.mark.verdict
    return "entered" if item.text else "blank"
