"""The sweeps of a page: its window, and the maps that answer questions, which are judged when they are complete."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from wk4gui.app.lesson.predictor import Predictor
from wk4gui.app.page.lab_session import LabSession
from wk4gui.lab.question import Question
from wk4gui.render.theme import Theme
from wk4gui.sweeps.store import WindowStore

if TYPE_CHECKING:
    from wk4gui.app.sweep.sweep_window import SweepWindow
    from wk4gui.sweeps.survey import Survey, Surveyed


class PageSweeps(QObject):
    """Opens the window of a page's sweeps, which is made when it is first wanted."""

    def __init__(self, session: LabSession, predictor: Predictor, store: WindowStore, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._predictor, self._store, self._page = session, predictor, store, page
        self._theme: Theme | None = None
        self._window: SweepWindow | None = None
        predictor.map_wanted.connect(self._show_map)
        predictor.changed.connect(self._question_changed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._window is not None:
            self._window.set_theme(theme)

    def open(self, *names: str, measure: str = "") -> None:
        """Sweeps one parameter or two, by a measure or the first that depends on them."""
        if self._theme is not None:
            self._made(self._theme).begin(*names, measure=measure)

    def end(self) -> None:
        """Stops what is under way."""
        if self._window is not None:
            self._window.end()

    def _made(self, theme: Theme) -> "SweepWindow":
        from wk4gui.app.sweep.sweep_window import SweepWindow  # pyqtgraph is imported after the first paint

        if self._window is None:
            self._window = SweepWindow(self._session, self._store, self._page)
            self._window.completed.connect(self._judge)
        self._window.set_theme(theme)
        return self._window

    def _show_map(self, question: Question) -> None:
        from wk4gui.sweeps.asked_map import asked_survey

        if self._theme is not None:
            survey = asked_survey(self._session.lab, question)
            self._made(self._theme).begin_survey(survey, asked=self._predictor.question is not None)

    def _judge(self, survey: "Survey", found: "Surveyed") -> None:
        verdict = self._predictor.judge_map(survey, found)
        if verdict is not None and self._window is not None:
            self._window.show_verdict(verdict)

    def _question_changed(self) -> None:
        """A map gives nothing away while a question is asked; after it, places can be taken again."""
        if self._window is None:
            return
        if self._predictor.question is not None:
            self._window.close()
        else:
            self._window.release()
