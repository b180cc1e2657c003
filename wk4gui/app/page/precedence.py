"""The window goes first: while it draws, computations wait at their next checkpoint.

Both share one interpreter, which a training of many small steps would otherwise take from the window a hundred times
in one picture.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_MOST_S = 0.05
"""A computation waits no longer than this at one checkpoint."""
_PAUSE_EVERY_S, _PAUSE_S = 0.002, 2e-5
"""A computation pauses so often and so long. One of many small steps gives the interpreter back for a microsecond at
each, which wakes a thread that waits for it, but too late: it would never take it.
"""
_LONGEST_S = 0.5
"""What has been drawn for longer holds nothing up: a window may go while its panes wait for their turns."""


class _Drawings:
    """What is being drawn now; drawings begin and end in any order, all in the window's thread.

    Attributes:
        free: whether nothing is drawn.
        newest: when the last one began, in seconds.
    """

    def __init__(self) -> None:
        self.free, self.newest = threading.Event(), 0.0
        self.free.set()
        self._begun: dict[object, float] = {}

    def begin(self) -> object:
        drawing = object()
        self.newest = self._begun[drawing] = time.monotonic()
        self.free.clear()
        return drawing

    def end(self, drawing: object) -> None:
        self._begun.pop(drawing, None)
        since = time.monotonic() - _LONGEST_S
        self._begun = {each: begun for each, begun in self._begun.items() if begun > since}
        if not self._begun:
            self.free.set()


_DRAWINGS = _Drawings()
_PAUSES = threading.local()


@contextmanager
def precedence() -> Iterator[None]:
    """Holds computations up while the window's thread draws."""
    drawing = _DRAWINGS.begin()
    try:
        yield
    finally:
        _DRAWINGS.end(drawing)


def give_way() -> None:
    """Waits while the window draws, and lets its thread begin; called by computations at their checkpoints."""
    if time.monotonic() > getattr(_PAUSES, "next", 0.0):
        time.sleep(_PAUSE_S)  # noqa: TID251 - gives the interpreter away
        _PAUSES.next = time.monotonic() + _PAUSE_EVERY_S
    if not _DRAWINGS.free.is_set() and time.monotonic() - _DRAWINGS.newest < _LONGEST_S:
        _DRAWINGS.free.wait(_MOST_S)
