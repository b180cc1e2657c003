"""The column beside the picture: Predict, Watch and Work it yourself, each with its cards."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wk4gui.app.page.cards import MARGIN, scrolling, titled_card
from wk4gui.render.lab_view import split
from wk4gui.render.named import named

Mode = Literal["predict", "watch", "work"]
_TITLES: dict[Mode, str] = {"predict": "Predict", "watch": "Watch", "work": "Work it yourself"}
_SHARE, _LEAST, _MOST = 0.3, 300, 480
"""Width of the column: of the page, and its limits at the normal text size."""


class Column(QWidget):
    """Shows the cards of one mode; a mode without content has no button.

    Signals:
        chosen(str): the user wants this mode.
    """

    chosen = Signal(str)

    def __init__(
        self, question: QWidget | None, exercise: QWidget | None, settings: list[QWidget], lesson: QWidget
    ) -> None:
        """Stacks the cards.

        Args:
            question: the card of predictions; None for a lab without.
            exercise: what is worked out by hand; None for a lab without.
            settings: parameters, and cards about what is selected in the picture.
            lesson: the text about the lab.
        """
        super().__init__()
        self.mode: Mode = "watch"
        self._settings, self._lesson = scrolling(*settings), scrolling(lesson)
        self.stack = split(Qt.Orientation.Vertical, self._settings, self._lesson, sizes=(11, 9))
        self._question = scrolling(question) if question is not None else None
        self._exercise = _with_margin(titled_card(exercise)) if exercise is not None else None
        there = {"predict": question is not None, "watch": True, "work": exercise is not None}
        self.buttons: dict[Mode, QPushButton] = {
            mode: named(QPushButton(title), "mode") for mode, title in _TITLES.items() if there[mode]
        }
        self._inspectors = settings[1:]
        self._arrange()
        self.show_mode("watch")

    def show_mode(self, mode: Mode) -> None:
        """Shows the cards of a mode."""
        self.mode = mode
        self.buttons[mode].setChecked(True)
        for area, there in ((self._question, mode == "predict"), (self._exercise, mode == "work")):
            if area is not None:
                area.setVisible(there)
        for inspector in self._inspectors:
            inspector.setVisible(mode == "watch")
        self._lesson.setVisible(mode == "watch")
        self.stack.setVisible(mode != "work")

    def fit(self, page_width: int, text_scale: float) -> None:
        """Takes its share of a page."""
        share = min(max(_SHARE * page_width, _LEAST), _MOST)
        self.setFixedWidth(round(share * max(1.0, 0.5 + 0.5 * text_scale)))

    def _arrange(self) -> None:
        bar = named(QFrame(), "card")
        row = QHBoxLayout(bar)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(4)
        group = QButtonGroup(self)
        for mode, button in self.buttons.items():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the space bar still plays
            button.clicked.connect(lambda _, mode=mode: self.chosen.emit(mode))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, MARGIN, 0)
        head.addWidget(bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        if self._question is not None:
            layout.addWidget(self._question, 3)
        if self._exercise is not None:
            layout.addWidget(self._exercise, 1)
        layout.addWidget(self.stack, 2)


def _with_margin(card: QWidget) -> QWidget:
    """A card that does not scroll, as wide as those that do."""
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(0, 0, MARGIN, 0)
    layout.addWidget(card)
    return box
