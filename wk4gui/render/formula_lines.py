"""Formulas as lines of text in the formula font, each result in the colour of its quantity."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from wk4gui.render.fonts import TITLE, math_font
from wk4gui.render.named import named
from wk4gui.render.theme import Theme, faded

_LINE = 1.5
"""Height of a line, times its font size."""
_SPACE = 28.0
"""Space between two formulas on one line."""
_INDENT = 18.0
_POPUP = 520
_RESULT = "\u2060"
"""The result of a formula follows the last of these."""


@lru_cache(maxsize=4096)
def formula_width(text: str, px: int) -> float:
    """Width of a text in the formula font."""
    return QFontMetricsF(math_font(px)).horizontalAdvance(text)


class _Formulas(QWidget):
    """Formulas with a coloured result, the part after the last "= "; subclasses lay them out."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self._formulas: Sequence[str] = ()
        self._color = "ink"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def formulas(self) -> tuple[str, ...]:
        return tuple(self._formulas)

    def show_formulas(self, formulas: Sequence[str], color: str = "ink") -> None:
        """Shows formulas, their results in the theme's colour of that name."""
        if (formulas, color) != (self._formulas, self._color):
            self._formulas, self._color = formulas, color
            self._say()
            if self.sizeHint().height() != self.height():
                self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def _say(self) -> None:
        """Names the widget by what it shows."""
        self.setAccessibleName(f"{self._name}: {'; '.join(self._formulas)}")

    @property
    def _px(self) -> int:
        return self._theme.px(TITLE)

    def _placed(self) -> list[tuple[float, int, str]]:
        """x, line and text of every piece."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        px = self._px
        with QPainter(self) as p:
            p.setFont(math_font(px))
            for x, line, text in self._placed():
                baseline = (line + 0.72) * px * _LINE
                head, equals, tail = text.rpartition("= ") if text.endswith(_RESULT) else ("", "", text)
                tail = tail.removesuffix(_RESULT)
                p.setPen(faded(self._theme.ink if equals or not text.startswith("…") else self._theme.ink2))
                p.drawText(QPointF(x, baseline), (head + equals) or tail)
                if equals:
                    p.setPen(faded(getattr(self._theme, self._color)))
                    p.drawText(QPointF(x + formula_width(head + equals, px), baseline), tail)


class FormulaStrip(_Formulas):
    """Formulas side by side in a fixed number of lines, with a count of those that do not fit."""

    def __init__(self, theme: Theme, name: str, n_lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._n_lines = n_lines

    @property
    def hidden(self) -> int:
        """The number of formulas that find no room."""
        return len(self._formulas) - sum(text.endswith(_RESULT) for _, _, text in self._placed())

    def show_all(self) -> None:
        """Opens all formulas over the window, until the next click elsewhere."""
        popup = named(QFrame(self, Qt.WindowType.Popup), "card")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = FormulaLines(self._theme, self._name, popup)
        lines.show_formulas(self._formulas, self._color)
        area = QScrollArea(popup)
        area.setWidget(lines)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(popup)
        layout.addWidget(area)
        width = min(self.width(), round(_POPUP * self._theme.text_scale))
        room = self.window().height() // 2
        popup.resize(width, min(lines.heightForWidth(width - 40) + 40, room))
        popup.move(self.mapToGlobal(QPoint(0, -popup.height())))
        popup.show()

    def _say(self) -> None:
        shown = "; ".join(text.removesuffix(_RESULT) for _, _, text in self._placed())
        self.setAccessibleName(f"{self._name}: {shown}")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._say()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on the count of what does not fit shows all."""
        if self.hidden and event.position().y() > (self._n_lines - 1) * self._px * _LINE:
            self.show_all()
        else:
            super().mousePressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, round(self._n_lines * self._px * _LINE) + 2)

    def _placed(self) -> list[tuple[float, int, str]]:
        placed: list[tuple[float, int, str]] = []
        x, line, px = 0.0, 0, self._px
        for i, text in enumerate(self._formulas):
            width = formula_width(text, px)
            if x > 0 and x + width > self.width() and line < self._n_lines - 1:
                x, line = 0.0, line + 1
            rest = len(self._formulas) - i
            more = f"… and {rest} more" if rest > 1 else ""
            last = line == self._n_lines - 1
            room_for_more = _SPACE + formula_width(more, px) if more else 0.0
            if placed and last and x + width + room_for_more > self.width():
                placed.append((x, line, f"… and {rest} more"))
                return placed
            placed.append((x, line, text + _RESULT if width <= self.width() else self._shortened(text)))
            x += width + _SPACE
        return placed

    def _shortened(self, text: str) -> str:
        """A formula that is wider than the strip, up to "…"."""
        return QFontMetricsF(math_font(self._px)).elidedText(text, Qt.TextElideMode.ElideRight, self.width())


class FormulaLines(_Formulas):
    """Formulas below one another, broken before an "=" if too long, and within a side if necessary."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        lines = max((line for _, line, _ in self._broken(width)), default=0) + 1
        return round(lines * self._px * _LINE) + 2

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self.updateGeometry()

    def _placed(self) -> list[tuple[float, int, str]]:
        return self._broken(self.width())

    def _broken(self, width: int) -> list[tuple[float, int, str]]:
        """The pieces in lines of a width."""
        placed: list[tuple[float, int, str]] = []
        line = -1
        for formula in self._formulas:
            line += 1
            x, text = 0.0, ""
            for piece in self._pieces(formula, width):
                if text and x + formula_width(text + piece, self._px) > width:
                    placed.append((x, line, text))
                    x, line, text = _INDENT, line + 1, piece
                else:
                    text += piece
            placed.append((x, line, text + _RESULT))
        return placed

    def _pieces(self, formula: str, width: int) -> list[str]:
        """A formula cut before every "=", long parts also before other signs; prose cut into words."""
        if "=" not in formula:
            return [word + " " for word in formula.split(" ")]
        pieces: list[str] = []
        for side in _cut(formula, ("=", "←")):
            wide = formula_width(side, self._px) > width - _INDENT
            pieces += _cut(side, ("+", "−", "·", "/")) if wide else [side]
        return pieces


def _cut(formula: str, signs: Sequence[str]) -> list[str]:
    """A formula cut before each of these signs that has spaces around it."""
    pieces: list[str] = []
    for word in formula.strip().split(" "):
        if pieces and word not in signs:
            pieces[-1] += word + " "
        else:
            pieces.append(word + " ")
    return pieces
