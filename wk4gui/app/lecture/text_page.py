"""A slide of text alone: a title and a few lines."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wk4gui.documents.lecture import Slide
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.slide_frame import SlideFrame, slide_margin
from wk4gui.render.theme import Theme


class TextPage(QWidget):
    """Shows the title and the lines; there is nothing to compute, to step through or to hide."""

    live = False
    covered = False

    def __init__(self, slide: Slide, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.slide = slide
        self.title = named(plain_label(slide.title), "slideTitle")
        self.text = named(plain_label(slide.text), "slideText")
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.addStretch(2)
        for label in (self.title, self.text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft)
            self._body.addWidget(label)
        self._body.addStretch(3)
        self.frame = SlideFrame(body)
        self.frame.cover_sentence(covered=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.frame)
        self.theme: Theme | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        if theme != self.theme:
            self.theme = theme
            margin = slide_margin(theme)
            self._column.setContentsMargins(margin, margin, margin, margin)
            self._body.setSpacing(2 * margin)
            self.frame.set_theme(theme)

    def cover(self, *, covered: bool) -> None:
        """There is no question."""

    def show_slide(self, slide: Slide) -> None:
        """Takes what was changed of the slide besides its text."""
        self.slide = slide

    def stop(self) -> None:
        """There is nothing that runs."""
