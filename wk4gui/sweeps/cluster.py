"""Computes a sweep on a Dask cluster: a scheduler and workers that have the same program."""

import logging
from collections.abc import Mapping
from concurrent.futures import CancelledError, Executor
from contextlib import suppress
from typing import Any

from wk4gui.lab.declarations import ParamError
from wk4gui.sweeps.engines import EngineLostError
from wk4gui.sweeps.worker import refuse_other_versions, versions

_CONNECTING = 10.0
"""Seconds for finding the scheduler."""
_PATIENCE = 60
"""Turns of about a second without any worker, after which nobody is expected any more."""


class Cluster:
    """The workers of a Dask scheduler. Dask itself hands the tasks of a dead worker to others."""

    task_seconds = 0.5

    def __init__(self, address: str, lab: str, part: str) -> None:
        """Connects to a scheduler.

        Args:
            address: of the scheduler, such as "tcp://10.0.0.5:8786".
            lab: id of the lab; its workers must have the same version of it.
            part: name of the part.

        Raises:
            ParamError: Dask is not installed here, there is no scheduler or no worker, or their versions differ.
        """
        self._distributed = _distributed()
        self._address = address
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said in one sentence
        try:
            self._client = self._distributed.Client(address, timeout=_CONNECTING, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise ParamError(f"no Dask scheduler answers at {address}: {error}") from None
        try:
            self._check_versions(lab, part)
            self.width = self._width()
            self.title = f"on {len(self._client.nthreads())} workers of {address}"
            self._executor = self._client.get_executor(pure=False)
        except BaseException:
            self.stop()
            raise
        self._turns_alone = 0

    def executor(self) -> Executor:
        executor: Executor = self._executor
        return executor

    def _width(self) -> int:
        n_threads: int = sum(self._client.nthreads().values())
        return 2 * max(1, n_threads)

    def lost_worker(self, error: BaseException) -> bool:
        return isinstance(error, self._distributed.scheduler.KilledWorker)

    def renew(self) -> None:
        """Dask has replaced the worker already."""

    def check(self) -> None:
        if self._client.status != "running":
            raise EngineLostError(f"the scheduler at {self._address} is gone")
        self.width = self._width()
        alone = not self._client.scheduler_info(n_workers=-1)["workers"]
        self._turns_alone = self._turns_alone + 1 if alone else 0
        if self._turns_alone > _PATIENCE:
            raise EngineLostError(f"the scheduler at {self._address} has no workers any more")

    def explained(self, error: BaseException) -> BaseException:
        lost = (CancelledError, TimeoutError, OSError, self._distributed.comm.CommClosedError)
        if isinstance(error, lost):
            return EngineLostError(f"the scheduler at {self._address} is gone")
        return error

    def stop(self) -> None:
        with suppress(Exception):  # a scheduler that is gone cannot say good-bye
            self._client.close(timeout=2)

    def _check_versions(self, lab: str, part: str) -> None:
        """Refuses workers whose numbers might differ."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            raise ParamError(
                f"the scheduler at {self._address} has no workers; `dask worker {self._address}` starts one"
            )
        try:
            theirs: Mapping[str, dict[str, str]] = self._client.run(versions, lab, part)
        except Exception as error:
            raise ParamError(
                f"a worker of {self._address} cannot run wk4gui ({type(error).__name__}: {error}); install the same "
                "version of it there"
            ) from None
        refuse_other_versions(versions(lab, part), theirs)


def _distributed() -> Any:
    try:
        import distributed
        import distributed.scheduler
    except ImportError:
        raise ParamError("a cluster needs Dask, which is not installed here: pip install 'wk4gui[cluster]'") from None
    return distributed
