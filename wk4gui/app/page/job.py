"""Runs work in a separate thread while the window stays responsive."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from wk4gui.lab.checkpoint import Checkpoint, Superseded
from wk4gui.lab.declarations import ParamError

_REPORT_EVERY = 0.03
"""Seconds between two reports of progress, each of which paints a bar."""


class Job(QObject):
    """Work that ends with exactly one of finished, failed and cancelled.

    Signals:
        progressed(float): the fraction done; 1 before it is finished.
        finished(object): what the work returned.
        failed(str): the reason of the failure, in one sentence.
        cancelled(): it was cancelled.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, nothing: str, parent: QObject | None = None) -> None:
        """Makes a job that waits for `start`.

        Args:
            nothing: the beginning of a failure's sentence, such as "Nothing was written".
            parent: the owner.
        """
        super().__init__(parent)
        self._nothing = nothing
        self._stopped = threading.Event()
        self._refusal = ""
        self._reported = -_REPORT_EVERY
        self._thread: threading.Thread | None = None
        self.destroyed.connect(self._stopped.set)

    @property
    def alive(self) -> bool:
        """Whether its thread is running."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, work: Callable[[Checkpoint], object]) -> None:
        """Calls ``work(checkpoint)`` in a thread; the checkpoint takes the fraction done."""
        self._thread = threading.Thread(target=self._run, args=(work,), name="job")
        self._thread.start()

    def cancel(self) -> None:
        """Ends the work at its next checkpoint."""
        self._stopped.set()

    def refuse(self, why: str) -> None:
        """Ends the work at its next checkpoint, as failed."""
        self._refusal = why
        self.cancel()

    def checkpoint(self, fraction: float) -> None:
        """Reports the progress, not more often than can be seen; raises Superseded if the work is to end."""
        if self._stopped.is_set():
            raise Superseded
        if time.monotonic() - self._reported < _REPORT_EVERY:
            return
        self._reported = time.monotonic()
        try:
            self.progressed.emit(fraction)
        except RuntimeError:  # deleted with its window
            raise Superseded from None

    def _run(self, work: Callable[[Checkpoint], object]) -> None:
        try:
            result = work(self.checkpoint)
        except Superseded:
            if self._refusal:
                self._emit("failed", f"{self._nothing}: {self._refusal}.")
            else:
                self._emit("cancelled")
        except OSError as error:
            self._emit("failed", f"{error.filename} cannot be written: {error.strerror or error}.")
        except ParamError as error:
            self._emit("failed", f"{self._nothing}: {error}.")
        except Exception as error:
            logging.getLogger(__name__).exception("a job failed")
            self._emit("failed", f"{self._nothing}, because of a fault in the program: {error!r}.")
        else:
            self._emit("progressed", 1.0)
            self._emit("finished", result)

    def _emit(self, signal: str, *values: object) -> None:
        """Emits a signal, unless the job was deleted with its window while the work went on."""
        with contextlib.suppress(RuntimeError):
            getattr(self, signal).emit(*values)
