"""The network as a diagram: in every unit a small map of what it computes over the plane."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_significant
from wk4gui.labs.playground.picture.network_geometry import Geometry, UnitAt
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.theme import Theme, faded

_LEVELS = 10
"""Different widths of lines."""
_ROLES = ("beside", "any", "out of", "into")
"""Of an edge relative to the selected unit, in the order of painting; any where none is selected."""
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
        edges: the numbers at its edges.
        outputs: texts below the output tiles.
    """

    heads: tuple[str, ...]
    labels: tuple[str, ...]
    tiles: tuple[tuple[QImage, ...], ...]
    weights: tuple[Array, ...]
    selected: UnitAt | None = None
    edges: EdgeNumbers | None = None
    outputs: tuple[str, ...] = field(default=())

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of each column."""
        return tuple(len(column) for column in self.tiles)


class NetworkMap(QWidget):
    """The diagram.

    Signals:
        unit_clicked(int, int): column and unit; −1, −1 beside all units.
        weight_edited(int, int, int, float, int): column and unit, the input, −1 for the bias, the new value of the
            weight, and the drag's id (0: typed).
        weight_dropped(): a drag of a weight ended.
        resized(int, int): a + or − above a column was clicked: hidden layer, and the change; + above the output adds a
            layer, whose number is one more than there are.
    """

    unit_clicked = Signal(int, int)
    weight_edited = Signal(int, int, int, float, int)
    weight_dropped = Signal()
    resized = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._interactive = theme, True
        self._picture: NetworkPicture | None = None
        self._hovered: UnitAt | None = None
        self._editor = NumberEdit("Weight in the diagram", parent=self)
        self._editor.hide()
        self._editor.entered.connect(self._entered)
        self._editor.editingFinished.connect(self._editor.hide)
        self._grabbed: tuple[int, float, float] | None = None
        self._edited, self._drags, self._moved = 0, 0, False
        self.setMouseTracking(True)
        self.setMinimumSize(200, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The network: what each unit computes over the plane")

    def show_picture(self, picture: NetworkPicture) -> None:
        self._picture = picture
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides the + and − above the columns."""
        self._interactive = interactive
        self.update()

    @property
    def geometry_now(self) -> Geometry | None:
        """Where everything is."""
        if self._picture is None:
            return None
        size = (float(self.width()), float(self.height()))
        return Geometry(self._picture.sizes, size, self._theme.px(CAPTION), interactive=self._interactive)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(320, 220)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        picture, places = self._picture, self.geometry_now
        if picture is None or places is None:
            return
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_edges(p, picture, places)
            self._paint_tiles(p, picture, places)
            self._paint_words(p, picture, places)
            if picture.edges is not None and picture.selected is not None:
                self._paint_numbers(p, picture, places)
            if self._interactive:
                self._paint_steppers(p, places)

    def _paint_edges(self, p: QPainter, picture: NetworkPicture, places: Geometry) -> None:
        """Paints all edges of one look at once: a pen for each width, sign and role."""
        groups: dict[tuple[str, int, bool], list[QLineF]] = {}
        boxes = [[places.tile(c, j) for j in range(n)] for c, n in enumerate(places.sizes)]
        for layer, W in enumerate(picture.weights):
            sizes = np.abs(np.nan_to_num(W))
            levels = np.round(_LEVELS * sizes / max(float(sizes.max(initial=0.0)), 1e-12)).astype(int).tolist()
            begins = [QPointF(box.right(), box.center().y()) for box in boxes[layer]]
            negative = (W < 0.0).tolist()
            for j, box in enumerate(boxes[layer + 1]):
                end = QPointF(box.left(), box.center().y())
                for k, begin in enumerate(begins):
                    look = (_role(picture.selected, layer, j, k), levels[j][k], negative[j][k])
                    groups.setdefault(look, []).append(QLineF(begin, end))
        for look in sorted(groups, key=lambda look: (_ROLES.index(look[0]), look[1])):
            p.setPen(self._edge_pen(*look))
            p.drawLines(groups[look])

    def _edge_pen(self, role: str, level: int, negative: bool) -> QPen:  # noqa: FBT001 - part of a look
        theme = self._theme
        color = {"into": theme.selected, "out of": theme.ink2}.get(role, theme.ink3)
        pen = theme.pen(color, 0.5 + _WIDEST * level / _LEVELS, opacity=0.35 if role == "beside" else 0.85)
        if negative:
            width = max(pen.widthF(), 1.0)
            pen.setDashPattern([6.0 / width, 4.0 / width])
        return pen

    def _paint_tiles(self, p: QPainter, picture: NetworkPicture, places: Geometry) -> None:
        theme = self._theme
        for c, column in enumerate(picture.tiles):
            for j, image in enumerate(column):
                box = places.tile(c, j)
                p.drawImage(box, image)
                here = (c, j)
                color, width = theme.ink3, 1.2
                if here == picture.selected:
                    color, width = theme.selected, 3.0
                elif here == self._hovered:
                    color, width = theme.forward, 2.4
                p.setPen(theme.pen(color, width))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawRoundedRect(box, 3.0, 3.0)

    def _paint_words(self, p: QPainter, picture: NetworkPicture, places: Geometry) -> None:
        theme, px = self._theme, self._theme.px(CAPTION)
        p.setFont(text_font(px))
        p.setPen(theme.pen(theme.ink2))
        heads = (
            picture.heads if places.heads_fit(picture.heads) else tuple(head.split(",")[0] for head in picture.heads)
        )
        if places.heads_fit(heads):
            for c, head in enumerate(heads):
                p.drawText(places.head(c), _ALIGN, head)
        p.setPen(theme.pen(theme.ink))
        for j, label in enumerate(picture.labels):
            box = places.input_label(j, text_width(label, px))
            p.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), label)
        p.setFont(text_font(px, 700))
        for j, text in enumerate(picture.outputs):
            p.drawText(places.output_label(j, text_width(text, px, 700)), _ALIGN, text)

    def _paint_numbers(self, p: QPainter, picture: NetworkPicture, places: Geometry) -> None:
        """The weights into the selected unit, over their gradients."""
        assert picture.edges is not None
        assert picture.selected is not None
        theme, px, edges = self._theme, self._theme.px(CAPTION), picture.edges
        for k, box in enumerate(
            places.plates(picture.selected, len(edges.weights), with_gradient=edges.gradients is not None)
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

        box = places.bias_plate(picture.selected, self._bias_width(edges))
        p.fillRect(box, faded(theme.pane, 0.92))
        p.setFont(text_font(px))
        p.setPen(QColor(theme.selected))
        p.drawText(box, _ALIGN, f"b {edge_text(edges.bias)}")

    def _bias_width(self, edges: EdgeNumbers) -> float:
        return text_width(f"b {edge_text(edges.bias)}", self._theme.px(CAPTION))

    def _paint_steppers(self, p: QPainter, places: Geometry) -> None:
        theme, px = self._theme, self._theme.px(CAPTION)
        p.setFont(text_font(px, 700))
        for layer in range(len(places.sizes) - 1):
            for box, sign in zip(places.steppers(layer), ("−", "+"), strict=True):
                if box is None:
                    continue
                p.setPen(theme.pen(theme.line, 1.0))
                p.setBrush(QColor(theme.shade))
                p.drawRoundedRect(box, 3.0, 3.0)
                p.setPen(QColor(theme.forward))
                p.drawText(box, _ALIGN, sign)

    def stepper_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Hidden layer and change of the + or − at a point."""
        places = self.geometry_now
        if places is None or not self._interactive:
            return None
        for layer in range(len(places.sizes) - 1):
            for box, change in zip(places.steppers(layer), (-1, 1), strict=True):
                if box is not None and box.contains(QPointF(x, y)):
                    return layer, change
        return None

    def unit_at(self, x: float, y: float) -> UnitAt | None:
        """Column and unit of the tile at a point."""
        places = self.geometry_now
        return None if places is None else places.unit_at(QPointF(x, y))

    def edge_number_at(self, x: float, y: float) -> tuple[int, bool] | None:
        """The input whose weight, or gradient (True), stands at a point."""
        picture, places = self._picture, self.geometry_now
        if picture is None or places is None or picture.edges is None or picture.selected is None:
            return None
        with_gradient = picture.edges.gradients is not None
        boxes: Sequence[QRectF | None] = places.plates(
            picture.selected, len(picture.edges.weights), with_gradient=with_gradient
        )
        for k, box in enumerate(boxes):
            if box is not None and box.contains(QPointF(x, y)):
                return k, with_gradient and y > box.center().y()
        return None

    def value_at(self, x: float, y: float) -> int | None:
        """The input whose weight stands at a point, −1 for the bias of the selected unit; None elsewhere."""
        picture, places = self._picture, self.geometry_now
        if picture is None or places is None or picture.selected is None or picture.edges is None:
            return None
        if places.bias_plate(picture.selected, self._bias_width(picture.edges)).contains(QPointF(x, y)):
            return -1
        number = self.edge_number_at(x, y)
        return None if number is None or number[1] else number[0]

    def _value_of(self, k: int) -> float:
        assert self._picture is not None
        assert self._picture.edges is not None
        edges = self._picture.edges
        return edges.bias if k < 0 else float(edges.weights[k])

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x, y = event.position().x(), event.position().y()
        stepper, value, unit = self.stepper_at(x, y), self.value_at(x, y), self.unit_at(x, y)
        if stepper is not None:
            self.resized.emit(*stepper)
        elif value is not None and self._interactive:
            self._grabbed, self._moved, self._drags = (value, self._value_of(value), y), False, self._drags + 1
        else:
            self.unit_clicked.emit(*((-1, -1) if unit is None else unit))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        grabbed, self._grabbed = self._grabbed, None
        if grabbed is not None and self._moved:
            self.weight_dropped.emit()
        elif grabbed is not None:
            self._edit(grabbed[0])

    def _drag(self, y: float) -> None:
        """Changes the grabbed weight by 0.05 a pixel."""
        assert self._grabbed is not None
        assert self._picture is not None
        k, begin, from_y = self._grabbed
        if self._picture.selected is not None and (self._moved or abs(y - from_y) >= _DRAG_FROM):
            self._moved = True
            value = round(begin + _PER_PIXEL * (from_y - y), 2)
            self.weight_edited.emit(*self._picture.selected, k, value, self._drags)

    def _edit(self, k: int) -> None:
        """Opens the field over a weight or the bias."""
        picture, places = self._picture, self.geometry_now
        assert picture is not None
        assert places is not None
        assert picture.edges is not None
        if picture.selected is None:
            return
        if k < 0:
            box: QRectF | None = places.bias_plate(picture.selected, self._bias_width(picture.edges))
        else:
            with_gradient = picture.edges.gradients is not None
            box = places.plates(picture.selected, len(picture.edges.weights), with_gradient=with_gradient)[k]
        if box is None:
            return
        self._edited = k
        width, height = max(round(box.width()), 7 * self._theme.px(CAPTION)), round(2.2 * self._theme.px(CAPTION))
        self._editor.setGeometry(round(box.center().x() - width / 2), round(box.top()), width, height)
        self._editor.set_value(self._value_of(k))
        self._editor.show()
        self._editor.setFocus()

    def _entered(self, value: float) -> None:
        if self._picture is not None and self._picture.selected is not None:
            self.weight_edited.emit(*self._picture.selected, self._edited, value, 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        x, y = event.position().x(), event.position().y()
        if self._grabbed is not None:
            self._drag(y)
            return
        unit, stepper = self.unit_at(x, y), self.stepper_at(x, y)
        active = unit is not None or stepper is not None or self.value_at(x, y) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.ArrowCursor)
        if unit != self._hovered:
            self._hovered = unit
            QToolTip.showText(event.globalPosition().toPoint(), self.tip(unit), self)
            self.update()

    def tip(self, unit: UnitAt | None) -> str:
        """The tooltip of a unit."""
        picture = self._picture
        if unit is None or picture is None:
            return ""
        if unit[0] == 0:
            return f"Feature {picture.labels[unit[1]]}"
        last = unit[0] == len(picture.tiles) - 1
        name = "Output" if last else f"Unit {unit[1] + 1} of layer {unit[0]}"
        return f"{name}: click for its weights and numbers"

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._hovered = None
        self.update()


def _role(selected: UnitAt | None, layer: int, j: int, k: int) -> str:
    """The role of the edge from input k to unit j of a layer."""
    if selected is None:
        return "any"
    if selected == (layer + 1, j):
        return "into"
    return "out of" if selected == (layer, k) else "beside"


def edge_text(value: float) -> str:
    """A weight or a gradient at an edge."""
    return format_significant(float(value), 2)
