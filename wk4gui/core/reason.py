"""Where a number comes from: its formula, then the formula with the numbers in it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from wk4gui.core.number_format import format_factor, format_number

_SHOWN = 2
"""Terms that are written at either end of a long sum."""
_ROUGH = 0.005
"""A number that is written with so large an error, by its size, is another one to who reads it."""


@dataclass(frozen=True)
class Reason:
    """A number with its formulas.

    Attributes:
        subject: what the number is, in words, such as "Loss after step 20, α = 0.02".
        formulas: lines "formula = numbers = result", in the order of computation; the last ends with the number.
        value: the number itself.
    """

    subject: str
    formulas: tuple[str, ...]
    value: float


def sum_in_numbers(values: Iterable[float], digits: int = 4) -> str:
    """Such as "1 + (−2) + … + 3 + 4": the first and the last terms of a sum, all of a short one."""
    terms = [format_factor(float(value), digits) for value in values]
    if len(terms) > 2 * _SHOWN + 1:
        terms = [*terms[:_SHOWN], "…", *terms[-_SHOWN:]]
    return " + ".join(terms)


def as_written(reason: Reason, digits: int = 4) -> Reason:
    """The same of a number that is written with ``digits`` decimals, with a further line if those say little of it."""
    text = format_number(reason.value, digits)
    written = float(text.replace("−", "-")) if math.isfinite(reason.value) else reason.value
    if not abs(written - reason.value) > _ROUGH * abs(reason.value):
        return reason
    return Reason(reason.subject, (*reason.formulas, f"rounded = {text}"), written)
