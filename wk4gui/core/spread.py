"""Independent computations on several processors: threads, since NumPy lets go of the interpreter while it computes."""

import contextvars
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Generic, TypeVar

R = TypeVar("R")
Report = Callable[[float], None]
Task = Callable[[Report], R]
_MOST_THREADS = 4
_LOOK_EVERY = 0.02
"""Seconds between two looks at the checkpoint while only the other threads have something to do."""
_SWITCH_S = 0.0005
"""The longest a thread waits for the interpreter while tasks run; with Python's 5 ms two threads take a tenth more."""


def spread(
    tasks: Sequence[Task[R]], weights: Sequence[float], checkpoint: Report, *, n_threads: int | None = None
) -> list[R]:
    """The results of all tasks, which must not depend on one another, in their order.

    Each result is the same, to the byte, in whatever thread it is computed. The first exception ends all tasks.

    Args:
        tasks: each gets a function to be called with the fraction of it that is done.
        weights: the share of the time that each takes; the longest are begun first.
        checkpoint: called in this thread alone, with the fraction of all that is done; its exceptions end all tasks.
        n_threads: how many; None: one a processor.
    """
    crew = _Crew(tasks, weights, checkpoint)
    n_helpers = min(n_threads or n_processors(), len(tasks), _MOST_THREADS) - 1
    settings = [contextvars.copy_context() for _ in range(n_helpers)]  # np.errstate is one of a thread
    helpers = [threading.Thread(target=each.run, args=(crew.help,), daemon=True) for each in settings]
    for helper in helpers:
        helper.start()
    try:
        with _quick_switches() if helpers else nullcontext():
            crew.work(crew.report)
            for helper in helpers:
                while helper.is_alive():
                    crew.report_all()
                    helper.join(_LOOK_EVERY)
        crew.report_all()
    except _Stopped:
        pass  # by an exception in a helper, which is raised below
    except BaseException:
        crew.stopped = True
        raise
    finally:
        for helper in helpers:
            helper.join()
    if crew.error is not None:
        raise crew.error
    return crew.results()


def n_processors() -> int:
    """Processors for this process; one in a process that was started as one of several."""
    processes = sys.modules.get("multiprocessing.process")  # whoever was started as one of several has imported it
    if processes is not None and processes.parent_process() is not None:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _SWITCH_S))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class _Stopped(Exception):  # noqa: N818 - not an error: another task has ended them all
    """The other tasks have come to an end."""


class _Crew(Generic[R]):
    """Tasks, what is left of them, and what has been computed."""

    def __init__(self, tasks: Sequence[Task[R]], weights: Sequence[float], checkpoint: Report) -> None:
        self._tasks, self._checkpoint = tasks, checkpoint
        total = sum(weights) or 1.0
        self._shares = [weight / total for weight in weights]
        self._left = deque(sorted(range(len(tasks)), key=lambda number: -weights[number]))
        self._done = [0.0] * len(tasks)
        self._found: dict[int, R] = {}
        self.stopped = False
        self.error: BaseException | None = None

    def work(self, report: Callable[[int, float], None]) -> None:
        """Takes tasks until none is left."""
        while not self.stopped:
            try:
                number = self._left.popleft()
            except IndexError:
                return
            self._found[number] = self._tasks[number](partial(report, number))
            self._done[number] = 1.0

    def help(self) -> None:
        """Works in another thread; an exception ends all tasks."""
        try:
            self.work(self._note)
        except _Stopped:
            return
        except BaseException as error:
            self.error, self.stopped = error, True

    def report(self, number: int, fraction: float) -> None:
        """Notes the fraction of a task and reports that of all."""
        self._note(number, fraction)
        self.report_all()

    def report_all(self) -> None:
        self._checkpoint(sum(share * done for share, done in zip(self._shares, self._done, strict=True)))

    def _note(self, number: int, fraction: float) -> None:
        if self.stopped:
            raise _Stopped
        self._done[number] = fraction

    def results(self) -> list[R]:
        return [self._found[number] for number in range(len(self._tasks))]
