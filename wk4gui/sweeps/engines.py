"""Where the points of a sweep are computed, behind concurrent.futures.Executor: in this process or in others."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError

_GUARD = 'a script that sweeps in processes does it below `if __name__ == "__main__":`'


class EngineLostError(ParamError):
    """The engine is gone in the middle of a sweep; what is finished is kept."""


class Engine(Protocol):
    """Computes tasks in an executor, which may have to be made anew.

    Attributes:
        width: how many tasks are under way at a time, so that no worker waits.
        task_seconds: work of one task: enough that handing it out costs little, and so little that few points are
            lost with a worker. With 0 every point is a task.
        title: in words.
    """

    width: int
    task_seconds: float
    title: str

    def executor(self) -> Executor:
        """The executor; a new one after `renew`."""

    def lost_worker(self, error: BaseException) -> bool:
        """Whether an error of a task says that its worker died, and not the task itself failed."""

    def renew(self) -> None:
        """Makes the engine work again after a worker died."""

    def check(self) -> None:
        """Called about once a second while nothing is finished.

        Raises:
            EngineLostError: there is nothing left to wait for.
        """

    def explained(self, error: BaseException) -> BaseException:
        """The error to be raised for a task that could not be computed."""

    def stop(self) -> None:
        """Ends everything at once."""


class Here(Executor):
    """Computes in this thread, when a task is submitted. It is its own engine."""

    width, task_seconds, title = 1, 0.0, "in this process"

    def __init__(self, checkpoint: Checkpoint = no_checkpoint) -> None:
        """An engine whose computations end where ``checkpoint`` raises Superseded."""
        self._checkpoint = checkpoint

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, checkpoint=self._watch, **kwargs))
        return future

    def _watch(self, fraction: float) -> None:
        """The share of one point is not that of the sweep."""
        self._checkpoint(-1.0)

    def executor(self) -> Executor:
        return self

    def lost_worker(self, error: BaseException) -> bool:
        return False

    def renew(self) -> None:
        """Nothing to renew."""

    def check(self) -> None:
        """Nothing can be lost."""

    def explained(self, error: BaseException) -> BaseException:
        return error

    def stop(self) -> None:
        """Nothing goes on."""


class Processes:
    """Computes in processes of this machine, which are started afresh, so that threads and Qt here do not matter."""

    task_seconds = 0.5

    def __init__(self, n_workers: int) -> None:
        self.width, self.title = 2 * n_workers, f"in {n_workers} processes"
        self._n_workers = n_workers
        self._pool: ProcessPoolExecutor | None = None

    def executor(self) -> Executor:
        if self._pool is None:
            _refuse_import_of_script()
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._n_workers, mp_context=context, initializer=_begin_worker)
            _check_start(self._pool)
        return self._pool

    def lost_worker(self, error: BaseException) -> bool:
        return isinstance(error, BrokenProcessPool)

    def renew(self) -> None:
        self.stop()

    def check(self) -> None:
        """A dead process is reported by its tasks."""

    def explained(self, error: BaseException) -> BaseException:
        return error

    def stop(self) -> None:
        if self._pool is None:
            return
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        self._pool = None


def _check_start(pool: ProcessPoolExecutor) -> None:
    """Waits for the first process.

    Raises:
        EngineLostError: none can be started.
    """
    try:
        pool.submit(os.getpid).result()
    except BrokenProcessPool:
        raise EngineLostError(f"no process can be started here; {_GUARD}") from None


def _refuse_import_of_script() -> None:
    """Refuses to start processes from a process that is itself being started.

    A process that is started imports the script of its parent; a script that sweeps without the usual guard would
    start processes without end.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise ParamError(_GUARD)


def _begin_worker() -> None:
    """Leaves Ctrl+C to the main process, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
