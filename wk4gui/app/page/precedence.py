"""The window goes first: while it draws, computations wait at their next checkpoint.

Both share one interpreter, which a training of many small steps would otherwise take from the window a hundred times
in one picture.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_MOST_S = 0.05
"""A computation waits no longer than this at one checkpoint."""
_free = threading.Event()
_free.set()
_drawings = set[object]()
"""What is being drawn now; drawings begin and end in any order."""


@contextmanager
def precedence() -> Iterator[None]:
    """Holds computations up while the window's thread draws."""
    drawing = object()
    _drawings.add(drawing)
    _free.clear()
    try:
        yield
    finally:
        _drawings.remove(drawing)
        if not _drawings:
            _free.set()


def give_way() -> None:
    """Waits while the window draws; called by computations at their checkpoints."""
    _free.wait(_MOST_S)
