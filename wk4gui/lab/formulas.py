"""The typeset formulas of resources/formulas: the places of their live numbers, and their text."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from wk4gui.resources import resource

SlotColor = Literal["ink", "forward", "backward", "update"]


class FormulaPiece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a formula's picture between two numbers: the SVG element ``id`` and its box."""

    id: str
    x: float
    y: float
    width: float
    height: float


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The place of one number in a formula.

    Attributes:
        number: the name of the live number.
        color: the meaning of its colour in the theme.
        inline: whether the rest of the line moves up when the number is shorter; otherwise the number is centred.
        factor: whether a negative number is put in parentheses.
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
        text: the formula as text, the names of its numbers in braces.
        size: font size, in the units of its boxes.
        width: with every number as wide as it may be.
        height: of all lines.
        lines: from top to bottom.
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
        """Whether all its numbers exist."""
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
    """The SVG of the fixed parts of a formula, in ``currentColor``."""
    return resource(f"formulas/{name}.svg").read_text(encoding="utf-8")
