"""A lab's picture as PNG, SVG or PDF, drawn from the same view as on screen, with its recipe in it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from wk4gui import __version__
from wk4gui.documents.metadata import png_with_text, svg_with_text, xmp_with_text
from wk4gui.export.choices import ExportChoices
from wk4gui.export.svg_outlines import outlined
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError
from wk4gui.render.pdf_text import with_readable_text

MOST_PIXELS = 100_000_000
"""The largest picture that fits into the memory of a small machine."""


class Drawn(Protocol):
    """What can be drawn into a file: a lab's figure, or a sweep's."""

    @property
    def look(self) -> ExportChoices: ...

    @property
    def page_size(self) -> QSizeF: ...

    @property
    def background(self) -> QColor: ...

    @property
    def recipe(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def summary(self) -> str: ...

    @property
    def frame(self) -> int: ...

    def paint(self, painter: QPainter) -> None: ...

    def show_frame(self, frame: int) -> None: ...


Finish = Callable[[], bytes]
"""The last part of an export, which needs no widget and may run in another thread."""


def figure_image(figure: Drawn) -> QImage:
    """The figure in size × dpi / 96 pixels.

    Raises:
        ParamError: there are more pixels than MOST_PIXELS.
    """
    dpi = figure.look.dpi
    scale = dpi / 96
    page = figure.page_size
    width, height = round(page.width() * scale), round(page.height() * scale)
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise ParamError(f"a picture of {width} × {height} pixels is too large; at most {most} million are possible")
    opaque = figure.look.background == "theme"
    image = QImage(width, height, QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(figure.background)
    with QPainter(image) as painter:
        figure.paint(painter)
    return image


def png(figure: Drawn) -> Finish:
    """PNG of size × dpi / 96 pixels; without background it is transparent there."""
    image, recipe = figure_image(figure), figure.recipe

    def finish() -> bytes:
        buffer = _buffer()
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return png_with_text(_content(buffer), recipe)

    return finish


def svg(figure: Drawn) -> Finish:
    """An SVG with text as outlines, independent of the dpi."""
    buffer, recipe = _buffer(), figure.recipe
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    page = figure.page_size.toSize()
    generator.setSize(page)
    generator.setViewBox(QRect(QPoint(), page))
    generator.setResolution(96)
    generator.setTitle(figure.title)
    generator.setDescription(figure.summary)
    with QPainter(generator) as painter:
        figure.paint(painter)
    return lambda: svg_with_text(outlined(_content(buffer).decode()), recipe).encode()


def pdf(figure: Drawn) -> Finish:
    """PDF of one page in the size of the layout, fonts embedded; the dpi do not matter."""
    return pdf_pages(figure, [figure.frame])


def pdf_pages(figure: Drawn, frames: Sequence[int], checkpoint: Checkpoint = no_checkpoint) -> Finish:
    """PDF with a page for each of some frames; its recipe opens at the frame that the figure shows."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    writer.setPageSize(_page(figure))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(figure.title)
    writer.setCreator(f"wk4gui {__version__}")
    writer.setDocumentXmpMetadata(QByteArray(xmp_with_text(figure.recipe, figure.title)))
    with QPainter(writer) as painter:
        for number, frame in enumerate(frames):
            if number:
                writer.newPage()
            if frame != figure.frame:
                figure.show_frame(frame)
            painter.save()
            figure.paint(painter)
            painter.restore()
            checkpoint((number + 1) / len(frames))
    return lambda: with_readable_text(_content(buffer))


def _page(figure: Drawn) -> QPageSize:
    millimetres = figure.page_size * (25.4 / 96)
    return QPageSize(millimetres, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)


FORMATS: dict[str, Callable[[Drawn], Finish]] = {".png": png, ".svg": svg, ".pdf": pdf}
"""The painter of a figure, by the ending of its file; it returns a function that makes the bytes."""


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _content(buffer: QBuffer) -> bytes:
    buffer.close()
    return bytes(buffer.data().data())
