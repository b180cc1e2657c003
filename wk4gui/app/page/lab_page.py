"""One lab on screen: its picture, summary and player on the left, parameters and lesson on the right."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from wk4gui.app.controls.param_panel import ParamPanel
from wk4gui.app.lesson.lesson_panel import LessonPanel
from wk4gui.app.lesson.prediction_overlay import PredictionOverlay
from wk4gui.app.lesson.predictor import Predictor
from wk4gui.app.page.cards import scrolling, titled_card
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.player import Player
from wk4gui.app.page.progress_line import ProgressLine
from wk4gui.app.page.states import States
from wk4gui.app.page.summary_line import SummaryLine
from wk4gui.app.page.why import WhyCard, derivation_of
from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.export.report import MUCH, size_in_words
from wk4gui.lab.declarations import to_json
from wk4gui.lab.reason import Reason
from wk4gui.lab.summary import Summary
from wk4gui.render.lab_view import Explained, LabView, no_reason, nowhere, split
from wk4gui.render.qt_application import dress
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.theme import Theme

_MOST_NAMED = 3
"""Largest number of changes in the name of a pin."""
COLUMN_WIDTH = 288


class LabPage(QWidget):
    """Wires a LabSession to a view, a panel, a lesson and a player.

    Signals:
        view_changed(): the view state changed.
    """

    view_changed = Signal()

    def __init__(self, session: LabSession, view: LabView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session, self.view = session, view
        self.theme: Theme | None = None
        self.panel = ParamPanel(session.lab)
        self.lesson = LessonPanel(session.lab)
        self.summary = SummaryLine()
        self.progress = ProgressLine(view)
        self.player = Player()
        self.why = WhyCard(self)
        self.states = States(session, view, self.player)
        self.predictor = Predictor(session, self.states.show, PredictionOverlay(view), self.lesson.predictions)
        view.set_captioned(captioned=True)
        self._working = False
        self._cards = self._stacked_cards()
        self.column = QWidget()
        self._arrange()
        self._connect()
        self.panel.show_params(session.params)
        session.want_parts(view.wanted_parts())
        session.compute()

    def set_theme(self, theme: Theme) -> None:
        if theme == self.theme:
            return
        self.theme = theme
        dress(self, theme)
        for item in (self.view, self.panel, self.lesson, self.summary, self.progress, self.player, self.predictor):
            item.set_theme(theme)
        self.column.setFixedWidth(round(COLUMN_WIDTH * max(1.0, 0.5 + 0.5 * theme.text_scale)) + 12)

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

    def pin(self) -> None:
        """Pins the current picture in grey, named after the changed parameters."""
        session = self.session
        origin = preset_state(session.lab, session.preset)
        before, now = to_json(origin.params), to_json(session.shown_params)
        changed = [f"{session.lab.field_title(name)} {_short(now[name])}" for name in now if now[name] != before[name]]
        self.view.pin(", ".join(changed[:_MOST_NAMED]) or origin.title)

    def splitters(self) -> list[QSplitter]:
        """The splitters whose sizes are remembered, always in the same order."""
        return [*self.view.findChildren(QSplitter), self._cards]

    def _show_progress(self, fraction: float) -> None:
        memory = self.session.memory
        self.progress.show_fraction(fraction, f"takes {size_in_words(memory)} of memory" if memory > MUCH else "")

    def _connect(self) -> None:
        session = self.session
        self.panel.edited.connect(session.set_param)
        self.panel.settled.connect(session.settle)
        self.view.edited.connect(session.set_params)
        self.view.settled.connect(session.settle)
        self.view.frame_requested.connect(session.seek)
        self.view.state_changed.connect(self._view_changed)
        self.lesson.asked.connect(self.explain_live)
        self.view.restarted.connect(self.states.begin_again)
        self.lesson.action_requested.connect(self.states.follow)
        self.player.sought.connect(session.seek)
        self.progress.cancelled.connect(session.cancel)
        self.summary.asked.connect(lambda numeral, beside: self.explain(numeral.why(), beside))
        self._watch_clicks()
        self.predictor.changed.connect(self._question_changed)
        session.params_changed.connect(lambda: self.panel.show_params(session.params))
        session.result_ready.connect(self._show_result)
        session.part_ready.connect(self._show_part)
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
        working = self.view.hides_numbers
        if working and not self._working:
            self._upper.ensureWidgetVisible(self.view.inspectors[0], 0, 0)
        self._working = working
        self.view_changed.emit()

    def _want_parts(self) -> None:
        asked = self.predictor.part
        self.session.want_parts((*self.view.wanted_parts(), *((asked,) if asked else ())))

    def _question_changed(self) -> None:
        """Hides everything that would reveal the answer while a question is asked."""
        self._want_parts()
        self._show_result()

    def _show_result(self) -> None:
        """Shows the result, unless another state is awaited already."""
        if self.session.result is None or self.session.frame < 0:
            return
        self._show_zones()
        self._show_frame()

    def _show_frame(self) -> None:
        session = self.session
        self.view.show_result(session.shown_params, session.result, session.frame)
        if self.predictor.question is not None:
            self.player.hide()
            self.summary.show_summary(Summary("Predict first.", "The numbers are shown afterwards."))
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
        if result is None or self.predictor.question is not None:
            return
        summary = self.view.summary(session.lab, params, result, session.frame)
        if self.view.hides_numbers:
            self.player.hide()
            self.summary.show_summary(summary)
            return
        self.player.show_frames(session.frames, session.frame, useful=self.view.follows_frames)
        self.lesson.show_numbers(params, result, session.frame)
        if session.is_draft:
            more = "Release the slider for the full result." if session.dragging else "The full result follows."
            summary = Summary("Draft.", f"{summary} {more}")
        self.summary.show_summary(summary)

    def _show_part(self, name: str) -> None:
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
        left.addWidget(self.view, 1)
        left.addWidget(self.summary)
        left.addWidget(self.player)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 14, 4, 12)
        layout.setSpacing(14)
        layout.addLayout(left, 1)
        layout.addWidget(self.column)
        beside = QVBoxLayout(self.column)  # a splitter would not keep its width
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._cards)

    def _stacked_cards(self) -> QSplitter:
        """Parameters over the lesson, each scrolling by itself."""
        cards = [self.panel, *map(titled_card, self.view.inspectors)]
        self._upper = scrolling(*cards)
        return split(Qt.Orientation.Vertical, self._upper, scrolling(self.lesson), sizes=(11, 9))


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
