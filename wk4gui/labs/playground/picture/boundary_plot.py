"""What the network says over the plane, with the training and test points."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from contourpy import contour_generator
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.labs.playground.model.maps import Window
from wk4gui.labs.playground.picture.colors import Colors, class_colors, class_pixels, image_of, sign_pixels, value_color
from wk4gui.labs.playground.picture.point_cloud import PointCloud
from wk4gui.render.device_curve import Curve
from wk4gui.render.device_item import DeviceItem
from wk4gui.render.plot import Plot, curve_pen
from wk4gui.render.point_item import PointItem
from wk4gui.render.theme import Theme

_SYMBOLS, _LONGEST_NAME = ("x₁", "x₂"), 24
OutputKind = Literal["probability", "signed", "classes", "value"]
"""p of class 1; a number from −1 to 1; a probability of each class; a value of a regression."""


class Picture(DeviceItem):
    """An image over a rectangle of a plot."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setZValue(-20)

    def set_image(self, image: QImage, rect: QRectF) -> None:
        """The image's pixels are centred on grid points at the edges of ``rect``."""
        self.prepareGeometryChange()
        columns, rows = max(image.width() - 1, 1), max(image.height() - 1, 1)
        half_x, half_y = 0.5 * rect.width() / columns, 0.5 * rect.height() / rows
        self._image, self._bounds = image, rect.adjusted(-half_x, -half_y, half_x, half_y)
        self.update()

    def is_empty(self) -> bool:
        return self._image.isNull()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        view = self.getViewBox()
        painter.save()
        if view is not None:
            painter.setClipRect(to_device.mapRect(view.viewRect()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(to_device.mapRect(self._bounds), self._image)
        painter.restore()


class Ring(PointItem):
    """A ring around the chosen point."""

    def __init__(self, color: str, halo: str) -> None:
        super().__init__(color, halo, 8.0)
        self.setZValue(9)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        if self.point is None:
            return
        at, r = to_device.map(QPointF(*self.point)), self.radius * scale * self.sign_scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((self.halo, 4.5), (self.color, 2.2)):
            pen = painter.pen()
            pen.setColor(QColor(color))
            pen.setWidthF(width * scale)
            pen.setStyle(Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.drawEllipse(at, r, r)


class BoundaryLine(Curve):
    """The lines between the classes; over an x there may be several, so there is no value to compare."""

    snapshot_z = 2.0

    def set_ghost_style(self, theme: Theme) -> None:
        self.set_pen(curve_pen(theme, theme.ink2, 1.8, (4, 3)))

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        return ()


@dataclass(frozen=True, eq=False)
class PlanePoints:
    """Points of a plot: places (n, 2), and classes or values (n,)."""

    X: Array
    y: Array


class BoundaryPlot(Plot):
    """The output of a network over the plane.

    Signals:
        clicked(float, float): a place was clicked with the left button.
    """

    clicked = Signal(float, float)
    can_hold = False

    def __init__(self, theme: Theme, name: str = "Decision boundary", parent: QWidget | None = None) -> None:
        super().__init__(*_SYMBOLS, theme, name, parent)
        self.picture = self.add(Picture())
        self._line = self.add(BoundaryLine(curve_pen(theme, theme.ink, 1.6), curve_pen(theme, theme.pane, 3.2)))
        self._line.setZValue(3)
        self._test, self._train = self.add(PointCloud(filled=False)), self.add(PointCloud(filled=True))
        self._ring = self.add(Ring(theme.ink, theme.pane))
        self._window: Window | None = None
        self._points: tuple[PlanePoints, PlanePoints] | None = None
        self._shown_points: tuple[object, ...] = ()
        self.getViewBox().sigResized.connect(lambda *_: self.fit())

    def keep_points(self, *, kept: bool) -> None:
        """Keeps painted points as an image until they change: faster, and colours may differ by a step or two."""
        self._test.kept = self._train.kept = kept

    def name_axes(self, names: Sequence[str]) -> None:
        """Adds names to x₁ and x₂, if there are any."""
        for side, symbol, name in zip(("bottom", "left"), _SYMBOLS, names or ("", ""), strict=True):
            shown = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
            self.entitle(side, f"{symbol}, {shown}" if name else symbol)

    def show_window(self, window: Window) -> None:
        """Shows at least this window, with both axes on one scale."""
        if window != self._window:
            self._window = window
            self.fit()

    def fit(self) -> None:
        """Sets the ranges to the window, extended along the longer side."""
        if self._window is not None:
            seen = self.seen_window(self._window)
            self.set_ranges(seen.x, seen.y)

    def seen_window(self, window: Window) -> Window:
        """The window that is seen when this one is wanted; own data has its own scale on each axis."""
        view = self.getViewBox()
        width, height = max(view.width(), 1.0), max(view.height(), 1.0)
        (x0, x1), (y0, y1) = window.x, window.y
        unit = max((x1 - x0) / width, (y1 - y0) / height)
        if not 0.2 < (x1 - x0) / (y1 - y0) < 5.0:
            return window
        more_x, more_y = 0.5 * (unit * width - (x1 - x0)), 0.5 * (unit * height - (y1 - y0))
        return Window((x0 - more_x, x1 + more_x), (y0 - more_y, y1 + more_y))

    def show_output(self, output: Array, kind: OutputKind, window: Window, *, line: bool = True) -> None:
        """Shows ŷ (n_out, n, n) over a window, with the line between the classes."""
        rect = QRectF(window.x[0], window.y[0], window.x[1] - window.x[0], window.y[1] - window.y[0])
        self.picture.set_image(image_of(output_pixels(output, kind, self.theme)), rect)
        self._line.set_pen(curve_pen(self.theme, self.theme.ink, 1.6), curve_pen(self.theme, self.theme.pane, 3.2))
        self._line.set_points(boundary_of(output, kind, window) if line else np.zeros((0, 2)))

    def hide_output(self) -> None:
        """Shows the points alone."""
        self.picture.set_image(QImage(), QRectF())
        self._line.set_points(np.zeros((0, 2)))

    def show_points(self, train: PlanePoints, test: PlanePoints, n_classes: int) -> None:
        """Shows the points, by class or by value."""
        shown = (train.X, train.y, test.X, test.y, n_classes, self.theme)
        if len(self._shown_points) == len(shown) and all(map(operator.is_, shown, self._shown_points)):
            return
        self._points, self._shown_points = (train, test), shown
        values = np.concatenate([train.y, test.y])
        reach = float(np.abs(values).max()) if len(values) else 1.0
        for cloud, points in ((self._train, train), (self._test, test)):
            shapes, colors = point_looks(points.y, n_classes, reach or 1.0, self.theme)
            cloud.set_points(points.X, shapes, colors, self.theme)

    def ring(self, place: Array | None) -> None:
        """Rings the chosen point; None for none."""
        self._ring.set_colors(self.theme.ink, self.theme.pane)
        self._ring.set_point(*((float("nan"),) * 2 if place is None else (float(place[0]), float(place[1]))))

    def point_at(self, x: float, y: float) -> int | None:
        """The point near a place, counted over training and then test points."""
        if self._points is None:
            return None
        places = np.concatenate([points.X for points in self._points])
        return self.nearest(x, y, places) if len(places) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        at = self.place_at(event.position())
        inside = self.getViewBox().viewRect().contains(at)
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.clicked.emit(at.x(), at.y())


def point_looks(y: Array, n_classes: int, reach: float, theme: Theme) -> tuple[list[int], list[QColor]]:
    """Shape and colour of each point: of its class, or by its value a circle that is bluer or more orange."""
    if n_classes:
        colors = [QColor(color) for color in class_colors(theme)]
        classes = y.astype(int).tolist()
        return classes, [colors[k] for k in classes]
    return [1 if value > 0.0 else 0 for value in y], [value_color(float(value) / reach, theme) for value in y]


def output_pixels(output: Array, kind: OutputKind, theme: Theme) -> Colors:
    """Colours of ŷ (n_out, n, n): (n, n, 3)."""
    if kind == "classes":
        return class_pixels(output, theme)
    if kind == "probability":
        return sign_pixels(2.0 * output[0] - 1.0, theme)
    reach = 1.0 if kind == "signed" else max(float(np.nanmax(np.abs(output[0]))), 1e-12)
    return sign_pixels(output[0] / reach, theme)


def _signed(output: Array, kind: OutputKind) -> Array:
    """A field that is 0 on the boundary: z itself for a probability, which is smooth where σ(z) is nearly a step."""
    if kind != "probability":
        return output
    p = np.clip(output.astype(np.float64), 1e-15, 1.0 - 1e-15)
    return np.asarray(np.log(p / (1.0 - p)))


def boundary_of(output: Array, kind: OutputKind, window: Window) -> Array:
    """The lines between the classes, or where a value is 0, separated by NaN (n, 2)."""
    n = output.shape[-1]
    x, y = window.axes(n)
    if kind == "classes":
        best = np.sort(output, axis=0)[-1]
        fields = [output[k] - np.delete(output, k, axis=0).max(axis=0) for k in range(len(output) - 1)]
        fields = [field for field in fields if np.isfinite(best).all()]
        levels = [0.0] * len(fields)
    else:
        fields, levels = [_signed(output[0], kind)], [0.0]
    gap, pieces = np.full((1, 2), np.nan), [np.full((1, 2), np.nan)]
    for field, level in zip(fields, levels, strict=True):
        whole = np.isfinite(field).all()  # a mask takes as long as the lines
        for line in contour_generator(x, y, field if whole else np.ma.masked_invalid(field)).lines(level):
            pieces += [np.asarray(line, dtype=float), gap]
    return np.concatenate(pieces)
