"""Independent computations on several processors.

In threads, since NumPy lets go of the interpreter while it computes; or, where they would wait for it too often, in
threads that let processes of their own compute.
"""

import contextvars
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from wk4gui.core.other_process import OtherProcess, ProcessLostError

R = TypeVar("R")
Report = Callable[[float], None]
Task = Callable[[Report], R]


@dataclass(frozen=True)
class Call(Generic[R]):
    """A task that another process can perform: ``function(*arguments, report)``, both of which can be pickled."""

    function: Callable[..., R]
    arguments: tuple[Any, ...]

    def __call__(self, report: Report) -> R:
        return self.function(*self.arguments, report)


_MOST_THREADS = 4
_LOOK_EVERY = 0.02
"""Seconds between two looks at the checkpoint while only the other threads have something to do."""
_SWITCH_S = 0.0005
"""The longest a thread waits for the interpreter while tasks run; with Python's 5 ms two threads take a tenth more."""


def spread(
    tasks: Sequence[Task[R]],
    weights: Sequence[float],
    checkpoint: Report,
    *,
    n_threads: int | None = None,
    in_processes: bool = False,
) -> list[R]:
    """The results of all tasks, which must not depend on one another, in their order.

    Each result is the same, to the byte, in whatever thread or process it is computed. The first exception ends all
    tasks.

    Args:
        tasks: each gets a function to be called with the fraction of it that is done.
        weights: the share of the time that each takes; the longest are begun first.
        checkpoint: called in this thread alone, with the fraction of all that is done; its exceptions end all tasks.
        n_threads: how many; None: one a processor.
        in_processes: whether all but this thread let a process compute what is a ``Call``. That takes a tenth of a
            second to start; what a process does not answer is computed here.
    """
    crew = _Crew(tasks, weights, checkpoint)
    n_helpers = min(n_threads or n_processors(), len(tasks), _MOST_THREADS) - 1
    settings = [contextvars.copy_context() for _ in range(n_helpers)]  # np.errstate is one of a thread
    work = partial(crew.help, in_process=in_processes)
    helpers = [threading.Thread(target=each.run, args=(work,), daemon=True) for each in settings]
    for helper in helpers:
        helper.start()
    try:
        with _quick_switches() if helpers and not in_processes else nullcontext():
            crew.work(crew.report)
            for helper in helpers:
                while helper.is_alive():
                    crew.report_all()
                    helper.join(_LOOK_EVERY)
        crew.report_all()
    except _Stopped:
        pass  # by an exception in a helper, which is raised below
    except BaseException:
        crew.stop()
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
        self._processes: list[OtherProcess] = []
        self.stopped = False
        self.error: BaseException | None = None

    def stop(self) -> None:
        """Ends all tasks at their next report, those of processes at once."""
        self.stopped = True
        for process in self._processes:
            process.stop()

    def work(self, report: Callable[[int, float], None], process: OtherProcess | None = None) -> None:
        """Takes tasks until none is left."""
        while not self.stopped:
            try:
                number = self._left.popleft()
            except IndexError:
                return
            self._found[number] = _performed(self._tasks[number], partial(report, number), process)
            self._done[number] = 1.0

    def help(self, *, in_process: bool) -> None:
        """Works in another thread, which may let a process compute; an exception ends all tasks."""
        process = self._process() if in_process else None
        try:
            self.work(self._note, process)
        except _Stopped:
            return
        except BaseException as error:
            self.error = error
            self.stop()
        finally:
            if process is not None:
                process.stop()

    def _process(self) -> OtherProcess | None:
        try:
            process = OtherProcess()
        except ProcessLostError:
            return None
        self._processes.append(process)
        if self.stopped:  # meanwhile
            process.stop()
        return process

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


def _performed(task: Task[R], report: Report, process: OtherProcess | None) -> R:
    if process is not None and isinstance(task, Call):
        try:
            result: R = process.call(task.function, task.arguments, report)
        except ProcessLostError:
            report(0.0)  # where all has been stopped, this ends here
        else:
            return result
    return task(report)
