"""The card that explains a number by its formula with the numbers filled in."""

from collections.abc import Mapping, Sequence, Set

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from wk4gui.lab.formulas import Formula, read_formula
from wk4gui.lab.lesson import Derivation, Lesson
from wk4gui.lab.reason import Reason
from wk4gui.render.formula_lines import FormulaLines
from wk4gui.render.formula_view import FormulaView
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import Theme

_WIDTH, _MARGIN, _EDGE = 380, 16, 8


def derivation_of(names: Set[str], lesson: Lesson, numbers: Mapping[str, float]) -> tuple[Derivation, Formula] | None:
    """The first formula of a lesson, with its sentence, that uses one of these live numbers; None if none does."""
    for derivation in lesson.derivations:
        for formula in map(read_formula, derivation.formulas):
            if formula.exists_for(numbers):
                if formula.numbers & names:
                    return derivation, formula
                break  # the lesson shows the first that exists
    return None


class WhyCard(QFrame):
    """A formula with live numbers over the page; closed by losing the focus, a click or Escape."""

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
        self, derivation: Derivation, formula: Formula, numbers: Mapping[str, float], theme: Theme, beside: QRect
    ) -> None:
        """Opens beside a number on the screen, inside the page."""
        self.formula = FormulaView(formula, theme, self)
        self.formula.show_numbers(numbers)
        self._open(derivation.text, self.formula, theme, beside)

    def show_reason(self, reason: Reason, theme: Theme, beside: QRect) -> None:
        """Opens with a reason, for a number without a formula in the lesson."""
        self.lines = FormulaLines(theme, "Why", self)
        self.lines.show_formulas(reason.formulas, "update")
        self._open(reason.subject, self.lines, theme, beside)

    def _open(self, text: str, content: QWidget, theme: Theme, beside: QRect) -> None:
        page = self.parentWidget()
        assert isinstance(page, QWidget)
        number = QRect(page.mapFromGlobal(beside.topLeft()), beside.size())
        self.text.setText(text)
        self.setAccessibleDescription(f"{text}: {content.accessibleName()}")
        self._show_content(content)
        self.ensurePolished()  # includes the frame drawn by the style
        for width in _widths(round(_WIDTH * theme.text_scale), page.width() - 2 * _EDGE):
            self.setFixedWidth(width)
            content.resize(self.contentsRect().width() - 2 * _MARGIN, content.height())  # its lines depend on its width
            self._layout.activate()
            size = QSize(width, self._layout.totalHeightForWidth(width))
            place = free_place(size, number, page.size())
            if place is not None:
                break
        self.resize(size)
        self.move(place or QPoint(_EDGE, _EDGE))
        self.show()
        self.raise_()
        self.setFocus()

    def _show_content(self, content: QWidget) -> None:
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.deleteLater()
        self._content = content
        self._layout.addWidget(content)
        content.show()  # hidden widgets get no room in a card that is already open

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


def free_place(size: QSize, number: QRect, room: QSize) -> QPoint | None:
    """The place of a card inside a page that does not cover a number; None if it fits nowhere.

    Args:
        size: of the card.
        number: the place of the number in the page.
        room: of the page.
    """
    inside = QRect(QPoint(), room).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    over, under = number.top() - size.height() - _EDGE, number.bottom() + 1 + _EDGE
    before, behind = number.left() - size.width() - _EDGE, number.right() + 1 + _EDGE
    x = max(inside.left(), min(number.left(), inside.right() + 1 - size.width()))
    y = max(inside.top(), min(number.top(), inside.bottom() + 1 - size.height()))
    places = (QPoint(x, over), QPoint(x, under), QPoint(before, y), QPoint(behind, y))
    return next((place for place in places if inside.contains(QRect(place, size))), None)


def _widths(least: int, most: int) -> Sequence[int]:
    """The widths to try, from the narrowest; a wider card is lower."""
    return [width for width in (least, round(1.4 * least), 2 * least) if width < most] or [most]
