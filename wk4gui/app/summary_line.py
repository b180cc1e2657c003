"""The sentence under the picture: what happened, its verdict first."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wk4gui.lab import Summary
from wk4gui.render.theme import LIGHT, Theme, tone_color


class SummaryLine(QLabel):
    """Shows a Summary, or for once why an edit was refused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._summary = Summary("", "")
        self._refusal = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(40)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_summary(self, summary: Summary) -> None:
        if (summary, "") != (self._summary, self._refusal):
            self._summary, self._refusal = summary, ""
            self._fill()

    def show_refusal(self, reason: str) -> None:
        """Says that an edit was not taken and why; the next summary replaces it."""
        self._refusal = reason
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fill()

    def _fill(self) -> None:
        if self._refusal:
            verdict, detail, color = "Not taken.", self._refusal, self._theme.bad
        else:
            verdict, detail = self._summary.verdict, self._summary.detail
            color = tone_color(self._theme, self._summary.tone)
        self.setText(f'<b style="color:{color}">{escape(verdict)}</b>&nbsp; {escape(detail)}')
        self.setAccessibleName(f"Summary: {verdict} {detail}")
