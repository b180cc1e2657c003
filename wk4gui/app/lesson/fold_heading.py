"""A heading that expands and collapses the text below it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from wk4gui.app.lesson.try_link import OUTSET
from wk4gui.render.fonts import CAPTION, text_font
from wk4gui.render.theme import LIGHT, Theme, faded

_ARROW, _GAP, _PADDING = 7, 7, 4
_SPACING = 1
"""Letter spacing, as in the other headings."""


class FoldHeading(QAbstractButton):
    """A heading, collapsed at first; a click, Space and Return toggle it (`toggled`)."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self.setText(text.upper())
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._describe)
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = QFontMetricsF(self._font())
        width = self._indent() + metrics.horizontalAdvance(self.text()) + OUTSET
        return QSize(round(width), round(metrics.height()) + 2 * _PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self._theme
        ink = theme.forward if self.underMouse() else theme.ink2
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(theme.pen(theme.forward, 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(faded(ink))
            p.drawPolygon(self._arrow())
            p.setPen(faded(ink))
            p.setFont(self._font())
            place = self.rect().adjusted(self._indent(), 0, 0, 0)
            p.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _describe(self) -> None:
        self.setAccessibleDescription("open" if self.isChecked() else "folded")

    def _font(self) -> QFont:
        font = QFont(text_font(self._theme.px(CAPTION), 600))  # a copy: the original is shared
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _SPACING)
        return font

    def _indent(self) -> int:
        return OUTSET + self._theme.px(_ARROW + _GAP)

    def _arrow(self) -> QPolygonF:
        """Points right while collapsed, down while expanded."""
        size = float(self._theme.px(_ARROW))
        x, y = OUTSET + size / 2.0, self.height() / 2.0
        along, across = size / 2.0, size / 3.0
        if self.isChecked():
            corners = ((x - along, y - across), (x + along, y - across), (x, y + across))
        else:
            corners = ((x - across, y - along), (x + across, y), (x - across, y + along))
        return QPolygonF([QPointF(*corner) for corner in corners])
