"""Paints the network diagram: edges, tiles, words, and the numbers of the selected unit."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_significant
from wk4gui.labs.playground.picture.network_geometry import Geometry, UnitAt
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme, faded

_LEVELS = 10
"""Different widths of lines."""
_ROLES = ("beside", "any", "out of", "into", "selected")
"""Of an edge relative to the selected unit, in the order of painting; any where none, or an edge, is selected."""
_LEAST_SELECTED = 2.5
"""Width of the line of a selected edge, at least."""
_WIDEST = 5.0
"""Width of the line of the largest weight, in pixels."""
_DRAG_FROM, _PER_PIXEL = 3.0, 0.05
"""Pixels from which a press is a drag, and what a pixel of it adds to a weight."""
_ALIGN = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, eq=False)
class EdgeNumbers:
    """What stands at the edges into the selected unit.

    Attributes:
        weights: w (n_in,).
        gradients: ∂ℓ/∂w at the ringed point (n_in,); None without one.
        bias: of the unit.
    """

    weights: Array
    gradients: Array | None
    bias: float = 0.0


@dataclass(frozen=True, eq=False)
class NetworkPicture:
    """What the diagram shows.

    Attributes:
        heads: title of each column.
        labels: of the inputs, and of the outputs.
        tiles: an image for each unit, column by column; None: hidden.
        weights: W of each layer (n_out, n_in).
        selected: column and unit, or None.
        source: input of the selected edge into that unit; None where the unit itself is selected.
        edges: the numbers at its edges.
        outputs: texts below the output tiles.
    """

    heads: tuple[str, ...]
    labels: tuple[str, ...]
    tiles: tuple[tuple[QImage, ...], ...]
    weights: tuple[Array, ...]
    selected: UnitAt | None = None
    source: int | None = None
    edges: EdgeNumbers | None = None
    outputs: tuple[str, ...] = field(default=())

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of each column."""
        return tuple(len(column) for column in self.tiles)


class NetworkPainter:
    """Paints one picture of a network.

    Args:
        picture: what is shown.
        places: where everything is.
        theme: its colours and sizes.
        hovered: the unit under the pointer.
    """

    def __init__(self, picture: NetworkPicture, places: Geometry, theme: Theme, hovered: UnitAt | None) -> None:
        self.picture, self.places, self.theme, self._hovered = picture, places, theme, hovered

    def paint(self, p: QPainter, *, interactive: bool) -> None:
        """Paints all of it; + and − above the columns where it is interactive."""
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_edges(p)
        self._paint_tiles(p)
        self._paint_words(p)
        if self.picture.edges is not None and self.picture.selected is not None:
            self._paint_numbers(p)
        if interactive:
            self._paint_steppers(p)

    def _paint_edges(self, p: QPainter) -> None:
        """Paints all edges of one look at once: a pen for each width, sign and role."""
        groups: dict[tuple[str, int, bool], list[QLineF]] = {}
        boxes = [[self.places.tile(c, j) for j in range(n)] for c, n in enumerate(self.places.sizes)]
        for layer, W in enumerate(self.picture.weights):
            sizes = np.abs(np.nan_to_num(W))
            levels = np.round(_LEVELS * sizes / max(float(sizes.max(initial=0.0)), 1e-12)).astype(int).tolist()
            begins = [QPointF(box.right(), box.center().y()) for box in boxes[layer]]
            negative = (W < 0.0).tolist()
            for j, box in enumerate(boxes[layer + 1]):
                end = QPointF(box.left(), box.center().y())
                for k, begin in enumerate(begins):
                    look = (_role(self.picture, layer, j, k), levels[j][k], negative[j][k])
                    groups.setdefault(look, []).append(QLineF(begin, end))
        for look in sorted(groups, key=lambda look: (_ROLES.index(look[0]), look[1])):
            p.setPen(self._edge_pen(*look))
            p.drawLines(groups[look])

    def _edge_pen(self, role: str, level: int, negative: bool) -> QPen:  # noqa: FBT001 - part of a look
        theme = self.theme
        color = {"into": theme.selected, "selected": theme.selected, "out of": theme.ink2}.get(role, theme.ink3)
        width = 0.5 + _WIDEST * level / _LEVELS
        width = max(width, _LEAST_SELECTED) if role == "selected" else width
        pen = theme.pen(theme.mixed(color, 0.35 if role == "beside" else 0.85), width)
        if negative:
            width = max(pen.widthF(), 1.0)
            pen.setDashPattern([6.0 / width, 4.0 / width])
        return pen

    def _paint_tiles(self, p: QPainter) -> None:
        theme = self.theme
        for c, column in enumerate(self.picture.tiles):
            for j, image in enumerate(column):
                box = self.places.tile(c, j)
                p.drawImage(box, image)
                here = (c, j)
                color, width = theme.ink3, 1.2
                if here == self.picture.selected:
                    color, width = theme.selected, 3.0
                elif here == self._hovered:
                    color, width = theme.forward, 2.4
                p.setPen(theme.pen(color, width))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawRoundedRect(box, 3.0, 3.0)

    def _paint_words(self, p: QPainter) -> None:
        theme, px = self.theme, self.theme.px(CAPTION)
        p.setFont(text_font(px))
        p.setPen(theme.pen(theme.ink2))
        heads = (
            self.picture.heads
            if self.places.heads_fit(self.picture.heads)
            else tuple(head.split(",")[0] for head in self.picture.heads)
        )
        if self.places.heads_fit(heads):
            for c, head in enumerate(heads):
                p.drawText(self.places.head(c, text_width(head, px) + 1.0), _ALIGN, head)
        p.setPen(theme.pen(theme.ink))
        for j, label in enumerate(self.picture.labels):
            box = self.places.input_label(j, text_width(label, px))
            p.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), label)
        p.setFont(text_font(px, 700))
        for j, text in enumerate(self.picture.outputs):
            p.drawText(self.places.output_label(j, text_width(text, px, 700)), _ALIGN, text)

    def _paint_numbers(self, p: QPainter) -> None:
        """The weights into the selected unit, over their gradients."""
        assert self.picture.edges is not None
        assert self.picture.selected is not None
        theme, px, edges = self.theme, self.theme.px(CAPTION), self.picture.edges
        for k, box in enumerate(
            self.places.plates(self.picture.selected, len(edges.weights), with_gradient=edges.gradients is not None)
        ):
            if box is None:
                continue
            p.fillRect(box, faded(theme.pane, 0.92))
            first, second = QRectF(box), QRectF(box)
            if edges.gradients is not None:
                first.setHeight(box.height() / 2)
                second.setTop(first.bottom())
                p.setFont(text_font(px))
                p.setPen(QColor(theme.backward))
                p.drawText(second, _ALIGN, edge_text(edges.gradients[k]))
            p.setFont(text_font(px, 700))
            p.setPen(QColor(theme.ink))
            p.drawText(first, _ALIGN, edge_text(edges.weights[k]))

        box = self.places.bias_plate(self.picture.selected, bias_width(edges, theme))
        p.fillRect(box, faded(theme.pane, 0.92))
        p.setFont(text_font(px))
        p.setPen(QColor(theme.selected))
        p.drawText(box, _ALIGN, f"b {edge_text(edges.bias)}")

    def _paint_steppers(self, p: QPainter) -> None:
        theme, px = self.theme, self.theme.px(CAPTION)
        p.setFont(text_font(px, 700))
        for layer in range(len(self.places.sizes) - 1):
            for box, sign in zip(self.places.steppers(layer), ("−", "+"), strict=True):
                if box is None:
                    continue
                p.setPen(theme.pen(theme.line, 1.0))
                p.setBrush(QColor(theme.shade))
                p.drawRoundedRect(box, 3.0, 3.0)
                p.setPen(QColor(theme.forward))
                p.drawText(box, _ALIGN, sign)


def bias_width(edges: EdgeNumbers, theme: Theme) -> float:
    """Width of the bias of the selected unit."""
    return text_width(f"b {edge_text(edges.bias)}", theme.px(CAPTION))


def _role(picture: NetworkPicture, layer: int, j: int, k: int) -> str:
    """The role of the edge from input k to unit j of a layer."""
    selected = picture.selected
    if selected is None:
        return "any"
    if picture.source is not None:
        return ("selected" if k == picture.source else "any") if selected == (layer + 1, j) else "beside"
    if selected == (layer + 1, j):
        return "into"
    return "out of" if selected == (layer, k) else "beside"


def edge_text(value: float) -> str:
    """A weight or a gradient at an edge."""
    return format_significant(float(value), 2)
