"""The map of a quadratic loss with a penalty: contours, circles, paths, both optima, and the parts of one step."""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.labs.weight_decay.picture.decay_looks import AHEAD, PATHS, SHRINK, STEP, path_look, path_pen
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.drag_plot import DragPlot
from wk4gui.render.height_item import Height, HeightAt
from wk4gui.render.plot import curve_pen
from wk4gui.render.plot_marks import Label
from wk4gui.render.theme import Theme, faded

_SIDES = ((-0.08, 1.25), (-0.08, -0.25), (1.08, 1.25))
"""Places of the optima's names, apart even if the optima are not."""
_OTHER_SIDES = ((1.08, -0.25), (-0.08, 2.4), (1.08, 2.4), (-0.08, -1.4), (1.08, -1.4))
"""Places for a name that would lie over another."""
_NOTHING = np.zeros((0, 2))


@dataclass(frozen=True)
class MapLayers:
    """The layers below the paths; every polyline (n, 2), several in one with NaN between them.

    Attributes:
        window: x_low, x_high, y_low, y_high, all visible.
        contours: of the loss.
        touching_contour: the one through the regularised optimum.
        circles: of the penalty.
        touching_circle: the one through the regularised optimum.
        optima: the regularised optimum as λ grows.
    """

    window: tuple[float, float, float, float]
    contours: Array
    touching_contour: Array
    circles: Array
    touching_circle: Array
    optima: Array


Point = tuple[float, float]


class DecayMap(DragPlot):
    """Two weights in equal units; the common start of all paths can be dragged."""

    can_hold = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("first weight w₁", "second weight w₂", theme, "Loss, penalty and paths", parent)
        pen = curve_pen(theme, theme.ink)
        self._map_layers = [self.add(Curve(pen)) for _ in range(5)]
        self._height = self.add(Height(theme.ink))
        self._ahead = {name: self.add(Curve(pen)) for name in PATHS}
        for curve in (*self._map_layers, *self._ahead.values()):
            curve.pinnable = False
        self._paths = {name: self.add(Curve(pen)) for name in PATHS}
        self._step = [self.add(Curve(pen)) for _ in range(2)]
        for curve in self._step:
            curve.pinnable = False
        self._ends = {name: self.add(Marker(theme.ink, theme.pane, 4.0)) for name in PATHS}
        self._optima = [self.add(Marker(theme.ink, theme.pane, 5.0)) for _ in range(3)]
        for optimum in self._optima:
            optimum.label_coordinates(0, 1)
        self._start = self.add(Marker(theme.pane, theme.ink, 5.5))
        self.names = [self.add_label(color) for color in ("ink", SHRINK, "update")]
        self._origin = self.add_label("ink2")
        self._window = (-1.0, 1.0, -1.0, 1.0)
        self._loss: Callable[[float, float], str] | None = None
        self._start_at = (0.0, 0.0)
        self._named: list[tuple[Label, float, float]] = []
        self.viewport().setToolTip("Drag the ring to move the start of all paths")
        self.getAxis("left").setTickDensity(0.5)
        self.getAxis("bottom").setTickDensity(0.5)
        self.getViewBox().sigResized.connect(self._fit)

    def show_layers(
        self, layers: MapLayers, read: Callable[[float, float], str], objective: HeightAt, key: Hashable
    ) -> None:
        """Shows contours and circles; sets the reading at a place, and the objective with its ``key``."""
        theme = self.theme
        self._height.set_height(objective, key)
        self._loss = read
        shrink, step = getattr(theme, SHRINK), getattr(theme, STEP)
        shapes = (layers.contours, layers.circles, layers.optima, layers.touching_contour, layers.touching_circle)
        looks = (
            curve_pen(theme, theme.ink3, 0.9),
            curve_pen(theme, theme.ink3, 0.9, (7, 5)),
            curve_pen(theme, shrink, 1.2, (1, 2)),
            curve_pen(theme, step, 1.6),
            curve_pen(theme, shrink, 1.6, (5, 3)),
        )
        for curve, points, pen in zip(self._map_layers, shapes, looks, strict=True):
            curve.set_pen(pen)
            curve.set_points(points)
        self._origin.set_text("0", 0.0, 0.0, (0.5, 0.5))
        if not self.dragging:
            self._window = layers.window
            self._fit()

    def show_paths(self, paths: Mapping[str, Array], frame: int) -> None:
        """Shows each path (n_steps + 1, 2), faint after a step."""
        for name in PATHS:
            points = self._part_inside(paths[name]) if name in paths else _NOTHING
            self._paths[name].set_pen(path_pen(self.theme, name))
            self._paths[name].set_points(points[: frame + 1])
            self._ahead[name].set_pen(path_pen(self.theme, name, AHEAD))
            self._ahead[name].set_points(points[frame:])
            at = points[frame] if frame < len(points) else (math.nan, math.nan)
            self._ends[name].set_colors(path_look(self.theme, name)[0], self.theme.pane)
            self._ends[name].set_point(float(at[0]), float(at[1]))

    def show_points(self, start: Point, optima: Sequence[tuple[str, Point | None]]) -> None:
        """Shows the start, and up to three optima with their names."""
        self._start_at = start
        self._start.set_colors(self.theme.pane, self.theme.ink)
        self._start.set_point(*start)
        colors = (self.theme.ink, getattr(self.theme, SHRINK), self.theme.update)
        things = zip(self._optima, self.names, colors, _SIDES, optima, strict=True)
        for marker, label, color, side, (name, place) in things:
            marker.set_colors(color, self.theme.pane)
            marker.set_point(*(place or (math.nan, math.nan)))
            label.set_plate(faded(self.theme.pane, 0.8))
            at = place or (0.0, 0.0)
            label.set_text(name if place else "", *at, side)
        self._named = [(label, *(place or (0.0, 0.0))) for label, (_, place) in zip(self.names, optima, strict=False)]
        self._place_names()

    def _place_names(self) -> None:
        """Moves a name that would lie over another one to another side of its point."""
        taken: list[QRectF] = []
        for (label, x, y), side in zip(self._named, _SIDES, strict=False):
            for tried in (side, *_OTHER_SIDES, side):
                label.set_text(label.text, x, y, tried)
                box = label.box(label.sceneTransform(), 1.0)
                if not label.text or not any(box.intersects(other) for other in taken):
                    break
            taken += [box] if label.text else []

    def show_step(self, corners: Sequence[Array] | None) -> None:
        """Shows one step: its start, the place after the decay, and the one after the gradient's move."""
        colors = (getattr(self.theme, SHRINK), getattr(self.theme, STEP))
        halo = curve_pen(self.theme, self.theme.pane, 6.0)
        for k, (curve, color) in enumerate(zip(self._step, colors, strict=True)):
            curve.set_pen(curve_pen(self.theme, color, 3.6), halo)
            curve.set_points(_NOTHING if corners is None else np.array(corners[k : k + 2]))

    def handle(self) -> tuple[float, float]:
        return self._start_at

    def allowed(self, x: float, y: float) -> tuple[float, float]:
        """The nearest point inside the window, rounded to about 1/300 of its width."""
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        places = max(0, 2 - math.floor(math.log10(x1 - x0)))
        return round(min(max(x, x0), x1), places), round(min(max(y, y0), y1), places)

    def optimum_at(self, x: float, y: float) -> int | None:
        """Index of the optimum at a place; None if none is near."""
        return self.nearest(x, y, np.array([optimum.point or (np.nan, np.nan) for optimum in self._optima]))

    def point_at(self, x: float, y: float) -> tuple[str, int] | None:
        """Path and step of the point nearest to a place; None if none is near."""
        paths = [(name, np.vstack([self._paths[name].points, self._ahead[name].points[1:]])) for name in PATHS]
        found = self.nearest(x, y, np.concatenate([points for _, points in paths]))
        for name, points in paths:
            if found is not None and found < len(points):
                return name, found
            found = None if found is None else found - len(points)
        return None

    def reading(self, x: float, y: float) -> str:
        return "" if self._loss is None else self._loss(x, y)

    def _part_inside(self, points: Array) -> Array:
        """A path up to the first point far outside, since a diverging path would cover the picture."""
        x0, x1, y0, y1 = self._window
        reach = 3.0 * max(x1 - x0, y1 - y0)
        middle = np.array([x0 + x1, y0 + y1]) / 2.0
        outside = np.flatnonzero(~(np.abs(points - middle) <= reach).all(axis=1))
        return points[: outside[0] + 1] if len(outside) else points

    def _fit(self) -> None:
        """Keeps equal units along both axes."""
        width, height = (max(side, 1.0) for side in (self.getViewBox().width(), self.getViewBox().height()))
        x0, x1, y0, y1 = self._window
        unit = max((x1 - x0) / width, (y1 - y0) / height)
        x, y = (x0 + x1) / 2.0, (y0 + y1) / 2.0
        half = (unit * width / 2.0, unit * height / 2.0)
        self.set_ranges((x - half[0], x + half[0]), (y - half[1], y + half[1]))
        self._place_names()


def circle(radius: float, n_points: int = 181) -> Array:
    """A closed circle around the origin (n_points, 2)."""
    turn = np.linspace(0.0, 2.0 * np.pi, n_points)
    return radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)


def apart(pieces: Sequence[Array]) -> Array:
    """Polylines in one, with a gap (NaN) between them."""
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for piece in pieces for part in (piece, gap)]) if len(pieces) else gap
