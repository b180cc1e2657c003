"""Equations (a name and the formula of its value) and functions that build formulas."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import SupportsFloat

from wk4gui.core.expression import (
    Call,
    Constant,
    Expression,
    Form,
    QuantityTerm,
    Quotient,
    Sum,
    Writer,
    expression,
    write_number,
)

HALF = Constant(0.5, "½")


@dataclass(frozen=True)
class Equation:
    """A line "name = symbols = numbers = value"; repeated parts are written once.

    Attributes:
        name: what is computed; "" if the formula shows it.
        formula: how it is computed.
        sign: "=", or "←" for an assignment.
        write: how its numbers are written.
        write_value: how its value is written, if differently.
        rounded: the rounded value, if later steps use it.
    """

    name: str
    formula: Expression
    sign: str = "="
    write: Writer = write_number
    write_value: Writer | None = None
    rounded: float | None = None

    @property
    def value(self) -> float:
        """The value of the formula, or the rounded one."""
        return self.formula.value if self.rounded is None else self.rounded

    def __str__(self) -> str:
        forms: tuple[Form, ...] = ("symbols", "numbers") if self.formula.symbolic else ("numbers",)
        sides = [self.formula.text(form, self.write) for form in forms]
        kept: list[str] = []
        for side in (*sides, (self.write_value or self.write)(self.formula.value)):
            if side not in kept[-1:]:
                kept.append(side)
        line = " = ".join(kept)
        if self.rounded is not None and self.write(self.rounded) != kept[-1]:
            line += f" ≈ {self.write(self.rounded)}"
        return f"{self.name} {self.sign} {line}" if self.name else line


def quantity(symbol: str, value: SupportsFloat) -> QuantityTerm:
    """A number with its symbol."""
    return QuantityTerm(float(value), symbol)


def total(terms: Iterable["Expression | SupportsFloat"], symbol: str = "") -> Sum:
    """The sum of all terms, called ``symbol`` in symbols."""
    return Sum(tuple(("+", expression(term)) for term in terms), symbol)


def mean(terms: Iterable["Expression | SupportsFloat"], symbol: str = "") -> Quotient:
    """The sum of all terms over their number; ``symbol`` stands for the sum."""
    added = total(terms, symbol)
    return added / float(len(added.terms))


def root(inner: "Expression | SupportsFloat") -> Call:
    """√ of an expression."""
    return Call("√(", math.sqrt, expression(inner))


def exp(inner: "Expression | SupportsFloat") -> Call:
    """e to the power of an expression."""
    return Call("e^(", math.exp, expression(inner))


def ln(inner: "Expression | SupportsFloat") -> Call:
    """The natural logarithm; −∞ at 0."""
    return Call("ln(", lambda value: math.log(value) if value > 0.0 else -math.inf, expression(inner))


def size(inner: "Expression | SupportsFloat") -> Call:
    """|x|."""
    return Call("|", abs, expression(inner), "|")
