"""The card of the selected weight: its chain rule in symbols and numbers."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wk4gui.render.formula_lines import FormulaLines
from wk4gui.render.named import named
from wk4gui.render.theme import Theme


class ChainRuleCard(QWidget):
    """Formulas over a note in words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Chain rule")
        self._lines = FormulaLines(theme, "Chain rule")
        self._note = named(QLabel(), "caption")
        self._note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._lines)
        layout.addWidget(self._note)

    def set_theme(self, theme: Theme) -> None:
        self._lines.set_theme(theme)

    @property
    def formulas(self) -> tuple[str, ...]:
        """The lines shown."""
        return self._lines.formulas

    def show_rule(self, lines: Sequence[str], note: str) -> None:
        """Shows formulas, if any, and a note."""
        self._lines.setVisible(bool(lines))
        self._lines.show_formulas(lines, "backward")
        if note != self._note.text():
            self._note.setText(note)
