"""Running text of a lesson, with live numbers, in lines that are comfortable to read."""

from collections.abc import Mapping, Sequence
from html import escape
from math import isnan
from re import sub

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCursor, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from wk4gui.core.number_format import format_number
from wk4gui.lab.lesson import Paragraph
from wk4gui.lab.ties import tied
from wk4gui.render.fonts import TEXT
from wk4gui.render.theme import LIGHT, Theme

LINE_HEIGHT = 140
"""Height of a line, in per cent of its font size."""
_DIGITS = 4
_HANG = 12
"""Indent of an entry after its bullet."""
_MARKED = "\ue000(\\w+)\ue001([^\ue002]*)\ue002"


class Prose(QLabel):
    """Paragraphs and lists; a paragraph whose numbers do not exist is left out.

    Signals:
        asked(str, QRect): a live number was clicked, by its name, about this place of the screen.
    """

    asked = Signal(str, QRect)

    def __init__(self, paragraphs: Sequence[Paragraph], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paragraphs = tuple(paragraphs)
        self._theme: Theme = LIGHT
        self._plain: tuple[Paragraph, ...] | None = None
        self._late = False
        self._heights = dict[int, int]()  # of widths; a layout asks for the same again and again
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.linkActivated.connect(lambda name: self.asked.emit(name, self._about(QCursor.pos())))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_numbers({})

    @property
    def plain_text(self) -> str:
        """The text, a line for each paragraph."""
        return "\n".join(sub(_MARKED, r"\2", p.text).replace("**", "") for p in self._plain or ())

    def show_numbers(self, numbers: Mapping[str, float]) -> None:
        """Fills in the live numbers."""
        if self._plain is not None and not any(p.numbers for p in self._paragraphs):
            return
        filled = tuple(
            Paragraph(p.filled({name: _marked(name, numbers[name]) for name in p.numbers}), p.kind)
            for p in self._paragraphs
            if numbers.keys() >= set(p.numbers)
        )
        if filled != self._plain:
            first = self._plain is None
            self._plain = filled
            self.setAccessibleName(self.plain_text)
            self._late = not first and self.visibleRegion().isEmpty()
            if not self._late:
                self._write()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._write()

    def _about(self, point: QPoint) -> QRect:
        """The box around a clicked place that must stay visible: a line of the text."""
        reach = self._theme.px(TEXT)
        return QRect(point, point).adjusted(-2 * reach, -reach, 2 * reach, reach)

    def _write(self) -> None:
        shown, self._late = self._plain or (), False
        self._heights.clear()
        self.setText("".join(self._html(p, first=i == 0) for i, p in enumerate(shown)))
        self.setAccessibleName(self.plain_text)

    def _html(self, paragraph: Paragraph, *, first: bool) -> str:
        gap = 0 if first else self._theme.px(4 if paragraph.kind == "item" else 8)
        text = tied(paragraph.text).replace("/∂", "/\u2060∂")
        text = sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
        style = f"color: {self._theme.ink}; text-decoration: none"
        text = sub(_MARKED, rf'<a href="\1" style="{style}">\2</a>', text)
        style = f"margin-top: {gap}px; margin-bottom: 0; line-height: {LINE_HEIGHT}%;"
        if paragraph.kind == "text":
            return f'<p style="{style}">{text}</p>'
        hang = self._theme.px(_HANG)
        return f'<p style="{style} margin-left: {hang}px; text-indent: -{hang}px;">•\u00a0\u00a0{text}</p>'

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        self._heights.clear()  # the font may be another
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._late:  # laying out a page of text at every move of a slider is slow
            self._write()
        super().paintEvent(event)


def _marked(name: str, value: float) -> str:
    """A number with its name, between characters that no text contains."""
    return f"\ue000{name}\ue001{'?' if isnan(value) else format_number(value, _DIGITS)}\ue002"
