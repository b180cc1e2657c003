"""The sweeps of a page: its window, and the maps that answer questions, which are judged when they are complete."""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from wk4gui.app.lesson.predictor import Predictor
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.turns import Turns
from wk4gui.lab.question import Question
from wk4gui.render.theme import Theme
from wk4gui.sweeps.store import WindowStore

if TYPE_CHECKING:
    from wk4gui.app.sweep.sweep_window import SweepWindow
    from wk4gui.sweeps.survey import Survey, Surveyed


_MODULES = (
    "wk4gui.documents.saved_state",
    "wk4gui.sweeps.engines",
    "wk4gui.sweeps.driver",
    "wk4gui.sweeps.table",
    "wk4gui.sweeps.asked_map",
    "wk4gui.render.map_plot",
    "wk4gui.export.choices",
    "wk4gui.export.image",
    "wk4gui.export.sweep_picture",
    "wk4gui.export.sweep_figure",
)
"""What the window imports, in pieces that take a few hundredths of a second at most."""


class PageSweeps(QObject):
    """Opens the window of a page's sweeps, which is made when it is first wanted."""

    def __init__(self, session: LabSession, predictor: Predictor, store: WindowStore, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._predictor, self._store, self._page = session, predictor, store, page
        self._theme: Theme | None = None
        self._window: SweepWindow | None = None
        self._turns = Turns(self)
        self._act: Callable[[SweepWindow], None] | None = None
        predictor.map_wanted.connect(self._show_map)
        predictor.changed.connect(self._question_changed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._window is not None:
            self._window.set_theme(theme)

    def open(self, *names: str, measure: str = "") -> None:
        """Sweeps one parameter or two, by a measure or the first that depends on them."""
        self._when_made(lambda window: window.begin(*names, measure=measure))

    def end(self) -> None:
        """Stops what is under way, and what was still to come up."""
        self._turns.stop()
        if self._window is not None:
            self._window.end()

    def _when_made(self, act: "Callable[[SweepWindow], None]") -> None:
        """Calls a function with the window; before the first time that is made, in turns of the event loop."""
        self._act = act
        if self._turns.busy or self._theme is None:
            return
        if self._window is None:
            self._turns.begin(self._made(self._theme))
        else:
            act(self._window)

    def _made(self, theme: Theme) -> Iterator[None]:
        """Makes the window, in steps that are short each, and does what is wanted with it."""
        for module in _MODULES:
            import_module(module)
            yield
        from wk4gui.app.sweep.sweep_window import SweepWindow  # pyqtgraph is imported after the first paint

        window = SweepWindow(self._session, self._store, self._page)
        yield
        window.set_theme(self._theme or theme)
        yield
        window.completed.connect(self._judge)
        self._window = window
        if self._act is not None:
            self._act(window)

    def _show_map(self, question: Question) -> None:
        self._when_made(partial(self._begin_map, question))

    def _begin_map(self, question: Question, window: "SweepWindow") -> None:
        """Begins the map of a question, which is asked still or has been given up."""
        from wk4gui.sweeps.asked_map import asked_survey

        window.begin_survey(asked_survey(self._session.lab, question), asked=self._predictor.question is not None)

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
