"""The panel of a lesson, with live numbers in its formulas and sentences."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from wk4gui.app.lesson.fold_heading import FoldHeading
from wk4gui.app.lesson.prose import Prose
from wk4gui.app.lesson.try_link import OUTSET, TryLink
from wk4gui.lab.formulas import read_formula
from wk4gui.lab.lab import Lab
from wk4gui.lab.lesson import BEYOND, Derivation, Lesson, Paragraph, read_lesson
from wk4gui.render.formula_view import FormulaView
from wk4gui.render.named import named
from wk4gui.render.theme import LIGHT, Theme

_SHOW, _HIDE = "Show the answer", "Hide the answer"


class LessonPanel(QFrame):
    """The card of a lab's lesson.

    Signals:
        action_requested(LessonAction): the user pressed an entry of Try.
        asked(str, QRect): a live number was clicked, by its name, about this place of the screen.
    """

    action_requested = Signal(object)
    asked = Signal(str, QRect)

    def __init__(self, lab: Lab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._lab = lab
        self.lesson: Lesson = read_lesson(lab.id)
        self.links = [TryLink(link) for link in self.lesson.links]
        self.derivations = [DerivationView(each) for each in self.lesson.derivations]
        self.question, self.notice = Prose(self.lesson.question), Prose(self.lesson.notice)
        self.answer, self.source = Prose(self.lesson.answer), Prose(self.lesson.source, "caption")
        self.answer_button = QPushButton(_SHOW)
        self.beyond_heading, self.beyond = FoldHeading(BEYOND), Prose(self.lesson.beyond)
        self._arrange()
        self.beyond_heading.setVisible(bool(self.lesson.beyond))
        self.beyond.hide()
        self.beyond_heading.toggled.connect(self.beyond.setVisible)
        for link in self.links:
            link.clicked.connect(lambda _, action=link.link.action: self.action_requested.emit(action))
        for prose in (*self._prose(), *(each.text for each in self.derivations)):
            prose.asked.connect(self.asked)
        self.answer_button.clicked.connect(lambda: self.show_answer(shown=self.answer.isHidden()))
        self.show_answer(shown=False)

    def show_numbers(self, params: Any, result: Any, frame: int) -> None:
        """Fills formulas and sentences with the numbers of a frame."""
        numbers: Mapping[str, float] = self._lab.live_numbers(params, result, frame)
        for derivation in self.derivations:
            derivation.show_numbers(numbers)
        for prose in self._prose():
            prose.show_numbers(numbers)

    def show_answer(self, *, shown: bool) -> None:
        """Shows or hides the worked answer."""
        self.answer.setVisible(shown)
        self.answer_button.setText(_HIDE if shown else _SHOW)

    def set_theme(self, theme: Theme) -> None:
        for prose in self._prose():
            prose.set_theme(theme)
        for link in self.links:
            link.set_theme(theme)
        self.beyond_heading.set_theme(theme)
        for derivation in self.derivations:
            derivation.set_theme(theme)

    def _prose(self) -> tuple[Prose, ...]:
        return self.question, self.notice, self.answer, self.beyond, self.source

    def _arrange(self) -> None:
        title = named(QLabel(self.lesson.title), "lessonTitle")
        title.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16 - OUTSET, 14, 16 - OUTSET, 14)
        layout.setSpacing(8)
        number = "" if self._lab.question is None else f" {self._lab.question}"
        layout.addLayout(_inset(_heading(f"QUESTION{number}"), title, self.question))
        layout.addSpacing(8)
        layout.addLayout(_inset(_heading("TRY")))
        tries = QVBoxLayout()
        tries.setSpacing(0)
        for link in self.links:
            tries.addWidget(link)
        layout.addLayout(tries)
        layout.addSpacing(8)
        if self.derivations:
            layout.addLayout(_inset(_heading("FORMULA"), *self.derivations))
        layout.addLayout(_inset(_heading("NOTICE"), self.notice))
        layout.addSpacing(8)
        end = _inset(self.answer_button, self.answer)
        end.setAlignment(self.answer_button, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(end)
        layout.addWidget(self.beyond_heading, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(_inset(self.beyond, self.source))


class DerivationView(QWidget):
    """A sentence and the first of its formulas whose numbers exist; hidden if there is none."""

    def __init__(self, derivation: Derivation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Prose([Paragraph(derivation.text)])
        self.formulas = [FormulaView(read_formula(name), LIGHT) for name in derivation.formulas]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self.text)
        for view in self.formulas:
            layout.addWidget(view)
            view.hide()
        self.hide()

    @property
    def shown(self) -> FormulaView | None:
        """The formula shown."""
        return next((view for view in self.formulas if not view.isHidden()), None)

    def show_numbers(self, numbers: Mapping[str, float]) -> None:
        chosen = next((view for view in self.formulas if view.formula.exists_for(numbers)), None)
        if chosen is not None:
            chosen.show_numbers(numbers)
        if chosen is not self.shown:
            for view in self.formulas:
                view.setVisible(view is chosen)
        if self.isHidden() is not (chosen is None):
            self.setVisible(chosen is not None)
        self.text.show_numbers(numbers)

    def set_theme(self, theme: Theme) -> None:
        self.text.set_theme(theme)
        for view in self.formulas:
            view.set_theme(theme)


def _inset(*widgets: QWidget) -> QVBoxLayout:
    """Widgets in a column, with the same margin as the text of the links."""
    layout = QVBoxLayout()
    layout.setContentsMargins(OUTSET, 0, OUTSET, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def _heading(text: str) -> QLabel:
    return named(QLabel(text), "heading")
