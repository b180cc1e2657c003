"""The overlay over a picture that asks for a prediction, and is dismissed to show the answer."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wk4gui.app.lesson.answer_inputs import AnswerInput, make_input
from wk4gui.lab.question import Question
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import LIGHT, Theme

_CARD_WIDTH = 560
_MARGIN = 16


class PredictionOverlay(QFrame):
    """Covers its parent, or only a strip along its lower edge if the picture may be visible.

    Signals:
        revealed(object): the prediction.
        skipped(): the user does not want to predict.
    """

    revealed = Signal(object)
    skipped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("Prediction")
        self.question: Question | None = None
        self.input: AnswerInput | None = None
        self._theme: Theme = LIGHT
        self.prompt = named(plain_label(), "lessonTitle")
        self.prompt.setWordWrap(True)
        self.reveal = named(QPushButton("Show what happens"), "primary")
        self.skip = QPushButton("Not now")
        self.reveal.clicked.connect(self._reveal)
        self.skip.clicked.connect(self.skipped)
        self._arrange()
        self.hide()
        parent.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Takes the colours of the next question."""
        self._theme = theme

    def ask(self, question: Question) -> None:
        """Covers the picture and asks a question."""
        if self.input is not None:
            self._answer.removeWidget(self.input)
            self.input.deleteLater()
        self.question = question
        self.prompt.setText(question.prompt)
        self.input = make_input(question.answer, self._theme, self)
        self.input.changed.connect(self._changed)
        self._answer.addWidget(self.input)
        self._changed()
        self.show()
        self._place()
        self.raise_()

    def dismiss(self) -> None:
        self.question = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        self.reveal.setEnabled(self.input is not None and self.input.given is not None)

    def _reveal(self) -> None:
        if self.input is not None and self.input.given is not None:
            self.revealed.emit(self.input.given)

    def _arrange(self) -> None:
        card = named(QFrame(), "card")
        card.setMaximumWidth(_CARD_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(16)
        inside.addWidget(named(QLabel("PREDICT FIRST"), "heading"))
        inside.addWidget(self.prompt)
        self._answer = QVBoxLayout()
        inside.addLayout(self._answer)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reveal)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addStretch(1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 6)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)

    def _place(self) -> None:
        around = self.parentWidget()
        if not isinstance(around, QWidget) or self.question is None:
            return
        area = around.rect()
        if self.question.seen:
            area.setTop(max(0, area.height() - self.sizeHint().height()))
        self.setGeometry(area)
