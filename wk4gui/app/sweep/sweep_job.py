"""Computes a survey in the background and reports what is known of it."""

import os
import sys
import time
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from wk4gui.app.page.job import Job
from wk4gui.app.page.precedence import give_way
from wk4gui.lab.checkpoint import Checkpoint
from wk4gui.sweeps.driver import Progress
from wk4gui.sweeps.engines import Engine, Here, Processes
from wk4gui.sweeps.estimate import FEW_SECONDS, compute_group
from wk4gui.sweeps.groups import groups_of
from wk4gui.sweeps.refinement import first_cells
from wk4gui.sweeps.store import Store
from wk4gui.sweeps.survey import Survey, Surveyed, run_survey

_EVERY = 0.1
"""Seconds from a report that was taken to the next."""
_TYPICAL_CELLS = 300
"""Cells that a map usually needs."""


class SweepJob(Job):
    """One survey; it finishes with the Surveyed.

    Signals:
        advanced(): what is known can be taken; nothing further is announced until it was.
    """

    advanced = Signal()

    def __init__(self, survey: Survey, store: Store, parent: QObject | None = None) -> None:
        super().__init__("The sweep ended", parent)
        self._survey, self._store = survey, store
        self._known: Surveyed | None = None
        self._looked = 0.0

    def begin(self) -> None:
        """Starts; ends with exactly one of finished, failed and cancelled."""
        self.start(self._compute)

    def take(self) -> Surveyed | None:
        """What is known, once."""
        found, self._known, self._looked = self._known, None, time.monotonic()
        return found

    def _compute(self, checkpoint: Checkpoint) -> Surveyed:
        engine = self._engine(checkpoint)

        def watch(found: Surveyed, progress: Progress) -> None:
            checkpoint(min(progress.fraction, 0.999))
            give_way()
            if self._known is None and time.monotonic() - self._looked > _EVERY:
                self._known = found.copy()
                self.advanced.emit()

        try:
            return run_survey(self._survey, self._store, engine, watch, lambda: self._pause(checkpoint))
        finally:
            with suppress(Exception):
                engine.stop()

    def _engine(self, checkpoint: Checkpoint) -> Engine:
        """Processes where the work is long; this process otherwise, and where the program is one frozen file."""
        if hasattr(sys, "frozen") or self._seconds(checkpoint) < FEW_SECONDS:
            return Here(lambda _: self._pause(checkpoint))
        return Processes(os.cpu_count() or 1)

    def _pause(self, checkpoint: Checkpoint) -> None:
        """Ends the work if that is wanted, and waits while the window draws."""
        if self._stopped.is_set():
            checkpoint(0.0)
        give_way()

    def _seconds(self, checkpoint: Checkpoint) -> float:
        """The work, judged by one point or one group."""
        plan, cells = self._survey.plan, first_cells(self._survey.shape)
        for cell in (cells[len(cells) // 2], *cells):
            points = self._survey.points(cell)
            missing = [p for p in points if p.params is not None and self._store.read(p.key) is None]
            if missing:
                break
        else:
            return 0.0
        group = groups_of(plan.the_part, missing)[0]
        begin = time.perf_counter()
        for key, record in compute_group(plan, group, checkpoint).items():
            self._store.write(key, record)
        n_cells = min(_TYPICAL_CELLS, self._survey.shape[0] * self._survey.shape[1])
        return (time.perf_counter() - begin) * len(points) / len(group) * n_cells
