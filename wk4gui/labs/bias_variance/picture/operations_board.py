"""Question 8's table as a board of buttons: press an operation, predict both arrows, and see what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QWidget

from wk4gui.core.number_format import format_number
from wk4gui.render.fonts import CAPTION, TEXT, TITLE, text_font
from wk4gui.render.theme import Theme

ARROWS = {"up": "↑", "same": "=", "down": "↓"}
_SIGNS = ARROWS | {"not_resolved": "?"}
QUANTITIES = {"bias": "forward", "variance": "backward"}
"""The quantities that an operation changes, and the theme's names of their colours."""


@dataclass(frozen=True)
class Arrow:
    """One arrow of the table.

    Attributes:
        guess: the prediction, or "".
        measured: the measured arrow, or "".
        change, error: the change and its standard error.
        table: the arrow on the sheet.
    """

    guess: str
    measured: str
    change: float
    error: float
    table: str


@dataclass(frozen=True)
class BoardRow:
    """One operation's row.

    Attributes:
        title, change: the operation in words and in numbers.
        active: whether the picture shows it.
        revealed: whether its arrows are visible.
        arrows: of bias and variance.
    """

    title: str
    change: str
    active: bool
    revealed: bool
    arrows: tuple[Arrow, Arrow]


class ArrowCell(QStackedWidget):
    """An arrow that is predicted with three buttons and then shown.

    Signals:
        guessed(str): one of ARROWS was chosen.
    """

    guessed = Signal(str)

    def __init__(self, name: str, color: str, theme: Theme) -> None:
        super().__init__()
        self._color = color
        self.words = QLabel()
        self.words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons = {key: QPushButton(sign) for key, sign in ARROWS.items()}
        asking = QWidget()
        row = QHBoxLayout(asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for key, button in self.buttons.items():
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {key}")
            button.setToolTip(f"{name} {key}" if key == "same" else f"{name} goes {key}")
            button.setMinimumWidth(26)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            button.clicked.connect(lambda _, key=key: self.guessed.emit(key))
            row.addWidget(button)
        self.addWidget(self.words)
        self.addWidget(asking)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for button in self.buttons.values():
            button.setFont(text_font(theme.px(TITLE), 600))
            button.setStyleSheet("padding: 3px 0px")

    def show_arrow(self, row: BoardRow, arrow: Arrow, *, interactive: bool) -> None:
        """Shows buttons for the prediction, then the measured arrow."""
        asking = row.active and not row.revealed and interactive
        self.setCurrentIndex(int(asking))
        for key, button in self.buttons.items():
            button.setChecked(key == arrow.guess)
        self.words.setText(self._text(row, arrow))

    def _text(self, row: BoardRow, arrow: Arrow) -> str:
        theme = self._theme
        if not row.revealed:
            return f'<span style="color:{theme.ink2}">?</span>'
        if not arrow.measured:
            return f'<span style="color:{theme.ink2}">measuring …</span>'
        sign, small = "" if arrow.change < 0.0 else "+", theme.px(CAPTION)
        first = (
            f'<span style="font-size:{theme.px(18)}px; font-weight:700; color:{getattr(theme, self._color)}">'
            f"{_SIGNS[arrow.measured]}</span>&nbsp; {sign}{format_number(arrow.change, 4)}"
        )
        second = f'<span style="font-size:{small}px; color:{theme.ink2}">± {_one_digit(arrow.error)}</span>'
        if arrow.guess:
            color, word = (theme.update, "yes") if arrow.guess == arrow.measured else (theme.bad, "no")
            if arrow.measured == "not_resolved":
                color, word = theme.ink2, "not resolved"
            said = f"you {ARROWS[arrow.guess]}: {word}"
            second += f'<span style="font-size:{small}px; color:{color}">&nbsp; {said}</span>'
        return f"{first}<br>{second}"


def _one_digit(error: float) -> str:
    """A standard error with its only significant digit."""
    return format_number(float(f"{error:.1g}"), 4)


class OperationsBoard(QWidget):
    """Four rows: a large button, the arrows of bias and variance, and those of the sheet's table.

    Signals:
        pressed(int): the button of a row.
        guessed(int, int, str): row, 0 for bias and 1 for variance, and the arrow that was chosen.
        skipped(int): a row, to be shown without a prediction.
    """

    pressed = Signal(int)
    guessed = Signal(int, int, str)
    skipped = Signal(int)

    def __init__(self, n_rows: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interactive, self._rows = True, tuple[BoardRow, ...]()
        self.buttons = [QPushButton() for _ in range(n_rows)]
        self.cells = [[ArrowCell(name, color, theme) for name, color in QUANTITIES.items()] for _ in range(n_rows)]
        self.verdicts = [QLabel() for _ in range(n_rows)]
        self.skips = [QPushButton("Show") for _ in range(n_rows)]
        self.heads = [QLabel(text) for text in ("operation", "bias²", "variance", "the sheet")]
        self.hint = QLabel()
        self._arrange()
        self.set_theme(theme)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for column, head in enumerate(self.heads):
            grid.addWidget(head, 0, column)
        for i, (button, cells) in enumerate(zip(self.buttons, self.cells, strict=True)):
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
            button.clicked.connect(lambda _, i=i: self.pressed.emit(i))
            self.skips[i].clicked.connect(lambda _, i=i: self.skipped.emit(i))
            grid.addWidget(button, i + 1, 0)
            for k, cell in enumerate(cells):
                cell.guessed.connect(lambda arrow, i=i, k=k: self.guessed.emit(i, k, arrow))
                grid.addWidget(cell, i + 1, k + 1)
            last = QWidget()
            beside = QHBoxLayout(last)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.addWidget(self.verdicts[i])
            beside.addWidget(self.skips[i])
            grid.addWidget(last, i + 1, 3)
            grid.setRowStretch(i + 1, 1)
        self.hint.setWordWrap(True)
        grid.addWidget(self.hint, len(self.buttons) + 1, 0, 1, 4)
        for column, stretch in enumerate((5, 5, 5, 3)):
            grid.setColumnStretch(column, stretch)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for button in self.buttons:
            button.setFont(text_font(theme.px(TEXT), 600))
            button.setStyleSheet("padding: 3px 6px")
        for button in self.skips:
            button.setFont(text_font(theme.px(CAPTION)))
            button.setStyleSheet("padding: 4px 6px")
            button.setToolTip("Show the measured arrows without a prediction")
        for label in (*self.heads, self.hint):
            label.setStyleSheet(f"color: {theme.ink2}; font-size: {theme.px(CAPTION)}px")
        for cell in (cell for cells in self.cells for cell in cells):
            cell.set_theme(theme)

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides what is useful only on screen."""
        self._interactive = interactive
        self.hint.setVisible(interactive)
        if self._rows:
            self.show_rows(self._rows, self.hint.text())

    def show_rows(self, rows: Sequence[BoardRow], hint: str) -> None:
        """Updates all rows."""
        self._rows = tuple(rows)
        self.hint.setText(hint)
        for i, row in enumerate(rows):
            button, asking = self.buttons[i], row.active and not row.revealed and self._interactive
            button.setText(f"{row.title}\n{row.change}")
            button.setChecked(row.active)
            for cell, arrow in zip(self.cells[i], row.arrows, strict=True):
                cell.show_arrow(row, arrow, interactive=self._interactive)
            self.skips[i].setVisible(asking)
            self.verdicts[i].setVisible(not asking)
            self.verdicts[i].setText(self._verdict(row))

    def arrow_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and quantity (0: bias, 1: variance) of the revealed number at a point."""
        for i, (row, cells) in enumerate(zip(self._rows, self.cells, strict=False)):
            for k, (cell, arrow) in enumerate(zip(cells, row.arrows, strict=True)):
                if row.revealed and arrow.measured and cell.geometry().contains(int(x), int(y)):
                    return i, k
        return None

    def _verdict(self, row: BoardRow) -> str:
        theme, known = self._theme, all(arrow.measured for arrow in row.arrows)
        if not row.revealed or not known:
            return ""
        table = " ".join(ARROWS[arrow.table] for arrow in row.arrows)
        agrees = all(arrow.measured == arrow.table for arrow in row.arrows)
        color, words = (theme.update, "as measured") if agrees else (theme.bad, "not here")
        return f'{table}<br><span style="font-size:{theme.px(CAPTION)}px; color:{color}">{words}</span>'
