"""A loss surface in space, painted from quads sorted by depth, with descents and critical points on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.render.camera import HALF_HEIGHT, Camera
from wk4gui.render.critical_marks import paint_mark
from wk4gui.render.fonts import CAPTION, text_font
from wk4gui.render.heights import Heights
from wk4gui.render.theme import Theme

_SIDE = 36
_NEARER = 0.06
"""Lines on the surface count as this much nearer than they are, so that the quads they lie on do not hide them."""
_LINE_POINTS = 100
_DEGREES_PER_PX = 0.5
_LOG_FROM = 8.0
Drawing = tuple[float, Callable[[QPainter], None]]


@dataclass(frozen=True)
class SpaceLine:
    """A line on the surface: points (n, 3) of x, y, f, NaN where it is interrupted; painted with each pen in turn."""

    points: Array
    pens: tuple[QPen, ...]


class Surface3D(QWidget):
    """f over the two weights in space; drag to turn.

    Signals:
        turned(float, float): azimuth and elevation that a drag asks for.
    """

    turned = Signal(float, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName("The surface in space")
        self.setMinimumSize(120, 90)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.camera = Camera(0.0, 30.0)
        self._shown: object = None
        self._quads, self._colors = np.zeros((0, 4, 3)), list[QColor]()
        self._lines: Sequence[SpaceLine] = ()
        self._marks: Sequence[tuple[str, float, float, float]] = ()
        self._names = ("x", "y")
        self._place: Callable[[Array], Array] = lambda points: points
        self._log = False
        self._held: QPointF | None = None

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def set_camera(self, azimuth: float, elevation: float) -> None:
        self.camera = Camera(azimuth, elevation)
        self.update()

    def show_surface(self, x: Array, y: Array, grid: Array, heights: Heights, names: tuple[str, str]) -> None:
        """Values on a grid (n_y, n_x); nothing happens while the grid stays the same."""
        self._names = names
        if grid is self._shown:
            return
        self._shown = grid
        finite = grid[np.isfinite(grid)] - heights.low
        self._log = len(finite) > 0 and float(finite.max()) > _LOG_FROM * float(np.median(finite))
        self._place = _placer(x, y, heights, log=self._log)
        rows, columns = (np.unique(np.linspace(0, n - 1, _SIDE + 1).astype(int)) for n in grid.shape)
        small = grid[np.ix_(rows, columns)]
        corners = self._place(np.stack([*np.meshgrid(x[columns], y[rows]), small], axis=-1))
        shares = heights.shares(small)
        self._quads, self._colors = _quads(corners, shares)

    def show_lines(self, lines: Sequence[SpaceLine], marks: Sequence[tuple[str, float, float, float]]) -> None:
        """Descents, and critical points as (kind, x, y, f)."""
        self._lines, self._marks = lines, marks
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        camera = self.camera.fitted(self.width() - 24, self.height() - 24)
        painter.translate(12, 12)
        self._paint_floor(painter, camera)
        drawings = [*self._quad_drawings(camera), *self._mark_drawings(camera)]
        for line in self._lines:
            drawings += self._line_drawings(camera, line)
        for _, draw in sorted(drawings, key=lambda drawing: drawing[0]):
            draw(painter)
        painter.translate(-12, -12)
        if self._log:
            painter.setFont(text_font(self.theme.px(CAPTION)))
            painter.setPen(QColor(self.theme.ink2))
            corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            painter.drawText(self.rect().adjusted(4, 2, -4, -2), corner, "height as in the colours, not linear")
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._held is None:
            return
        moved, self._held = event.position() - self._held, event.position()
        azimuth = (self.camera.azimuth + _DEGREES_PER_PX * moved.x() + 180.0) % 360.0 - 180.0
        elevation = min(max(self.camera.elevation + _DEGREES_PER_PX * moved.y(), 5.0), 90.0)
        self.turned.emit(azimuth, elevation)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._held = None

    def _paint_floor(self, painter: QPainter, camera: Camera) -> None:
        """The edge of the window under the surface, and the names of the weights at its two near sides."""
        low = -HALF_HEIGHT
        corners = np.array([[-1, -1, low], [1, -1, low], [1, 1, low], [-1, 1, low]], dtype=float)
        painter.setBrush(QColor(self.theme.shade))
        painter.setPen(self.theme.pen(self.theme.line))
        painter.drawPolygon(_polygon(camera.seen(corners)))
        font = text_font(self.theme.px(CAPTION))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.ink2))
        for name, sides in zip(self._names, ([[0, -1.16], [0, 1.16]], [[-1.16, 0], [1.16, 0]]), strict=True):
            seen = camera.seen(np.array([[*side, low] for side in sides], dtype=float))
            at = seen[int(np.argmax(seen[:, 2]))]
            painter.drawText(QPointF(at[0] - 0.3 * font.pixelSize(), at[1] + 0.3 * font.pixelSize()), name)

    def _quad_drawings(self, camera: Camera) -> list[Drawing]:
        seen = camera.seen(self._quads)

        def drawing(corners: Array, color: QColor) -> Drawing:
            polygon = _polygon(corners)

            def draw(painter: QPainter) -> None:
                painter.setPen(QPen(color, 0.8))
                painter.setBrush(color)
                painter.drawPolygon(polygon)

            return float(corners[:, 2].mean()), draw

        return [drawing(corners, color) for corners, color in zip(seen, self._colors, strict=True)]

    def _mark_drawings(self, camera: Camera) -> list[Drawing]:
        def drawing(kind: str, at: Array) -> Drawing:
            return float(at[2]) + 2 * _NEARER, lambda painter: paint_mark(painter, kind, QPointF(at[0], at[1]), 0.75)

        places = [self._place(np.array([x, y, f])) for _, x, y, f in self._marks]
        shown = zip(self._marks, places, strict=True)
        return [drawing(mark[0], camera.seen(place)) for mark, place in shown if np.isfinite(place).all()]

    def _line_drawings(self, camera: Camera, line: SpaceLine) -> list[Drawing]:
        """One drawing a segment and pen; dashes go on from segment to segment."""
        every = max(1, len(line.points) // _LINE_POINTS)
        points = line.points[np.unique(np.append(np.arange(0, len(line.points), every), len(line.points) - 1))]
        seen = camera.seen(self._place(points))
        lengths = np.hypot(*np.diff(seen[:, :2], axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(np.nan_to_num(lengths))])
        drawings: list[Drawing] = []
        for k in np.flatnonzero(np.isfinite(lengths) & (lengths > 0)):
            depth = float(seen[k : k + 2, 2].mean()) + _NEARER
            ends = QPointF(*seen[k, :2]), QPointF(*seen[k + 1, :2])
            for i, pen in enumerate(line.pens):
                drawings.append((depth + 0.1 * _NEARER * i, _stroke(pen, ends, float(along[k]))))
        return drawings


def _stroke(pen: QPen, ends: tuple[QPointF, QPointF], along: float) -> Callable[[QPainter], None]:
    own = QPen(pen)
    if pen.style() == Qt.PenStyle.CustomDashLine:
        own.setDashOffset(along / pen.widthF())
    else:
        own.setCapStyle(Qt.PenCapStyle.RoundCap)

    def draw(painter: QPainter) -> None:
        painter.setPen(own)
        painter.drawLine(*ends)

    return draw


def _polygon(places: Array) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y, _ in places.tolist()])


def _placer(x: Array, y: Array, heights: Heights, *, log: bool) -> Callable[[Array], Array]:
    """Where points (…, 3) of x, y, f are in the cube; NaN outside the window."""
    low, high = np.array([x[0], y[0]]), np.array([x[-1], y[-1]])
    span = (heights.high - heights.low) or 1.0

    def place(points: Array) -> Array:
        across = 2.0 * (points[..., :2] - low) / (high - low) - 1.0
        share = heights.shares(points[..., 2]) if log else (points[..., 2] - heights.low) / span
        placed: Array = np.concatenate([across, (2.0 * share[..., None] - 1.0) * HALF_HEIGHT], axis=-1)
        placed[~(np.abs(across) <= 1.0 + 1e-9).all(axis=-1)] = np.nan
        return placed

    return place


def _quads(corners: Array, shares: Array) -> tuple[Array, list[QColor]]:
    """Quads (n, 4, 3) between neighbouring corners (n_y, n_x, 3), none where one is not finite, and their colours."""
    around = [(slice(None, -1), slice(None, -1)), (slice(None, -1), slice(1, None))]
    around += [(slice(1, None), slice(1, None)), (slice(1, None), slice(None, -1))]
    quads = np.stack([corners[place] for place in around], axis=2).reshape(-1, 4, 3)
    share = np.mean([shares[place] for place in around], axis=0).reshape(-1)
    kept = np.isfinite(quads).all(axis=(1, 2)) & np.isfinite(share)
    quads, share = quads[kept], share[kept]
    normal = np.cross(quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-30)
    light = 0.82 + 0.18 * (normal @ np.array([0.48, -0.36, 0.8]))
    table = pg.colormap.get("viridis").getLookupTable(nPts=256)[:, :3]
    rgb = np.clip(table[(share * 255).astype(int)] * light[:, None], 0, 255).astype(int)
    return quads, [QColor(*color) for color in rgb.tolist()]
