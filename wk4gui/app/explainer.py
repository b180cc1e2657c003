"""Answers a click on a number: finds the formula that it comes from, in the lesson or among the lab's reasons."""

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from wk4gui.app.lab_session import LabSession
from wk4gui.app.lesson_panel import LessonPanel
from wk4gui.app.summary_line import SummaryLine
from wk4gui.app.why import WhyCard, derivation_of, explanation, is_written, numbers_in, reason_for
from wk4gui.core.reason import Reason
from wk4gui.lesson import read_lesson
from wk4gui.render.lab_view import Explained, LabView, no_reason, nowhere
from wk4gui.render.norm_strip import Sentence

_SAME = 1e-6
"""Relative difference up to which a number is the one that a reason speaks of."""


class Explainer(QObject):
    """The card of a page, and what brings it up; silent while numbers are to be found out."""

    def __init__(self, page: QWidget, session: LabSession, view: LabView, keeps_secret: Callable[[], bool]) -> None:
        super().__init__(page)
        self.card = WhyCard(page)
        self._session, self._view, self._keeps_secret = session, view, keeps_secret
        self._lesson = read_lesson(session.lab.id)

    def watch(self, summary: SummaryLine, lesson: LessonPanel) -> None:
        """From now on a click asks where the view explains a number, on labels, in sentences and in the lesson."""
        from wk4gui.app.why_clicks import WhyClicks  # plots come with pyqtgraph, after the first paint

        explained = {each.widget for each in self._view.explained}
        written = [*self._view.plots(), *self._view.findChildren(Sentence)]
        labels = [Explained(widget, no_reason, nowhere) for widget in written if widget not in explained]
        for each in (*self._view.explained, *labels):
            WhyClicks(*each).asked.connect(self.explain)
        summary.asked.connect(lambda text, at: self.explain(text, None, at))
        lesson.asked.connect(self.explain_live)

    def explain(self, text: str, reason: Reason | None, at: QPoint) -> None:
        """Shows where a number comes from: the lesson's formula for one in a text, the reason that is known, or none.

        Args:
            text: what was clicked; "" where nothing is written.
            reason: why the number at that place is what it is.
            at: where on the screen.
        """
        session = self._session
        if session.result is None or self._keeps_secret():
            return
        shown = session.shown_params, session.result, session.frame
        numbers = session.lab.live_numbers(*shown)
        written = [] if reason is not None and is_written(reason.value, text) else numbers_in(text)
        for number in written:
            found = explanation(number, self._lesson, numbers)
            if found is not None:
                self.card.show_formula(*found, numbers, self._view.theme, at)
                return
            reason = reason or reason_for(number, [*self._view.page_reasons(), *session.lab.reasons(*shown)])
        if reason is not None:
            self.card.show_reason(reason, self._view.theme, at)
        else:
            self.card.hide()

    def explain_live(self, name: str, at: QPoint) -> None:
        """Shows where a live number of the lesson comes from."""
        session = self._session
        if session.result is None or self._keeps_secret():
            return
        shown = session.shown_params, session.result, session.frame
        numbers = session.lab.live_numbers(*shown)
        found = derivation_of({name}, self._lesson, numbers)
        if found is not None:
            self.card.show_formula(*found, numbers, self._view.theme, at)
            return
        for reason in session.lab.reasons(*shown):
            if name in numbers and math.isclose(reason.value, numbers[name], rel_tol=_SAME):
                self.card.show_reason(reason, self._view.theme, at)
                return
