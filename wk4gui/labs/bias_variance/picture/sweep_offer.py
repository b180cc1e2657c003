"""The pane of the sweep, and the line that offers settings to vary while there is none."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from wk4gui.lab.summary import Summary
from wk4gui.labs.bias_variance.picture.sweep_plot import SweepPlot
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.plain_text import plain_tip
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.style.fit import color_text
from wk4gui.render.theme import Theme

_ROOMY = 260
"""Least height that shows the verdict in full, in pixels at text scale 1."""


class SweepOffer(QWidget):
    """A line with a button for each setting that can be varied.

    Signals:
        chosen(str): the name of the setting to vary.
    """

    chosen = Signal(str)

    def __init__(self, settings: Mapping[str, str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel("Sweep over")
        self.buttons = {name: QPushButton(title) for name, title in settings.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _, name=name: self.chosen.emit(name))
            row.addWidget(button)
        row.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        for item in (self.label, *self.buttons.values()):
            item.setFont(text_font(theme.px(TEXT)))
        color_text(self.label, theme.ink2)


class SweepPane(QStackedWidget):
    """A plot with its verdict and a button to end the sweep; or a sentence.

    Signals:
        left(): the sweep is to end.
    """

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot, self.verdict, self.sentence = SweepPlot(theme), SentenceLabel(theme), QLabel()
        self.leave = QPushButton("No sweep")
        self._theme = theme
        self._found = Summary("", "")
        self.leave.clicked.connect(self.left)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self.sentence)
        self.addWidget(self._plot_page())
        self.set_theme(theme)

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
        self.leave.setFont(text_font(theme.px(TEXT)))
        self.verdict.set_theme(theme)
        color_text(self.sentence, theme.ink2)

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides the button."""
        self.leave.setVisible(interactive)

    def show_none(self, *, waiting: bool) -> None:
        """Shows no plot: nothing is varied, or the sweep is being computed."""
        self.sentence.setText("The sweep is being computed." if waiting else "Nothing is varied.")
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
