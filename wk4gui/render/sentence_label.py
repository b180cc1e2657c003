"""One important sentence in a picture."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wk4gui.lab.sentence import Numeral, Sentence, sentence_of
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.theme import Theme


class SentenceLabel(QLabel):
    """A label with one important sentence, whose numbers can be explained; hidden if there is no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Sentence()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setContentsMargins(14, 0, 0, 0)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self.setFont(text_font(theme.px(TEXT), 600))

    def show_sentence(self, sentence: Sentence | str) -> None:
        self._sentence = sentence_of(sentence)
        self.setText(str(sentence))

    def numerals(self) -> tuple[Numeral, ...]:
        """The numbers of the sentence."""
        return self._sentence.numerals

    def numeral_at(self, point: QPointF) -> Numeral | None:
        """The number at a point of the label; None if there is none."""
        place, read = self._place(point), 0
        for piece in self._sentence.pieces:
            read += len(str(piece))
            if 0 <= place < read:
                return piece if isinstance(piece, Numeral) else None
        return None

    def _place(self, point: QPointF) -> int:
        """Index of the letter at a point, in the label's layout; −1 beside the text."""
        box, document = self.contentsRect(), QTextDocument()
        document.setDefaultFont(self.font())
        document.setDocumentMargin(0.0)
        document.setPlainText(self.text())
        document.setTextWidth(box.width())
        top = box.top() + (box.height() - document.size().height()) / 2.0  # labels centre their text
        at = QPointF(point.x() - box.left(), point.y() - top)
        return document.documentLayout().hitTest(at, Qt.HitTestAccuracy.ExactHit)
