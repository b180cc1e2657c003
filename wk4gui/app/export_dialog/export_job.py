"""Writes one export in the background: frames are painted in this thread, encoded and written in another."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QTimerEvent, Signal
from PySide6.QtGui import QImage

from wk4gui.app.page.job import Job
from wk4gui.documents.file_writing import write_file, write_files
from wk4gui.export.animation import FORMATS as ANIMATIONS
from wk4gui.export.animation import Plan, figure_at, reduced
from wk4gui.export.data import write_report
from wk4gui.export.figure import Figure
from wk4gui.export.image import FORMATS as PICTURES
from wk4gui.export.report import Report
from wk4gui.lab.checkpoint import Checkpoint, Superseded
from wk4gui.lab.declarations import ParamError

_AHEAD = 2
"""Number of frames painted ahead of the thread."""


class ExportJob(Job):
    """One export; it finishes with the written path, or leaves no file."""

    _frame_wanted = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__("Nothing was written")
        self._path = path
        self._images: SimpleQueue[Any] = SimpleQueue()
        self._frame_wanted.connect(self._owe_frame)
        self._paint: Callable[[int], Any] = lambda _: QImage()
        self._waiting: list[int] = []
        self._owed = self._paint_timer = 0

    def write_picture(self, figure: Figure) -> None:
        """Paints the figure now and writes it."""
        try:
            finish = PICTURES[self._path.suffix](figure)
        except ParamError as error:
            self.failed.emit(f"Nothing was written: {error}.")
            return
        self.write(finish)

    def write_animation(self, figure: Figure, plan: Plan) -> None:
        """Paints the frames, one in each turn of the event loop, and writes them."""
        self._paint = partial(figure_at, figure)
        self._waiting = list(plan.drawn)
        encode, recipe = ANIMATIONS[self._path.suffix], figure.recipe
        self.write(lambda: encode(reduced(self._pulled(len(plan.drawn)), plan, self.checkpoint), plan.fps, recipe))

    def write_frames(self, figure: Figure, frames: Sequence[int], pattern: Path) -> None:
        """Paints the frames, one in each turn of the event loop, and writes a numbered file of each, all or none."""

        def paint(frame: int) -> Callable[[], bytes]:
            figure.show_frame(frame)
            return PICTURES[pattern.suffix](figure)

        def work(checkpoint: Checkpoint) -> Path:
            contents = {}
            for number, finish in enumerate(self._pulled(len(frames))):
                contents[pattern.with_name(pattern.name % number)] = finish()
                checkpoint((number + 1) / len(frames))
            write_files(contents)
            return next(iter(contents))

        self._paint, self._waiting = paint, list(frames)
        self.start(work)

    def write_data(self, make: Callable[[Checkpoint], Report]) -> None:
        """Computes missing parts of a report (the first half of the progress) and writes it."""

        def work(checkpoint: Checkpoint) -> Path:
            report = make(lambda fraction: checkpoint(fraction / 2.0))
            write_report(report, self._path, lambda fraction: checkpoint(0.5 + fraction / 2.0))
            return self._path

        self.start(work)

    def write(self, make: Callable[[], bytes]) -> None:
        """Makes the bytes and writes them, in a thread."""

        def work(checkpoint: Checkpoint) -> Path:
            content = make()
            checkpoint(1.0)
            write_file(self._path, content)
            return self._path

        self.start(work)

    def cancel(self) -> None:
        super().cancel()
        self._images.put(None)

    def _pulled(self, count: int) -> Iterator[Any]:
        """The painted frames; the thread requests one whenever it takes one."""
        for _ in range(min(_AHEAD, count)):
            self._frame_wanted.emit()
        for i in range(count):
            image = self._images.get()
            if image is None:
                raise Superseded
            if i + _AHEAD < count:
                self._frame_wanted.emit()
            yield image

    def _owe_frame(self) -> None:
        """Schedules a frame for the next turn of the event loop, so that clicks and timers are not delayed."""
        self._owed += 1
        if not self._paint_timer:
            self._paint_timer = self.startTimer(0)

    def _paint_next(self) -> None:
        try:
            self._images.put(self._paint(self._waiting.pop(0)))
        except ParamError as error:
            self.refuse(str(error))

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802
        if self._owed and not self._stopped.is_set():
            self._owed -= 1
            self._paint_next()
        if not self._owed or self._stopped.is_set():
            self.killTimer(self._paint_timer)
            self._paint_timer = 0
