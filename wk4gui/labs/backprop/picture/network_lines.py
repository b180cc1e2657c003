"""Paints the lines of a network: a line for each weight, and those from the outputs to the loss."""

from collections.abc import Collection

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter, QPen

from wk4gui.core.arrays import Array
from wk4gui.labs.backprop.picture.network_layout import NetworkLayout
from wk4gui.labs.backprop.picture.network_numbers import NetworkNumbers
from wk4gui.render.theme import Theme

_CROWD = 24
"""More edges than this between two columns are drawn thinner."""
_WIDTHS = 12
"""Number of distinguishable line widths."""
FADE = 0.45
"""Opacity of parts outside the selection."""


class NetworkLines:
    """The lines of one network; made for one paint event.

    ``paths`` are the edges (layer, j, k) through what is selected; None if nothing is.
    """

    def __init__(
        self,
        painter: QPainter,
        layout: NetworkLayout,
        numbers: NetworkNumbers,
        theme: Theme,
        paths: Collection[tuple[int, int, int]] | None,
    ) -> None:
        self.p, self.layout, self.numbers, self.theme, self.paths = painter, layout, numbers, theme, paths

    def paint(self) -> None:
        for layer in range(len(self.numbers.W)):
            self._edges(layer)
        self._loss_wires()

    def _edges(self, layer: int) -> None:
        """Paints all lines of one gap, those of one look in one call, the selected paths last."""
        W = self.numbers.W[layer]
        largest = max(abs(float(W.min())), abs(float(W.max()))) or 1.0
        groups: dict[tuple[bool, bool, int], list[QLineF]] = {}
        for j, k in indices(W):
            on_path = self.paths is not None and (layer, j, k) in self.paths
            weight = float(W[j, k])
            look = (on_path, weight < 0, round(_WIDTHS * abs(weight) / largest))
            groups.setdefault(look, []).append(QLineF(*self.layout.edge(layer, j, k)))
        for (on_path, negative, level), lines in sorted(groups.items(), key=lambda group: group[0]):
            self.p.setPen(
                self._edge_pen(layer, level / _WIDTHS, crowded=W.size > _CROWD, on_path=on_path, negative=negative)
            )
            self.p.drawLines(lines)

    def _edge_pen(self, layer: int, size: float, *, crowded: bool, on_path: bool, negative: bool) -> QPen:
        """The pen of weights of a relative size from 0 to 1: width for size, dashes for a minus."""
        active = self.numbers.active
        color, opacity = self.theme.ink3, FADE if self.paths is not None else 0.75
        if on_path:
            color, opacity = self.theme.selected, 1.0
        elif active.layer == layer and active.phase in ("forward", "backward"):
            color = self.theme.forward if active.phase == "forward" else self.theme.backward
        if crowded and not on_path:
            opacity *= 0.7
        width = 0.7 + 2.0 * size if crowded else 1.0 + 3.0 * size
        pen = self.theme.pen(self.theme.mixed(color, opacity), width)
        if negative:
            pen.setDashPattern([8 / max(pen.widthF(), 1), 5 / max(pen.widthF(), 1)])
        return pen

    def _loss_wires(self) -> None:
        active = self.numbers.active.phase == "loss"
        color = self.theme.forward if active else self.theme.ink3
        for rect in self.layout.units[-1]:
            self.p.setPen(self.theme.pen(color, 2.0 if active else 1.2))
            box = self.layout.loss
            y = min(max(rect.y, box.top + 8), box.bottom - 8)
            self.p.drawLine(QPointF(rect.right, rect.y), QPointF(box.left, y))


def indices(W: Array) -> list[tuple[int, int]]:
    """The indices (j, k) of all weights of a layer."""
    return [(j, k) for j in range(W.shape[0]) for k in range(W.shape[1])]
