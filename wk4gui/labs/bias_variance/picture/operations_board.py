"""Question 8's table as a board of buttons: press an operation, predict both arrows, and see what was measured."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QWidget

from wk4gui.core.number_format import format_number
from wk4gui.render.fonts import CAPTION, TEXT, TITLE, text_font, text_width
from wk4gui.render.style.fit import color_text
from wk4gui.render.style.rooms import set_room
from wk4gui.render.theme import Theme

ARROWS = {"up": "↑", "same": "=", "down": "↓"}
_SIGNS = ARROWS | {"not_resolved": "?"}
_BUTTON_PAD, _GAP, _ROW_GAP = 16, 8, 6
"""Of a button, beside its text; between columns; and between rows, in pixels."""
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
            set_room(button, 1, 4)

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
        self._alone = False
        self.buttons = [QPushButton() for _ in range(n_rows)]
        self.cells = [[ArrowCell(name, color, theme) for name, color in QUANTITIES.items()] for _ in range(n_rows)]
        self.verdicts = [QLabel() for _ in range(n_rows)]
        self.skips = [QPushButton("Show") for _ in range(n_rows)]
        self.heads = [QLabel(text) for text in ("operation", "bias²", "variance", "the sheet")]
        self.hint, self.ends = QLabel(), [QWidget() for _ in range(n_rows)]
        self._arrange()
        self.set_theme(theme)

    def _arrange(self) -> None:
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(_ROW_GAP)
        for i, (button, cells) in enumerate(zip(self.buttons, self.cells, strict=True)):
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            button.clicked.connect(lambda _, i=i: self.pressed.emit(i))
            self.skips[i].clicked.connect(lambda _, i=i: self.skipped.emit(i))
            for k, cell in enumerate(cells):
                cell.guessed.connect(lambda arrow, i=i, k=k: self.guessed.emit(i, k, arrow))
            beside = QHBoxLayout(self.ends[i])
            beside.setContentsMargins(0, 0, 0, 0)
            beside.addWidget(self.verdicts[i])
            beside.addWidget(self.skips[i])
        self.hint.setWordWrap(True)
        self._place(narrow=False)

    def _place(self, *, narrow: bool) -> None:
        """A row for each operation; in a narrow table its name stands above its arrows."""
        self._narrow, grid = narrow, self._grid
        rows, first = (2, 0) if narrow else (1, 1)
        for column, head in enumerate(self.heads):
            grid.addWidget(head, 0, max(column + first - 1, 0))
        self.heads[0].setVisible(not narrow)
        for i, (button, cells) in enumerate(zip(self.buttons, self.cells, strict=True)):
            row = 1 + rows * i
            grid.addWidget(button, row, 0, 1, 3 if narrow else 1)
            for k, widget in enumerate((*cells, self.ends[i])):
                grid.addWidget(widget, row + rows - 1, first + k)
            for k in range(rows):
                grid.setRowStretch(row + k, 1)
        grid.addWidget(self.hint, 1 + rows * len(self.buttons), 0, 1, 4)
        for column, stretch in enumerate((5, 5, 3, 0) if narrow else (5, 5, 5, 3)):
            grid.setColumnStretch(column, stretch)

    @property
    def _least_widths(self) -> tuple[int, int]:
        """Of the narrow table, and of the wide one."""
        cells = 2 * max(cell.minimumSizeHint().width() for pair in self.cells for cell in pair)
        last = max(*(end.minimumSizeHint().width() for end in self.ends), self.heads[-1].sizeHint().width())
        names = max(button.minimumWidth() for button in self.buttons)
        arrows = cells + 2 * _GAP + last
        return max(arrows, names), arrows + _GAP + names

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Alone as wide as the narrow table; in it names and arrows need as much height as the higher of both."""
        narrow, wide = self._least_widths
        if not self._narrow:
            return QSize(narrow if self._alone else wide, super().minimumSizeHint().height())
        names = [button.sizeHint().height() for button in self.buttons]
        arrows = [label.sizeHint().height() for row in self.cells for label in (cell.words for cell in row)]
        row = max(*names, *arrows, *(label.sizeHint().height() for label in self.verdicts)) + _ROW_GAP
        hint = self.hint.sizeHint().height() if self.hint.isVisibleTo(self) else 0
        return QSize(narrow, self.heads[1].sizeHint().height() + 2 * len(self.buttons) * row + hint)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for button in self.buttons:
            button.setFont(text_font(theme.px(TEXT), 600))
            set_room(button, 7, 4)
        self._fit_buttons()
        for button in self.skips:
            button.setFont(text_font(theme.px(CAPTION)))
            set_room(button, 7, 5)
            button.setToolTip("Show the measured arrows without a prediction")
        for label in (*self.heads, self.hint):
            label.setFont(text_font(theme.px(CAPTION)))
            color_text(label, theme.ink2)
        for cell in (cell for cells in self.cells for cell in cells):
            cell.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._choose_place()

    def set_alone(self, *, alone: bool) -> None:
        """Whether nothing else is shown, so that a narrow table may be as high as it wants."""
        self._alone = alone
        self._choose_place()
        self.updateGeometry()

    def _choose_place(self) -> None:
        narrow = self._alone and self.width() < self._least_widths[1]
        if narrow != self._narrow:
            self._place(narrow=narrow)
            self.updateGeometry()

    def _fit_buttons(self) -> None:
        """Keeps room for the names of the operations."""
        lines = [line for button in self.buttons for line in button.text().splitlines()]
        width = max((text_width(line, self._theme.px(TEXT), 600) for line in lines), default=0.0) + _BUTTON_PAD
        for button in self.buttons:
            button.setMinimumWidth(math.ceil(width))

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
        self._fit_buttons()

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
