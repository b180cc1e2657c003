"""Numbers as typed by a student: decimals with point or comma, fractions, simple arithmetic."""

import math
import re
from dataclasses import dataclass

from wk4gui.core.expression_parser import ExpressionError, parse_expression
from wk4gui.core.number_format import plain_minus

_EXACT = 1e-9
_SHOWN = 20
LARGEST = 1e12
"""Beyond any truth, and far from where products of what was typed overflow."""
LEAST_DIGITS = 2
"""Significant digits that a rounded number needs; one with fewer has to be exact."""
_DECIMAL = re.compile(r"[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?")


class EntryError(ValueError):
    """A text is not a number; says why."""


@dataclass(frozen=True)
class TypedNumber:
    """A number as it was typed.

    Attributes:
        text: what was typed.
        value: the number.
        decimals: place of the last digit typed, counted from the point, below 0 before it; None for arithmetic, which
            is exact.
        digits: significant digits typed.
    """

    text: str
    value: float
    decimals: int | None
    digits: int = 0

    def fits(self, truth: float) -> bool:
        """Whether this equals ``truth``, rounded to the digits typed if there are at least two."""
        if not math.isfinite(truth):
            return False
        gap = abs(self.value - truth)
        exact = _EXACT * max(abs(truth), 1e-3)
        if self.decimals is None or self.digits < LEAST_DIGITS:
            return gap <= exact
        return gap <= max(0.5 * 10.0**-self.decimals * (1.0 + _EXACT), exact)


def parse_entry(text: str) -> TypedNumber:
    """The number of a text such as "0.5", "0,5", "−3", "2.19e-4", "3/4" or "6*-1".

    Raises:
        EntryError: the text is not a number.
    """
    plain = plain_minus(text.strip()).replace("·", "*").replace("×", "*").replace(",", ".").replace(" ", "")
    if not plain:
        raise EntryError("a number is expected here, such as 0.5, 3/4 or 6*-1")
    written = _DECIMAL.fullmatch(plain)
    if written is not None and written[1] + written[2]:
        power = int(written[3] or 0)
        digits = (written[1] + written[2]).lstrip("0")
        return TypedNumber(text, _bounded(text, float(plain)), len(written[2]) - power, len(digits))
    try:
        program = parse_expression(plain).program
    except ExpressionError:
        program = ()
    if len(program) != 1 or program[0].op != "number" or not math.isfinite(program[0].value):
        raise EntryError(f"“{_short(text)}” is not a number: digits, + − * / and parentheses are allowed")
    return TypedNumber(text, _bounded(text, float(program[0].value)), None)


def _bounded(text: str, value: float) -> float:
    """A value with which can be reckoned on.

    Raises:
        EntryError: it is too large for that.
    """
    if abs(value) > LARGEST:
        raise EntryError(f"“{_short(text)}” is too large: numbers from −1e12 to 1e12 are allowed")
    return value


def _short(text: str) -> str:
    plain = text.strip()
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"
