"""A field for an exact number, shown rounded and edited in full, and the parsing of typed numbers."""

import math
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from wk4gui.core.number_format import format_number, plain_minus
from wk4gui.render.setting_edit import SettingEdit
from wk4gui.render.style.fit import mark


def parse_number(text: str) -> float | None:
    """The number of a text such as "0.1", "0,1", "−3", "2e-3" or "3/4"; None if it is not a finite number."""
    plain = plain_minus(text.strip()).replace(",", ".").replace(" ", "")
    try:
        value = float(Fraction(plain)) if "/" in plain else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def full_text(value: float) -> str:
    """The shortest text that represents exactly this number."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)


class NumberEdit(SettingEdit):
    """A field for one number: short at rest, complete while it is edited.

    Signals:
        entered(float): a new valid number was confirmed with Enter or by leaving the field.
        misread(str): what was confirmed is no number.
        stepped(int): Up or Down was pressed, +1 or −1, tenfold with Page Up or Page Down.
    """

    entered = Signal(float)
    misread = Signal(str)
    stepped = Signal(int)

    def __init__(self, name: str, digits: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = self._accepted = 0.0
        self._digits = digits
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._confirm)
        self.textEdited.connect(lambda _: mark(self, refused=False))

    @property
    def value(self) -> float:
        """The value, not rounded."""
        return self._value

    def set_value(self, value: float) -> None:
        self._value = self._accepted = value
        mark(self, refused=False)
        text = full_text(value) if self.hasFocus() else format_number(value, self._digits)
        if text != self.text():
            self.setText(text)
            if self.hasFocus():
                self.selectAll()
        self.settle()

    def refuse(self) -> None:
        """Marks the text in the field as not allowed; the value is the one before."""
        self._value = self._accepted
        mark(self, refused=True)

    def _confirm(self) -> None:
        self.settle()
        text = self.text()
        if text in (full_text(self._value), format_number(self._value, self._digits)):
            return
        value = parse_number(text)
        if value is None:
            mark(self, refused=True)
            self.misread.emit(text)
            return
        self._value = value
        self.entered.emit(value)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.setText(full_text(self._value))
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.set_value(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        if event.key() in steps:
            self._confirm()
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.set_value(self._value)
        else:
            super().keyPressEvent(event)
