"""The clipboard: pictures of a page with their recipe, and the handover at the end of the program."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from wk4gui.app.page.lab_page import LabPage
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.export.image import figure_image, png
from wk4gui.export.report import Report, compute_report
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.render.theme import Theme

_DPI = 192.0
_LEAST = (640, 480)
_OURS = "application/x-wk4gui"
"""Marks data copied by this program."""


def copy_picture(page: LabPage, theme: Theme) -> None:
    """Copies the picture of a page as on screen."""
    size = (max(page.view.width(), _LEAST[0]), max(page.view.height(), _LEAST[1]))
    figure = page_figure(page, ExportChoices(size, dpi=_DPI).with_(theme=theme.name))
    try:
        copy_figure(figure)
    finally:
        figure.discard()


def copy_figure(figure: Figure) -> None:
    """Copies a figure as an image, and as the bytes of a PNG that carries the recipe."""
    data = QMimeData()
    data.setImageData(figure_image(figure))
    data.setData("image/png", QByteArray(png(figure)()))
    put_on_clipboard(data)


def put_on_clipboard(data: QMimeData) -> None:
    """Puts data on the clipboard, marked as this program's."""
    data.setData(_OURS, QByteArray(b"1"))
    QGuiApplication.clipboard().setMimeData(data)


def release_clipboard() -> None:
    """Replaces copied data made in Python by Qt's own; data that outlive Python would cause a crash at the end."""
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    if data is None or not data.hasFormat(_OURS):
        return
    if data.hasImage():
        clipboard.setImage(clipboard.image())
    else:
        clipboard.setText(clipboard.text())


def page_figure(page: LabPage, look: ExportChoices) -> Figure:
    """A figure of what a page shows."""
    session = page.session
    shown = replace(page.saved_state(), params=session.shown_params)
    return Figure(shown, look, result=session.result)


def page_report(page: LabPage, part: str | None = None) -> Report:
    """The numbers of what a page shows; the part on screen is not computed again."""
    return report_of(page, part)(no_checkpoint)


def report_of(page: LabPage, part: str | None = None) -> Callable[[Checkpoint], Report]:
    """A function that computes the numbers of what a page shows now, usable in a thread."""
    session = page.session
    lab, params, frame, known = (
        session.lab,
        session.shown_params,
        session.frame,
        {session.lab.main.name: session.result},
    )
    return lambda checkpoint: compute_report(lab, params, part=part, frame=frame, known=known, checkpoint=checkpoint)
