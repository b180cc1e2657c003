"""Asks for a prediction, takes it, shows the answer that the lab computes, and keeps the record."""

import random
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wk4gui.app.lesson.question_card import QuestionCard
from wk4gui.app.page.lab_session import LabSession
from wk4gui.core.number_format import format_number
from wk4gui.documents.record import Attempt
from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.lab.declarations import LabParams
from wk4gui.lab.question import Choice, Given, Question
from wk4gui.lab.summary import Summary
from wk4gui.render.lab_view import LabView
from wk4gui.render.theme import Theme

if TYPE_CHECKING:
    from wk4gui.sweeps.survey import Survey, Surveyed

Record = MutableMapping[str, bool | None]
_SEEDS = 10_000
Show = Callable[[SavedState, str], None]


class Predictor(QObject):
    """One lab's predictions.

    Signals:
        changed(): a question is asked now, or none any more.
        ended(): everything was asked to be seen instead of an answer.
        recorded(object): an Attempt: a prediction was given or skipped.
        cleared(): the record of the predictions is to be removed.
        map_wanted(object): the map of this Question is to be swept and shown, and then judged.
    """

    changed = Signal()
    ended = Signal()
    recorded = Signal(object)
    cleared = Signal()
    map_wanted = Signal(object)

    def __init__(self, session: LabSession, view: LabView, show: Show, open_: Show, card: QuestionCard) -> None:
        """Asks beside the picture.

        Args:
            session: whose results answer.
            view: the picture, in which what is asked is concealed.
            show: shows a whole state, under a name that undo calls it by.
            open_: the same as no edit, for a question that a lab begins with.
            card: where it is asked.
        """
        super().__init__(card)
        self._session, self._view, self._show, self._open, self._card = session, view, show, open_, card
        self.record: Record = {}
        self.question: Question | None = None
        self.verdict: Summary | None = None
        self._given: Given | None = None
        self._seed: int | None = None
        self._moving = False
        card.answered.connect(self.reveal)
        card.everything_wanted.connect(self.show_everything)
        card.asked.connect(self.ask)
        card.cleared.connect(self.clear)
        session.params_changed.connect(self._changed)
        session.frame_changed.connect(self._changed)
        view.state_changed.connect(self._forget_verdict)
        session.result_ready.connect(self._judge)
        session.part_ready.connect(self._judge)

    @property
    def part(self) -> str:
        """The part of the lab whose result answers; "" for the main one or none."""
        return self.question.part if self.question is not None else ""

    @property
    def n_choices(self) -> int:
        """How many digits choose an answer now."""
        answer = self.question.answer if self.question is not None else None
        return len(answer.options) if isinstance(answer, Choice) else 0

    def set_theme(self, theme: Theme) -> None:
        self._card.set_theme(theme)

    def show_record(self, record: Record) -> None:
        self.record = record
        self._card.show_record(record)

    def clear(self) -> None:
        """Removes the record."""
        self.record.clear()
        self._card.show_record(self.record)
        self.cleared.emit()

    def ask_next(self, *, as_edit: bool = True) -> None:
        """Asks the next question, unless one is asked already."""
        if self.question is None:
            self.ask(self._card.next_question(), as_edit=as_edit)

    def ask(self, question: Question, *, as_edit: bool = True) -> None:
        """Asks a question, once more with other numbers, and sets its state.

        Args:
            question: the question.
            as_edit: whether undo leads back to the state before.
        """
        again = question.name in self.record and question.draw is not None
        self._seed = random.randrange(_SEEDS) if again else None
        if self._seed is not None:
            question = question.variant(self._seed)
        self._given, self.verdict, self.question = None, None, question
        self._card.ask(question)
        self._view.conceal(question.hides)
        frame = question.frame if question.asked_frame is None else question.asked_frame
        view = {**question.view, **question.asked_view}
        self._move(self._show if as_edit else self._open, self._state(question, question.changes, view, frame))
        self.changed.emit()

    def stop(self) -> None:
        """Asks no more, which is recorded as skipped; the state stays, and all of it is seen."""
        question = self.question
        if question is not None:
            self._skip(question)
            self._end(Summary(""))

    def _skip(self, question: Question) -> None:
        """Records that a question was skipped, unless it was answered before."""
        if question.name not in self.record:
            self.record[question.name] = None
            self.recorded.emit(Attempt(what="prediction", name=question.name, seed=self._seed))

    def _note(self, question: Question, given: Given, *, right: bool) -> None:
        """Records an answer."""
        self.record[question.name] = right
        said = given if isinstance(given, str) else repr(float(given))
        missed = [said] if isinstance(question.answer, Choice) and not right else []
        self.recorded.emit(
            Attempt(
                what="prediction",
                name=question.name,
                seed=self._seed,
                right=right,
                answer={"": said},
                misconceptions=missed,
            )
        )

    def show_everything(self) -> None:
        """Shows what was asked about, without a prediction."""
        question = self.question
        if question is not None:
            self._skip(question)
            self._end(Summary(""))
            self._move(self._show, self.answer_state(question), "Show everything")
            if question.map is not None:
                self.map_wanted.emit(question)
            self.ended.emit()

    def reveal(self, given: Given) -> None:
        """Takes the prediction; the answer follows as soon as the result is there."""
        self._given = given
        if self.question is not None and self.question.map is not None:
            self.map_wanted.emit(self.question)
        else:
            self._judge()

    def judge_map(self, survey: "Survey", found: "Surveyed") -> Summary | None:
        """Judges the prediction by a survey, if it is asked about it; returns the verdict."""
        from wk4gui.sweeps.asked_map import asked_survey, swept_map  # the mathematics of sweeps waits for the first map

        question = self.question
        if question is None or self._given is None or question.map is None:
            return None
        if survey != asked_survey(self._session.lab, question):
            return None
        self._decide(question, self._given, survey.plan.base, swept_map(survey, found))
        return self.verdict

    def _move(self, show: Show, state: SavedState, text: str = "Predict") -> None:
        """Shows a state by itself, which is no sign that the user goes on."""
        self._moving = True
        show(state, text)
        self._moving = False

    def _end(self, verdict: Summary) -> None:
        self.question = self._given = None
        self._view.conceal(())
        self._card.show_verdict(verdict)
        self._card.show_record(self.record)
        self.changed.emit()

    def _state(
        self, question: Question, changes: Mapping[str, object], view: Mapping[str, object], frame: int | None
    ) -> SavedState:
        return preset_state(self._session.lab, question.preset, changes, view, frame)

    def answer_state(self, question: Question) -> SavedState:
        """The state in which the answer is seen."""
        return self._state(question, {**question.changes, **question.reveals}, question.view, question.frame)

    def _changed(self) -> None:
        """An edit or another frame while a question is asked shows what was hidden."""
        if not self._moving:
            self.verdict = None
            self.stop()

    def _forget_verdict(self) -> None:
        if not self._moving:
            self.verdict = None

    def _judge(self, _part: str = "") -> None:
        question, given, session = self.question, self._given, self._session
        if question is None or given is None or session.result is None or not session.is_whole:
            return
        if question.map is not None:
            return
        if session.shown_params != session.params:
            return
        result = session.result
        if question.part and question.part != session.lab.main.name:
            if not session.parts.holds(question.part, session.params):
                return
            result = session.parts.get(question.part)
        self._decide(question, given, session.params, result)

    def _decide(self, question: Question, given: Given, params: LabParams, result: object) -> None:
        """Compares a prediction with what was computed, and shows it."""
        truth = question.truth(params, result)
        right = question.answer.accepts(given, truth)  # type: ignore[arg-type]  # the input is of the answer's kind
        verdict = _verdict(question, given, truth, question.because(params, result), right=right)
        if not right:
            verdict = replace(verdict, detail=f"{verdict.detail} {question.why_not(given, params, result)}".strip())
        self._note(question, given, right=right)
        self.verdict = verdict
        self._end(verdict)
        if question.map is None or question.asked_view:  # else the answer's state is seen already
            self._move(self._show, self.answer_state(question), "Show what happens")
            self.verdict = verdict
            self.changed.emit()


def _verdict(question: Question, given: Given, truth: Given, because: str, *, right: bool) -> Summary:
    if right:
        return Summary("Right.", because, "good")
    return Summary(f"You said {_words(given)}.", f"It is {_words(truth)}. {because}")


def _words(given: Given) -> str:
    return f"“{given}”" if isinstance(given, str) else format_number(float(given), 4)
