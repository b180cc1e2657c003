"""The small parts of the export dialog: its message, its buttons and its rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from wk4gui.render.plain_text import plain_tip
from wk4gui.render.style.fit import rename


class Message(QLabel):
    """One line that reports success or, in its own colour, a failure."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName("Status")
        self.show_text("")

    def show_text(self, text: str, *, bad: bool = False) -> None:
        self.setText(text)
        self.setToolTip(plain_tip(text))
        rename(self, "error" if bad else "caption")


def quiet_button(text: str, tip: str, parent: QWidget) -> QPushButton:
    """A button that Enter presses only if it is the default."""
    button = QPushButton(text, parent)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def row_of(spacing: int, *widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget)
    return row
