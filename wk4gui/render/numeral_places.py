"""Finds the number at a place of a written sentence."""

from collections.abc import Callable

from wk4gui.lab.sentence import Numeral, Sentence


def numeral_in(sentence: Sentence, share: float, advance: Callable[[str], float]) -> Numeral | None:
    """The number at a share of a line's width; anywhere if it is the only one.

    Args:
        sentence: the line.
        share: from 0 at its left end to 1.
        advance: gives the width of a text in the line's font.
    """
    numbers = sentence.numerals
    if len(numbers) < 2:
        return numbers[0] if numbers else None
    x, written = share * advance(str(sentence)), ""
    for piece in sentence.pieces:
        start = advance(written)
        written += str(piece)
        if isinstance(piece, Numeral) and start <= x <= advance(written):
            return piece
    return None
