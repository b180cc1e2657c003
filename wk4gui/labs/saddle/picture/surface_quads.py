"""A loss surface as coloured quads in a cube, painted from back to front, with a depth buffer."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtGui import QColor, QPainter, QPen

from wk4gui.core.arrays import Array
from wk4gui.labs.saddle.picture.camera import HALF_HEIGHT, Camera
from wk4gui.render.heights import Heights

_SIDE = 36
"""Number of quads along a side."""
_LOG_FROM = 8.0
"""If the largest height exceeds the median this many times, heights are on the scale of the colours."""
_FINER = 4
"""Places along a quad's side at which the depth of the surface is known."""
_CELL = 4.0
"""Side of a cell of the depth buffer, in logical pixels."""
_TOLERANCE = 0.06
"""Items on the surface count as this much nearer, so that the quads around do not hide them."""


class SurfaceQuads:
    """The quads of a surface.

    Args:
        x: places of the grid's columns (n_x,).
        y: places of its rows (n_y,).
        grid: values (n_y, n_x); no quad where one is not finite.
        heights: maps values to heights and colours.
    """

    def __init__(self, x: Array, y: Array, grid: Array, heights: Heights) -> None:
        finite = grid[np.isfinite(grid)] - heights.low
        self.log = len(finite) > 0 and float(finite.max()) > _LOG_FROM * float(np.median(finite))
        self.place = _placer(x, y, heights, log=self.log)
        rows, columns = (np.unique(np.linspace(0, n - 1, _SIDE + 1).astype(int)) for n in grid.shape)
        small = grid[np.ix_(rows, columns)]
        corners = self.place(np.stack([*np.meshgrid(x[columns], y[rows]), small], axis=-1))
        self._fine = _finer(corners).reshape(-1, 3)
        self._quads, colors = _quads(corners, heights.shares(small))
        # A thin edge of the same colour hides the antialiasing gaps between quads.
        self._looks = [(QPen(color, 0.8), color) for color in colors]

    def __len__(self) -> int:
        return len(self._quads)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paints the quads, the farthest first."""
        if not len(self._quads):
            return
        seen = camera.seen(self._quads)
        order = np.argsort(seen[..., 2].mean(axis=1), kind="stable")
        flat = seen[order, :, :2].reshape(-1, 2)
        corners = arrayToQPolygonF(flat[:, 0], flat[:, 1])
        for i, k in enumerate(order.tolist()):
            pen, color = self._looks[k]
            painter.setPen(pen)
            painter.setBrush(color)
            painter.drawPolygon(corners.mid(4 * i, 4))

    def depths(self, camera: Camera, width: float, height: float) -> "DepthBuffer":
        """The depth of the surface, seen through a camera, in a picture of this size."""
        return DepthBuffer(camera.seen(self._fine), width, height)


class DepthBuffer:
    """The depth of the nearest of many points, for each cell of a picture.

    Args:
        points: (n, 3), place on the picture and nearness; NaN without one.
        width: of the picture in logical pixels.
        height: likewise.
    """

    def __init__(self, points: Array, width: float, height: float) -> None:
        self._shape = (int(height / _CELL) + 1, int(width / _CELL) + 1)
        self._nearest = np.full(self._shape[0] * self._shape[1], -np.inf)
        points = points[np.isfinite(points).all(axis=1)]
        inside, cells = self._cells(points)
        np.maximum.at(self._nearest, cells, points[inside, 2])

    def hides(self, points: Array) -> Array:
        """Which points (n, 3), place on the picture and nearness, are hidden; False outside the picture."""
        inside, cells = self._cells(points)
        hidden = np.zeros(len(points), dtype=bool)
        hidden[inside] = points[inside, 2] + _TOLERANCE < self._nearest[cells]
        return hidden

    def _cells(self, points: Array) -> tuple[NDArray[np.bool_], NDArray[np.int_]]:
        """Which points are inside the picture, and the cells of those."""
        n_rows, n_columns = self._shape
        x, y = np.floor(points[:, :2].T / _CELL)
        inside: NDArray[np.bool_] = (x >= 0) & (x < n_columns) & (y >= 0) & (y < n_rows)
        cells: NDArray[np.int_] = y[inside].astype(int) * n_columns + x[inside].astype(int)
        return inside, cells


def _finer(corners: Array) -> Array:
    """Corners (n_y, n_x, 3) with more of them between, on straight lines."""
    for axis in (0, 1):
        n = corners.shape[axis]
        at = np.linspace(0, n - 1, _FINER * (n - 1) + 1)
        low = np.minimum(at.astype(int), n - 2)
        share = (at - low).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
        corners = np.take(corners, low, axis) * (1 - share) + np.take(corners, low + 1, axis) * share
    return corners


def _placer(x: Array, y: Array, heights: Heights, *, log: bool) -> Callable[[Array], Array]:
    """Maps points (…, 3) of x, y, f into the cube; NaN outside the window."""
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
