"""Reads files in a thread, so that the window stays responsive; a later file replaces one being read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from wk4gui.app.page.runner import Runner
from wk4gui.lab.checkpoint import Checkpoint
from wk4gui.lab.declarations import ParamError

T = TypeVar("T")
Load = Callable[[Path, Checkpoint], T]
"""Reads and decodes a file; raises ParamError, in a sentence that names the file, or OSError."""


@dataclass(frozen=True)
class _Order:
    ticket: int
    path: Path
    use: Callable[[Any], None]


class FileReader(QObject):
    """Reads files, and passes their contents on in the thread of the window.

    Signals:
        progressed(object, float): the path being read, and the fraction done.
        refused(str): why a file cannot be read, in one sentence.
        failed(object): reading ended in an unexpected exception.
        ended(): no file is being read any more.
    """

    progressed = Signal(object, float)
    refused = Signal(str)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: _Order | None = None
        self._runner = Runner(self)
        self._runner.progressed.connect(self._progressed)
        self._runner.finished_request.connect(self._finished)
        self._runner.failed_request.connect(self._failed)

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self._order is not None

    def read(self, path: Path, load: Load[T], use: Callable[[T], None]) -> None:
        """Reads a file with `load` and passes its contents to `use`, unless another file is requested before."""
        ticket = self._runner.submit(lambda path, checkpoint: load(path, checkpoint), path)
        self._order = _Order(ticket, path, use)

    def stop(self) -> None:
        """Stops reading; must be called before the program ends."""
        self._order = None
        self._runner.stop()

    def _taken(self, ticket: int) -> _Order | None:
        """Removes and returns the order of a ticket; None if another one has replaced it."""
        order = self._order
        if order is None or order.ticket != ticket:
            return None
        self._order = None
        self.ended.emit()
        return order

    def _progressed(self, ticket: int, fraction: float) -> None:
        if self._order is not None and self._order.ticket == ticket:
            self.progressed.emit(self._order.path, fraction)

    def _finished(self, ticket: int, result: object) -> None:
        if order := self._taken(ticket):
            order.use(result)

    def _failed(self, ticket: int, error: Exception) -> None:
        order = self._taken(ticket)
        if order is None:
            return
        if isinstance(error, ParamError):
            self.refused.emit(str(error))
        elif isinstance(error, OSError):
            self.refused.emit(f"{order.path.name} cannot be read: {error.strerror or error}")
        else:
            self.failed.emit(error)
