"""Numbers as reasons write them: with five significant digits, in sums and in products."""

from collections.abc import Iterable
from typing import SupportsFloat

from wk4gui.core.number_format import format_factor, format_significant

DIGITS = 5
SHOWN_TERMS = 2
"""Terms that are written at either end of a long sum."""


def number(value: SupportsFloat) -> str:
    """A number as reasons write it: with five significant digits."""
    return format_significant(float(value), DIGITS)


def factor(value: SupportsFloat) -> str:
    """The same to stand in a product or after a sign."""
    return format_significant(float(value), DIGITS, factor=True)


def sum_in_numbers(values: Iterable[float], digits: int = 4) -> str:
    """Such as "1 + (−2) + … + 3 + 4": the first and the last terms of a sum, all of a short one."""
    terms = [format_factor(float(value), digits) for value in values]
    if len(terms) > 2 * SHOWN_TERMS + 1:
        terms = [*terms[:SHOWN_TERMS], "…", *terms[-SHOWN_TERMS:]]
    return " + ".join(terms)
