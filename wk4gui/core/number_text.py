"""Numbers as reasons write them: with five significant digits, in sums and in products."""

from typing import SupportsFloat

from wk4gui.core.number_format import format_significant

DIGITS = 5
SHOWN_TERMS = 2
"""Terms written at each end of a long sum."""


def number(value: SupportsFloat) -> str:
    """A number as reasons write it: with five significant digits."""
    return format_significant(float(value), DIGITS)


def factor(value: SupportsFloat) -> str:
    """The same to stand in a product or after a sign."""
    return format_significant(float(value), DIGITS, factor=True)
