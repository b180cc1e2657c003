"""Processors, memory, and the variables that decide how many threads the libraries use."""

import os
import sys
from collections.abc import Iterator

from wk4gui.doctor.finding import Finding

EXPECTED = {
    "OPENBLAS_NUM_THREADS": ("1", "arrays are small here: more threads slow every number down; unset it"),
    "QT_NO_GUI_THREADPOOL": ("1", "plots repaint ten times faster without Qt's pool; unset it"),
}
"""The variables that the program sets unless they are set, and why another value is worth a note."""


def threads() -> Iterator[Finding]:
    """What the machine has, then what was chosen."""
    yield Finding("threads", "processors", _processors())
    if memory := _memory():
        yield Finding("threads", "memory", f"{memory / 2**30:.1f} GiB")
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    yield Finding("threads", "Python", "one thread at a time" if gil else "free-threaded")
    for name, (wanted, why) in EXPECTED.items():
        value = os.environ.get(name, "not set")
        other = value != wanted
        yield Finding("threads", name, value, "note" if other else "ok", why if other else "")


def _processors() -> str:
    there = os.cpu_count() or 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else there
    return str(there) if usable == there else f"{there}, of which this process may use {usable}"


def _memory() -> int:
    """Bytes of memory; 0 where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0
