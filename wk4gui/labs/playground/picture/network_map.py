"""The network as a diagram: in every unit a small map of what it computes over the plane."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wk4gui.labs.playground.picture.network_geometry import Geometry, UnitAt
from wk4gui.labs.playground.picture.network_painter import NetworkPainter, NetworkPicture, bias_width
from wk4gui.render.fonts import CAPTION
from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.theme import Theme

_DRAG_FROM, _PER_PIXEL = 3.0, 0.05
"""Pixels from which a press is a drag, and what a pixel of it adds to a weight."""


class NetworkMap(QWidget):
    """The diagram.

    Signals:
        unit_clicked(int, int): column and unit; −1, −1 beside all units.
        edge_clicked(int, int, int): column and unit that an edge leads to, and its input.
        weight_edited(int, int, int, float, int): column and unit, the input, −1 for the bias, the new value of the
            weight, and the drag's id (0: typed).
        weight_dropped(): a drag of a weight ended.
        resized(int, int): a + or − above a column was clicked: hidden layer, and the change; + above the output adds a
            layer, whose number is one more than there are.
    """

    unit_clicked = Signal(int, int)
    edge_clicked = Signal(int, int, int)
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
        places = self.geometry_now
        if self._picture is not None and places is not None:
            with QPainter(self) as p:
                painter = NetworkPainter(self._picture, places, self._theme, self._hovered)
                painter.paint(p, interactive=self._interactive)

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

    def edge_at(self, x: float, y: float) -> tuple[int, int, int] | None:
        """Column and unit that the edge near a point leads to, and its input; None at a tile."""
        places = self.geometry_now
        return None if places is None or self.unit_at(x, y) is not None else places.edge_at(QPointF(x, y))

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
        if places.bias_plate(picture.selected, bias_width(picture.edges, self._theme)).contains(QPointF(x, y)):
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
        stepper, value, edge = self.stepper_at(x, y), self.value_at(x, y), self.edge_at(x, y)
        if stepper is not None:
            self.resized.emit(*stepper)
        elif value is not None and self._interactive:
            self._grabbed, self._moved, self._drags = (value, self._value_of(value), y), False, self._drags + 1
        elif edge is not None:
            self.edge_clicked.emit(*edge)
        else:
            self.unit_clicked.emit(*(self.unit_at(x, y) or (-1, -1)))

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
            box: QRectF | None = places.bias_plate(picture.selected, bias_width(picture.edges, self._theme))
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
        active = any(found is not None for found in (unit, stepper, self.value_at(x, y), self.edge_at(x, y)))
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
