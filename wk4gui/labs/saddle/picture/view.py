"""The picture of the saddle lab: the map with all descents, the surface in space, the loss, and when runs escape."""

import math
from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.lab.declarations import ViewState
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral
from wk4gui.labs.saddle.model.compute import at
from wk4gui.labs.saddle.model.params import Params, surface_of
from wk4gui.labs.saddle.model.reasons import count_reason, predicted_reason, run_reason, step_reason, value_reason
from wk4gui.labs.saddle.model.result import Result
from wk4gui.labs.saddle.picture.legend_column import LegendColumn
from wk4gui.labs.saddle.picture.race_looks import joined, optimizer_pen, plain_pens
from wk4gui.labs.saddle.picture.race_plots import EscapeBars, LossRace
from wk4gui.labs.saddle.picture.surface_3d import SpaceLine, Surface3D
from wk4gui.labs.saddle.picture.surface_plot import SurfacePlot
from wk4gui.render.heights import Heights
from wk4gui.render.lab_view import LabView, Pane, split
from wk4gui.render.named import named
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.theme import Theme

_RUNS_IN_SPACE = 8
_LEGEND_GAP = 6
_WIDE, _UNBOUNDED = 1.2, 16_777_215
"""Of a pane's width and height: from which on the legend stands beside the map; and Qt's largest width."""
_MOST_BESIDE = 6
"""Entries of the legend that leave room for a second pane on a slide."""
_MAP_TITLE = "Loss over the two weights"


class State(ViewState, frozen=True):
    """The view state of the saddle lab."""

    digits: Annotated[
        int,
        Meta(ge=0, le=6, title="Digits", description="Decimals of the numbers below the map.", extra={"toolbar": True}),
    ] = 3
    azimuth: Annotated[
        float, Meta(ge=-180.0, le=180.0, title="Azimuth", description="Angle of the camera, in degrees.")
    ] = -35.0
    elevation: Annotated[float, Meta(ge=5.0, le=90.0, title="Elevation", description="Elevation of the camera.")] = 38.0


class SaddleView(LabView):
    """Map, surface in space, loss against steps, and the histogram of escape steps."""

    State: ClassVar[type[ViewState]] = State
    Concealable = frozenset({"points"})
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {"": SlidePanes(("map",), "escapes", share=0.5)}

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.map = SurfacePlot(theme)
        self.space = Surface3D(theme)
        self.losses = LossRace(theme)
        self.escapes = EscapeBars(theme)
        self.reading = named(QLabel(), "reading")
        self.reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._heights: tuple[object, Heights | None] = (None, None)
        self.slide_legend = self.legend = LegendColumn(theme)
        self.lower_legend = LegendColumn(theme)
        self._arrange()
        self.explain(self.map, lambda x, y: (x, y), self._place_reason)
        self.explain(self.losses, self.losses.loss_at, _loss_reason)
        self.explain(self.escapes, lambda x, _: self.escapes.bar_at(x), _count_reason)
        self.map.dragged.connect(lambda x, y, drag: self.edited.emit({"start": [x, y]}, drag))
        self.map.window_moved.connect(self._move_window)
        self.map.dropped.connect(self.settled)
        self.map.pointed.connect(self._read)
        self.space.turned.connect(lambda a, e: self.set_state(self.state.with_(azimuth=a, elevation=e)))
        self.map.left.connect(self._leave)

    def draw(self, params: Params, result: Result, frame: int) -> None:
        names = result.optimizers
        self.map.show_axes(_axes(params))
        self.map.show_surface(result.x_axis, result.y_axis, result.grid, self._heights_of(result))
        self.map.surface_height.set_height(lambda x, y: _height(params, x, y), (params.surface, params.expression))
        points = () if "points" in self.concealed else result.critical_points
        self.map.show_points(points, result.critical_curve, params.start)
        self.map.show_runs(_rates(params), result.paths, result.paths_noise_free, frame)
        self.legend.show_entries(self.map.entries)
        self.lower_legend.show_entries(self.map.entries)
        self._place_legend()
        self._draw_space(params, result, frame)
        heights = self._heights_of(result)
        self.losses.show_loss(names, result.path_loss, result.path_loss_noise_free, frame, heights)
        predicted = result.predicted_median_escape
        numeral = None if predicted is None else Numeral(predicted, 0, partial(predicted_reason, params, result))
        self.escapes.show_escapes(names, result.escape_step, numeral, frame)
        self.escapes.show_words(_nothing_to_count(result))

    def apply_theme(self, theme: Theme) -> None:
        for item in (self.map, self.space, self.losses, self.escapes, self.legend, self.lower_legend):
            item.set_theme(theme)

    def _place_reason(self, params: Params, result: Result, frame: int, place: tuple[float, float]) -> Reason | None:
        """The reason of a point of a descent without noise, else of f at the place."""
        near = self.map.nearest(*place, result.paths_noise_free[:, : frame + 1])
        return value_reason(params, *place) if near is None else step_reason(params, result, *divmod(near, frame + 1))

    def _arrange(self) -> None:
        content = self._map_content = QWidget()
        self._map_box = QBoxLayout(QBoxLayout.Direction.TopToBottom, content)
        self._map_box.setContentsMargins(0, 0, 0, 0)
        self._map_box.setSpacing(_LEGEND_GAP)
        self._map_box.addWidget(self.map, 1)
        self._map_box.addWidget(self.lower_legend)
        whole = self.add_pane(Pane("map", _MAP_TITLE, content, self.reading))
        self.map.getViewBox().sigResized.connect(self._place_legend)
        losses = self.add_pane(Pane("losses", "Loss against steps", self.losses))
        escapes = self.add_pane(Pane("escapes", "Steps until runs escape", self.escapes))
        space = self.add_pane(Pane("space", "The surface in space", self.space))
        right = split(Qt.Orientation.Vertical, space, losses, escapes, sizes=(8, 5, 5))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split(Qt.Orientation.Horizontal, whole, right, sizes=(13, 8)))

    def slide_panes(self) -> SlidePanes:
        """The map alone where its legend needs the room beside it."""
        panes = super().slide_panes()
        return panes._replace(small="") if len(self.legend.texts) > _MOST_BESIDE else panes

    def _place_legend(self) -> None:
        """Puts the legend below the map, or beside it where that is wide, if it would cover too much of the map."""
        lower, whole = self.lower_legend, self._map_content.size()
        fits = self.map.legend_fits(whole.width(), whole.height())
        wide = whole.width() > _WIDE * whole.height()
        ways = QBoxLayout.Direction
        self._map_box.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        lower.setMaximumWidth(lower.natural_width if wide else _UNBOUNDED)
        lower.setMinimumWidth(min(lower.natural_width, whole.width() // 2) if wide else 0)
        lower.setVisible(not self.theme.slide and not fits)

    def _draw_space(self, params: Params, result: Result, frame: int) -> None:
        heights, hidden = self._heights_of(result), "points" in self.concealed
        axes = surface_of(params).axes
        self.space.set_camera(self.state.azimuth, self.state.elevation)
        self.space.show_surface(result.x_axis, result.y_axis, result.grid, heights, axes)
        alone = len(result.optimizers) == 1
        lines: list[SpaceLine] = []
        for i, name in enumerate(result.optimizers):
            pens = (optimizer_pen(self.theme, name, 1.1, opacity=0.85),)
            n = min(_RUNS_IN_SPACE if alone else 1, params.n_runs)
            runs = np.concatenate([result.paths[i, :n], result.path_loss[i, :n, :, None]], axis=2)
            lines.append(SpaceLine(joined(runs, frame), pens))
        for i, name in enumerate(result.optimizers):
            pens_without = plain_pens(self.theme, name, alone=alone)
            lines.append(_line(result.paths_noise_free[i], result.path_loss_noise_free[i], frame, pens_without))
        self.space.show_lines(lines, [(p.kind, p.x, p.y, p.value) for p in result.critical_points if not hidden])

    def _heights_of(self, result: Result) -> Heights:
        grid, heights = self._heights
        if heights is None or grid is not result.grid:
            heights = Heights(result.grid)
            self._heights = (result.grid, heights)
        return heights

    def _move_window(self, ends: tuple[float, float, float, float] | None, drag: int) -> None:
        """Asks for another window, rounded to what can be distinguished in it."""
        if ends is None:
            self.edited.emit({"x_range": None, "y_range": None}, drag)
            return
        pairs = (ends[:2], ends[2:])
        places = [max(0, 3 - math.floor(math.log10(high - low))) for low, high in pairs]
        x, y = ([round(end, n) for end in pair] for pair, n in zip(pairs, places, strict=True))
        self.edited.emit({"x_range": x, "y_range": y}, drag)

    def _read(self, x: float, y: float) -> None:
        """Shows the surface's numbers under the pointer, and the place in space."""
        if self._shown is not None:
            params = self._shown[0]
            compared = self.map.compared(x, y)
            self.reading.setText("  ".join([escape(_numbers(params, x, y, self.state.digits)), *compared]))
            self.space.show_pointer((x, y, at(params, x, y)["value"]))

    def _leave(self) -> None:
        self.reading.setText("")
        self.space.show_pointer(None)


def _loss_reason(params: Params, result: Result, frame: int, found: tuple[int, int | None, int]) -> Reason | None:
    k, run, step = found
    if step > frame:
        return None
    return step_reason(params, result, k, step) if run is None else run_reason(params, result, k, run, step)


def _count_reason(params: Params, result: Result, frame: int, found: tuple[int, int, int]) -> Reason | None:
    return count_reason(params, result, *found, frame)


def _height(params: Params, x: float, y: float) -> float:
    """The value f at a place; NaN if it has none."""
    value = at(params, x, y)["value"]
    return math.nan if value is None else float(value)


def _line(path: Array, loss: Array, frame: int, pens: tuple[QPen, ...]) -> SpaceLine:
    """A descent up to a frame on the surface."""
    return SpaceLine(np.column_stack([path, loss])[: frame + 1], pens)


def _numbers(params: Params, x: float, y: float, digits: int) -> str:
    """f, gradient and eigenvalues at a place."""
    found = at(params, x, y)

    def pair(values: object) -> str:
        if not isinstance(values, tuple | list) and not hasattr(values, "__iter__"):
            return "none"
        return "(" + ", ".join(format_number(float(v), digits) for v in values) + ")"

    where = f"at {pair((x, y))}"
    if found["value"] is None:
        return f"f has no value {where}"
    value = format_number(found["value"], digits)
    return f"f = {value}  ∇f = {pair(found['gradient'])}  λ = {pair(found['eigenvalues'])}  {where}"


def _rates(params: Params) -> dict[str, float]:
    """The learning rate of each optimizer."""
    adaptive = {name: OPTIMIZERS[name].adaptive for name in params.optimizers}
    return {name: params.adaptive_learning_rate if own else params.learning_rate for name, own in adaptive.items()}


def _axes(params: Params) -> tuple[str, str]:
    x, y = surface_of(params).axes
    return f"first weight {x}", f"second weight {y}"


def _nothing_to_count(result: Result) -> str:
    if result.saddle is None:
        return "no saddle in the window"
    if all(t is None for row in result.escape_step for t in row):
        return "no run leaves the saddle"
    if all(t == 0 for row in result.escape_step for t in row):
        return "all begin beyond the escape radius"
    return ""
