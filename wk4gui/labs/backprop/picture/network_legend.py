"""The legend of the network diagram: which number is which, in one row or two."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.labs.backprop.picture.network_layout import NetworkLayout
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme, faded

Piece = tuple[tuple[str, str], ...]
"""An entry: texts and the theme's names of their colours."""
_SPACE = 18.0
_N_ROWS, _ROW = 2, 1.3


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

    def pieces(self, *, short: bool = False) -> tuple[Piece, ...]:
        """The entries that name these numbers, in short words where there is little room."""
        over, both, mean = (", ", ", ", "mean ") if short else (" over ", " and ", "the mean ")
        mean = mean if self.mean else ""
        found = []
        if self.edges:
            gradient = ((f"{over}{mean}", "ink2"), ("∂L/∂w", "backward")) if self.edge_gradients else ()
            found.append((("edge: ", "ink2"), ("w", "ink"), *gradient))
        unit = ("unit: z, " if self.detail == 3 else "unit: ", "ink2"), ("a" if short else "activation", "forward")
        found.append((*unit, (", ", "ink2"), ("∂L/∂z", "backward")) if self.detail > 1 else unit)
        if self.feet:
            gradient = ((f"{both}{mean}", "ink2"), ("∂L/∂b", "backward")) if self.foot_gradients else ()
            found.append((("below: ", "ink2"), ("b", "ink"), *gradient))
        dashed = "dashed: w < 0, off" if short else "dashed: negative weight, unit off"
        return (*found, ((dashed, "ink2"),))


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
        self._theme, self._shown = theme, Shown()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._say()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_numbers(self, shown: Shown) -> None:
        """Names the numbers that the diagram has room for."""
        if shown != self._shown:
            self._shown = shown
            self._say()
            self.updateGeometry()
            self.update()

    def _say(self) -> None:
        entries = ["".join(text for text, _ in piece) for piece in self._shown.pieces()]
        self.setAccessibleName(f"Legend: {'; '.join(entries)}")
        self.setToolTip("\n".join(entries))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Of the entries of all numbers: if it were of those shown, it would change what the diagram has room for."""
        rows, _ = self._rows(Shown(mean=self._shown.mean), width)
        return round(len(rows) * self._row_height)

    @property
    def hidden(self) -> int:
        """The number of entries that there is no room for."""
        return self._rows(self._shown, self.width())[1]

    def shown_texts(self) -> list[str]:
        """The entries that are painted, and the note of how many more there are."""
        rows, _ = self._rows(self._shown, self.width())
        return ["".join(text for text, _ in piece) for row in rows for piece in row]

    @property
    def _row_height(self) -> float:
        return self._theme.px(CAPTION) * _ROW

    def _rows(self, shown: Shown, width: float) -> tuple[list[list[Piece]], int]:
        """The entries that fit, in rows, where not all do before a note of the others; the number of the others.

        Short words in one row come before long ones in two.
        """
        long, short = shown.pieces(), shown.pieces(short=True)
        for pieces in (long, short):
            if self._width(pieces) <= width:
                return [list(pieces)], 0
        for hidden in range(len(short) + 1):
            note: tuple[Piece, ...] = (((f"… and {hidden} more", "ink2"),),) if hidden else ()
            rows = self._broken((*short[: len(short) - hidden], *note), width)
            if len(rows) <= _N_ROWS:
                break
        return rows, hidden

    def _broken(self, pieces: Sequence[Piece], width: float) -> list[list[Piece]]:
        """Entries in rows, as many in each as fit."""
        rows: list[list[Piece]] = [[]]
        for piece in pieces:
            if rows[-1] and self._width([*rows[-1], piece]) > width:
                rows.append([])
            rows[-1].append(piece)
        return rows

    def _width(self, pieces: Sequence[Piece]) -> float:
        px = self._theme.px(CAPTION)
        texts = sum(text_width(text, px) for piece in pieces for text, _ in piece)
        return texts + _SPACE * (len(pieces) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()  # its hint is that of another width

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        px, height = self._theme.px(CAPTION), self._row_height
        rows, _ = self._rows(self._shown, self.width())
        with QPainter(self) as p:
            p.setFont(text_font(px))
            for i, row in enumerate(rows):
                x = 0.0
                for piece in row:
                    for text, color in piece:
                        advance = text_width(text, px)
                        p.setPen(faded(getattr(self._theme, color)))
                        where = QRectF(x, i * height, advance + 2, height)
                        p.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), text)
                        x += advance
                    x += _SPACE
