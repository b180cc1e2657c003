"""From the page on screen to a file: which file, and the picture in it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from wk4gui.app.lab_page import LabPage
from wk4gui.declarations import to_json
from wk4gui.render.theme import Theme

_FILTERS = "PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)"


def ask_for_file(parent: QWidget, name: str) -> Path | None:
    """The file that the user wants the picture in, its ending completed; None if the user thought better of it."""
    text, chosen = QFileDialog.getSaveFileName(parent, "Export picture", f"{name}.png", _FILTERS)
    if not text:
        return None
    path = Path(text)
    return path if path.suffix else path.with_suffix("." + chosen.rpartition("*.")[2].rstrip(")"))


def write_picture(page: LabPage, path: Path, theme: Theme) -> None:
    """Writes the picture of a page in its present state and size.

    Raises:
        OSError: the file cannot be written.
        ParamError: its ending is of no format.
    """
    from wk4gui.export.image import export_figure

    size = (max(page.view.width(), 640), max(page.view.height(), 480))
    export_figure(
        page.session.lab.id,
        page.session.params,
        path,
        frame=page.session.frame,
        size=size,
        dpi=192,
        theme=theme.name,
        view=to_json(page.view.state),
    )
