"""A lab's picture as a file: PNG, SVG or PDF, drawn from the same view as on screen."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wk4gui.declarations import LabParams, ParamError, fields_of, to_json
from wk4gui.export.data import write_file
from wk4gui.registry import LABS, find_lab
from wk4gui.render.named import named
from wk4gui.render.qt_application import apply_theme, qt_application
from wk4gui.render.theme import THEMES
from wk4gui.render.views import make_view

GALLERY_SIZE = (1280, 800)
MARGIN = 16


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

    Raises:
        ParamError: the view state, the frame, the theme or the ending is none that exists.
        OSError: the file cannot be written.
    """
    save_figure = FORMATS.get(path.suffix.lower())
    if save_figure is None:
        raise ParamError(f"{path.name!r} does not end in one of {', '.join(FORMATS)}")
    figure = make_figure(lab_id, params, frame=frame, size=size, theme=theme, view=view or {}, caption=caption)
    try:
        content = save_figure(figure, dpi)
    finally:
        figure.close()
        figure.deleteLater()
    write_file(path, content)


def export_gallery(directory: Path, *, theme: str = "light", size: tuple[int, int] = GALLERY_SIZE) -> list[Path]:
    """Writes every preset of every lab as PNG; returns the files."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for lab_id, entry in LABS.items():
        for preset in entry.lab.presets:
            path = directory / f"{lab_id}-{preset.name}.png"
            params = entry.lab.preset_params(preset.name)
            export_figure(lab_id, params, path, frame=preset.frame, size=size, theme=theme)
            written.append(path)
    return written


def make_figure(
    lab_id: str,
    params: LabParams,
    *,
    frame: int | None,
    size: tuple[int, int],
    theme: str,
    view: Mapping[str, object],
    caption: bool,
) -> QWidget:
    """The picture as a widget that is laid out but not on screen.

    Raises:
        ParamError: the view state, the frame or the theme is none that exists.
    """
    if theme not in THEMES:
        raise ParamError(f"there is no theme {theme!r}; there are {', '.join(THEMES)}")
    lab = find_lab(lab_id)
    application = qt_application()
    look = THEMES[theme]
    result = lab.compute(params)
    frames = lab.frames(params, result)
    if frame is not None and not 0 <= frame < frames.count:
        raise ParamError(f"there is no frame {frame}; frames go from 0 to {frames.count - 1}")
    shown = frames.clip(frame)
    apply_theme(application, look)
    figure = named(QWidget(), "page")
    figure.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    picture = make_view(lab_id, look, view)
    picture.set_interactive(interactive=False)
    layout = QVBoxLayout(figure)
    layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    layout.setSpacing(12)
    layout.addWidget(picture, 1)
    if caption:
        for text in (str(lab.summarize(params, result, shown)), _recipe_line(lab.title, params)):
            label = QLabel(text, figure)
            label.setWordWrap(True)
            layout.addWidget(label)
    figure.resize(QSize(*size))
    figure.grab()  # lays everything out, so that the picture is drawn at its final size
    picture.show_result(params, result, shown)
    return figure


def png_bytes(figure: QWidget, dpi: float) -> bytes:
    """PNG of size × dpi / 96 pixels."""
    scale = dpi / 96
    image = QImage(
        round(figure.width() * scale), round(figure.height() * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(scale)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        figure.render(painter, QPoint())
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def svg_bytes(figure: QWidget, dpi: float) -> bytes:
    """SVG with text as text, in the bundled font or the reader's own sans serif."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(figure.size())
    generator.setViewBox(QRect(QPoint(), figure.size()))
    generator.setResolution(96)
    generator.setTitle("wk4gui")
    with QPainter(generator) as painter:
        figure.render(painter, QPoint())
    buffer.close()
    text = bytes(content.data()).decode()
    text = text.replace('font-family="Inter"', "font-family=\"Inter, 'Helvetica Neue', Arial, sans-serif\"")
    text = text.replace('font-family="STIX Two Math"', "font-family=\"'STIX Two Math', 'Times New Roman', serif\"")
    return text.encode()


def pdf_bytes(figure: QWidget, dpi: float) -> bytes:
    """PDF of one page in the size of the layout, fonts embedded."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    millimetres = QSizeF(figure.size()) * (25.4 / 96)
    writer.setPageSize(QPageSize(millimetres, QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle("wk4gui")
    with QPainter(writer) as painter:
        figure.render(painter, QPoint())
    buffer.close()
    return bytes(content.data())


FORMATS = {".png": png_bytes, ".svg": svg_bytes, ".pdf": pdf_bytes}
"""What makes the bytes of a figure, by the ending of its file."""


def _recipe_line(title: str, params: LabParams) -> str:
    """The lab and the parameters that differ from their defaults."""
    plain, fields = to_json(params), fields_of(type(params))
    default = to_json(type(params)())
    changed = [f"{fields[name].title} = {plain[name]}" for name in fields if plain[name] != default[name]]
    return f"{title}: " + ("; ".join(changed) if changed else "default parameters")
