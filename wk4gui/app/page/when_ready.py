"""Calls a function as soon as a session's result exists."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from wk4gui.app.page.lab_session import LabSession


def when_ready(session: LabSession, act: Callable[[], object]) -> "Wait | None":
    """Calls ``act`` at once if the result of the current parameters exists; else returns a Wait that does so later.

    If the computation fails or is cancelled, it is not called.
    """
    if session.ready:
        act()
        return None
    return Wait(session, act)


class Wait(QObject):
    """Calls a function once, in a separate turn of the event loop, so that it may open a dialog."""

    def __init__(self, session: LabSession, act: Callable[[], object]) -> None:
        super().__init__(session)
        self._session, self._act, self._over = session, act, False
        session.result_ready.connect(self._look, Qt.ConnectionType.QueuedConnection)
        session.failed.connect(self.give_up)
        session.cancelled.connect(self.give_up)

    def give_up(self, *_: object) -> None:
        """Cancels the call."""
        if self._over:
            return
        self._over = True
        self._session.result_ready.disconnect(self._look)
        self._session.failed.disconnect(self.give_up)
        self._session.cancelled.disconnect(self.give_up)
        self.deleteLater()

    def _look(self) -> None:
        if not self._over and self._session.ready:  # a draft or an outdated result is ignored
            self.give_up()
            self._act()
