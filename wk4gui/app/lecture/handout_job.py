"""Writes a hand-out in the window: a slide a turn of the event loop, so that keys are answered in between."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from wk4gui.documents.file_writing import write_file
from wk4gui.documents.lecture import Lecture
from wk4gui.export.handout import Handout

_NEXT = QEvent.Type(QEvent.registerEventType())


class HandoutJob(QObject):
    """One hand-out.

    Signals:
        said(str): how far it is, or where it was written.
        refused(str): why it was not written.
    """

    said = Signal(str)
    refused = Signal(str)

    def __init__(self, lecture: Lecture, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lecture, self._path, self._next, self._stopped = lecture, path, 0, False
        self._handout = Handout(lecture)

    def begin(self) -> None:
        """Draws one slide after the other."""
        QCoreApplication.postEvent(self, QEvent(_NEXT), Qt.EventPriority.LowEventPriority.value)

    def stop(self) -> None:
        """Draws no more; nothing is written."""
        self._stopped = True
        self._handout.discard()

    def event(self, event: QEvent) -> bool:
        if event.type() != _NEXT:
            return super().event(event)
        if not self._stopped:
            self._draw_next()
        return True

    def _draw_next(self) -> None:
        slides = self._lecture.slides
        if self._next < len(slides):
            self.said.emit(f"Hand-out: slide {self._next + 1} of {len(slides)}")
            self._handout.add(slides[self._next])
            self._next += 1
            self.begin()
            return
        try:
            write_file(self._path, self._handout.content())
        except OSError as error:
            self.refused.emit(f"{self._path} cannot be written: {error.strerror or error}")
        else:
            self.said.emit(f"Written: {self._path}")
