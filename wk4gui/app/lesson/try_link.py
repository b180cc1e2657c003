"""An entry of Try: a link that sets a state, with its text, after an arrow."""

from html import escape
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from wk4gui.app.lesson.prose import LINE_HEIGHT
from wk4gui.lab.lesson import LessonLink
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.theme import LIGHT, Theme, faded

_INDENT = 20
_PADDING = 4
_LIFT = 2
"""The bottom margin is reduced by this, since the line spacing is below the letters."""
OUTSET = 6
"""Margin of the hover and focus frame around the text."""


class TryLink(QAbstractButton):
    """An entry that is a button as a whole; Space and Return press it."""

    def __init__(self, link: LessonLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._heights = dict[int, int]()  # of widths; a layout asks for the same again and again
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_link(link)

    def set_link(self, link: LessonLink) -> None:
        """Shows another entry."""
        self.link = link
        self.setText(f"{link.before}{link.text}{link.after}")
        self.setAccessibleName(self.text())
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        link, color = self.link, f'style="color: {theme.forward}"'
        around = [f'<span style="color: {theme.ink}">{escape(text)}</span>' for text in (link.before, link.after)]
        middle = f"<span {color}>{escape(link.text)}</span>"
        self._document.setDefaultFont(text_font(theme.px(TEXT)))
        self._document.setHtml(f'<p style="line-height: {LINE_HEIGHT}%">{around[0]}{middle}{around[1]}</p>')
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(80, self._theme.px(TEXT) + 2 * _PADDING)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if width not in self._heights:
            self._document.setTextWidth(self._text_width(width))
            self._heights[width] = ceil(self._document.size().height()) + 2 * _PADDING
        return self._heights[width]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self._theme
        self._document.setTextWidth(self._text_width(self.width()))
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_frame(p)
            p.setFont(text_font(theme.px(TEXT)))
            p.setPen(faded(theme.forward))
            line = self._document.firstBlock().layout().lineAt(0)
            p.drawText(QPointF(OUTSET, _PADDING + _LIFT + line.y() + line.ascent()), "→")
            p.translate(OUTSET + theme.px(_INDENT), _PADDING + _LIFT)
            self._document.drawContents(p)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _paint_frame(self, p: QPainter) -> None:
        theme = self._theme
        p.setPen(theme.pen(theme.forward, 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        p.setBrush(faded(theme.tint) if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
        p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _text_width(self, width: int) -> int:
        return max(width - 2 * OUTSET - self._theme.px(_INDENT), 40)
