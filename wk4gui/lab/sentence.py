"""Sentences made of words and of numbers that know what they are."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from string import Formatter

from wk4gui.core.number_format import Style, rounded_as, write_as
from wk4gui.lab.reason import Reason

MakeReason = Callable[[], Reason | None]
_MOST_DIGITS = 13


@dataclass(frozen=True)
class Said:
    """A number as a sentence says it.

    Attributes:
        value: the number itself, not rounded.
        digits: how many are written: places after the point, or significant ones.
        reason: makes the Reason it comes from, which explains this quantity and no other.
        style: "places", "significant", "percent" of a share, or "short".
    """

    value: float
    digits: int = 4
    reason: MakeReason | None = field(default=None, compare=False)
    style: Style = "places"

    def __str__(self) -> str:
        return write_as(self.value, self.digits, self.style)

    @property
    def rounded(self) -> float:
        """The number that is written, which a reader may check."""
        return rounded_as(self.value, self.digits, self.style)

    def why(self) -> Reason | None:
        """Where it comes from; None where there is nothing to explain."""
        return None if self.reason is None or not math.isfinite(self.value) else self.reason()


Piece = str | Said


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
    def said(self) -> tuple[Said, ...]:
        """Its numbers."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Said))


def sentence_of(words: Sentence | Piece) -> Sentence:
    """Words, a number or a sentence as a sentence."""
    if isinstance(words, Sentence):
        return words
    return Sentence((words,)) if isinstance(words, Said) or words else Sentence()


def say(template: str, **parts: Sentence | Piece) -> Sentence:
    """A sentence with its parts in place, such as ``say("The loss is {loss}.", loss=Said(9.0))``."""
    pieces: list[Piece] = []
    for words, name, _, _ in Formatter().parse(template):
        pieces += [words] if words else []
        pieces += sentence_of(parts[name]).pieces if name is not None else []
    return Sentence(tuple(pieces))


def joined(separator: str, parts: Iterable[Sentence | Piece]) -> Sentence:
    """The parts that say something, one after the other."""
    pieces: list[Piece] = []
    for part in map(sentence_of, parts):
        if part:
            pieces += [separator] if pieces else []
            pieces += part.pieces
    return Sentence(tuple(pieces))


def vector(values: Sequence[Said]) -> Sentence:
    """Such as "(1, 2)"; a single number stands without parentheses."""
    return sentence_of(values[0]) if len(values) == 1 else say("({all})", all=joined(", ", values))


def distinguishable(first: Said, second: Said) -> tuple[Said, Said]:
    """Both with as many more digits as distinguish them."""
    digits = first.digits
    while digits < _MOST_DIGITS and first.value != second.value:
        pair = [Said(each.value, digits, each.reason, each.style) for each in (first, second)]
        if str(pair[0]) != str(pair[1]):
            return pair[0], pair[1]
        digits += 1
    return first, second
