"""The pane of the sweep, which offers parameters to vary while there is none."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from wk4gui.lab.summary import Summary
from wk4gui.labs.bias_variance.picture.sweep_plot import SweepPlot
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.plain_text import plain_tip
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.theme import Theme

_IN_A_ROW = 2
_ROOMY = 260
"""Least height that shows the verdict in full, in pixels at text scale 1."""


class SweepPane(QStackedWidget):
    """A plot with its verdict and a button to end the sweep; or a sentence and a button for each setting.

    Signals:
        chosen(object): the name of the setting to vary, or None.
    """

    chosen = Signal(object)

    def __init__(self, settings: Mapping[str, str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot, self.verdict, self.sentence = SweepPlot(theme), SentenceLabel(theme), QLabel()
        self.buttons = {name: QPushButton(title) for name, title in settings.items()}
        self.leave = QPushButton("No sweep")
        self._interactive, self._theme = True, theme
        self._found = Summary("", "")
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _, name=name: self.chosen.emit(name))
        self.leave.clicked.connect(lambda: self.chosen.emit(None))
        self.addWidget(self._offer_page())
        self.addWidget(self._plot_page())
        self.set_theme(theme)

    def _offer_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        buttons = list(self.buttons.values())
        for first in range(0, len(buttons), _IN_A_ROW):
            row = QHBoxLayout()
            row.addStretch(1)
            for button in buttons[first : first + _IN_A_ROW]:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        return page

    def _plot_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.plot, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.verdict.setWordWrap(True)
        row.addWidget(self.verdict, 1)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        return page

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.plot.set_theme(theme)
        for button in (*self.buttons.values(), self.leave):
            button.setFont(text_font(theme.px(TEXT)))
        self.verdict.set_theme(theme)
        self.sentence.setStyleSheet(f"color: {theme.ink2}")

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides the buttons."""
        self._interactive = interactive
        for button in (*self.buttons.values(), self.leave):
            button.setVisible(interactive)

    def offer(self, *, waiting: bool) -> None:
        """Shows no plot: nothing is varied, or the sweep is being computed."""
        asks = "Nothing is varied. Sweep over" if self._interactive else "Nothing is varied."
        self.sentence.setText("The sweep is being computed." if waiting else asks)
        for button in self.buttons.values():
            button.setEnabled(not waiting)
        self.setCurrentIndex(0)

    def show_plot(self, found: Summary) -> None:
        """Shows the plot and its verdict."""
        self._found = found
        self._write()
        self.setCurrentIndex(1)

    def _write(self) -> None:
        found, roomy = self._found, self.height() > self._theme.px(_ROOMY)
        self.verdict.show_sentence(found.sentence if roomy else found.verdict)
        self.verdict.setToolTip(plain_tip(str(found.detail)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._write()
