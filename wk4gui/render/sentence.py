"""One important sentence in a picture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.theme import Theme


class Sentence(QLabel):
    """One important sentence, which gives way where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setContentsMargins(14, 0, 0, 0)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self.setFont(text_font(theme.px(TEXT), 600))
