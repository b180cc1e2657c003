"""The summary below the picture, its verdict first."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.lab.sentence import Numeral, Sentence, sentence_of
from wk4gui.lab.summary import Summary
from wk4gui.lab.ties import tied
from wk4gui.render.fonts import text_font, text_width
from wk4gui.render.plain_text import plain_tip
from wk4gui.render.theme import LIGHT, Theme, faded, tone_color

_LINE = 1.45
"""Height of a line, times its font size."""
_LEAST_LINES = 2
"""Lines that are always reserved; after more lines the height is kept, so that the picture keeps its size."""


class SummaryLine(QWidget):
    """Shows a Summary, or why an edit was refused.

    Signals:
        asked(object, QRect): a Numeral was clicked; its box on the screen.
    """

    asked = Signal(object, QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._summary = Summary("", "")
        self._verdict, self._detail = "", ""
        self._asked = -1
        self._most = (0, _LEAST_LINES)
        self.setMouseTracking(True)
        # Not fixed, which would be the height for the width before.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """The sentence shown."""
        return str(self._summary)

    def show_summary(self, summary: Summary) -> None:
        self._asked = -1
        changed = str(summary) != str(self._summary) or summary.tone != self._summary.tone
        self._summary = summary
        if changed:
            self._verdict, self._detail = str(summary.verdict), str(summary.detail)
            self.setAccessibleName(f"Summary: {summary}")
            self.setToolTip(plain_tip(str(summary)))
            self._refit()

    def show_refusal(self, reason: str) -> None:
        """Shows that an edit was not accepted and why; the next summary replaces it."""
        self.show_summary(Summary("Not accepted.", f"{reason.removesuffix('.')}.", "bad"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._most = (0, _LEAST_LINES)
        self._refit()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        known, most = self._most
        lines = max(len(self._lines(width)), _LEAST_LINES, most if width == known else 0)
        return round(lines * self._px * _LINE) + 4

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        px, theme = self._px, self._theme
        lines = self._lines(self.width())
        top = (self.height() - len(lines) * px * _LINE) / 2
        indent = self._verdict_width()
        with QPainter(self) as p:
            p.setFont(text_font(px, 700))
            p.setPen(faded(tone_color(theme, self._summary.tone)))
            p.drawText(QPointF(0, top + px * 1.1), self._verdict)
            p.setFont(text_font(px))
            p.setPen(faded(theme.ink))
            for i, (_, line) in enumerate(lines):
                p.drawText(QPointF(0 if i else indent, top + px * (1.1 + i * _LINE)), line)

    def numeral_at(self, point: QPointF) -> Numeral | None:
        """The number under a point; None if there is none."""
        return next((numeral for numeral, box in self.places() if box.contains(point)), None)

    def places(self) -> list[tuple[Numeral, QRectF]]:
        """Every number and its box, in reading order."""
        px, lines = self._px, self._lines(self.width())
        top = (self.height() - len(lines) * px * _LINE) / 2
        verdict = sentence_of(self._summary.verdict)
        found = _boxes(verdict, ((0, 0, 0.0, str(verdict)),), px, 700)
        indent = self._verdict_width()
        placed = [(i, start, 0.0 if i else indent, line) for i, (start, line) in enumerate(lines)]
        found += _boxes(sentence_of(self._summary.detail), placed, px, 400)
        return [(numeral, QRectF(x, top + i * px * _LINE, width, px * _LINE)) for numeral, i, x, width in found]

    def ask_next(self) -> None:
        """Emits `asked` for the next number, after the last one for the first."""
        places = self.places()
        if places:
            self._asked = (self._asked + 1) % len(places)
            self._ask(*places[self._asked])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        number = self.numeral_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if number else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        for i, (numeral, box) in enumerate(self.places()):
            if box.contains(event.position()):
                self._asked = i
                self._ask(numeral, box)

    def _ask(self, numeral: Numeral, box: QRectF) -> None:
        place = box.toAlignedRect()
        self.asked.emit(numeral, QRect(self.mapToGlobal(place.topLeft()), place.size()))

    @property
    def _px(self) -> int:
        return self._theme.px(self._theme.sentence)

    def _verdict_width(self) -> float:
        return text_width(f"{self._verdict}  ", self._px, 700)

    def _lines(self, width: int) -> tuple[tuple[int, str], ...]:
        """The detail in lines, the first of which stands behind the verdict; each with where it begins in the text."""
        return _broken(self._detail, self._px, width, width - self._verdict_width())

    def _refit(self) -> None:
        """Requests the height of the text, or of the longest one so far at this width."""
        known, most = self._most
        lines = len(self._lines(self.width()))
        self._most = (self.width(), max(lines, most) if known == self.width() else lines)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()
        self.update()


@lru_cache(maxsize=64)
def _broken(text: str, px: int, width: int, room: float) -> tuple[tuple[int, str], ...]:
    """A text in lines of a width, of which the first has less room; each with where it begins in the text.

    A line ends inside a formula only where the formula is longer than a line.
    """
    lines = [(0, "")]
    for begin, end in _unbroken(text, px, width):
        start, line = lines[-1]
        longer = text[start:end]
        if line and text_width(longer, px) > room:
            lines.append((begin, text[begin:end]))
            room = float(width)
        else:
            lines[-1] = (start, longer)
    return tuple(lines)


def _unbroken(text: str, px: int, width: int) -> Iterator[tuple[int, int]]:
    """Begin and end of what stays in one line: words and formulas, or the words of a formula that finds no room."""
    for found in re.finditer(r"[^ \n]+", tied(text)):
        begin, end = found.span()
        if text_width(text[begin:end], px) <= width:
            yield begin, end
        else:
            yield from ((begin + word.start(), begin + word.end()) for word in re.finditer(r"[^ \n]+", text[begin:end]))


def _boxes(
    sentence: Sentence, lines: Iterable[tuple[int, int, float, str]], px: int, weight: int
) -> list[tuple[Numeral, int, float, float]]:
    """The boxes of a sentence's numbers, in lines (number, first letter, left end, text).

    Returns:
        Each number with its line, its left end and its width.
    """
    found, begin = [], 0
    for piece in sentence.pieces:
        end = begin + len(str(piece))
        for i, start, left, line in lines:
            if isinstance(piece, Numeral) and start <= begin < start + len(line):
                x = left + text_width(line[: begin - start], px, weight)
                found.append((piece, i, x, text_width(str(piece), px, weight)))
        begin = end
    return found
