"""How the numbers of an exercise look: blank, entered, right, right from earlier numbers, wrong, revealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wk4gui.labs.backprop.model.exercise import Exercise, Item
from wk4gui.render.theme import Theme

AnswerTone = Literal["blank", "entered", "right", "follows", "wrong", "revealed"]
_SIGNS: dict[AnswerTone, str] = {"right": " ✓", "follows": " (✓)", "wrong": " ✗"}


@dataclass(frozen=True)
class ShownAnswer:
    """One number of an exercise as it is drawn."""

    text: str
    tone: AnswerTone

    @property
    def shown(self) -> str:
        """The text with a sign of its mark, so that colour is not the only sign."""
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
"""By the text of the quantity; what is missing is no blank."""


def answers_of(exercise: Exercise) -> dict[str, ShownAnswer]:
    """How every blank of an exercise is drawn."""
    return {str(item.quantity): ShownAnswer(item.text, tone_of(item)) for item in exercise.items}


def tone_of(item: Item) -> AnswerTone:
    """What a blank's colour and sign say."""
    if item.revealed:
        return "revealed"
    if item.error:
        return "wrong"
    if item.mark is not None:
        return item.mark.verdict
    return "entered" if item.text else "blank"
