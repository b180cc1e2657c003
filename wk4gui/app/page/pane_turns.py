"""Panes painted one by one, with a turn of the event loop each, so that what the user does comes between them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QObject

from wk4gui.app.page.precedence import precedence
from wk4gui.app.page.turns import Turns
from wk4gui.render.pane import Pane


class PaneTurns(QObject):
    """Holds the repaints of panes back and gives each pane its turn; who waited longest comes first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Pane] = []
        self._turns = Turns(self)

    @property
    def busy(self) -> bool:
        """Whether panes still wait."""
        return bool(self._waiting)

    @contextmanager
    def taken(self, panes: Sequence[Pane]) -> Iterator[None]:
        """Panes that change inside are painted in turns of their own."""
        for pane in panes:
            if pane not in self._waiting and pane.isVisible():
                pane.setUpdatesEnabled(False)
                self._waiting.append(pane)
        try:
            yield
        finally:
            if self._waiting and not self._turns.busy:
                steps = self._painted()
                next(steps, None)
                self._turns.begin(steps)

    def stop(self) -> None:
        """Paints nothing more."""
        self._turns.stop()

    def _painted(self) -> Iterator[None]:
        """Paints the next pane at each step but the first; computations wait from the first to the last."""
        with precedence():
            while self._waiting:
                yield
                pane = self._waiting.pop(0)
                pane.setUpdatesEnabled(True)
                pane.repaint()
