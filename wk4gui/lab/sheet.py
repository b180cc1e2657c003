"""The interface of labs with exercise sheets: draws an exercise, and makes the pages of sheet and key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wk4gui.lab.declarations import LabParams


@dataclass(frozen=True)
class Sheet:
    """An exercise on paper.

    Attributes:
        seed: of its numbers.
        name: of the student; "" for none.
        exercise: the exercise that the lab draws.
        params, view: the state of the lab for working it in the window.
    """

    seed: int
    name: str
    exercise: Any
    params: LabParams
    view: Mapping[str, object]


class SheetMaker(Protocol):
    """Draws exercises and paints their pages."""

    def draw(self, seed: int, name: str, wishes: Mapping[str, object]) -> Sheet:
        """A new exercise.

        Raises:
            ParamError: no exercise meets the wishes.
        """

    def sheet_pdf(self, sheet: Sheet) -> bytes:
        """The page of the exercise."""

    def key_pdf(self, sheets: Sequence[Sheet]) -> bytes:
        """The solutions, one page for each sheet."""
