"""Writes one export while the window stays alive: frames are painted here, encoding and writing happen in a thread."""

import logging
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, QTimerEvent, Signal
from PySide6.QtGui import QImage

from wk4gui.declarations import ParamError
from wk4gui.export.animation import FORMATS as ANIMATIONS
from wk4gui.export.animation import Plan, figure_at, reduced
from wk4gui.export.data import write_file
from wk4gui.export.figure import Figure
from wk4gui.export.image import FORMATS as PICTURES
from wk4gui.lab import Superseded

_AHEAD = 2
"""Frames that are painted before the thread has taken them."""


class ExportJob(QObject):
    """One export. It ends with exactly one of finished, failed and cancelled; only the first leaves a file.

    Signals:
        progressed(float): the fraction that is done.
        finished(object): the path that was written.
        failed(str): why nothing was written, in one sentence.
        cancelled(): it was cancelled.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    _frame_wanted = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._stopped = threading.Event()
        self._images: SimpleQueue[QImage | None] = SimpleQueue()
        self._frame_wanted.connect(self._owe_frame)
        self._paint: Callable[[int], QImage] = lambda _: QImage()
        self._waiting: list[int] = []
        self._owed = self._idle = 0
        self._refusal = ""
        self._thread: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        """Whether its thread still runs."""
        return self._thread is not None and self._thread.is_alive()

    def write_picture(self, figure: Figure, dpi: float) -> None:
        """Paints the figure now and writes it."""
        try:
            finish = PICTURES[self._path.suffix](figure, dpi)
        except ParamError as error:
            self.failed.emit(f"Nothing was written: {error}.")
            return
        self.write(finish)

    def write_animation(self, figure: Figure, plan: Plan, dpi: float) -> None:
        """Paints the frames, one in a turn of the event loop, and writes them."""
        self._paint = partial(figure_at, figure, dpi=dpi)
        self._waiting = list(plan.drawn)
        encode, recipe = ANIMATIONS[self._path.suffix], figure.recipe
        self.write(lambda: encode(reduced(self._pulled(len(plan.drawn)), plan, self._checkpoint), plan.fps, recipe))

    def write(self, make: Callable[[], bytes]) -> None:
        """Makes the bytes and writes them, in a thread."""
        self._thread = threading.Thread(target=self._run, args=(make,), name="export")
        self._thread.start()

    def cancel(self) -> None:
        self._stopped.set()
        self._images.put(None)

    def _run(self, make: Callable[[], bytes]) -> None:
        try:
            content = make()
            self._checkpoint(1.0)
            write_file(self._path, content)
        except Superseded:
            if self._refusal:
                self.failed.emit(f"Nothing was written: {self._refusal}.")
            else:
                self.cancelled.emit()
        except OSError as error:
            self.failed.emit(f"{self._path} cannot be written: {error.strerror or error}.")
        except ParamError as error:
            self.failed.emit(f"Nothing was written: {error}.")
        except Exception as error:
            logging.getLogger(__name__).exception("an export failed")
            self.failed.emit(f"Nothing was written, because of a fault in the program: {error!r}.")
        else:
            self.finished.emit(self._path)

    def _checkpoint(self, fraction: float) -> None:
        if self._stopped.is_set():
            raise Superseded
        self.progressed.emit(fraction)

    def _pulled(self, count: int) -> Iterator[QImage]:
        """The painted frames as they come; the thread asks for one when it takes one."""
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
        """A frame is painted at the next idle moment: were it painted here, clicks and other timers would wait."""
        self._owed += 1
        if not self._idle:
            self._idle = self.startTimer(0)

    def _paint_next(self) -> None:
        try:
            self._images.put(self._paint(self._waiting.pop(0)))
        except ParamError as error:
            self._refusal = str(error)
            self.cancel()

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802
        if self._owed and not self._stopped.is_set():
            self._owed -= 1
            self._paint_next()
        if not self._owed or self._stopped.is_set():
            self.killTimer(self._idle)
            self._idle = 0
