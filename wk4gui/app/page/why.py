"""Why a number is what it is: a click on it shows its formula with the numbers in it."""

from collections.abc import Iterable, Mapping, Set

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from wk4gui.core.number_format import written_like
from wk4gui.lab.formulas import Formula, read_formula
from wk4gui.lab.lesson import Derivation, Lesson
from wk4gui.lab.reason import Reason
from wk4gui.render.formula_lines import FormulaLines
from wk4gui.render.formula_view import FormulaView
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import Theme

_WIDTH, _MARGIN = 380, 16
_STRIPPED = " \t.,;:()[]%×°±"


def explanation(text: str, lesson: Lesson, numbers: Mapping[str, float]) -> tuple[Derivation, Formula] | None:
    """The sentence and the formula of a lesson that a number comes from.

    Args:
        text: the number as it is written.
        lesson: the lesson of the lab.
        numbers: its live numbers.

    Returns:
        The first formula that takes a live number which is written like this; None if there is none.
    """
    written = text.strip(_STRIPPED)
    return derivation_of({name for name, value in numbers.items() if written_like(written, value)}, lesson, numbers)


def derivation_of(names: Set[str], lesson: Lesson, numbers: Mapping[str, float]) -> tuple[Derivation, Formula] | None:
    """The first formula of a lesson, with its sentence, that takes one of these live numbers; None if there is none."""
    for derivation in lesson.derivations:
        for formula in map(read_formula, derivation.formulas):
            if formula.exists_for(numbers):
                if formula.numbers & names:
                    return derivation, formula
                break  # the lesson shows the first that exists
    return None


def reason_for(text: str, reasons: Iterable[Reason]) -> Reason | None:
    """The first of the reasons whose number is written like this."""
    written = text.strip(_STRIPPED)
    return next((reason for reason in reasons if written_like(written, reason.value)), None)


def is_written(value: float, text: str) -> bool:
    """Whether a number stands in a text."""
    return any(written_like(number, value) for number in numbers_in(text))


def numbers_in(text: str) -> list[str]:
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
        self.setAccessibleName("Why")
        self.text = plain_label(parent=self)
        self.text.setWordWrap(True)
        self.formula: FormulaView | None = None
        self.lines: FormulaLines | None = None
        self._content: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        self._layout.setSpacing(8)
        self._layout.addWidget(named(QLabel("WHY", self), "heading"))
        self._layout.addWidget(self.text)

    def show_formula(
        self, derivation: Derivation, formula: Formula, numbers: Mapping[str, float], theme: Theme, at: QPoint
    ) -> None:
        """Opens beside a point of the screen, inside the page."""
        self.formula = FormulaView(formula, theme, self)
        self.formula.show_numbers(numbers)
        self._open(derivation.text, self.formula, theme, at)

    def show_reason(self, reason: Reason, theme: Theme, at: QPoint) -> None:
        """The same for a number that is not one of the lesson's formulas."""
        self.lines = FormulaLines(theme, "Why", self)
        self.lines.show_formulas(reason.formulas, "update")
        self._open(reason.subject, self.lines, theme, at)

    def _open(self, text: str, content: QWidget, theme: Theme, at: QPoint) -> None:
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.deleteLater()
        self._content = content
        self.setFixedWidth(round(_WIDTH * theme.text_scale))
        self.text.setText(text)
        self.setAccessibleDescription(f"{text}: {content.accessibleName()}")
        self._layout.addWidget(content)
        content.show()  # what is hidden has no room in a card that is open already
        self._layout.activate()
        self.resize(self.width(), self._layout.totalHeightForWidth(self.width()))
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
