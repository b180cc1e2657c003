"""Sentences made of words and numbers; each number keeps its exact value and where it comes from."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from string import Formatter

from wk4gui.core.number_format import Style, rounded_as, write_as
from wk4gui.lab.reason import Reason

MakeReason = Callable[[], Reason | None]
_MOST_DIGITS = 13


@dataclass(frozen=True)
class Numeral:
    """A number in a sentence: its exact value, how it is written, and its explanation.

    Attributes:
        value: the number, not rounded.
        digits: digits to write: decimal places or significant digits.
        reason: makes the Reason that explains this quantity.
        style: how `write_as` writes it.
    """

    value: float
    digits: int = 4
    reason: MakeReason | None = field(default=None, compare=False)
    style: Style = "places"

    def __str__(self) -> str:
        return write_as(self.value, self.digits, self.style)

    @property
    def rounded(self) -> float:
        """The number as written, to be checked by a reader."""
        return rounded_as(self.value, self.digits, self.style)

    def why(self) -> Reason | None:
        """Its explanation; None if there is none."""
        return None if self.reason is None or not math.isfinite(self.value) else self.reason()


Piece = str | Numeral


@dataclass(frozen=True)
class Sentence:
    """Words and numbers, in the order in which they are read."""

    pieces: tuple[Piece, ...] = ()

    def __str__(self) -> str:
        return "".join(map(str, self.pieces))

    def __bool__(self) -> bool:
        return bool(str(self))

    def __add__(self, other: "Sentence | Piece") -> "Sentence":
        return Sentence((*self.pieces, *sentence_of(other).pieces))

    @property
    def numerals(self) -> tuple[Numeral, ...]:
        """The numbers in it."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Numeral))


def sentence_of(words: Sentence | Piece) -> Sentence:
    """A sentence made from words, a number or a sentence."""
    if isinstance(words, Sentence):
        return words
    return Sentence((words,)) if isinstance(words, Numeral) or words else Sentence()


def phrase(template: str, **parts: Sentence | Piece) -> Sentence:
    """A sentence from a template, such as ``phrase("The loss is {loss}.", loss=Numeral(9.0))``."""
    pieces: list[Piece] = []
    for words, name, _, _ in Formatter().parse(template):
        pieces += [words] if words else []
        pieces += sentence_of(parts[name]).pieces if name is not None else []
    return Sentence(tuple(pieces))


def joined(separator: str, parts: Iterable[Sentence | Piece]) -> Sentence:
    """The parts that are not empty, joined by a separator."""
    pieces: list[Piece] = []
    for part in map(sentence_of, parts):
        if part:
            pieces += [separator] if pieces else []
            pieces += part.pieces
    return Sentence(tuple(pieces))


def vector(values: Sequence[Numeral]) -> Sentence:
    """Numbers in parentheses, such as "(1, 2)"; a single number without them."""
    return sentence_of(values[0]) if len(values) == 1 else phrase("({all})", all=joined(", ", values))


def distinguishable(first: Numeral, second: Numeral) -> tuple[Numeral, Numeral]:
    """Both numbers with enough digits to tell them apart."""
    digits = first.digits
    while digits < _MOST_DIGITS and first.value != second.value:
        pair = [Numeral(each.value, digits, each.reason, each.style) for each in (first, second)]
        if str(pair[0]) != str(pair[1]):
            return pair[0], pair[1]
        digits += 1
    return first, second
