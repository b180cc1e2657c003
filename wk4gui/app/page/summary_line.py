"""The sentence under the picture: what happened, its verdict first."""

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.lab.summary import Summary
from wk4gui.render.fonts import TEXT, text_font, text_width
from wk4gui.render.plain_text import plain_tip
from wk4gui.render.theme import LIGHT, Theme, faded, tone_color

_LINE = 1.45
"""Height of a line, times the size of its type."""
_LEAST_LINES = 2
"""Lines that are always reserved; once there were more they stay, so that the picture above keeps its size."""


class SummaryLine(QWidget):
    """Shows a Summary, or for once why an edit was refused.

    Signals:
        asked(str, QPoint): a word was clicked, at this point of the screen.
    """

    asked = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._summary = Summary("", "")
        self._most = (0, _LEAST_LINES)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """The sentence that stands there."""
        return str(self._summary)

    def show_summary(self, summary: Summary) -> None:
        if summary != self._summary:
            self._summary = summary
            self.setAccessibleName(f"Summary: {summary}")
            self.setToolTip(plain_tip(str(summary)))
            self._refit()

    def show_refusal(self, reason: str) -> None:
        """Says that an edit was not taken and why; the next summary replaces it."""
        self.show_summary(Summary("Not taken.", reason, "bad"))

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
        return round(lines * self._theme.px(TEXT) * _LINE) + 4

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        px, theme = self._theme.px(TEXT), self._theme
        lines = self._lines(self.width())
        top = (self.height() - len(lines) * px * _LINE) / 2
        indent = self._verdict_width()
        with QPainter(self) as p:
            p.setFont(text_font(px, 700))
            p.setPen(faded(tone_color(theme, self._summary.tone)))
            p.drawText(QPointF(0, top + px * 1.1), self._summary.verdict)
            p.setFont(text_font(px))
            p.setPen(faded(theme.ink))
            for i, line in enumerate(lines):
                p.drawText(QPointF(0 if i else indent, top + px * (1.1 + i * _LINE)), line)

    def word_at(self, point: QPointF) -> str:
        """The word of the detail under a point; "" if there is none."""
        px, lines = self._theme.px(TEXT), self._lines(self.width())
        top = (self.height() - len(lines) * px * _LINE) / 2
        i = int((point.y() - top) // (px * _LINE))
        if not 0 <= i < len(lines):
            return ""
        left = 0.0 if i else self._verdict_width()
        written = ""
        for word in lines[i].split(" "):
            start = left + text_width(written, px)
            written += word + " "
            if start <= point.x() < left + text_width(written, px):
                return word
        return ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        number = any(letter.isdigit() for letter in self.word_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if number else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        word = self.word_at(event.position())
        if any(letter.isdigit() for letter in word):
            self.asked.emit(word, event.globalPosition().toPoint())

    def _verdict_width(self) -> float:
        return text_width(self._summary.verdict + "  ", self._theme.px(TEXT), 700)

    def _lines(self, width: int) -> list[str]:
        """The detail in lines, the first of which stands behind the verdict."""
        px, lines = self._theme.px(TEXT), [""]
        room = width - self._verdict_width()
        for word in self._summary.detail.split():
            longer = f"{lines[-1]} {word}".lstrip()
            if lines[-1] and text_width(longer, px) > room:
                lines.append(word)
                room = float(width)
            else:
                lines[-1] = longer
        return lines

    def _refit(self) -> None:
        """Asks for the height of the text, or of the longest one so far at this width."""
        known, most = self._most
        lines = len(self._lines(self.width()))
        self._most = (self.width(), max(lines, most) if known == self.width() else lines)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()
        self.update()
