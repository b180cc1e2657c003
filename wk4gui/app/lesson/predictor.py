"""Asks for predictions, shows the computed answers, and keeps the record."""

from collections.abc import Callable, Mapping, MutableMapping

from PySide6.QtCore import QObject, Signal

from wk4gui.app.lesson.prediction_list import PredictionList
from wk4gui.app.lesson.prediction_overlay import PredictionOverlay
from wk4gui.app.page.lab_session import LabSession
from wk4gui.core.number_format import format_number
from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.lab.question import Given, Question
from wk4gui.render.theme import Theme

Record = MutableMapping[str, bool]


class Predictor(QObject):
    """One lab's predictions.

    Signals:
        changed(): a question is being asked, or no longer.
    """

    changed = Signal()

    def __init__(
        self,
        session: LabSession,
        show: Callable[[SavedState, str], None],
        overlay: PredictionOverlay,
        shown: PredictionList,
    ) -> None:
        """Asks behind an overlay.

        Args:
            session: computes the answers.
            show: shows a whole state, with a name for Undo.
            overlay: covers the picture.
            shown: the list of questions.
        """
        super().__init__(overlay)
        self._session, self._show, self._overlay, self._list = session, show, overlay, shown
        self.record: Record = {}
        self._given: Given | None = None
        self._asking = False
        overlay.revealed.connect(self.reveal)
        overlay.skipped.connect(self.stop)
        shown.asked.connect(self.ask)
        shown.reset.connect(self.forget)
        session.params_changed.connect(self._params_changed)
        session.result_ready.connect(self._judge)
        session.part_ready.connect(self._judge)

    @property
    def question(self) -> Question | None:
        """The current question."""
        return self._overlay.question

    @property
    def part(self) -> str:
        """The part of the lab whose result contains the answer; "" for the main one or none."""
        return self.question.part if self.question is not None else ""

    def set_theme(self, theme: Theme) -> None:
        self._overlay.set_theme(theme)

    def show_record(self, record: Record) -> None:
        self.record = record
        self._list.show_record(record)

    def forget(self) -> None:
        """Clears the record."""
        self.record.clear()
        self._list.show_record(self.record)
        self._list.show_verdict("", right=None)

    def ask(self, question: Question) -> None:
        """Sets the state of a question behind the overlay and asks."""
        self._list.show_verdict("", right=None)
        self._given = None
        self._overlay.ask(question)
        self._asking = True
        self._show(self._state(question, question.changes), "Predict")
        self._asking = False
        self.changed.emit()

    def stop(self) -> None:
        """Ends the question; the state is kept."""
        if self.question is not None:
            self._given = None
            self._overlay.dismiss()
            self.changed.emit()

    def reveal(self, given: Given) -> None:
        """Takes the prediction; the answer is shown as soon as the result exists."""
        self._given = given
        self._judge()

    def _state(self, question: Question, changes: Mapping[str, object]) -> SavedState:
        """The state of a question, with changed parameters."""
        return preset_state(self._session.lab, question.preset, changes, question.view, question.frame)

    def _params_changed(self) -> None:
        """Ends a question after an edit, which leaves its state."""
        if not self._asking:
            self.stop()

    def _judge(self, _part: str = "") -> None:
        question, given, session = self.question, self._given, self._session
        if question is None or given is None or session.result is None or session.is_draft:
            return
        if session.shown_params != session.params:
            return
        result = session.result
        if question.part and question.part != session.lab.main.name:
            if not session.parts.holds(question.part, session.params):
                return
            result = session.parts.get(question.part)
        truth = question.truth(session.params, result)
        right = question.answer.accepts(given, truth)  # type: ignore[arg-type]  # the input is of the answer's kind
        because = question.because(session.params, result)
        self.stop()
        self._show(self._state(question, {**question.changes, **question.reveals}), "Show what happens")
        self.record[question.name] = right
        self._list.show_record(self.record)
        judgement = "Right." if right else f"You said {_words(given)}, but it is {_words(truth)}."
        self._list.show_verdict(f"{judgement} {because}", right=right)


def _words(given: Given) -> str:
    if isinstance(given, str):
        return f"“{given}”"
    if isinstance(given, int | float):
        return format_number(float(given), 4)
    return "(" + ", ".join(format_number(float(value), 3) for value in given) + ")"
