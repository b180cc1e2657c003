"""The legend of the network diagram: which number is which, in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.labs.backprop.picture.network_layout import NetworkLayout
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme, faded

Piece = tuple[tuple[str, str], ...]
"""An entry: texts and the theme's names of their colours."""
_LINES: tuple[Piece, ...] = ((("dashed line: negative weight", "ink2"),), (("dashed unit: off", "ink2"),))
_SPACE = 22.0


@dataclass(frozen=True)
class Shown:
    """Which numbers a diagram has room for.

    Attributes:
        edges, feet: whether weights stand on edges, and biases below units.
        edge_gradients, foot_gradients: whether their gradients stand beside them.
        detail: 3 numbers in a unit (z, a, ∂z), 2 (a, ∂z) or 1 (a).
        mean: whether the gradients of weights and biases are means over samples.
    """

    edges: bool = True
    edge_gradients: bool = True
    feet: bool = True
    foot_gradients: bool = True
    detail: int = 3
    mean: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The entries that name these numbers."""
        found = []
        mean = "the mean " if self.mean else ""
        if self.edges:
            gradient = ((f" over {mean}", "ink2"), ("∂L/∂w", "backward")) if self.edge_gradients else ()
            found.append((("edge: ", "ink2"), ("w", "ink"), *gradient))
        unit = ("unit: z, " if self.detail == 3 else "unit: ", "ink2"), ("activation", "forward")
        found.append((*unit, (", ", "ink2"), ("∂L/∂z", "backward")) if self.detail > 1 else unit)
        if self.feet:
            gradient = ((f" and {mean}", "ink2"), ("∂L/∂b", "backward")) if self.foot_gradients else ()
            found.append((("below: ", "ink2"), ("b", "ink"), *gradient))
        return (*found, *_LINES)


def shown_in(layout: NetworkLayout, *, biases: bool, mean: bool) -> Shown:
    """What a layout has room for."""
    layers = {layer for layer, _, _ in layout.plates}
    return Shown(
        edges=bool(layers),
        edge_gradients=any(layout.plates_have_gradients(layer) for layer in layers),
        feet=biases and any(layout.feet),
        foot_gradients=layout.feet_have_gradients,
        detail=layout.detail,
        mean=mean,
    )


class NetworkLegend(QWidget):
    """Names the numbers of the diagram; where not all fit, it says how many more there are, and names them on hover."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._pieces = theme, Shown().pieces
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_numbers(self, shown: Shown) -> None:
        """Names the numbers that the diagram has room for."""
        if shown.pieces != self._pieces:
            self._pieces = shown.pieces
            self._say()
            self.update()

    def _say(self) -> None:
        entries = ["".join(text for text, _ in piece) for piece in self._pieces]
        self.setAccessibleName(f"Legend: {'; '.join(entries)}")
        self.setToolTip("\n".join(entries))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, round(self._theme.px(CAPTION) * 1.5))

    @property
    def hidden(self) -> int:
        """The number of entries that there is no room for."""
        return len(self._pieces) - len(self._placed())

    def shown_texts(self) -> list[str]:
        """The entries that are painted, and the note of how many more there are."""
        return ["".join(text for text, _ in piece) for piece in self._line(len(self._placed()))]

    def _placed(self) -> tuple[Piece, ...]:
        """The entries that fit; where not all do, before the note of how many more there are."""
        for count in range(len(self._pieces), 0, -1):
            if self._width(self._line(count)) <= self.width():
                return self._pieces[:count]
        return ()

    def _line(self, count: int) -> tuple[Piece, ...]:
        """The first entries, and a note of how many more there are."""
        left = len(self._pieces) - count
        note: tuple[Piece, ...] = (((f"… and {left} more", "ink2"),),) if left else ()
        return (*self._pieces[:count], *note)

    def _width(self, pieces: Sequence[Piece]) -> float:
        px = self._theme.px(CAPTION)
        texts = sum(text_width(text, px) for piece in pieces for text, _ in piece)
        return texts + _SPACE * (len(pieces) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        px, x = self._theme.px(CAPTION), 0.0
        with QPainter(self) as p:
            p.setFont(text_font(px))
            for piece in self._line(len(self._placed())):
                for text, color in piece:
                    advance = text_width(text, px)
                    p.setPen(faded(getattr(self._theme, color)))
                    p.drawText(QRectF(x, 0, advance + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
                    x += advance
                x += _SPACE
