"""Formulas as small trees of symbols, operators and numbers.

One tree gives the formula in symbols, the formula with the numbers in it, and the value, so what is written is
what is computed: with w = ``QuantityTerm(2.0, "w")``, α, g likewise, ``w - α * g`` is "w − α g", "2 − 0.1 · 18", 0.2.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, SupportsFloat

from wk4gui.core.number_format import format_significant
from wk4gui.core.number_text import DIGITS, SHOWN_TERMS

Form = Literal["symbols", "numbers"]
Writer = Callable[[float], str]
_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def write_number(value: float) -> str:
    """A number as formulas write it, with five significant digits."""
    return format_significant(value, DIGITS)


class Expression(ABC):
    """A formula with its value; combined with + − * / ** and with numbers.

    Attributes:
        binding: its precedence, which decides where parentheses are needed.
    """

    binding = _ATOM

    @property
    @abstractmethod
    def value(self) -> float:
        """The value of the formula."""

    @property
    def parts(self) -> "Sequence[Expression]":
        """The operands."""
        return ()

    @property
    def symbolic(self) -> bool:
        """Whether anything in it has a symbol."""
        return any(part.symbolic for part in self.parts)

    @abstractmethod
    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        """The formula as text.

        Args:
            form: "symbols" or "numbers".
            write: how numbers are written.
            first: whether it comes first, so that a leading minus needs no parentheses.
        """

    def within(self, binding: int, form: Form, write: Writer, *, first: bool = False) -> str:
        """Its text inside another formula, in parentheses if that one binds more tightly."""
        if self.binding < binding:
            return f"({self.text(form, write)})"
        return self.text(form, write, first=first)

    def __add__(self, other: "Expression | float") -> "Sum":
        return _sum(self, "+", expression(other))

    def __radd__(self, other: float) -> "Sum":
        return _sum(expression(other), "+", self)

    def __sub__(self, other: "Expression | float") -> "Sum":
        return _sum(self, "−", expression(other))

    def __rsub__(self, other: float) -> "Sum":
        return _sum(expression(other), "−", self)

    def __mul__(self, other: "Expression | float") -> "Product":
        return _product(self, expression(other))

    def __rmul__(self, other: float) -> "Product":
        return _product(expression(other), self)

    def __truediv__(self, other: "Expression | float") -> "Quotient":
        return Quotient(self, expression(other))

    def __rtruediv__(self, other: float) -> "Quotient":
        return Quotient(expression(other), self)

    def __pow__(self, exponent: int) -> "Power":
        return Power(self, exponent)

    def __neg__(self) -> "Negative":
        return Negative(self)


@dataclass(frozen=True, eq=False)
class QuantityTerm(Expression):
    """A number with its symbol; without a symbol the number is written in both forms."""

    number: float
    symbol: str = ""

    @property
    def value(self) -> float:
        return self.number

    @property
    def symbolic(self) -> bool:
        return bool(self.symbol)

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        if form == "symbols" and self.symbol:
            return self.symbol
        written = write(self.number)
        return f"({written})" if written.startswith("−") and not first else written


@dataclass(frozen=True, eq=False)
class Constant(Expression):
    """A number that is always written in the same way, such as ½."""

    number: float
    written: str

    @property
    def value(self) -> float:
        return self.number

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        return self.written


@dataclass(frozen=True, eq=False)
class Sum(Expression):
    """Terms with their signs; with numbers, a long sum shows only the first and last terms.

    Attributes:
        terms: each with "+" or "−" before it.
        symbol: what replaces a long sum in symbols, such as "Σ (ŷ − y)²".
    """

    terms: tuple[tuple[str, Expression], ...]
    symbol: str = ""

    @property
    def binding(self) -> int:  # type: ignore[override]
        return _SUM if len(self.terms) > 1 else _ATOM

    @property
    def parts(self) -> Sequence[Expression]:
        return [term for _, term in self.terms]

    @property
    def symbolic(self) -> bool:
        return bool(self.symbol) or super().symbolic

    @cached_property
    def value(self) -> float:
        return math.fsum(-t.value if sign == "−" else t.value for sign, t in self.terms) if self.terms else 0.0

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        if form == "symbols" and self.symbol:
            return self.symbol
        pieces = [
            (sign, term.within(_PRODUCT if sign == "−" else _SUM, form, write, first=first and i == 0))
            for i, (sign, term) in self._shown()
        ]
        text = "".join(f" {sign} {piece}" for sign, piece in pieces)
        return text.removeprefix(" + ")

    def within(self, binding: int, form: Form, write: Writer, *, first: bool = False) -> str:
        if form == "symbols" and self.symbol:  # a Σ applies to all that follows it, so it comes last or in parentheses
            return f"({self.symbol})" if binding > _PRODUCT else self.symbol
        return super().within(binding, form, write, first=first)

    def _shown(self) -> list[tuple[int, tuple[str, Expression]]]:
        numbered = list(enumerate(self.terms))
        if len(numbered) <= 2 * SHOWN_TERMS + 1:
            return numbered
        return [*numbered[:SHOWN_TERMS], (SHOWN_TERMS, ("+", Constant(0.0, "…"))), *numbered[-SHOWN_TERMS:]]


@dataclass(frozen=True, eq=False)
class Negative(Expression):
    """Minus an expression."""

    inner: Expression
    binding = _PRODUCT

    @property
    def parts(self) -> Sequence[Expression]:
        return (self.inner,)

    @property
    def value(self) -> float:
        return -self.inner.value

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        text = f"−{self.inner.within(_PRODUCT, form, write)}"
        return text if first else f"({text})"


@dataclass(frozen=True, eq=False)
class Product(Expression):
    """Factors: side by side in symbols if that is easy to read, else with a dot between them."""

    factors: tuple[Expression, ...]
    binding = _PRODUCT

    @property
    def parts(self) -> Sequence[Expression]:
        return self.factors

    @cached_property
    def value(self) -> float:
        return float(math.prod(factor.value for factor in self.factors))

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        pieces = [f.within(_PRODUCT, form, write, first=first and i == 0) for i, f in enumerate(self.factors)]
        named = form == "symbols" and not any(isinstance(f, QuantityTerm) and not f.symbol for f in self.factors[1:])
        return " ".join(pieces) if named and _side_by_side(pieces) else " · ".join(pieces)


@dataclass(frozen=True, eq=False)
class Quotient(Expression):
    """A fraction."""

    top: Expression
    bottom: Expression
    binding = _PRODUCT

    @property
    def parts(self) -> Sequence[Expression]:
        return (self.top, self.bottom)

    @cached_property
    def value(self) -> float:
        top, bottom = self.top.value, self.bottom.value
        return top / bottom if bottom else math.nan if not top or math.isnan(top) else math.copysign(math.inf, top)

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        top = self.top.within(_PRODUCT, form, write, first=first)
        return f"{top} / {self.bottom.within(_POWER, form, write)}"


@dataclass(frozen=True, eq=False)
class Power(Expression):
    """An integer power."""

    base: Expression
    exponent: int
    binding = _POWER

    @property
    def parts(self) -> Sequence[Expression]:
        return (self.base,)

    @cached_property
    def value(self) -> float:
        try:
            return float(self.base.value**self.exponent)
        except OverflowError:
            return math.inf

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        base = self.base.within(_ATOM, form, write)
        if form == "numbers" and "e" in base and isinstance(self.base, QuantityTerm) and not base.startswith("("):
            base = f"({base})"  # in 2e−5² the power would seem to belong to the exponent of ten
        return base + str(self.exponent).translate(_RAISED)


@dataclass(frozen=True, eq=False)
class Call(Expression):
    """A function of an expression, such as √x, ln(x) or |x|.

    Attributes:
        opening: the text before the argument, with its parenthesis: "ln(", "max(0, " or "|".
        function: what it computes.
        inner: its argument.
        closing: the text after it.
    """

    opening: str
    function: Callable[[float], float]
    inner: Expression
    closing: str = ")"

    @property
    def parts(self) -> Sequence[Expression]:
        return (self.inner,)

    @cached_property
    def value(self) -> float:
        try:
            return float(self.function(self.inner.value))
        except OverflowError:
            return math.inf

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        inner = self.inner.text(form, write)
        if self.opening == "√(" and inner.isalnum() | inner.replace(".", "").isdigit():
            return f"√{inner}"
        return f"{self.opening}{inner}{self.closing}"


def expression(value: "Expression | SupportsFloat") -> Expression:
    """A plain number as an expression."""
    return value if isinstance(value, Expression) else QuantityTerm(float(value))


def _sum(left: Expression, sign: str, right: Expression) -> Sum:
    """A sum of both sides, flattened: on the right only after a plus."""
    before = left.terms if isinstance(left, Sum) and not left.symbol else (("+", left),)
    after = right.terms if sign == "+" and isinstance(right, Sum) and not right.symbol else ((sign, right),)
    return Sum((*before, *after))


def _product(left: Expression, right: Expression) -> Product:
    before = left.factors if isinstance(left, Product) else (left,)
    return Product((*before, *(right.factors if isinstance(right, Product) else (right,))))


def _side_by_side(pieces: Sequence[str]) -> bool:
    """Whether factors are easy to read without a dot: a number followed by letters or parentheses."""
    return all(
        "/" not in piece and (piece.startswith("(") or (" " not in piece and not (i and piece[0].isdigit())))
        for i, piece in enumerate(pieces)
    )
