"""Runs a plan: hands out what is not finished yet, keeps every record at once, and survives lost workers."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from wk4gui.sweeps.engines import Engine
from wk4gui.sweeps.groups import Group, groups_of
from wk4gui.sweeps.plan import Plan, Point
from wk4gui.sweeps.record import Record, failed
from wk4gui.sweeps.store import Store
from wk4gui.sweeps.worker import Answer, compute_points, versions

MOST_IN_A_TASK = 500
MOST_LOSSES = 3
"""How often the worker of a point may die before the point is given up."""
_TURN, _TURNS_UNCHECKED = 0.1, 10
"""Seconds after which the watch is called though nothing is finished, and how often before the engine is checked."""

Watch = Callable[["Progress"], None]
"""Called after every task; whatever it raises ends the sweep."""


def nobody(progress: "Progress") -> None:
    """The watch of a sweep that nobody follows."""


@dataclass
class Progress:
    """How far a sweep is.

    Attributes:
        n_points: of the plan.
        n_known: finished before.
        n_done: finished now.
        given_up: reasons of the points that no worker survived, by key; they are not kept, so that they are tried
            again.
        begin: when it began.
    """

    n_points: int
    n_known: int
    n_done: int = 0
    given_up: dict[str, str] = field(default_factory=dict)
    begin: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begin

    @property
    def fraction(self) -> float:
        return (self.n_known + self.n_done) / max(self.n_points, 1)

    @property
    def rate(self) -> float:
        """Points a second."""
        return self.n_done / max(self.seconds, 1e-9)

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take; None while that is unknown."""
        return (self.n_points - self.n_known - self.n_done) / self.rate if self.n_done else None


@dataclass
class _Work:
    """Points that are computed as one task, and how often their worker has died."""

    points: Sequence[Point]
    losses: int = 0


def missing_points(plan: Plan, store: Store) -> list[Point]:
    """The points that are not finished, each key once, in the order of the plan."""
    found = {point.key: point for point in plan.points if point.params is not None}
    return [point for key, point in found.items() if store.read(key) is None]


def record_at(point: Point, store: Store) -> Record | None:
    """The record of a point; None if it is not finished."""
    return failed(point.refusal) if point.params is None else store.read(point.key)


def run_plan(plan: Plan, store: Store, engine: Engine, watch: Watch = nobody) -> Progress:
    """Computes what is missing of a plan.

    Raises:
        EngineLostError: the engine is gone.
        KeyboardInterrupt: the user ended it. What is finished is kept, then as always.
    """
    missing = missing_points(plan, store)
    progress = Progress(len(plan.points), len(plan.points) - len(missing))
    try:
        run_points(plan, missing, store, engine, watch, progress)
    finally:
        engine.stop()
    return progress


def run_points(
    plan: Plan, points: Iterable[Point], store: Store, engine: Engine, watch: Watch, progress: Progress
) -> None:
    """Computes some points of a plan, and keeps their records; the engine goes on."""
    run = _Run(plan, store, engine, watch, progress, deque(groups_of(plan.the_part, points)))
    try:
        run.go()
    finally:
        with suppress(Exception):
            run.keep_what_is_done()


class _Run:
    """One sweep under way."""

    def __init__(
        self, plan: Plan, store: Store, engine: Engine, watch: Watch, progress: Progress, groups: deque[Group]
    ) -> None:
        self._plan, self._store, self._engine, self._watch, self._progress = plan, store, engine, watch, progress
        self._groups = groups
        self._again: deque[_Work] = deque()
        self._running: dict[Future[Answer], _Work] = {}
        self._seconds_a_point: float | None = None
        self._versions = versions(plan.lab, plan.part)

    def go(self) -> None:
        idle = 0
        self._watch(self._progress)
        while self._groups or self._again or self._running:
            self._hand_out()
            done, _ = wait(self._running, _TURN, FIRST_COMPLETED)
            if not done:
                idle += 1
                if idle % _TURNS_UNCHECKED == 0:
                    self._engine.check()
                self._watch(self._progress)
            for future in done:
                self._take(future)
                self._watch(self._progress)

    def keep_what_is_done(self) -> None:
        """Keeps the records of tasks that were finished meanwhile."""
        for future in [each for each in self._running if each.done() and not each.cancelled()]:
            if future.exception() is None:
                self._keep(self._running.pop(future), future.result())

    def _hand_out(self) -> None:
        """Keeps every worker busy; points whose worker has died twice are computed alone, to find out which it is."""
        while len(self._running) < self._engine.width and (self._again or self._groups):
            suspect = bool(self._again) and self._again[0].losses >= MOST_LOSSES - 1
            if (suspect or any(work.losses >= MOST_LOSSES - 1 for work in self._running.values())) and self._running:
                return
            work = self._again.popleft() if self._again else self._next()
            task = (
                self._plan.lab,
                self._plan.part,
                self._versions,
                [dict(point.params or {}) for point in work.points],
            )
            try:
                self._running[self._engine.executor().submit(compute_points, task)] = work
            except Exception as error:
                if not self._engine.lost_worker(error):
                    raise
                self._again.appendleft(work)
                self._recover()

    def _next(self) -> _Work:
        a_point = self._seconds_a_point
        most = (
            1 if a_point is None else max(1, min(MOST_IN_A_TASK, int(self._engine.task_seconds / max(a_point, 1e-9))))
        )
        share = max(1, sum(map(len, self._groups)) // (2 * self._engine.width))  # so that the last tasks end together
        taken = list(self._groups.popleft())
        while self._groups and len(taken) + len(self._groups[0]) <= min(most, share):
            taken += self._groups.popleft()
        return _Work(taken)

    def _take(self, future: "Future[Answer]") -> None:
        if future not in self._running:
            return
        work = self._running.pop(future)
        error = CancelledError() if future.cancelled() else future.exception()
        if error is None:
            self._keep(work, future.result())
        elif isinstance(error, MemoryError) or self._engine.lost_worker(error):
            self._lost(work, error)
            if not isinstance(error, MemoryError):
                self._recover()
        else:
            raise self._engine.explained(error)

    def _keep(self, work: _Work, answer: Answer) -> None:
        records, seconds = answer
        for point, plain in zip(work.points, records, strict=True):
            self._store.write(point.key, msgspec.convert(plain, Record))
        self._progress.n_done += len(work.points)
        now = seconds / len(work.points)
        self._seconds_a_point = now if self._seconds_a_point is None else 0.5 * (now + self._seconds_a_point)

    def _recover(self) -> None:
        """Takes back what was under way, and makes the engine work again."""
        for future, work in list(self._running.items()):
            if future.done() and not future.cancelled() and future.exception() is None:
                self._keep(work, future.result())
            else:
                future.cancel()
                self._lost(work, None)
        self._running.clear()
        self._engine.renew()

    def _lost(self, work: _Work, error: BaseException | None) -> None:
        """Hands out points again, each alone; gives up one whose worker has died too often, in this run only."""
        for point in work.points:
            again = _Work([point], work.losses + 1)
            if again.losses < MOST_LOSSES:
                self._again.append(again)
            else:
                self._progress.n_done += 1
                self._progress.given_up[point.key] = (
                    f"its worker ended {MOST_LOSSES} times while this point was computed; is there memory enough?"
                )
