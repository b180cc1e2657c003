"""Steps with a turn of the event loop each, so that what the user does comes between them."""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Takes one step after another; a new sequence replaces what is left of the last."""

    def __init__(
        self, parent: QObject | None = None, pause_ms: int = 0, may: Callable[[], bool] = lambda: True
    ) -> None:
        """Takes steps.

        Args:
            parent: its owner.
            pause_ms: before each step, after the last has ended; with 0 it comes in the next turn.
            may: whether a step may be taken now; if not, it waits for another pause.
        """
        super().__init__(parent)
        self._steps: Iterator[object] = iter(())
        self._may = may
        self._timer = QTimer(self, interval=pause_ms)
        self._timer.timeout.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether steps are left."""
        return self._timer.isActive()

    def begin(self, steps: Iterable[object]) -> None:
        """Takes the first step in the next turn, or after a pause."""
        self._steps = iter(steps)
        self._timer.start()

    def stop(self) -> None:
        """Takes none of the steps that are left."""
        self._timer.stop()
        self._steps = iter(())

    def _take(self) -> None:
        if not self._may():
            return
        try:
            for _ in self._steps:
                self._timer.start()
                return
        except BaseException:
            self.stop()
            raise
        self._timer.stop()
