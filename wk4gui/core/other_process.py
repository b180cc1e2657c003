"""A second Python process that computes beside this one, where threads would wait for one another's interpreter.

It finds modules where this one does, takes one call after the other, and ends when it is stopped or this one ends.
"""

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

_CODE = "import sys; sys.path[:] = {path!r}; from wk4gui.core.other_process import serve; serve()"
_REPORT_EVERY = 0.02
"""Seconds between two reports of progress."""


class ProcessLostError(Exception):
    """The process cannot be started or has ended before its answer."""


class OtherProcess:
    """A process that performs calls of functions that modules hold, with arguments that can be pickled.

    Raises:
        ProcessLostError: none can be started here.
    """

    def __init__(self) -> None:
        if not sys.executable or getattr(sys, "frozen", False):
            raise ProcessLostError("this program has no Python of its own")
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CODE.format(path=sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl+C is for this process, which ends the other one
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ProcessLostError(str(error)) from None

    def call(self, function: Callable[..., Any], arguments: tuple[Any, ...], report: Callable[[float], None]) -> Any:
        """``function(*arguments, report)``, performed there.

        Args:
            function: of a module.
            arguments: but for the last one.
            report: called here with the fraction that is done there; its exceptions leave the call unanswered.

        Raises:
            ProcessLostError: there is no answer.
        """
        kind, value = self._exchange((function, arguments))
        while kind == "part":
            report(value)
            kind, value = self._exchange()
        if kind == "failed":
            raise value
        return value

    def stop(self) -> None:
        """Ends it, whatever it does; a call that waits for its answer is lost."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what had not been written yet is lost
                pipe.close()  # type: ignore[union-attr]

    def _exchange(self, call: tuple[Callable[..., Any], tuple[Any, ...]] | None = None) -> tuple[str, Any]:
        """Sends a call, if there is one, and takes the next answer."""
        calls, answers = self._process.stdin, self._process.stdout
        assert calls is not None
        assert answers is not None
        try:
            if call is not None:
                pickle.dump(call, calls)
                calls.flush()
            kind, value = pickle.load(answers)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError) as error:  # ValueError: the pipe is closed
            raise ProcessLostError(str(error)) from None
        return kind, value


class _Reports:
    """Writes the fraction done, not more often than it is looked at."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers, self._next = answers, 0.0

    def __call__(self, fraction: float) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _REPORT_EVERY
            _write(self._answers, "part", fraction)


def serve() -> None:
    """Answers calls until there are no more; what is printed meanwhile is not among the answers."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    while True:
        try:
            function, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            kind, value = "done", function(*arguments, _Reports(answers))
        except Exception as error:
            kind, value = "failed", error
        _write(answers, kind, value)


def _write(answers: BinaryIO, kind: str, value: Any) -> None:
    pickle.dump((kind, value), answers)
    answers.flush()
