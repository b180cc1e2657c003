"""The picture of a sweep as a figure for files, with the recipe of the state that it was made from."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wk4gui.documents.file_writing import write_file
from wk4gui.documents.recipe import encode_recipe
from wk4gui.documents.saved_state import SavedState
from wk4gui.export.choices import PICTURES, ExportChoices
from wk4gui.export.drawing import draw_without_a_screen
from wk4gui.export.image import FORMATS
from wk4gui.export.sweep_picture import SweepPicture, described
from wk4gui.lab.declarations import ParamError
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.qt_application import dress_alone
from wk4gui.render.theme import THEMES
from wk4gui.sweeps.survey import Survey, Surveyed

_MARGIN = 16


class SweepFigure(QWidget):
    """A sweep's picture over its description, laid out at its final size but never on screen."""

    def __init__(self, survey: Survey, found: Surveyed, look: ExportChoices) -> None:
        draw_without_a_screen()
        super().__init__()
        self.look, self._theme = look, THEMES[look.theme]
        self.summary = described(survey, found)
        self.title = f"{survey.plan.the_lab.title}: {self.summary}"
        self.recipe = encode_recipe(SavedState(lab=survey.plan.lab, params=survey.plan.base))
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        picture = SweepPicture(self._theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(picture, 1)
        caption = named(plain_label(self.title, self), "caption")
        caption.setWordWrap(True)
        layout.addWidget(caption)
        dress_alone(self, self._theme)
        self.resize(*look.size)
        self._settle()
        picture.show_survey(survey, found, survey.plan.base)
        self._settle()

    @property
    def page_size(self) -> QSizeF:
        return QSizeF(self.size())

    @property
    def frame(self) -> int:
        return 0

    @property
    def background(self) -> QColor:
        return QColor(self._theme.window)

    def paint(self, painter: QPainter) -> None:
        self.render(
            painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren
        )

    def show_frame(self, frame: int) -> None:
        """It has only one."""

    def _settle(self) -> None:
        """Lays everything out now."""
        self.grab(QRect(0, 0, 1, 1))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def sweep_picture_bytes(survey: Survey, found: Surveyed, look: ExportChoices, ending: str) -> bytes:
    """The bytes of a PNG, SVG or PDF; needs no display, but the main thread.

    Raises:
        ParamError: the ending is another one.
    """
    if ending not in PICTURES:
        raise ParamError(f"{ending!r} is none of {', '.join(PICTURES)}")
    figure = SweepFigure(survey, found, look)
    try:
        return FORMATS[ending](figure)()
    finally:
        figure.deleteLater()


def save_sweep_picture(survey: Survey, found: Surveyed, look: ExportChoices, path: Path) -> None:
    """Writes the picture into a file.

    Raises:
        ParamError: as `sweep_picture_bytes`.
        OSError: the file cannot be written.
    """
    write_file(path, sweep_picture_bytes(survey, found, look, path.suffix.lower()))
