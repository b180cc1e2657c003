"""Why a number is what it is: a click on it shows its formula with the numbers in it."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from wk4gui.core.entry import EntryError, parse_entry
from wk4gui.formulas import Formula, read_formula
from wk4gui.lesson import Derivation, Lesson
from wk4gui.render.formula_view import FormulaView
from wk4gui.render.named import named
from wk4gui.render.theme import Theme

_WIDTH = 340
_STRIPPED = " \t.,;:()[]%×°"


def explanation(text: str, lesson: Lesson, numbers: Mapping[str, float]) -> tuple[Derivation, Formula] | None:
    """The sentence and the formula of a lesson that a number comes from.

    Args:
        text: the number as it is written.
        lesson: the lesson of the lab.
        numbers: its live numbers.

    Returns:
        The first formula that takes a live number which is written like this; None if there is none.
    """
    try:
        entry = parse_entry(text.strip(_STRIPPED))
    except EntryError:
        return None
    meant = {name for name, value in numbers.items() if entry.fits(value)}
    for derivation in lesson.derivations:
        for formula in map(read_formula, derivation.formulas):
            if formula.exists_for(numbers):
                if formula.numbers & meant:
                    return derivation, formula
                break  # the lesson shows the first that exists
    return None


def numbers_in(text: str) -> Iterable[str]:
    """The words of a text that look like numbers, the last one first: results stand at the end."""
    words = [word.strip(_STRIPPED) for word in text.replace("=", " ").split()]
    return [word for word in reversed(words) if any(letter.isdigit() for letter in word)]


class WhyCard(QFrame):
    """A formula with live numbers over the page; it goes with the focus, with a click or with Escape."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName("Why")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.formula: FormulaView | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 14, 16, 14)
        self._layout.setSpacing(8)
        self._layout.addWidget(named(QLabel("WHY", self), "heading"))
        self._layout.addWidget(self.text)

    def show_formula(
        self, derivation: Derivation, formula: Formula, numbers: Mapping[str, float], theme: Theme, at: QPoint
    ) -> None:
        """Opens beside a point of the screen, inside the page."""
        if self.formula is not None:
            self._layout.removeWidget(self.formula)
            self.formula.deleteLater()
        self.text.setText(derivation.text)
        self.formula = FormulaView(formula, theme, self)
        self.formula.show_numbers(numbers)
        self._layout.addWidget(self.formula)
        self.adjustSize()
        page = self.parentWidget()
        assert isinstance(page, QWidget)
        here = page.mapFromGlobal(at)
        left = max(8, min(here.x(), page.width() - self.width() - 8))
        self.move(left, max(8, min(here.y() - self.height() - 8, page.height() - self.height() - 8)))
        self.show()
        self.raise_()
        self.setFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
