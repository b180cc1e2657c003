"""Reads a formula in x and y with a small grammar of its own into a flat list of instructions. No text is executed.

    sum     = product { ("+" | "-") product }
    product = factor { ("*" | "/") factor | power }
    factor  = ("+" | "-") factor | power
    power   = atom [ ("**" | "^") factor ]
    atom    = number | "x" | "y" | "pi" | "e" | function "(" sum { "," sum } ")" | "(" sum ")"

As in Python, ** binds to the right and closer than a sign on its left: -x**2 is −(x²). A factor without a sign before
it, as in 2x or 2(x + 1), begins with a letter or a parenthesis; behind a division it is refused, since 1/2x is read in
two ways. The minus may be a real one or an en dash.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import plain_minus

MAX_LENGTH, MAX_DEPTH, MAX_POWER, MAX_INSTRUCTIONS = 400, 40, 100.0, 200
FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sinh", "cosh", "relu", "sigmoid")
OF_SEVERAL = ("max", "min")
"""Functions of two or more arguments."""
CONSTANTS = {"pi": math.pi, "e": math.e}
_OTHER_NAMES = {"ln": "log"}
_NAMES = (*CONSTANTS, *FUNCTIONS, *_OTHER_NAMES, *OF_SEVERAL)
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[xy](?=[xy]+\b)|[A-Za-z_]\w*)"
    r"|(?P<sign>\*\*|[-+*/^(),])",
    re.ASCII,
)


class ExpressionError(ValueError):
    """What is wrong in a formula and at which character, counted from 1."""


@dataclass(frozen=True)
class Instruction:
    """One operation on the results of earlier ones.

    Attributes:
        op: "number", "x", "y", "add", "sub", "mul", "div", "power", "neg", "max", "min" or a function's name.
        args: indices of the operands.
        value: the number, or the constant exponent of a power.
    """

    op: str
    args: tuple[int, ...] = ()
    value: float = 0.0


@dataclass(frozen=True)
class ParsedExpression:
    """A formula and the instructions that evaluate it; the last one gives its value.

    Attributes:
        text: as it was typed.
        program: instructions without duplicates, operands before their uses.
    """

    text: str
    program: tuple[Instruction, ...]


@lru_cache(maxsize=32)
def parse_expression(text: str, variables: tuple[str, ...] = ("x", "y")) -> ParsedExpression:
    """Reads a formula in x and y.

    Args:
        text: the formula.
        variables: those of x and y that messages name.

    Raises:
        ExpressionError: it does not fit the grammar, or is too long, too deeply nested or too large.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the expression has {len(text)} characters; at most {MAX_LENGTH} are allowed")
    if not text.strip():
        raise ExpressionError("the expression is empty; it may use " + ", ".join((*variables, *_NAMES)))
    parser = _Parser(_tokens(text), variables)
    value = parser.sum()
    if parser.kind != "end":
        parser.refuse(f"{parser.text!r} does not fit here; an operator + - * / ^ was expected")
    return ParsedExpression(text, parser.program_of(value))


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    tokens = []
    text = plain_minus(text)
    i = 0
    while i < len(text):
        if text[i] in " \t":
            i += 1
            continue
        match = _TOKEN.match(text, i)
        if match is None:
            _refuse_character(text[i], i + 1)
        else:
            tokens.append(_Token(str(match.lastgroup), match[0], i + 1))
            i = match.end()
    return [*tokens, _Token("end", "the end", len(text) + 1)]


def _refuse_character(character: str, position: int) -> None:
    shown = repr(character) if character.isascii() else f"{character!a} is not an ASCII character and"
    raise ExpressionError(f"expression, character {position}: {shown} is not allowed")


@dataclass
class _Parser:
    """A recursive-descent parser that emits each instruction once and evaluates constants."""

    tokens: list[_Token]
    variables: tuple[str, ...]
    at: int = 0
    depth: int = 0
    program: list[Instruction] = field(default_factory=list)
    known: dict[Instruction, int] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.tokens[self.at].kind

    @property
    def text(self) -> str:
        return self.tokens[self.at].text

    def refuse(self, reason: str, position: int | None = None) -> None:
        where = self.tokens[self.at].position if position is None else position
        raise ExpressionError(f"expression, character {where}: {reason}")

    def take(self, *signs: str) -> str:
        """Consumes and returns the next token if it is one of these; "" otherwise."""
        if self.kind == "sign" and self.text in signs:
            self.at += 1
            return self.tokens[self.at - 1].text
        return ""

    def sum(self) -> int:
        left = self.product()
        while sign := self.take("+", "-"):
            position = self.tokens[self.at - 1].position
            left = self.emit("add" if sign == "+" else "sub", (left, self.product()), position)
        return left

    def product(self) -> int:
        left, sign = self.factor(), "*"
        while True:
            position = self.tokens[self.at].position
            if self.at_factor:
                if sign == "/":
                    self.refuse("a product without a sign behind a division can be read in two ways; write * or (…)")
                left = self.emit("mul", (left, self.power()), position)
            elif sign := self.take("*", "/"):
                left = self.emit("mul" if sign == "*" else "div", (left, self.factor()), position)
            else:
                return left

    @property
    def at_factor(self) -> bool:
        """Whether a factor begins here that needs no sign before it."""
        return self.kind == "name" or (self.kind == "sign" and self.text == "(")

    def factor(self) -> int:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"nested more than {MAX_DEPTH} deep")
        position = self.tokens[self.at].position
        if sign := self.take("+", "-"):
            value = self.factor()
            value = self.emit("neg", (value,), position) if sign == "-" else value
        else:
            value = self.power()
        self.depth -= 1
        return value

    def power(self) -> int:
        base = self.atom()
        position = self.tokens[self.at].position
        return self.raised(base, self.factor(), position) if self.take("**", "^") else base

    def raised(self, base: int, exponent: int, position: int) -> int:
        """Base to a constant exponent, or exp(exponent · log(base))."""
        size = self.constant(exponent)
        if size is not None:
            if abs(size) > MAX_POWER:
                self.refuse(f"the power {size:g} is too large; at most {MAX_POWER:g} is allowed", position)
            return self.emit("power", (base,), position, size)
        logarithm = self.emit("log", (base,), position)
        return self.emit("exp", (self.emit("mul", (exponent, logarithm), position),), position)

    def atom(self) -> int:
        token = self.tokens[self.at]
        if self.take("("):
            return self.closed(token.position)
        if token.kind == "number":
            self.at += 1
            return self.emit("number", (), token.position, float(token.text))
        if token.kind == "name":
            self.at += 1
            return self.named(token)
        found = "the end" if token.kind == "end" else repr(token.text)
        self.refuse(f"a number, {', '.join(self.variables)} or a function was expected, not {found}")
        raise AssertionError

    def named(self, token: _Token) -> int:
        if token.text in ("x", "y"):
            return self.emit(token.text, (), token.position)
        if token.text in CONSTANTS:
            return self.emit("number", (), token.position, CONSTANTS[token.text])
        name = _OTHER_NAMES.get(token.text, token.text)
        if name not in (*FUNCTIONS, *OF_SEVERAL):
            shown = token.text if len(token.text) <= 20 else token.text[:19] + "…"
            self.refuse(f"there is no {shown!r}; there are {', '.join((*self.variables, *_NAMES))}", token.position)
        if not self.take("("):
            self.refuse(f"{token.text} needs its argument in parentheses")
        if name in OF_SEVERAL:
            return self.of_several(name, token.position)
        return self.emit(name, (self.closed(token.position),), token.position)

    def of_several(self, name: str, position: int) -> int:
        """A function of two or more arguments, two at a time."""
        value = self.sum()
        if not self.take(","):
            self.refuse(f"{name} needs two or more arguments with commas between them, such as {name}(x, 0)")
        while True:
            value = self.emit(name, (value, self.sum()), position)
            if not self.take(","):
                return self.closing(value, position)

    def closed(self, opened: int) -> int:
        return self.closing(self.sum(), opened)

    def closing(self, value: int, opened: int) -> int:
        if not self.take(")"):
            self.refuse(f"a ) was expected for the ( opened at character {opened}")
        return value

    def emit(self, op: str, args: tuple[int, ...], position: int, value: float = 0.0) -> int:
        instruction = self.folded(Instruction(op, args, value))
        if not math.isfinite(instruction.value):
            self.refuse("this is not a finite number", position)
        if instruction not in self.known:
            if len(self.program) >= MAX_INSTRUCTIONS:
                self.refuse(f"more than {MAX_INSTRUCTIONS} operations", position)
            self.known[instruction] = len(self.program)
            self.program.append(instruction)
        return self.known[instruction]

    def folded(self, instruction: Instruction) -> Instruction:
        constants = [self.constant(index) for index in instruction.args]
        if not constants or None in constants:
            return instruction
        with np.errstate(all="ignore"):
            return Instruction("number", (), float(_work_out(instruction, [np.float64(c) for c in constants])))

    def constant(self, index: int) -> float | None:
        instruction = self.program[index]
        return instruction.value if instruction.op == "number" else None

    def program_of(self, last: int) -> tuple[Instruction, ...]:
        """The instructions that the last one needs, renumbered."""
        needed = {last}
        for index in range(last, -1, -1):
            if index in needed:
                needed.update(self.program[index].args)
        place = {old: new for new, old in enumerate(sorted(needed))}
        kept = (self.program[old] for old in place)
        return tuple(Instruction(i.op, tuple(place[a] for a in i.args), i.value) for i in kept)


def _work_out(instruction: Instruction, args: list[np.float64]) -> np.float64:
    """The value of one instruction on constants."""
    if instruction.op == "power":
        return np.float64(np.power(args[0], instruction.value))
    if instruction.op in _OWN:
        return np.float64(_OWN[instruction.op](args[0]))
    function = getattr(np, _NUMPY_NAMES.get(instruction.op, instruction.op))
    return np.float64(function(*args))


def relu(u: Array) -> Array:
    """max(0, u)."""
    return np.maximum(u, 0.0)


def sigmoid(u: Array) -> Array:
    """1 / (1 + e⁻ᵘ), exact to rounding on both sides."""
    return np.exp(-np.logaddexp(0.0, -u))


_OWN: dict[str, Callable[[Any], Any]] = {"relu": relu, "sigmoid": sigmoid}
_NUMPY_NAMES = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "div": "divide",
    "neg": "negative",
    "max": "maximum",
    "min": "minimum",
}
