"""The predictions of a lesson: the questions, the user's record, and the last verdict."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wk4gui.app.lesson.try_link import TryLink
from wk4gui.lab.lesson import LessonAction, LessonLink
from wk4gui.lab.question import Question
from wk4gui.render.named import named
from wk4gui.render.theme import LIGHT, Theme, faded

_MARKS = {True: "  ✓", False: "  ✗"}


class PredictionList(QWidget):
    """An entry for each question, the verdict on the last prediction, and the user's record.

    Signals:
        asked(object): the user chose this Question.
        reset(): the record is to be cleared.
    """

    asked = Signal(object)
    reset = Signal()

    def __init__(self, questions: Sequence[Question], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions = tuple(questions)
        self._theme: Theme = LIGHT
        self._right: bool | None = None
        self.links = [TryLink(_link(question, None)) for question in questions]
        self.verdict = QLabel(self)
        self.verdict.setWordWrap(True)
        self.verdict.hide()
        self.tally = named(QLabel(self), "caption")
        self.forget = QPushButton("Clear", self)
        self.forget.setToolTip("Clear the record of this lab's predictions")
        self.forget.clicked.connect(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.verdict)
        for question, link in zip(self._questions, self.links, strict=True):
            link.clicked.connect(lambda _, question=question: self.asked.emit(question))
            layout.addWidget(link)
        row = QHBoxLayout()
        row.setContentsMargins(6, 6, 6, 0)
        row.addWidget(self.tally, 1)
        row.addWidget(self.forget)
        layout.addLayout(row)
        self.show_record({})

    def show_record(self, record: Mapping[str, bool]) -> None:
        """Marks answered questions, by name, as right or wrong."""
        for question, link in zip(self._questions, self.links, strict=True):
            link.set_link(_link(question, record.get(question.name)))
        known = [record[question.name] for question in self._questions if question.name in record]
        self.tally.setText(f"{sum(known)} of {len(known)} right" if known else "")
        self.forget.setVisible(bool(known))

    def show_verdict(self, text: str, *, right: bool | None) -> None:
        """Shows the verdict on the last prediction; "" removes it."""
        self._right = right
        self.verdict.setText(text)
        self.verdict.setVisible(bool(text))
        self._color()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for link in self.links:
            link.set_theme(theme)
        self._color()

    def _color(self) -> None:
        color = {True: self._theme.update, False: self._theme.bad, None: self._theme.ink}[self._right]
        self.verdict.setStyleSheet(f"QLabel {{ color: {faded(color).name()}; padding: 4px 6px 10px 6px; }}")


def _link(question: Question, right: bool | None) -> LessonLink:  # noqa: FBT001 - None where it was never answered
    mark = "" if right is None else _MARKS[right]
    return LessonLink("", question.prompt, mark, LessonAction())
