"""A lab's picture as a file: PNG, SVG or PDF, drawn from the same view as on screen, with its recipe in it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from wk4gui.documents.file_writing import write_file
from wk4gui.documents.metadata import png_with_text, svg_with_text, xmp_with_text
from wk4gui.export.figure import Figure, Look
from wk4gui.export.svg_outlines import outlined
from wk4gui.lab.declarations import LabParams, ParamError
from wk4gui.registry import LABS
from wk4gui.render.pdf_text import with_readable_text

GALLERY_SIZE = (1280, 800)
MOST_PIXELS = 100_000_000
"""More do not fit into the memory of a small machine."""

Finish = Callable[[], bytes]
"""The part of an export that needs no widget and may run in another thread."""


def export_figure(
    lab_id: str,
    params: LabParams,
    path: Path,
    *,
    frame: int | None = None,
    size: tuple[int, int] = (1600, 1000),
    dpi: float = 96.0,
    theme: str = "light",
    view: Mapping[str, object] | None = None,
    caption: bool = False,
    pane: str | None = None,
) -> None:
    """Writes the picture of a lab in one state.

    Args:
        lab_id: the lab.
        params: its parameters.
        path: the file; its ending chooses PNG, SVG or PDF.
        frame: the frame to show; None for the lab's own choice.
        size: width and height of the layout in units of 1/96 inch.
        dpi: a PNG has size × dpi / 96 pixels; SVG and PDF do not depend on it.
        theme: a name of THEMES.
        view: the view state as plain data.
        caption: whether the summary and the parameters stand below the picture.
        pane: name of the only pane to draw; None for the whole picture.

    Raises:
        ParamError: the view state, the frame, the theme, the pane or the ending is none that exists, or the picture
            is too large.
        OSError: the file cannot be written.
    """
    paint = FORMATS.get(path.suffix.lower())
    if paint is None:
        raise ParamError(f"{path.name!r} does not end in one of {', '.join(FORMATS)}")
    figure = Figure(lab_id, params, Look(size, theme, caption, pane), frame=frame, view=view)
    try:
        content = paint(figure, dpi)()
    finally:
        figure.discard()
    write_file(path, content)


def export_gallery(directory: Path, *, theme: str = "light", size: tuple[int, int] = GALLERY_SIZE) -> list[Path]:
    """Writes every preset of every lab as PNG; returns the files."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for lab_id, lab in LABS.items():
        for preset in lab.presets:
            path = directory / f"{lab_id}-{preset.name}.png"
            params = lab.preset_params(preset.name)
            export_figure(lab_id, params, path, frame=preset.frame, size=size, theme=theme, view=preset.view)
            written.append(path)
    return written


def figure_image(figure: Figure, dpi: float) -> QImage:
    """The figure in size × dpi / 96 pixels.

    Raises:
        ParamError: there are more pixels than MOST_PIXELS.
    """
    scale = dpi / 96
    width, height = (round(side * scale) for side in figure.look.size)
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise ParamError(f"a picture of {width} × {height} pixels is too large; at most {most} million are possible")
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        figure.paint(painter)
    return image


def png(figure: Figure, dpi: float) -> Finish:
    """PNG of size × dpi / 96 pixels."""
    image, recipe = figure_image(figure, dpi), figure.recipe

    def finish() -> bytes:
        buffer = _buffer()
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return png_with_text(_content(buffer), recipe)

    return finish


def svg(figure: Figure, dpi: float) -> Finish:
    """SVG with text as outlines; the dpi do not matter."""
    buffer, recipe = _buffer(), figure.recipe
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(*figure.look.size))
    generator.setViewBox(QRect(QPoint(), QSize(*figure.look.size)))
    generator.setResolution(96)
    generator.setTitle(figure.lab.title)
    generator.setDescription(figure.summary)
    with QPainter(generator) as painter:
        figure.paint(painter)
    return lambda: svg_with_text(outlined(_content(buffer).decode()), recipe).encode()


def pdf(figure: Figure, dpi: float) -> Finish:
    """PDF of one page in the size of the layout, fonts embedded; the dpi do not matter."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    millimetres = QSizeF(*figure.look.size) * (25.4 / 96)
    writer.setPageSize(QPageSize(millimetres, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(figure.lab.title)
    writer.setDocumentXmpMetadata(QByteArray(xmp_with_text(figure.recipe)))
    with QPainter(writer) as painter:
        figure.paint(painter)
    return lambda: with_readable_text(_content(buffer))


FORMATS: dict[str, Callable[[Figure, float], Finish]] = {".png": png, ".svg": svg, ".pdf": pdf}
"""What paints a figure, by the ending of its file; what it returns makes the bytes."""


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _content(buffer: QBuffer) -> bytes:
    buffer.close()
    return bytes(buffer.data().data())
