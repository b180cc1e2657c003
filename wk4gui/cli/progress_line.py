"""One line on standard error that says how far a command is, where a person sees it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint

_PATIENCE = 0.3
"""Seconds before the line appears; what is done by then needs none."""
_WIDTH = 24


@contextmanager
def progress_line(what: str) -> Iterator[Checkpoint]:
    """A checkpoint that shows its fraction while standard error is a terminal, and nothing elsewhere.

    The line is cleared at the end, also where the command fails or is interrupted.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield no_checkpoint
        return
    line = _Line(what)
    try:
        yield line.show
    finally:
        line.clear()


@contextmanager
def noted_progress(what: str) -> Iterator[Callable[[float, str], None]]:
    """The same with a note behind the fraction."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda fraction, note: None
        return
    line = _Line(what)
    try:
        yield line.show
    finally:
        line.clear()


class _Line:
    def __init__(self, what: str) -> None:
        self._what, self._begin, self._shown = what, time.monotonic(), ""

    def show(self, fraction: float, note: str = "") -> None:
        if time.monotonic() - self._begin < _PATIENCE:
            return
        done = min(max(fraction, 0.0), 1.0)
        full = round(_WIDTH * done)
        text = f"{self._what}  {'█' * full}{'░' * (_WIDTH - full)} {100 * done:3.0f} %" + f"  {note}" * bool(note)
        if text != self._shown:
            self._write(f"\r{text}{' ' * (len(self._shown) - len(text))}")
            self._shown = text

    def clear(self) -> None:
        if self._shown:
            self._write("\r" + " " * len(self._shown) + "\r")

    @staticmethod
    def _write(text: str) -> None:
        encoding = sys.stderr.encoding or "ascii"
        sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
        sys.stderr.flush()
