"""The rows of an exercise's desk: one for each value, with its field and its diagnosis below."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from wk4gui.app.exercise.answer_choice import AnswerChoice
from wk4gui.lab.exercise import Quantity
from wk4gui.lab.marking import Item
from wk4gui.render.answer_edit import AnswerEdit
from wk4gui.render.answers import ShownAnswer, tone_of
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label, plain_tip
from wk4gui.render.style.fit import color_text
from wk4gui.render.theme import Theme, faded

Field = AnswerEdit | AnswerChoice
_SIGNS = {"right": "✓", "follows": "(✓)", "wrong": "✗"}
_LONG = 9
"""Letters of a symbol that speaks for itself."""
_FIELD = 100
"""Width of a field, in pixels at the normal text size."""


class BlankRows(QWidget):
    """Values in the order of computation: given ones with their solution, the others as fields.

    Signals:
        entered(str, str): a quantity and its typed text.
        walked(str, int): Tab or Shift+Tab in the field of a quantity.
        came(str): a quantity's field got the focus.
    """

    entered = Signal(str, str)
    walked = Signal(str, int)
    came = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.comments: dict[str, QLabel] = {}
        self._signs: dict[str, QLabel] = {}
        self._made: tuple[tuple[str, bool, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)

    def show_items(self, items: Sequence[Item], lines: Sequence[str], theme: Theme) -> None:
        """Shows the values as they stand.

        Args:
            items: the values.
            lines: the worked line of each, shown for those that are given.
            theme: for the colours.
        """
        made = tuple((item.quantity.key, item.given, line) for item, line in zip(items, lines, strict=True))
        if [each[:2] for each in made] != [each[:2] for each in self._made] or made != self._made:
            self._rebuild(items, lines)
            self._made = made
        for item in items:
            if not item.given:
                self._fill(item, theme)
        for field in self.fields.values():
            field.setFixedWidth(round(_FIELD * max(1.0, theme.text_scale)))

    def focus(self, key: str) -> None:
        """Moves the focus to the field of a quantity."""
        if key in self.fields:
            self.fields[key].setFocus()

    def _fill(self, item: Item, theme: Theme) -> None:
        key, answer = item.quantity.key, ShownAnswer(item.text, tone_of(item))
        self.fields[key].show_answer(key, _spoken(item), answer, theme)
        comment, color = self.comments[key], faded(answer.color(theme)).name()
        comment.setText(item.comment)
        comment.setVisible(bool(item.comment))
        color_text(comment, color)
        self._signs[key].setText(_SIGNS.get(answer.tone, ""))
        self._signs[key].setFont(text_font(theme.px(TEXT), 600))
        color_text(self._signs[key], color)

    def _rebuild(self, items: Sequence[Item], lines: Sequence[str]) -> None:
        while (row := self._grid.takeAt(0)) is not None:
            widget = row.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields, self.comments, self._signs = {}, {}, {}
        step = None
        for i, (item, line) in enumerate(zip(items, lines, strict=True)):
            if item.quantity.step != step:
                step = item.quantity.step
                self._grid.addWidget(
                    named(QLabel(_heading(step)), "heading"),
                    3 * i,
                    0,
                    1,
                    3,
                )
            self._add(3 * i + 1, item, line)

    def _add(self, row: int, item: Item, line: str) -> None:
        if item.given:
            self._grid.addWidget(_wrapped(line, ""), row, 0, 1, 3)
            return
        quantity = item.quantity
        field: Field = AnswerChoice(quantity.options) if quantity.is_choice else AnswerEdit()
        field.entered.connect(self.entered)
        field.walked.connect(self.walked)
        field.came.connect(self.came)
        name = _name(quantity)
        comment, sign = _wrapped("", "caption"), QLabel()
        sign.setMinimumWidth(20)
        label = _wrapped(name, "")
        label.setToolTip(plain_tip(quantity.prompt))
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        field.show()  # a layout would do it later, and what is not shown cannot take the focus
        self._grid.addWidget(sign, row, 2)
        self._grid.addWidget(comment, row + 1, 0, 1, 3)
        self.fields[quantity.key], self.comments[quantity.key], self._signs[quantity.key] = field, comment, sign


def _spoken(item: Item) -> str:
    """What a screen reader says of a field: its name and, once marked, the diagnosis."""
    return f"{item.quantity.symbol}. {item.comment}" if item.comment else item.quantity.symbol


def _heading(step: str) -> str:
    """A step as a heading; a symbol stays as it is."""
    return step[:1].upper() + step[1:] if step[:2].isalpha() and step.isascii() else step


def _name(quantity: Quantity) -> str:
    """What stands before a field: the symbol, with words where they say more and have room."""
    known = quantity.prompt in (quantity.symbol, quantity.step) or len(quantity.symbol) > _LONG
    return quantity.symbol if known else f"{quantity.symbol}: {quantity.prompt}"


def _wrapped(text: str, name: str) -> QLabel:
    label = named(plain_label(text), name) if name else plain_label(text)
    label.setWordWrap(True)
    return label
