"""What a student types as a number: decimals with point or comma, fractions, simple arithmetic."""

import math
from dataclasses import dataclass

from wk4gui.core.expression_parser import ExpressionError, parse_expression
from wk4gui.core.number_format import plain_minus

_CLOSE = 0.005
"""However few digits are typed, they have to fit the number to this share."""
_EXACT = 1e-9
_PLAIN = frozenset("0123456789.")


class EntryError(ValueError):
    """Why a text is no number."""


@dataclass(frozen=True)
class Entry:
    """A number as it was typed.

    Attributes:
        text: what was typed.
        value: the number.
        decimals: places after the point that were typed; None for arithmetic, which is exact.
    """

    text: str
    value: float
    decimals: int | None

    def fits(self, truth: float) -> bool:
        """Whether this is the number, to the digits typed: half a unit of the last place, at most half a per cent."""
        if not math.isfinite(truth):
            return False
        gap = abs(self.value - truth)
        exact = _EXACT * max(abs(truth), 1e-3)
        if self.decimals is None:
            return gap <= exact
        return gap <= max(min(0.5 * 10.0**-self.decimals * (1.0 + _EXACT), _CLOSE * abs(truth)), exact)


def parse_entry(text: str) -> Entry:
    """The number of a text such as "0.5", "0,5", "−3", "3/4" or "6*-1".

    Raises:
        EntryError: the text is none, in one sentence.
    """
    plain = plain_minus(text.strip()).replace("·", "*").replace("×", "*").replace(",", ".").replace(" ", "")
    if not plain:
        raise EntryError("a number is expected here, such as 0.5, 3/4 or 6*-1")
    try:
        program = parse_expression(plain).program
    except ExpressionError:
        program = ()
    if len(program) != 1 or program[0].op != "number" or not math.isfinite(program[0].value):
        raise EntryError(f"“{text.strip()}” is no number: digits, + − * / and parentheses are allowed")
    digits = plain.lstrip("+-")
    if not set(digits) <= _PLAIN:
        return Entry(text, float(program[0].value), None)
    _, _, places = digits.partition(".")
    return Entry(text, float(program[0].value), len(places))
