"""A loss surface in space, with descents and critical points on it; the mouse and the arrow keys turn it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEngine, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.labs.saddle.picture.camera import HALF_HEIGHT, Camera
from wk4gui.labs.saddle.picture.critical_marks import paint_mark
from wk4gui.labs.saddle.picture.surface_quads import DepthBuffer, SurfaceQuads
from wk4gui.render.fonts import CAPTION, text_font
from wk4gui.render.heights import Heights
from wk4gui.render.segments import stroke
from wk4gui.render.theme import LIGHT, Theme

_MARGIN = 12
_LINE_POINTS = 400
_DEGREES_PER_PX = 0.5
_DEGREES_PER_KEY = 5.0
_LOWEST, _HIGHEST = 5.0, 90.0
"""The range of the camera's elevation."""
_EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)
_TURNS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


@dataclass(frozen=True)
class SpaceLine:
    """A line on the surface: points (n, 3) of x, y, f, NaN where it is interrupted; painted with each pen in turn."""

    points: Array
    pens: tuple[QPen, ...]


class Surface3D(QWidget):
    """f over the two weights in space.

    Signals:
        turned(float, float): azimuth and elevation that a drag or a key asks for.
    """

    turned = Signal(float, float)
    kept_keys = frozenset(_TURNS)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName("The surface in space")
        self.setMinimumSize(120, 90)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Drag to turn, or use the arrow keys")
        self.camera = Camera(0.0, 30.0)
        self._grid: Array | None = None
        self._quads: SurfaceQuads | None = None
        self._lines: Sequence[SpaceLine] = ()
        self._marks: Sequence[tuple[str, float, float, float]] = ()
        self._names = ("x", "y")
        self._backdrop: tuple[object, QPixmap | None] = (None, None)
        self._depths: tuple[object, DepthBuffer | None] = (None, None)
        self._pointer: tuple[float, float, float | None] | None = None
        self._held: QPointF | None = None

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def set_camera(self, azimuth: float, elevation: float) -> None:
        self.camera = Camera(azimuth, elevation)
        self.update()

    def show_surface(self, x: Array, y: Array, grid: Array, heights: Heights, names: tuple[str, str]) -> None:
        """Shows values on a grid (n_y, n_x); does nothing if the grid is the same."""
        self._names = names
        if grid is not self._grid:
            self._grid, self._quads = grid, SurfaceQuads(x, y, grid, heights)

    def show_lines(self, lines: Sequence[SpaceLine], marks: Sequence[tuple[str, float, float, float]]) -> None:
        """Shows descents, and critical points as (kind, x, y, f)."""
        self._lines, self._marks = lines, marks
        self.update()

    def show_pointer(self, place: tuple[float, float, float | None] | None) -> None:
        """Marks the place (x, y, f) that the pointer is over in the map."""
        self._pointer = place
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        camera = self.camera.fitted(self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN)
        if painter.paintEngine().type() == QPaintEngine.Type.Raster:
            painter.drawPixmap(self.rect(), self._picture(camera, painter.deviceTransform().m11()))
        else:
            self._paint_backdrop(painter, camera)
        if self._quads is not None:
            self._paint_lines(painter, camera, self._quads)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.pen(self.theme.forward, 1.5))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._held is None:
            return
        moved, self._held = event.position() - self._held, event.position()
        self._turn(_DEGREES_PER_PX * moved.x(), _DEGREES_PER_PX * moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        turn = _TURNS.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
        else:
            self._turn(_DEGREES_PER_KEY * turn[0], _DEGREES_PER_KEY * turn[1])

    def _turn(self, about: float, up: float) -> None:
        azimuth = (self.camera.azimuth + about + 180.0) % 360.0 - 180.0
        self.turned.emit(azimuth, min(max(self.camera.elevation + up, _LOWEST), _HIGHEST))

    def _picture(self, camera: Camera, scale: float) -> QPixmap:
        """Floor and surface, repainted only if the surface, the camera, the size or the theme has changed."""
        key = (id(self._quads), camera, self.size().toTuple(), scale, self.theme, self._names)
        held, picture = self._backdrop
        if held != key or picture is None:
            picture = QPixmap(round(self.width() * scale), round(self.height() * scale))
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            self._paint_backdrop(painter, camera)
            painter.end()
            self._backdrop = (key, picture)
        return picture

    def _paint_backdrop(self, painter: QPainter, camera: Camera) -> None:
        painter.save()
        painter.translate(_MARGIN, _MARGIN)
        self._paint_floor(painter, camera)
        if self._quads is not None:
            self._quads.paint(painter, camera)
        painter.restore()
        if self._quads is not None and self._quads.log:
            painter.setFont(text_font(self.theme.px(CAPTION)))
            painter.setPen(QColor(self.theme.ink2))
            corner = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(4, 2, -4, -2), corner, "height as in the colours, not linear")

    def _paint_floor(self, painter: QPainter, camera: Camera) -> None:
        """Paints the edge of the window below the surface, and the names of the weights at its two near sides."""
        low = -HALF_HEIGHT
        corners = np.array([[-1, -1, low], [1, -1, low], [1, 1, low], [-1, 1, low]], dtype=float)
        painter.setBrush(QColor(self.theme.shade))
        painter.setPen(self.theme.pen(self.theme.line))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y, _ in camera.seen(corners).tolist()]))
        font = text_font(self.theme.px(CAPTION))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.ink2))
        for name, sides in zip(self._names, ([[0, -1.16], [0, 1.16]], [[-1.16, 0], [1.16, 0]]), strict=True):
            seen = camera.seen(np.array([[*side, low] for side in sides], dtype=float))
            at = seen[int(np.argmax(seen[:, 2]))]
            painter.drawText(QPointF(at[0] - 0.3 * font.pixelSize(), at[1] + 0.3 * font.pixelSize()), name)

    def _depth(self, camera: Camera, quads: SurfaceQuads) -> DepthBuffer:
        key = (id(quads), camera)
        held, depths = self._depths
        if held != key or depths is None:
            depths = quads.depths(camera, self.width(), self.height())
            self._depths = (key, depths)
        return depths

    def _paint_lines(self, painter: QPainter, camera: Camera, quads: SurfaceQuads) -> None:
        """Paints descents and critical points without parts hidden by the surface."""
        depths = self._depth(camera, quads)
        painter.translate(_MARGIN, _MARGIN)
        for line in self._lines:
            seen = camera.seen(quads.place(_resampled(line.points)))
            seen[depths.hides(seen)] = np.nan
            stroke(painter, seen[:, :2], line.pens, _EVERYWHERE, 1.0)
        for kind, x, y, f in self._marks:
            at = camera.seen(quads.place(np.array([[x, y, f]])))
            if np.isfinite(at).all() and not depths.hides(at)[0]:
                paint_mark(painter, kind, QPointF(*at[0, :2].tolist()), 0.75)
        if self._pointer is not None and self._pointer[2] is not None:
            at = camera.seen(quads.place(np.array([self._pointer], dtype=float)))[0, :2]
            if np.isfinite(at).all():
                painter.setPen(QPen(QColor(LIGHT.ink), 1.5))
                painter.setBrush(QColor(self.theme.selected))
                painter.drawEllipse(QPointF(*at.tolist()), 5.0, 5.0)
        painter.translate(-_MARGIN, -_MARGIN)


def _resampled(points: Array) -> Array:
    """A line (n, 3) with at least ``_LINE_POINTS`` points, some between its own, since parts of it may be hidden."""
    if len(points) < 2:
        return points
    n = len(points) - 1
    if n >= _LINE_POINTS:
        return points
    at = np.linspace(0, n, n * (_LINE_POINTS // n) + 1)
    low = np.minimum(at.astype(int), n - 1)
    share = (at - low)[:, None]
    between: Array = points[low] * (1.0 - share) + np.where(share > 0, points[low + 1] * share, 0.0)
    return between
