"""Where a number comes from: its formula, then the formula with the numbers in it."""

from dataclasses import dataclass


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
