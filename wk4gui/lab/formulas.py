"""The typeset formulas of resources/formulas: where each of their live numbers stands, and how they are read."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from wk4gui.resources import resource

SlotColor = Literal["ink", "forward", "backward", "update"]


class FormulaPiece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the picture between two numbers: the SVG element ``id`` and its box."""

    id: str
    x: float
    y: float
    width: float
    height: float


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Room for one number.

    Attributes:
        number: the name of the live number.
        color: the meaning of its colour in the theme.
        inline: whether what follows on the line moves along when the number is shorter; otherwise it is centred.
        factor: whether a negative number stands in parentheses.
        x: left end.
        baseline: of the text.
        width: room for the text.
    """

    number: str
    color: SlotColor
    inline: bool
    factor: bool
    x: float
    baseline: float
    width: float


class FormulaLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a formula, its pieces and slots from left to right."""

    pieces: tuple[FormulaPiece, ...]
    slots: tuple[Slot, ...]


class Formula(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A typeset formula.

    Attributes:
        name: as in formulas.toml and in lessons.
        text: how it is read, the names of its numbers in braces.
        size: of its type, in the units of its boxes.
        width: with every number as wide as it may be.
        height: of all lines.
        lines: from the top.
    """

    name: str
    text: str
    size: int
    width: float
    height: float
    lines: tuple[FormulaLine, ...]

    @property
    def numbers(self) -> frozenset[str]:
        """Names of the live numbers it takes."""
        return frozenset(slot.number for line in self.lines for slot in line.slots)

    def exists_for(self, numbers: Mapping[str, float]) -> bool:
        """Whether every number that it takes exists."""
        return self.numbers <= numbers.keys()

    def read(self, texts: Mapping[str, str]) -> str:
        """The formula as one line of text with its numbers."""
        return re.sub(r"\{(\w+)\}", lambda match: texts[match[1]], self.text)


@cache
def read_formula(name: str) -> Formula:
    """The formula of that name.

    Raises:
        FileNotFoundError: there is none.
    """
    return msgspec.json.decode(resource(f"formulas/{name}.json").read_bytes(), type=Formula)


@cache
def formula_svg(name: str) -> str:
    """The picture of what never changes in a formula, in ``currentColor``."""
    return resource(f"formulas/{name}.svg").read_text(encoding="utf-8")
