"""Unexpected errors: they are logged and reported once, and the program keeps running."""

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

LOG = logging.getLogger("wk4gui")
_MOST_BYTES = 500_000


class _LogFile(RotatingFileHandler):
    """A log file whose own errors are ignored."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Ignores a full disk or a folder without write access."""


def log_to(path: Path) -> None:
    """Writes the program's log to a file, if it can be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(path, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)


class ErrorReporter(QObject):
    """Receives unexpected errors from all threads.

    Signals:
        reported(str): an error of a kind not yet reported, in one sentence.
    """

    reported = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reported: set[str] = set()

    def install(self) -> None:
        """Replaces Python's own reporting."""
        sys.excepthook = self._unexpected
        threading.excepthook = lambda args: self.report(args.exc_value)

    def uninstall(self) -> None:
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def report(self, error: BaseException | None) -> None:
        """Logs an error and reports it, once for each kind and place."""
        if error is None:
            return
        LOG.error("unexpected error", exc_info=error)
        sentence = f"{type(error).__name__}: {error}".rstrip(": ").replace("\n", " ")
        if sentence not in self._reported:
            self._reported.add(sentence)
            self.reported.emit(sentence)

    def _unexpected(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
        else:
            self.report(error)
