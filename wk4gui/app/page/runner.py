"""One worker thread for heavy computations, where a newer request replaces an older one."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from wk4gui.lab.checkpoint import Checkpoint, Superseded

_REPORT_EVERY = 0.03
"""Seconds between two reports of progress."""


@dataclass(frozen=True)
class Request:
    """A computation: ``compute(params, checkpoint)``."""

    ticket: int
    compute: Callable[[Any, Checkpoint], Any]
    params: Any


class Runner(QThread):
    """Computes the latest request; replaced or cancelled requests emit nothing.

    Signals:
        progressed(int, float): a request's ticket and the fraction done.
        finished_request(int, object): a request's ticket and its result.
        failed_request(int, object): a request's ticket and its exception.
    """

    progressed = Signal(int, float)
    finished_request = Signal(int, object)
    failed_request = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Request | None = None
        self._latest = 0
        self._stopping = False
        self._changed = threading.Condition()

    def submit(self, compute: Callable[[Any, Checkpoint], Any], params: Any) -> int:
        """Requests a computation, dropping earlier requests; returns its ticket.

        After `stop` nothing is computed.
        """
        with self._changed:
            self._latest += 1
            self._waiting = Request(self._latest, compute, params)
            self._changed.notify()
        if not self._stopping and not self.isRunning():
            self.start()
        return self._latest

    def cancel(self) -> None:
        """Drops the running or waiting request."""
        with self._changed:
            self._latest += 1
            self._waiting = None

    def stop(self) -> None:
        """Ends the thread; must be called before the program ends."""
        with self._changed:
            self._stopping = True
            self._latest += 1
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        while (request := self._next()) is not None:
            self._answer(request)

    def _next(self) -> Request | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._stopping)
            request, self._waiting = self._waiting, None
            return None if self._stopping else request

    def _answer(self, request: Request) -> None:
        reported = time.monotonic()

        def checkpoint(fraction: float) -> None:
            nonlocal reported
            if request.ticket != self._latest:
                raise Superseded
            if time.monotonic() - reported > _REPORT_EVERY:
                reported = time.monotonic()
                self.progressed.emit(request.ticket, fraction)

        try:
            result = request.compute(request.params, checkpoint)
        except Superseded:
            return
        except Exception as error:
            self.failed_request.emit(request.ticket, error)
            return
        if request.ticket == self._latest:
            self.finished_request.emit(request.ticket, result)
