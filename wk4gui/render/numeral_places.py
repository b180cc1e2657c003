"""Which number of a sentence stands at a place of the line it is written in."""

from collections.abc import Callable

from wk4gui.lab.sentence import Numeral, Sentence


def numeral_in(sentence: Sentence, share: float, advance: Callable[[str], float]) -> Numeral | None:
    """The number at a share of a line's width, from 0 to 1; the only one wherever the line is pointed at.

    Args:
        sentence: what is written, in one line.
        share: where, from its left end.
        advance: the width of a text in the font it is written in.
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
