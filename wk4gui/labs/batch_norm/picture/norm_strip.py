"""The line below the batch norm lab's clouds: a sentence, and buttons that change the layer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wk4gui.lab.sentence import Sentence
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.plain_text import plain_tip
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.theme import Theme


class NormStrip(QWidget):
    """One sentence with its number, and buttons that change the layer.

    Signals:
        move_requested(): b is to be moved into β.
        freeze_requested(): the statistics are to be frozen, or to be those of the batch again.
    """

    move_requested = Signal()
    freeze_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = SentenceLabel(theme, self)
        self.sentence.setWordWrap(True)
        self.move_button = QPushButton("Move b into β", self)
        self.freeze_button = QPushButton("Freeze the statistics", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.move_button)
        row.addWidget(self.freeze_button)
        self.move_button.clicked.connect(self.move_requested)
        self.freeze_button.clicked.connect(self.freeze_requested)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self.sentence.set_theme(theme)
        for button in (self.move_button, self.freeze_button):
            button.setFont(text_font(theme.px(TEXT)))

    def show_state(self, sentence: Sentence, *, biased: bool, frozen: bool) -> None:
        """Shows the sentence, whether there is a bias to move, and whether the statistics are frozen."""
        self.sentence.show_sentence(sentence)
        self.sentence.setToolTip(plain_tip(str(sentence)))
        self.move_button.setEnabled(biased)
        self.freeze_button.setText("Use the batch's statistics" if frozen else "Freeze the statistics")

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides the buttons."""
        self.move_button.setVisible(interactive)
        self.freeze_button.setVisible(interactive)
