"""The word at a point of a label of several lines."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel


def word_at(label: QLabel, x: float, y: float) -> str:
    """What stands between two spaces at a point of a label, laid out as the label lays it out; "" beside its text."""
    box = label.contentsRect()
    document = QTextDocument()
    document.setDefaultFont(label.font())
    document.setDocumentMargin(0.0)
    if label.textFormat() == Qt.TextFormat.PlainText:
        document.setPlainText(label.text())
    else:
        document.setHtml(label.text())
    document.setTextWidth(box.width())
    top = box.top() + (box.height() - document.size().height()) / 2.0  # labels centre their text
    place = document.documentLayout().hitTest(QPointF(x - box.left(), y - top), Qt.HitTestAccuracy.ExactHit)
    if place < 0:
        return ""
    text = document.toPlainText()
    return text[text.rfind(" ", 0, place) + 1 :].partition(" ")[0]
