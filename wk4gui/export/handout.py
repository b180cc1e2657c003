"""The hand-out of a lecture: its slides as pictures, with notes and the commands that open them, as a PDF."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from wk4gui.documents.command_line import command_of
from wk4gui.documents.file_writing import write_file
from wk4gui.documents.lecture import Lecture, Slide
from wk4gui.documents.saved_state import SavedState
from wk4gui.export.choices import ExportChoices
from wk4gui.export.drawing import draw_without_a_screen
from wk4gui.export.figure import Figure
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.registry import find_lab
from wk4gui.render.fonts import metrics, text_font
from wk4gui.render.pdf_text import with_readable_text
from wk4gui.render.theme import LIGHT, faded
from wk4gui.render.views import view_class

PER_PAGE = (1, 2, 3, 4)
"""How many slides a page may have."""
_WIDTH, _HEIGHT = 794, 1123
"""An A4 page in units of 1/96 inch."""
_MARGIN, _GAP, _TEXT, _SMALL = 56.0, 18.0, 13, 11
_SIZE = (1280, 720)
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_WIDEST = {1: 1.0, 2: 1.0, 3: 0.62, 4: 0.46}
"""Share of the page's width that a picture takes; the notes stand beside it where there is room."""


def write_handout(lecture: Lecture, path: Path, per_page: int = 3, checkpoint: Checkpoint = no_checkpoint) -> None:
    """Writes the hand-out of a lecture.

    Args:
        lecture: the slides.
        path: a PDF.
        per_page: one of PER_PAGE; long notes take more room.
        checkpoint: called with the fraction that is done.

    Raises:
        ParamError: the file does not end in .pdf, or this is not the main thread.
        OSError: the file cannot be written.
    """
    if path.suffix.lower() != ".pdf":
        raise ParamError(f"{path.name!r} does not end in .pdf")
    draw_without_a_screen()
    handout = Handout(lecture, per_page)
    try:
        for number, slide in enumerate(lecture.slides):
            checkpoint(number / len(lecture.slides))
            handout.add(slide)
        content = handout.content()
    finally:
        handout.discard()
    write_file(path, content)


class Handout:
    """A PDF that grows slide by slide."""

    def __init__(self, lecture: Lecture, per_page: int = 3) -> None:
        self._title, self._n, self._per_page = lecture.title, len(lecture.slides), per_page
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = writer = QPdfWriter(self._buffer)
        writer.setResolution(96)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setTitle(lecture.title or "Lecture")
        self._painter = QPainter(writer)
        self._number, self._page, self._top = 0, 0, 0.0
        self._begin_page()

    def add(self, slide: Slide) -> None:
        """Draws the next slide, on a new page where this one has no room."""
        self._number += 1
        picture = self._picture_box()
        words = _words(slide)
        beside = picture.width() < 0.9 * self._room
        notes = self._room - picture.width() - _GAP if beside else self._room
        needed = picture.height() + sum(_height(*line, self._room) for line in words)
        needed += 0.0 if beside else _height(slide.notes, _TEXT, 400, notes)
        needed = max(needed, _height(slide.notes, _TEXT, 400, notes)) + _GAP
        if self._top + needed > _HEIGHT - _MARGIN and self._top > self._first:
            self._begin_page()
            picture = self._picture_box()
        self._draw(slide, picture)
        at = picture.bottom() + 4.0
        for text, px, weight in words:
            at += self._write(text, QRectF(_MARGIN, at, self._room, 0.0), px, weight)
        place = QRectF(picture.right() + _GAP, picture.top(), notes, 0.0)
        if not beside:
            place = QRectF(_MARGIN, at, notes, 0.0)
        end = place.top() + self._write(slide.notes, place, _TEXT, 400)
        self._top = max(at, end) + _GAP

    def content(self) -> bytes:
        """The bytes of the PDF; nothing can be added any more."""
        self.discard()
        return with_readable_text(bytes(self._buffer.data().data()))

    def discard(self) -> None:
        """Ends painting."""
        if self._painter.isActive():
            self._painter.end()
            self._buffer.close()

    @property
    def _room(self) -> float:
        return _WIDTH - 2 * _MARGIN

    @property
    def _first(self) -> float:
        """Where the first slide of a page stands."""
        return _MARGIN + 2.4 * _TEXT

    def _picture_box(self) -> QRectF:
        share = (_HEIGHT - _MARGIN - self._first) / self._per_page - _GAP - 5.0 * _SMALL
        width = min(_WIDEST[self._per_page] * self._room, share * _SIZE[0] / _SIZE[1])
        return QRectF(_MARGIN, self._top, width, width * _SIZE[1] / _SIZE[0])

    def _begin_page(self) -> None:
        if self._page:
            self._writer.newPage()
        self._page += 1
        self._top = self._first
        head = QRectF(_MARGIN, _MARGIN, self._room, 2.0 * _TEXT)
        p = self._painter
        p.setFont(text_font(_TEXT, 600))
        p.setPen(faded(LIGHT.ink))
        p.drawText(head, int(Qt.AlignmentFlag.AlignLeft), self._title or "Lecture")
        p.setFont(text_font(_SMALL))
        p.setPen(faded(LIGHT.ink2))
        p.drawText(head, int(Qt.AlignmentFlag.AlignRight), f"page {self._page}")

    def _draw(self, slide: Slide, box: QRectF) -> None:
        """The picture of a slide, or in its place why there is none."""
        p = self._painter
        if slide.state is None:
            inside = box.adjusted(20, 20, -20, -20)
            below = self._write(slide.title, inside, 22, 700) + 8
            self._write(slide.text, inside.translated(0, below), 15, 400)
        else:
            try:
                self._draw_state(slide, box)
            except ParamError as error:
                self._write(f"This slide cannot be shown: {error}.", box.adjusted(20, 20, -20, 0), _TEXT, 400)
        p.setPen(LIGHT.pen(LIGHT.line, 1.0))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawRect(box)

    def _draw_state(self, slide: Slide, box: QRectF) -> None:
        assert slide.state is not None
        figure = Figure(slide.state, ExportChoices(_SIZE, "projector"))
        try:
            figure.show_slide(slide.foot, f"{self._number} / {self._n}", slide.panes)
            self._painter.save()
            self._painter.setClipRect(box)
            self._painter.translate(box.topLeft())
            self._painter.scale(box.width() / _SIZE[0], box.height() / _SIZE[1])
            figure.paint(self._painter)
            self._painter.restore()
        finally:
            figure.discard()

    def _write(self, text: str, box: QRectF, px: int, weight: int) -> float:
        """Writes words from the top of a box on; returns how high they are."""
        if not text:
            return 0.0
        height = _height(text, px, weight, box.width())
        self._painter.setFont(text_font(px, weight))
        self._painter.setPen(faded(LIGHT.ink))
        self._painter.drawText(QRectF(box.left(), box.top(), box.width(), height + 2.0), _WRAPPED, text)
        return height


def _words(slide: Slide) -> list[tuple[str, int, int]]:
    """What stands below a slide's picture: title, question, answers with their counts, command; size and weight."""
    return [(text, _SMALL, weight) for text, weight in _lines(slide) if text]


def _lines(slide: Slide) -> Iterator[tuple[str, int]]:
    if slide.state is not None:
        yield slide.title, 600
    yield slide.question, 400
    for i in range(max(len(slide.answers), len(slide.counts))):
        name = slide.answers[i] if i < len(slide.answers) else f"answer {i + 1}"
        yield (f"{name}: {slide.counts[i]}" if i < len(slide.counts) else name), 400
    if slide.state is not None:
        yield command_of(slide.state, _view_of(slide.state)), 400


def _height(text: str, px: int, weight: int, width: float) -> float:
    """Of wrapped words."""
    if not text:
        return 0.0
    return metrics((px, weight)).boundingRect(QRectF(0, 0, width, 1e5), _WRAPPED, text).height() + 0.2 * px


def _view_of(state: SavedState) -> dict[str, object]:
    """The fields of a lab's view as they are without a choice."""
    return to_json(view_class(find_lab(state.lab)).State())
