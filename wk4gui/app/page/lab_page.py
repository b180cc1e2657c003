"""One lab on screen: its picture, summary and player on the left, parameters and lesson on the right."""

import math
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from wk4gui.app.controls.param_panel import ParamPanel
from wk4gui.app.exercise.card import ExerciseCard
from wk4gui.app.exercise.desk import ExerciseDesk
from wk4gui.app.exercise.record_keeper import RecordKeeper
from wk4gui.app.lesson.lesson_panel import LessonPanel
from wk4gui.app.lesson.predictor import Predictor
from wk4gui.app.lesson.question_card import QuestionCard
from wk4gui.app.page.cards import titled_card
from wk4gui.app.page.column import Column, Mode
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.page_sweeps import PageSweeps
from wk4gui.app.page.pane_turns import PaneTurns
from wk4gui.app.page.pin_name import pin_name
from wk4gui.app.page.player import Player
from wk4gui.app.page.precedence import precedence
from wk4gui.app.page.progress_line import ProgressLine
from wk4gui.app.page.states import States
from wk4gui.app.page.summary_line import SummaryLine
from wk4gui.app.page.why import WhyCard, derivation_of
from wk4gui.documents.saved_state import SavedState
from wk4gui.export.report import MUCH, size_in_words
from wk4gui.lab.declarations import LabParams
from wk4gui.lab.lesson import LessonAction
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.lab.summary import Summary
from wk4gui.render.lab_view import Explained, LabView, no_reason, nowhere
from wk4gui.render.qt_application import dress
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.theme import Theme
from wk4gui.sweeps.store import MemoryStore, WindowStore


class LabPage(QWidget):
    """Wires a LabSession to a view, a panel, a lesson and a player.

    Signals:
        view_changed(): the view state changed.
        other_lab_requested(str, object): another lab is to be opened, with these plain parameters.
    """

    view_changed = Signal()
    other_lab_requested = Signal(str, object)

    def __init__(
        self, session: LabSession, view: LabView, records: WindowStore | None = None, parent: QWidget | None = None
    ) -> None:
        """Makes a page; ``records`` keeps what its sweeps have computed."""
        super().__init__(parent)
        self.setObjectName("page")
        self.session, self.view = session, view
        self.theme: Theme | None = None
        self.panel = ParamPanel(session.lab)
        self.lesson = LessonPanel(session.lab)
        self.summary = SummaryLine()
        self.progress = ProgressLine(view)
        self.player = Player()
        self.why = WhyCard(self)
        self.states = States(session, view, self.player)
        questions = QuestionCard(session.lab.questions)
        self.predictor = Predictor(session, view, self.states.show, self.states.open, questions)
        self.desk = ExerciseDesk(session, view, self.states.show, ExerciseCard(view.exercise_options))
        self.keeper = RecordKeeper(self.predictor, self.desk)
        view.set_captioned(captioned=True)
        self.turns = PaneTurns(self)
        self._working = False
        self._pinned: LabParams | None = None
        self._sweeps = PageSweeps(session, self.predictor, records if records is not None else MemoryStore(), self)
        self.column = Column(
            questions if session.lab.questions else None,
            self.desk.card if session.lab.exercises else None,
            [self.panel, *map(titled_card, view.inspectors)],
            self.lesson,
        )
        self._arrange()
        self._connect()
        self.panel.show_params(session.params)

    def begin(self) -> None:
        """Computes what is shown first; to be called when the page is about to be seen."""
        self.session.want_parts(self.view.wanted_parts())
        self.session.compute()

    def set_theme(self, theme: Theme) -> None:
        if theme == self.theme:
            return
        self.theme = theme
        dress(self, theme)
        for item in (
            self.view,
            self.panel,
            self.lesson,
            self.summary,
            self.progress,
            self.player,
            self.predictor,
            self.desk,
        ):
            item.set_theme(theme)
        self.column.fit(self.width(), theme.text_scale)
        self._sweeps.set_theme(theme)

    def saved_state(self) -> SavedState:
        """The state as a session file holds it."""
        return self.states.now()

    def show_state(self, state: SavedState) -> None:
        """Shows a whole state; see `States.show`."""
        self.states.show(state)

    def load_preset(self, name: str) -> None:
        """Shows a preset."""
        self.states.show_preset(name)

    @property
    def may_show_numbers(self) -> bool:
        """Whether numbers may be shown: not before a prediction, nor during an exercise of the view."""
        return self.session.result is not None and self.predictor.question is None and not self.view.hides_numbers

    def explain(self, reason: Reason | None, beside: QRect) -> None:
        """Shows the reason of a number beside it; hides the card if there is none."""
        if reason is not None and self.may_show_numbers:
            self.why.show_reason(reason, self.view.theme, beside)
        else:
            self.why.hide()

    def explain_live(self, name: str, beside: QRect) -> None:
        """Shows the lesson's formula of a live number, or else its reason."""
        if not self.may_show_numbers:
            return
        session = self.session
        shown = session.shown_params, session.result, session.frame
        numbers = session.lab.live_numbers(*shown)
        found = derivation_of({name}, self.lesson.lesson, numbers)
        if found is not None:
            self.why.show_formula(*found, numbers, self.view.theme, beside)
        else:
            self.explain(session.lab.main.reasons(*shown, name), beside)

    def work(self) -> None:
        """Begins an exercise, or goes to its first field."""
        if self.session.lab.exercises:
            self._choose_mode("work")
            self.desk.go_to_first()

    def stop(self) -> None:
        """Ends everything that runs; to be called before the window goes."""
        self.player.stop()
        self.turns.stop()
        self.session.stop()
        self._sweeps.end()

    def open_sweep(self, *names: str, measure: str = "") -> None:
        """Opens the sweep over one parameter or two, unless it would give an answer away."""
        if self.may_show_numbers:
            self._sweeps.open(*names, measure=measure)

    def _follow(self, action: LessonAction) -> None:
        """Follows a link of the lesson: a state, and a sweep from there."""
        self.states.follow(action)
        if action.sweep:
            self.open_sweep(*action.sweep, measure=action.measure)

    @property
    def is_pinned(self) -> bool:
        return self._pinned is not None

    def pin(self) -> None:
        """Keeps what is shown in grey, named by what differs from what is shown later."""
        self._pinned = self.session.shown_params
        self.view.pin("")
        self._name_pin()

    def unpin(self) -> None:
        """Removes the pin."""
        self._pinned = None
        self.view.unpin()

    def _name_pin(self) -> None:
        """Names the pin by the parameters that differ now, with their pinned values."""
        if self._pinned is None:
            return
        self.view.name_pin(pin_name(self.session.lab, self._pinned, self.session.shown_params))

    def splitters(self) -> list[QSplitter]:
        """The splitters whose sizes are remembered, always in the same order."""
        return [*self.view.findChildren(QSplitter), self.column.stack]

    def _show_progress(self, fraction: float) -> None:
        memory = self.session.memory
        self.progress.show_fraction(fraction, f"takes {size_in_words(memory)} of memory" if memory > MUCH else "")

    def _connect(self) -> None:
        session = self.session
        self.panel.edited.connect(session.set_param)
        self.panel.settled.connect(session.settle)
        self.panel.sweep_requested.connect(lambda name: self.open_sweep(name))
        self.view.edited.connect(session.set_params)
        self.view.settled.connect(session.settle)
        self.view.pin_requested.connect(self.pin)
        self.view.other_lab_requested.connect(self.other_lab_requested)
        self.view.frame_requested.connect(session.seek)
        self.view.state_changed.connect(self._view_changed)
        self.lesson.asked.connect(self.explain_live)
        self.view.restarted.connect(self.states.begin_again)
        self.lesson.action_requested.connect(self._follow)
        self.player.sought.connect(session.seek)
        self.progress.cancelled.connect(session.cancel)
        self.summary.asked.connect(lambda numeral, beside: self.explain(numeral.why(), beside))
        self._watch_clicks()
        self.predictor.changed.connect(self._question_changed)
        self.column.chosen.connect(self._choose_mode)
        session.params_changed.connect(lambda: self.panel.show_params(session.params, dragged=session.dragging))
        session.params_changed.connect(lambda: self.view.hold_axes(held=session.dragging))
        session.settled.connect(lambda: self.view.hold_axes(held=False))
        session.result_ready.connect(self._show_result)
        session.part_ready.connect(self._show_part)
        session.partial_ready.connect(self._show_partial)
        session.cancelled.connect(self._show_summary)
        session.frame_changed.connect(self._show_frame)
        session.refused.connect(self._show_refusal)
        session.failed.connect(self._show_failure)
        session.progressed.connect(self._show_progress)

    def _watch_clicks(self) -> None:
        """Watches clicks on numbers: those explained by the view, in labels of plots and in sentences."""
        from wk4gui.app.page.why_clicks import WhyClicks  # pyqtgraph is imported after the first paint

        explained = {each.widget for each in self.view.explained}
        written = [*self.view.plots(), *self.view.findChildren(SentenceLabel)]
        labels = [Explained(widget, no_reason, nowhere) for widget in written if widget not in explained]
        for each in (*self.view.explained, *labels):
            WhyClicks(each).asked.connect(self.explain)

    def _view_changed(self) -> None:
        self._want_parts()
        if self.session.frame >= 0:
            self._show_zones()
            self._show_summary()
        self._show_mode()
        self.view_changed.emit()

    def _choose_mode(self, mode: Mode) -> None:
        """Predict asks at once; Watch shows everything; Work it yourself leaves numbers blank."""
        if mode == "work":
            self.predictor.stop()
            self.desk.begin()
            return
        if self.view.hides_numbers:
            self.desk.end()
        if mode == "predict":
            self.predictor.ask_next()
        else:
            self.predictor.stop()
            self.column.show_mode("watch")

    def _show_mode(self) -> None:
        """Turns to what is under way: a question, or numbers to be worked out."""
        working = self.view.hides_numbers
        if self.predictor.question is not None:
            self.column.show_mode("predict")
        elif working != self._working:
            self.column.show_mode("work" if working else "watch")
        self._working = working

    def _want_parts(self) -> None:
        asked = self.predictor.part
        self.session.want_parts((*self.view.wanted_parts(), *((asked,) if asked else ())))

    def _question_changed(self) -> None:
        """Nothing gives the answer away while a question is asked."""
        self._show_mode()
        self._show_zones()
        self._want_parts()
        self._show_result()

    def _show_result(self) -> None:
        """Shows the result, unless another state is awaited already."""
        if self.session.result is None or self.session.frame < 0:
            return
        with self._drawing():
            self._show_zones()
            self._show_frame()

    @contextmanager
    def _drawing(self) -> Iterator[None]:
        """The computation waits; panes of what is computed apart, which may stream, may be painted one by one."""
        with precedence(), self.turns.taken_if_long(self.view.panes) if self.session.computes_apart else nullcontext():
            yield

    def _show_frame(self) -> None:
        session = self.session
        self.view.show_result(session.shown_params, session.result, session.frame)
        self._name_pin()
        if self.predictor.question is not None:
            frames = replace(session.frames, marks=())  # their names give away what happens
            self.player.show_frames(frames, session.frame, useful=self.view.follows_frames)
            self.summary.show_summary(Summary("Your turn.", "What happens is shown after your prediction."))
            return
        self._show_summary()

    def _show_zones(self) -> None:
        """Shows the result's zones on the sliders, unless they would reveal an answer."""
        session = self.session
        zones = session.lab.zones(session.shown_params, session.result) if self.may_show_numbers else ()
        self.panel.show_zones(zones)

    def _show_summary(self) -> None:
        """Shows the summary and the lesson's numbers, unless they would reveal an answer."""
        session, params, result = self.session, self.session.shown_params, self.session.result
        if result is None or session.frame < 0 or self.predictor.question is not None:
            return
        self.desk.refresh()
        if self.view.hides_numbers:
            self.player.show_frames(session.frames, session.frame, useful=False)
            self.summary.show_summary(self.desk.summary())
            return
        if session.shows_another_state:
            self.summary.show_summary(Summary("Not computed.", "The picture still shows the state before."))
            return
        summary = self.view.summary(session.lab, params, result, session.frame)
        self.player.show_frames(session.frames, session.frame, useful=self.view.follows_frames)
        self.lesson.show_numbers(params, result, session.frame)
        if self.predictor.verdict is not None:
            summary = self.predictor.verdict
        elif session.is_draft:
            summary = Summary("Draft.", f"{summary} {self._after_draft()}")
        else:
            summary = self._so_far(summary)
        self.summary.show_summary(summary)

    def _after_draft(self) -> str:
        if self.session.dragging:
            return "Release the slider for the full result."
        return "The full result follows." if self.session.coming else "The full result was not computed."

    def _so_far(self, summary: Summary) -> Summary:
        """The summary of what is shown, marked as a result so far if it is one."""
        seen = self.view.seen_part()
        name = seen.name if seen is not None else ""
        fraction = self.session.fraction_shown(name)
        if fraction is None:
            return summary
        word = "So far" if self.session.computes(name) else "Stopped at"
        verdict = phrase("{word} {percent} %.", word=word, percent=Numeral(math.floor(100.0 * fraction), 0))
        return replace(summary, verdict=verdict, detail=summary.sentence, tone="neutral")

    def _show_partial(self, name: str) -> None:
        """Shows what has been computed so far, without giving away the answer of a question."""
        if name:
            self._show_part(name)
        elif self.predictor.question is None:
            self._show_result()

    def _show_part(self, name: str) -> None:
        with self._drawing():
            self.view.show_part(name, self.session.shown_params, self.session.parts.get(name))
            self._show_summary()

    def _show_refusal(self, reason: str) -> None:
        self.summary.show_refusal(reason)
        self.panel.refuse()
        if self.session.result is not None:
            self.view.redraw()

    def _show_failure(self, error: Exception) -> None:
        words = f"{type(error).__name__}: {error}".rstrip(": ")
        self.summary.show_summary(
            Summary("Not computed.", f"{words}. The picture still shows the previous state; see the log.", "bad")
        )

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.desk.given, 1)
        left.addWidget(self.view, 2)
        left.addWidget(self.summary)
        left.addWidget(self.player)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 14, 4, 12)
        layout.setSpacing(14)
        layout.addLayout(left, 1)
        layout.addWidget(self.column)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.column.fit(self.width(), self.theme.text_scale if self.theme is not None else 1.0)
