"""The map of a loss surface: heat and contour lines, critical points, and all descents on it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.labs.saddle.model.critical_points import CriticalPoint
from wk4gui.labs.saddle.picture.critical_marks import CriticalMarks, EdgedDots, Legend, LegendEntry
from wk4gui.labs.saddle.picture.map_legend import legend_entries
from wk4gui.labs.saddle.picture.masked_heat import MaskedHeat
from wk4gui.labs.saddle.picture.race_looks import (
    NAMES,
    joined,
    optimizer_look,
    optimizer_pen,
    plain_pens,
    shown_runs,
)
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.drag_plot import DragPlot
from wk4gui.render.fonts import CAPTION, text_font
from wk4gui.render.height_item import Height
from wk4gui.render.heights import Heights, contours
from wk4gui.render.plot import curve_pen
from wk4gui.render.theme import LIGHT, Theme, faded

_NEAR = 14.0
_TANGLED = 4000
"""From this many points on lines are thin and translucent, so that they show the density of runs."""
_MOST_PIXELS, _STRIDE = 60_000.0, 30.0
"""Largest total length of the long strides of noisy runs, and the least length of a long one."""
_ASIDE = 0.01
"""Distance of a start beside a critical point, as a share of the window."""
_ZOOM, _PAN = 1.25, 0.1
"""Zoom factor of a wheel click or +, and share of the window that an arrow key pans."""
_WHEEL_PAUSE_MS = 600
_LEAST_HALF, _FARTHEST = 1e-5, 1e3
"""Half-width of the smallest window, relative to its coordinates, and the largest coordinate."""
_PANS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ZOOMS = {Qt.Key.Key_Plus: -1, Qt.Key.Key_Equal: -1, Qt.Key.Key_Minus: 1}
_MARGINS = (0.0, 6.0, 10.0, 0.0)
"""Around axes and map, where the window has the shape of the plot."""
_LEAST_SIDE = 0.2
"""Of the room: a window that is longer than that is wide is shown wider than it is."""


class SurfacePlot(DragPlot):
    """A surface over two weights with critical points and descents.

    Drag the start, or the map itself; the wheel, + and − zoom, the arrow keys pan, Home shows the surface's own window.

    Signals:
        dragged(float, float, int): the start was dragged (the int is the drag's id) or put on a critical point (0).
        dropped(): a drag of the start or of the map ended, or a turn of the wheel.
        window_moved(object, int): another window (x0, x1, y0, y1) is wanted, None for the surface's own; the drag's id.
        pointed(float, float): the pointer is over this place.
        left(): the pointer is over no place.
    """

    window_moved = Signal(object, int)
    pointed = Signal(float, float)
    left = Signal()
    reach = _NEAR
    kept_keys = frozenset({*_PANS, *_ZOOMS, Qt.Key.Key_Home})
    can_hold = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("x", "y", theme, "Loss over the two weights", parent)
        pen = curve_pen(theme, theme.ink)
        self._heat = self.add(MaskedHeat())
        self.surface_height = self.add(Height(theme.ink))
        self._lines = self.add(Curve(theme.pen(LIGHT.pane, 0.9, opacity=0.4)))
        self._lines.pinnable = False
        self._curve = self.add(EdgedDots(1.6))
        self.runs = [self.add(Curve(pen)) for _ in NAMES]
        self._casings = [self.add(Curve(pen)) for _ in NAMES]  # below all lines, or the last one would hide the others
        for casing in self._casings:
            casing.pinnable = False
        self.plain = [self.add(Curve(pen)) for _ in NAMES]
        self.ends = [self.add(EdgedDots(pinnable=True)) for _ in NAMES]
        self._marks = self.add(CriticalMarks())
        self._start = self.add(Marker(LIGHT.pane, LIGHT.ink, 6.5))
        self.legend = self.add(Legend())
        self.entries: Sequence[LegendEntry] = ()
        self._points: Sequence[CriticalPoint] = ()
        self._at: tuple[float, float] = (0.0, 0.0)
        self._shown: object = None
        self._margins = _MARGINS
        self._panned: QPointF | None = None
        self._wheeled = -_WHEEL_PAUSE_MS - 1
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(
            "Drag the white start; click a critical point to start exactly on it, with Shift beside it.\n"
            "Drag the map to pan, turn the wheel to zoom; Home shows the whole surface again."
        )

    def show_surface(self, x: Array, y: Array, grid: Array, heights: Heights) -> None:
        """Shows values on a grid (n_y, n_x); does nothing if the grid is the same."""
        if grid is self._shown:
            return
        self._shown = grid
        shares = heights.shares(grid)
        self._heat.set_shares(shares, QRectF(x[0], y[0], x[-1] - x[0], y[-1] - y[0]))
        self._lines.set_data(*contours(x, y, shares))
        if self._panned is None:  # else the window would move back during the drag
            self.set_ranges((float(x[0]), float(x[-1])), (float(y[0]), float(y[-1])))
            self._fit()

    def _fit(self) -> None:
        """Gives both weights the same scale: what is left beside or below the map stays empty."""
        left, top, right, bottom = _MARGINS
        width, height = self._room(self.width(), self.height())
        if min(width, height) <= 0:
            return
        sides = self._sides(width, height)
        above = (height - sides[1]) / 2
        margins = (left, top + above, right + width - sides[0], bottom + above)
        if margins != self._margins:
            self._margins = margins
            self.area.grid.setContentsMargins(*margins)
            self.area.grid.activate()  # else the next paint would show the map as it was

    def _room(self, width: float, height: float) -> tuple[float, float]:
        """The width and height that the map may take in a plot of that size."""
        left, top, right, bottom = _MARGINS
        width = width - self.getAxis("left").maximumWidth() - left - right
        return width, height - self.getAxis("bottom").maximumHeight() - top - bottom

    def _sides(self, width: float, height: float) -> tuple[float, float]:
        """The width and height of the map in that room."""
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        unit = min(width / (x1 - x0), height / (y1 - y0))
        return max(unit * (x1 - x0), _LEAST_SIDE * width), max(unit * (y1 - y0), _LEAST_SIDE * height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if hasattr(self, "_margins"):
            self._fit()

    def show_axes(self, names: tuple[str, str]) -> None:
        """Sets the names of the two weights."""
        titles = {"bottom": names[0], "left": names[1]}
        if titles == self._titles:
            return
        self._titles = titles
        for side, title in self._titles.items():
            self.getAxis(side).setLabel(title)

    def show_points(self, points: Sequence[CriticalPoint], curve: Array, start: tuple[float, float]) -> None:
        """Shows critical points, points of a curve of them, and the start of all runs."""
        self._points, self._at = points, start
        self._marks.set_points(points, self.theme.line_scale)
        self._curve.set_colors(faded(LIGHT.ink), faded(LIGHT.pane))
        self._curve.set_points(curve)
        self._start.set_point(*start)

    def show_runs(self, rates: Mapping[str, float], runs: Array, plain: Array, step: int) -> None:
        """Shows noisy runs (n_names, n_runs, n_steps + 1, 2) and those without noise (n_names, …, 2), up to a step.

        ``rates`` are the optimizers' names, in the order of the runs, with the learning rate of each.
        """
        names = list(rates)
        nothing = np.full((1, 2), np.nan)
        shown = self._drawn_runs(runs, step)
        many = len(names) * shown * step > _TANGLED or shown < shown_runs(len(names), runs.shape[1])
        width, opacity = (0.7, 0.4) if many else (1.3, 0.9)
        for k, name in enumerate(NAMES):
            i = names.index(name) if name in names else None
            some = nothing if i is None else joined(runs[i, :shown], step)
            path = nothing if i is None else plain[i, : step + 1]
            self.runs[k].set_pen(optimizer_pen(self.theme, name, width, opacity=opacity))
            self.runs[k].set_points(some)
            color = QColor(optimizer_look(self.theme, name)[0])
            self.ends[k].set_colors(color, faded(LIGHT.pane, 0.8))
            self.ends[k].set_points(nothing if i is None else runs[i, :, step])
            casing, pen = plain_pens(self.theme, name, alone=len(names) == 1)
            self._casings[k].set_pen(casing)
            self.plain[k].set_pen(pen)
            for curve in (self._casings[k], self.plain[k]):
                curve.set_points(path)
        self._show_legend(rates, runs, step)

    def _drawn_runs(self, runs: Array, step: int) -> int:
        """Number of runs of each optimizer drawn: fewer if they jump about, so that they do not fill the map."""
        most = shown_runs(len(runs), runs.shape[1])
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        pixels = np.array([self.getViewBox().width() / (x1 - x0), self.getViewBox().height() / (y1 - y0)])
        paths = runs[:, :most, : step + 1]
        x, y = paths[:, :, :-1, 0], paths[:, :, :-1, 1]
        inside = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
        ways = np.diff(paths, axis=2) * pixels
        strides = np.hypot(ways[..., 0], ways[..., 1])
        lengths: Array = np.sum(
            strides, axis=(0, 2), where=inside & (strides > _STRIDE)
        )  # diverged runs have no strides
        return max(1, int(np.searchsorted(np.cumsum(lengths), _MOST_PIXELS, side="right")))

    def _show_legend(self, rates: Mapping[str, float], runs: Array, step: int) -> None:
        drawn = self._drawn_runs(runs, step)
        entries = legend_entries(self.theme, self._points, rates, runs.shape[1], drawn)
        ends = runs[:, :drawn, :: max(1, step // 20)].reshape(-1, 2)
        marks = np.array([[p.x, p.y] for p in self._points]).reshape(-1, 2)
        busy = np.concatenate([ends, np.repeat([self._at], 50, axis=0)])
        font, plate = text_font(self.theme.px(CAPTION)), faded(self.theme.pane, 0.9)
        self.entries = entries
        shown = [] if self.theme.slide else entries
        self.legend.set_entries(shown, marks, busy, font, faded(self.theme.ink), plate)

    def legend_fits(self, width: float, height: float) -> bool:
        """Whether the legend finds a place where it hides nothing on the map of a plot of that size."""
        width, height = self._room(width, height)
        return min(width, height) > 0 and bool(self.legend.fits(*self._sides(width, height)))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "legend"):
            self._lines.set_pen(theme.pen(LIGHT.pane, 0.9, opacity=0.4))
            self._fit()

    def handle(self) -> tuple[float, float]:
        return self._at

    def allowed(self, x: float, y: float) -> tuple[float, float]:
        """Inside the window."""
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        return min(max(x, x0), x1), min(max(y, y0), y1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return
        here = event.position()
        if self.is_near_handle(here):
            super().mousePressEvent(event)
            return
        near = min(self._points, key=lambda p: self._gap(here, p.x, p.y), default=None)
        if near is None or self._gap(here, near.x, near.y) > _NEAR:
            self._panned, self._drags = here, self._drags + 1
        else:
            aside = _ASIDE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.0
            (x0, x1), (y0, y1) = self.getViewBox().viewRange()
            way = near.eigenvectors[0]
            self.dragged.emit(near.x + aside * (x1 - x0) * way[0], near.y + aside * (y1 - y0) * way[1], 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = self._place(event.position())
        if self._panned is not None:
            moved, self._panned = self._panned - event.position(), event.position()
            view = self.getViewBox()
            by = (moved.x() / max(view.width(), 1), -moved.y() / max(view.height(), 1))
            self._move_window(by, 1.0, self._drags)
            return
        if self.dragging:
            super().mouseMoveEvent(event)
        on_start = self.is_near_handle(event.position())
        on_point = any(self._gap(event.position(), p.x, p.y) <= _NEAR for p in self._points)
        shape = Qt.CursorShape.OpenHandCursor if on_start else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape if on_start or on_point else Qt.CursorShape.CrossCursor)
        self.pointed.emit(place.x(), place.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.dragging:
            super().mouseReleaseEvent(event)
        elif self._panned is not None:
            self._panned = None
            self.dropped.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        # Quick turns of the wheel are one edit and one undo step.
        now = event.timestamp()
        if now - self._wheeled > _WHEEL_PAUSE_MS:
            self._drags += 1
        self._wheeled = now
        self._zoom(_ZOOM ** (-event.angleDelta().y() / 120.0), self._place(event.position()), self._drags)
        self.dropped.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in _PANS:
            self._move_window((_PAN * _PANS[key][0], _PAN * _PANS[key][1]), 1.0, 0)
        elif key in _ZOOMS:
            (x0, x1), (y0, y1) = self.getViewBox().viewRange()
            self._zoom(_ZOOM ** _ZOOMS[key], QPointF((x0 + x1) / 2, (y0 + y1) / 2), 0)
        elif key == Qt.Key.Key_Home:
            self.window_moved.emit(None, 0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.getViewBox().setBorder(self.theme.pen(self.theme.forward, 1.5))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.getViewBox().setBorder(None)

    def _zoom(self, factor: float, about: QPointF, drag: int) -> None:
        """Scales the window by a factor about a place."""
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        right, up = (about.x() - x0) / (x1 - x0), (about.y() - y0) / (y1 - y0)
        self._move_window(((0.5 - right) * (factor - 1.0), (0.5 - up) * (factor - 1.0)), factor, drag)

    def _move_window(self, by: tuple[float, float], factor: float, drag: int) -> None:
        """Moves the window by shares of its size and scales it; known parts are shown at once, the rest follows."""
        ends: list[float] = []
        for (low, high), way in zip(self.getViewBox().viewRange(), by, strict=True):
            centre, half = (low + high) / 2 + way * (high - low), factor * (high - low) / 2
            half = max(half, _LEAST_HALF * max(1.0, abs(centre)))
            if max(abs(centre - half), abs(centre + half)) > _FARTHEST:
                return
            ends += [centre - half, centre + half]
        self.set_ranges((ends[0], ends[1]), (ends[2], ends[3]))
        self._fit()
        self.window_moved.emit(tuple(ends), drag)

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        super().leaveEvent(event)
        self.left.emit()

    def _gap(self, here: QPointF, x: float, y: float) -> float:
        away = self.to_widget(x, y) - here
        return float(np.hypot(away.x(), away.y()))

    def _place(self, here: QPointF) -> QPointF:
        """The place under a point of the widget, kept in the window."""
        place = self.place_at(here)
        return QPointF(*self.allowed(place.x(), place.y()))
