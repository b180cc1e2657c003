"""Panes painted one by one, with a turn of the event loop each, so that what the user does comes between them.

Where all that changed is painted in a moment, one pass does it: it leaves out what looks as before, which a turn of a
pane's own cannot.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from wk4gui.app.page.precedence import precedence
from wk4gui.app.page.turns import Turns
from wk4gui.render.pane import Pane

_MOMENT_S = 0.02
"""Painting that takes longer is done in turns from then on, until a round of turns takes less."""


class PaneTurns(QObject):
    """Holds the repaints of panes back and gives each pane its turn; who waited longest comes first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Pane] = []
        self._turns = Turns(self)
        self._takes_long = self._first = True

    @property
    def busy(self) -> bool:
        """Whether panes still wait."""
        return bool(self._waiting)

    @contextmanager
    def taken(self, panes: Sequence[Pane]) -> Iterator[None]:
        """Panes that change inside, and are painted whole, are painted in turns of their own."""
        for pane in panes:
            if pane not in self._waiting and pane.isVisible():
                pane.setUpdatesEnabled(False)
                self._waiting.append(pane)
        try:
            yield
        finally:
            self._begin()

    @contextmanager
    def taken_if_long(self, panes: Sequence[Pane]) -> Iterator[None]:
        """The same where that takes long; else the next pass paints what has changed, and computations wait for it.

        The first time much is laid out anew, which is done before it is painted.
        """
        with self.taken(panes if self._takes_long else ()):
            yield
        if self._first:
            self._first = False
            lay_out_anew()

    @contextmanager
    def one_pass(self) -> Iterator[None]:
        """What is painted inside is painted in one pass, whose time decides how it is done the next time."""
        begun = perf_counter()
        with precedence():
            yield
        self._takes_long = self._takes_long or perf_counter() - begun > _MOMENT_S

    def stop(self) -> None:
        """Paints nothing more."""
        self._turns.stop()

    def _begin(self) -> None:
        if not self._turns.busy:
            steps = self._painted()
            next(steps, None)
            self._turns.begin(steps)

    def _painted(self) -> Iterator[None]:
        """Paints the next pane at each step but the first; computations wait from the first to the last."""
        seconds, n_painted = 0.0, 0
        with precedence():
            yield
            while self._waiting:
                begun = perf_counter()
                pane = self._waiting.pop(0)
                pane.setUpdatesEnabled(True)
                pane.repaint()
                seconds, n_painted = seconds + perf_counter() - begun, n_painted + 1
                if self._waiting:
                    yield
        if n_painted:
            self._takes_long = seconds > _MOMENT_S


def lay_out_anew() -> None:
    """Lays out now what waits for it; what is painted before that would be painted twice."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
