"""The card beside the picture that asks for a prediction and says how it compares; below, all questions of the lab."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wk4gui.app.lesson.answer_inputs import AnswerInput, make_input
from wk4gui.app.lesson.try_link import TryLink
from wk4gui.lab.lesson import LessonAction, LessonLink
from wk4gui.lab.question import Question
from wk4gui.lab.summary import Summary
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.style.fit import color_text
from wk4gui.render.theme import LIGHT, Theme, faded, tone_color

Record = Mapping[str, bool | None]
"""By the name of a question: whether the last prediction was right; None where it was skipped."""
_MARKS = {True: "  ✓", False: "  ✗", None: "  –"}


class QuestionCard(QFrame):
    """Asks one question at a time.

    Signals:
        answered(object): the prediction that was given.
        everything_wanted(): the user wants to see everything instead.
        asked(object): the user wants to be asked this Question.
        cleared(): the record is to be removed.
    """

    answered = Signal(object)
    everything_wanted = Signal()
    asked = Signal(object)
    cleared = Signal()

    def __init__(self, questions: Sequence[Question], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Prediction")
        self._questions = tuple(questions)
        self._record: dict[str, bool | None] = {}
        self._theme: Theme = LIGHT
        self._verdict = Summary("")
        self.question: Question | None = None
        self.input: AnswerInput | None = None
        self.heading = named(QLabel("PREDICT"), "heading")
        self.prompt = named(plain_label(), "question")
        self.everything = QPushButton("Show everything")
        self.verdict = plain_label()
        self.following = named(QPushButton("Next question"), "primary")
        self.links = [TryLink(_link(question, "")) for question in self._questions]
        self.clear = QPushButton("Clear")
        self.clear.setToolTip("Remove the record of this lab's predictions")
        self._arrange()
        self.everything.clicked.connect(self.everything_wanted)
        self.following.clicked.connect(lambda: self.asked.emit(self.next_question()))
        self.clear.clicked.connect(self.cleared)
        for question, link in zip(self._questions, self.links, strict=True):
            link.clicked.connect(lambda _, question=question: self.asked.emit(question))
        self.show_record({})

    def next_question(self) -> Question:
        """The first question that was never asked, else the one after the last; for a lab that has questions."""
        there = [question for question in self._questions if question.name not in self._record]
        names = [question.name for question in self._questions]
        last = names.index(self.question.name) if self.question is not None else -1
        return there[0] if there else self._questions[(last + 1) % len(names)]

    def ask(self, question: Question) -> None:
        """Asks a question; the last one goes."""
        self._remove_input()
        self.question = question
        self.prompt.setText(question.prompt)
        self.input = make_input(question.answer, self)
        self.input.given.connect(self.answered)
        self._answer.addWidget(self.input)
        self._show_parts(asking=True)
        self._show_heading()

    def show_verdict(self, verdict: Summary) -> None:
        """Shows how the prediction did instead of asking; an empty verdict says nothing."""
        self._remove_input()
        self._verdict = verdict
        self.verdict.setText(str(verdict))
        self._show_parts(asking=False)
        self._color()

    def show_record(self, record: Record) -> None:
        """Marks the questions that were asked."""
        self._record = dict(record)
        for question, link in zip(self._questions, self.links, strict=True):
            link.set_link(_link(question, _MARKS[record[question.name]] if question.name in record else ""))
        self.clear.setVisible(bool(self._record))
        self._show_heading()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for link in self.links:
            link.set_theme(theme)
        self._color()

    def _show_heading(self) -> None:
        """How many of the questions were asked already."""
        done = sum(question.name in self._record for question in self._questions)
        self.heading.setText(f"PREDICT · {done} OF {len(self._questions)}")

    def _show_parts(self, *, asking: bool) -> None:
        self.prompt.setVisible(self.question is not None)
        self.everything.setVisible(asking)
        self.following.setVisible(not asking)
        self.verdict.setVisible(not asking and bool(self.verdict.text()))

    def _remove_input(self) -> None:
        if self.input is not None:
            self._answer.removeWidget(self.input)
            self.input.hide()
            self.input.deleteLater()
            self.input = None

    def _color(self) -> None:
        color_text(self.verdict, faded(tone_color(self._theme, self._verdict.tone)).name())

    def _arrange(self) -> None:
        for label in (self.prompt, self.verdict):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.heading)
        layout.addWidget(self.prompt)
        self._answer = QVBoxLayout()
        layout.addLayout(self._answer)
        for widget in (self.everything, self.verdict, self.following):
            layout.addWidget(widget)
        layout.addSpacing(6)
        head = QHBoxLayout()
        head.addWidget(named(QLabel("ALL QUESTIONS"), "heading"), 1)
        head.addWidget(self.clear)
        layout.addLayout(head)
        links = QVBoxLayout()
        links.setSpacing(0)
        for link in self.links:
            links.addWidget(link)
        layout.addLayout(links)
        self._show_parts(asking=False)


def _link(question: Question, mark: str) -> LessonLink:
    return LessonLink("", question.prompt, mark, LessonAction())
