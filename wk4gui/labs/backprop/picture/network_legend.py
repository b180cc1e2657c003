"""The legend of the network diagram: which number is which, in one line."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme, faded

_PIECES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("edge: ", "ink2"), ("w", "ink"), (" over ", "ink2"), ("∂L/∂w", "backward")),
    (("unit: z, ", "ink2"), ("activation", "forward"), (", ", "ink2"), ("∂L/∂z", "backward")),
    (("below: ", "ink2"), ("b", "ink"), (" and ", "ink2"), ("∂L/∂b", "backward")),
    (("dashed line: negative weight", "ink2"),),
    (("dashed unit: off", "ink2"),),
)
_MEAN = (("edge: ", "ink2"), ("w", "ink"), (" over the mean ", "ink2"), ("∂L/∂w", "backward"))
_BIASES = _PIECES[2]
_SPACE = 22.0


class NetworkLegend(QWidget):
    """Names the numbers of the diagram; entries that do not fit are left out from the end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._pieces = theme, _PIECES
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            "Legend: on an edge the weight over its gradient; in a unit z, the activation and the gradient by z; "
            "below a unit the bias and its gradient; dashed lines are negative weights, dashed units are off"
        )

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_kind(self, *, biases: bool, mean: bool) -> None:
        """Says that gradients of weights are means over samples, and leaves out biases where there are none."""
        first = _MEAN if mean else _PIECES[0]
        pieces = (first, *(each for each in _PIECES[1:] if biases or each is not _BIASES))
        if pieces != self._pieces:
            self._pieces = pieces
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, round(self._theme.px(CAPTION) * 1.5))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        px, x = self._theme.px(CAPTION), 0.0
        with QPainter(self) as p:
            p.setFont(text_font(px))
            for pieces in self._pieces:
                width = sum(text_width(text, px) for text, _ in pieces)
                if x + width > self.width():
                    return
                for text, color in pieces:
                    advance = text_width(text, px)
                    p.setPen(faded(getattr(self._theme, color)))
                    p.drawText(QRectF(x, 0, advance + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
                    x += advance
                x += _SPACE
