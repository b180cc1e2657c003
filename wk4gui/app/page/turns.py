"""Steps with a turn of the event loop each, so that what the user does comes between them."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Takes one step after another; a new sequence replaces what is left of the last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] = iter(())
        self._timer = QTimer(self)  # with interval 0: once in each turn of the event loop
        self._timer.timeout.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether steps are left."""
        return self._timer.isActive()

    def begin(self, steps: Iterable[object]) -> None:
        """Takes the first step in the next turn."""
        self._steps = iter(steps)
        self._timer.start()

    def _take(self) -> None:
        for _ in self._steps:
            return
        self._timer.stop()
