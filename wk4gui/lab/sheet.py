"""What a lab offers that has exercise sheets: drawing an exercise, and the pages of the sheet and of its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wk4gui.lab.declarations import LabParams


@dataclass(frozen=True)
class Sheet:
    """An exercise on paper.

    Attributes:
        seed: of its numbers.
        name: whose it is; "" for nobody's.
        exercise: what its lab draws.
        params, view: the state of the lab in which it can be worked in the window.
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
            ParamError: there is none as wished for.
        """

    def sheet_pdf(self, sheet: Sheet) -> bytes:
        """The page to be worked on."""

    def key_pdf(self, sheets: Sequence[Sheet]) -> bytes:
        """The solutions, a page a sheet."""
