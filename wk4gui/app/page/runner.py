"""One worker thread for heavy computations, where a newer request replaces an older one."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from wk4gui.app.page.precedence import give_way
from wk4gui.lab.checkpoint import Checkpoint, MakePartial, Superseded

_REPORT_EVERY = 0.03
"""Seconds between two reports of progress."""
_FIRST_PARTIAL, _PARTIAL_EVERY, _PARTIAL_SHARE = 0.005, 0.15, 0.2
"""Least seconds until the first result so far and between two, and the largest share of the time for making them."""
_FIRST_OF_LONG, _LONG = 0.0005, 0.05
"""Least seconds until the first result so far of a computation that will take at least the second number of them."""
_LEFT = 0.02
"""Least seconds that are left, so that a result so far is seen before the whole: about what drawing one takes."""
_TAKEN_WITHIN = 0.005
"""Seconds that the thread waits at most for its result so far to be taken; it would hold the interpreter meanwhile."""


@dataclass(frozen=True)
class Request:
    """A computation: ``compute(params, checkpoint)``."""

    ticket: int
    compute: Callable[[Any, Checkpoint], Any]
    params: Any


@dataclass(frozen=True)
class PartialResult:
    """What a request has computed so far, and the fraction done."""

    ticket: int
    fraction: float
    result: Any


class Runner(QThread):
    """Computes the latest request; replaced or cancelled requests emit nothing.

    Signals:
        progressed(int, float): a request's ticket and the fraction done.
        partial_ready(): a result so far can be taken; a later one takes the place of one that has not been taken.
        finished_request(int, object): a request's ticket and its result.
        failed_request(int, object): a request's ticket and its exception.
    """

    progressed = Signal(int, float)
    partial_ready = Signal()
    finished_request = Signal(int, object)
    failed_request = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Request | None = None
        self._partial: PartialResult | None = None
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

    def take_partial(self) -> PartialResult | None:
        """The latest result so far of the latest request, once."""
        with self._changed:
            partial, self._partial = self._partial, None
            self._changed.notify()
            return partial if partial is not None and partial.ticket == self._latest else None

    def offer_partial(self, partial: PartialResult) -> None:
        """Keeps a result so far, in place of one that has not been taken, and lets the window take it first.

        Called in the thread.
        """
        with self._changed:
            is_first, self._partial = self._partial is None, partial
        if is_first:
            self.partial_ready.emit()
            with self._changed:
                self._changed.wait_for(
                    lambda: self._partial is not partial or not self.is_latest(partial.ticket), _TAKEN_WITHIN
                )

    def is_latest(self, ticket: int) -> bool:
        """Whether a request has been neither replaced nor cancelled."""
        return ticket == self._latest

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
        try:
            result = request.compute(request.params, _Watch(self, request.ticket))
        except Superseded:
            return
        except Exception as error:
            self.failed_request.emit(request.ticket, error)
            return
        if request.ticket == self._latest:
            self.finished_request.emit(request.ticket, result)


class _Watch:
    """The checkpoint of one request."""

    def __init__(self, runner: Runner, ticket: int) -> None:
        self._runner, self._ticket = runner, ticket
        self._begun = self._reported = time.monotonic()
        self._next_partial, self._handed_out = self._begun + _FIRST_PARTIAL, False

    def __call__(self, fraction: float, /) -> None:
        give_way()
        if not self._runner.is_latest(self._ticket):
            raise Superseded
        if time.monotonic() - self._reported > _REPORT_EVERY:
            self._reported = time.monotonic()
            self._runner.progressed.emit(self._ticket, fraction)

    def hand_out(self, fraction: float, make: MakePartial) -> None:
        self(fraction)
        begun = time.monotonic()
        taken = begun - self._begun
        if begun < self._next_partial and (self._handed_out or not self._is_long(taken, fraction)):
            return
        if taken * (1.0 - fraction) < _LEFT * fraction:
            return
        self._handed_out = True
        result = make()
        ended = time.monotonic()
        self._next_partial = ended + max(_PARTIAL_EVERY, (ended - begun) / _PARTIAL_SHARE)
        self._runner.offer_partial(PartialResult(self._ticket, fraction, result))
        give_way()

    @staticmethod
    def _is_long(seconds: float, fraction: float) -> bool:
        """Whether a computation that has done a fraction in some seconds will take long, as far as can be told yet."""
        return seconds >= _FIRST_OF_LONG and seconds >= _LONG * fraction
