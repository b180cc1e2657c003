"""What stands around a slide's panes: the sentence below them, and the foot with the lab and the slide's number."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from wk4gui.lab.summary import Summary
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import LIGHT, Theme, tone_color


def slide_margin(theme: Theme) -> int:
    """Of a slide, on all its sides."""
    return theme.px(16)


class SlideFrame(QWidget):
    """A picture with its sentence and its foot, which are seen in a theme for slides alone."""

    def __init__(self, picture: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = picture
        self.sentence = named(QLabel(), "sentence")
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.name, self.place = plain_label(), plain_label()
        for label in (self.name, self.place):
            named(label, "caption")
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rule = named(QFrame(), "rule")
        self.rule.setFixedHeight(1)
        self._theme, self._summary, self._covered = LIGHT, Summary("", ""), False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(picture, 1)
        self.column.addWidget(self.sentence)
        self.column.addWidget(self.rule)
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.name, 1)
        self.foot.addWidget(self.place)
        self.column.addLayout(self.foot)

    def show_summary(self, summary: Summary) -> None:
        """What happened, its verdict first."""
        self._summary = summary
        color = tone_color(self._theme, summary.tone)
        verdict, detail = escape(str(summary.verdict)), escape(str(summary.detail))
        text = f'<b style="color: {color}">{verdict}</b>&nbsp; {detail}' if verdict or detail else ""
        if text != self.sentence.text():
            self.sentence.setText(text)
            self.sentence.setAccessibleName(f"Summary: {summary}")

    def cover_sentence(self, *, covered: bool) -> None:
        """Hides the sentence while it would give an answer away."""
        self._covered = covered
        self.sentence.setVisible(self._theme.slide and not covered)

    def show_name(self, name: str) -> None:
        """What stands at the left of the foot."""
        self.name.setText(name)

    def show_place(self, place: str) -> None:
        """What stands at the right of the foot, such as "7 / 24"."""
        self.place.setText(place)

    def set_bare(self, *, bare: bool) -> None:
        """Leaves out sentence and foot."""
        for widget in (self.rule, self.name, self.place):
            widget.setVisible(self._theme.slide and not bare)
        self.sentence.setVisible(self._theme.slide and not bare and not self._covered)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for widget in (self.rule, self.name, self.place):
            widget.setVisible(theme.slide)
        self.cover_sentence(covered=self._covered)
        self.column.setSpacing(theme.px(6) // 2 if theme.slide else 0)
        self.show_summary(self._summary)
