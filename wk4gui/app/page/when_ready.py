"""Does something with the result of a session as soon as it is there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from wk4gui.app.page.lab_session import LabSession


def when_ready(session: LabSession, act: Callable[[], object]) -> "Wait | None":
    """Acts at once if the result of the present parameters is there, else when it is; then the wait is returned.

    It is not acted at all where the computation fails or is cancelled.
    """
    if session.ready:
        act()
        return None
    return Wait(session, act)


class Wait(QObject):
    """Acts once, in a turn of the event loop of its own, so that it may open a dialog."""

    def __init__(self, session: LabSession, act: Callable[[], object]) -> None:
        super().__init__(session)
        self._session, self._act, self._over = session, act, False
        session.result_ready.connect(self._look, Qt.ConnectionType.QueuedConnection)
        session.failed.connect(self.give_up)
        session.cancelled.connect(self.give_up)

    def give_up(self, *_: object) -> None:
        """It is not acted any more."""
        if self._over:
            return
        self._over = True
        self._session.result_ready.disconnect(self._look)
        self._session.failed.disconnect(self.give_up)
        self._session.cancelled.disconnect(self.give_up)
        self.deleteLater()

    def _look(self) -> None:
        if not self._over and self._session.ready:  # a draft, or a result that is overtaken already, is waited out
            self.give_up()
            self._act()
