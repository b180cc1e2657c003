"""The picture of the weight decay lab: two rules on one map, term by term, and networks with several λ."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.declarations import ViewState
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.labs.weight_decay.model.derivation import step_at
from wk4gui.labs.weight_decay.model.geometry import circle_radii, contour, loss_levels, window
from wk4gui.labs.weight_decay.model.network import LAMBDAS
from wk4gui.labs.weight_decay.model.network_reasons import mean_reason, strength_reason
from wk4gui.labs.weight_decay.model.params import Params, loss_of, strength_of
from wk4gui.labs.weight_decay.model.reasons import CurveQuantity
from wk4gui.labs.weight_decay.model.result import NetworkResult, Result
from wk4gui.labs.weight_decay.model.verdict import network_verdict
from wk4gui.labs.weight_decay.picture.decay_looks import LABELS, path_look, path_pen
from wk4gui.labs.weight_decay.picture.decay_map import DecayMap, MapLayers, Point, apart, circle
from wk4gui.labs.weight_decay.picture.ladder_plots import FitCurves, LambdaLines
from wk4gui.labs.weight_decay.picture.reasons import (
    dot_reason,
    fit_reason,
    line_reason,
    place_reason,
    term_reason,
    weights_reason,
)
from wk4gui.labs.weight_decay.picture.step_lines import StepLines
from wk4gui.labs.weight_decay.picture.twin_columns import TwinColumns
from wk4gui.labs.weight_decay.picture.twin_step import SAME, twin_step
from wk4gui.render.boxes import below
from wk4gui.render.lab_view import Pane, split
from wk4gui.render.paged_view import PagedView
from wk4gui.render.ridge_plot import Histogram, HistogramRow, RidgePlot
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.series_legend import Series, SeriesLegend
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.theme import Theme, series_look

_OVER_STEPS = {"norm": "norm ‖w‖", "loss": "loss L", "objective": "objective J", "difference": "difference |Δw|"}
_OVER_TITLES = {
    "norm": "Norm over the steps",
    "loss": "Loss over the steps",
    "objective": "Objective over the steps",
    "difference": "Distance from the penalty's path",
}
_MAX_LEVELS, _MAX_CIRCLES = 9, 5
ARGB = QColor.NameFormat.HexArgb


class State(ViewState, frozen=True):
    """The view state of the weight_decay lab."""

    show: Annotated[
        Literal["descent", "network"],
        Meta(
            title="Show",
            description="Two weights on a quadratic loss, or networks with several λ.",
            extra={"toolbar": True, "labels": {"descent": "the descent", "network": "the networks"}},
        ),
    ] = "descent"
    over_steps: Annotated[
        Literal["norm", "loss", "objective", "difference"],
        Meta(
            title="Against steps",
            description="The quantity of the paths that is drawn over the steps.",
            extra={"toolbar": True},
        ),
    ] = "norm"
    digits: Annotated[
        int, Meta(ge=0, le=6, title="Digits", description="Decimals of the numbers.", extra={"toolbar": True})
    ] = 4


class WeightDecayView(PagedView):
    """Contours, circles and paths; a step in two columns; norms over the steps; or the networks."""

    State: ClassVar[type[ViewState]] = State
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {
        "descent": SlidePanes(("step",), "map"),
        "network": SlidePanes(("weights",), "losses", share=0.56),
    }
    Parts: ClassVar[Mapping[str, tuple[str, ...]]] = {"network": ("network",)}
    Concealable = frozenset({"paths"})

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.map, self.twins, self.lines = DecayMap(theme), TwinColumns(theme), StepLines(theme)
        self.weights = RidgePlot("weight w", theme, "Histograms of the weights by λ", n_rows=len(LAMBDAS))
        losses = ("training loss", "test loss")
        self.losses = LambdaLines("weight decay λ", "mean squared error", theme, losses, "Losses by λ")
        self.norms = LambdaLines("weight decay λ", "norm ‖w‖", theme, ("‖w‖",), "Norm of the weights by λ")
        self.fits, self.outcome = FitCurves(len(LAMBDAS), theme), SentenceLabel(theme)
        self.legends = [SeriesLegend(theme) for _ in range(4)]
        self.outcome.setWordWrap(True)
        self._arrange()
        self._explain()
        self.map.dragged.connect(lambda x, y, drag: self.edited.emit({"start": [x, y]}, drag))
        self.map.dropped.connect(self.settled)

    def _explain(self) -> None:
        """Registers all reasons; the left button also drags the start."""
        at, map_ = self.fits, self.map
        self.explain(map_, lambda x, y: (map_.optimum_at(x, y), map_.point_at(x, y), (x, y)), place_reason)
        self.explain(self.twins, self.twins.number_at, term_reason)
        self.explain(self.lines, self._line_at, line_reason)
        self.explain(self.weights, lambda x, y: (self.weights.row_at(y)[0], x), weights_reason, part="network")
        losses = dot_reason(("train_loss", "test_loss"))
        self.explain(self.losses, self.losses.dot_at, losses, part="network")
        self.explain(self.norms, self.norms.dot_at, dot_reason(("weight_norm",)), part="network")
        self.explain(at, lambda x, y: (at.dot_at(x, y), at.curve_at(x, y)), fit_reason, part="network")

    def _line_at(self, x: float, y: float) -> tuple[CurveQuantity, str, int] | None:
        found = self.lines.point_at(x, y)
        return None if found is None else (self.state.over_steps, *found)

    def draw_page(self, page: str, params: Params, result: Result, frame: int) -> None:
        self._name_series(result)
        if page == "network":
            return
        heights = (params.curvature, params.angle, params.optimum, strength_of(params))
        hidden = "paths" in self.concealed
        layers, optima, paths = _map_layers(params, result), _optima(params, result), _paths(result)
        if hidden:
            nothing = np.zeros((0, 2))
            layers = replace(layers, touching_contour=nothing, touching_circle=nothing, optima=nothing)
            optima = [optima[0], *[("", None)] * (len(optima) - 1)]
            paths = {name: path[:1] for name, path in paths.items()}
        self.map.show_layers(
            layers,
            lambda x, y: _numbers(params, x, y, self.state.digits),
            lambda x, y: sum(_heights(params, x, y)),
            heights,
        )
        self.map.show_points(params.start, optima)
        self.map.show_paths(paths, frame)
        at = min(frame, params.n_steps - 1)
        step = step_at(params, result, at)
        arrows = None if step is None or hidden else (step.w_decay, step.w_decay + step.shrink, step.next_decay)
        self.map.show_step(arrows)
        self.twins.show_step(twin_step(params, result, step, self.state.digits), self.state.digits)
        self._twin_pane.entitle(f"Step {at} → {at + 1}, written twice")
        self._draw_lines(result, frame)

    def draw_part(self, name: str, params: Params, result: NetworkResult) -> None:
        self.outcome.show_sentence(network_verdict(params, result, 0).sentence)
        self.outcome.setToolTip(self.outcome.text())
        self.weights.show_rows(_rows(result))
        self.losses.show_lambdas(result.lambdas, (result.train_loss, result.test_loss), (0, 1))
        self.norms.show_lambdas(result.lambdas, (result.weight_norm,), (3,))
        points = np.column_stack([result.network_points_x, result.network_points_y])
        names = [format_number(float(each), 5) for each in result.lambdas]
        self.fits.show_fits(result.network_x, result.network_target, result.network_curves, names, points)

    def apply_theme(self, theme: Theme) -> None:
        for item in (self.map, self.twins, self.lines, self.weights, self.losses, self.norms, self.fits, self.outcome):
            item.set_theme(theme)
        for legend in self.legends:
            legend.set_theme(theme)

    def _arrange(self) -> None:
        whole = self.add_pane(Pane("map", "Loss, penalty and paths", below(self.legends[0], self.legends[3], self.map)))
        self._twin_pane = self.add_pane(Pane("step", "One step, written twice", self.twins))
        self._lines_pane = self.add_pane(Pane("over_steps", _OVER_TITLES["norm"], self.lines))
        right = split(Qt.Orientation.Vertical, self._twin_pane, self._lines_pane, sizes=(7, 3))
        picture = split(Qt.Orientation.Horizontal, whole, right, sizes=(9, 12))
        self.add_page("descent", picture, (whole, self._twin_pane, self._lines_pane))
        weights = self.add_pane(Pane("weights", "All weights, by λ", self.weights))
        fits = self.add_pane(Pane("fits", "What one network has learnt", below(self.legends[1], self.fits)))
        losses = self.add_pane(Pane("losses", "Losses by λ", self.losses, self.legends[2]))
        norms = self.add_pane(Pane("norms", "Norm by λ", self.norms))
        left = split(Qt.Orientation.Vertical, weights, norms, sizes=(5, 3))
        beside = split(Qt.Orientation.Vertical, fits, losses, sizes=(1, 1))
        picture = split(Qt.Orientation.Horizontal, left, beside, sizes=(1, 1))
        self.add_page("network", picture, (weights, fits, losses, norms), self.outcome)

    def _name_series(self, result: Result) -> None:
        theme = self.theme
        looks = [(LABELS[name], path_look(theme, name), path_pen(theme, name)) for name in (*result.paths[1:], "plain")]
        paths = [Series(name, pen.color().name(ARGB), dash, width) for name, (_, dash, width), pen in looks]
        self.legends[0].show_series(paths[:2])
        self.legends[3].show_series(paths[2:])
        lambdas = [format_number(each, 5) for each in LAMBDAS]
        curves = [Series(f"λ = {each}", *series_look(theme, k)) for k, each in enumerate(lambdas)]
        self.legends[1].show_series([Series("target", theme.ink3, (), 3.0), *curves])
        losses = [Series(name, *series_look(theme, k)) for k, name in enumerate(("training", "test"))]
        self.legends[2].show_series(losses)

    def _draw_lines(self, result: Result, frame: int) -> None:
        wanted = self.state.over_steps
        self._lines_pane.entitle(_OVER_TITLES[wanted])
        self._lines_pane.setAccessibleName(_OVER_TITLES[wanted])
        if wanted == "difference":
            self.lines.show_lines(_OVER_STEPS[wanted], _differences(result), frame, log=True)
            return
        rows = getattr(result, wanted)
        self.lines.show_lines(_OVER_STEPS[wanted], dict(zip(result.paths, rows, strict=True)), frame)


def _paths(result: Result) -> dict[str, Array]:
    return {name: getattr(result, f"path_{name}") for name in result.paths}


def _differences(result: Result) -> dict[str, Array]:
    """Distances of the two decays' paths from the penalty's, at each step."""
    found = {"decay": result.difference}
    if result.path_decay_velocity is not None:
        with np.errstate(invalid="ignore"):
            found["decay_velocity"] = np.abs(result.path_l2 - result.path_decay_velocity).max(axis=1)
    return found


def _map_layers(params: Params, result: Result) -> MapLayers:
    levels, radii = loss_levels(params, result, _MAX_LEVELS), circle_radii(params, result, _MAX_CIRCLES)
    touching = float(loss_of(params).loss(result.regularized_optimum))
    has_penalty = strength_of(params) > 0.0
    nothing = np.zeros((0, 2))
    return MapLayers(
        window=window(params, result),
        contours=apart([contour(params, float(level)) for level in levels]),
        touching_contour=contour(params, touching) if has_penalty else nothing,
        circles=apart([circle(float(radius)) for radius in radii]),
        touching_circle=circle(float(np.linalg.norm(result.regularized_optimum))) if has_penalty else nothing,
        optima=result.regularization_path,
    )


def _optima(params: Params, result: Result) -> list[tuple[str, Point | None]]:
    """The optimum of the loss, that with the penalty, and the limit of the rule, if it is a third place."""
    found: list[tuple[str, Point | None]] = [("w*", params.optimum)]
    with_penalty, own = result.regularized_optimum, result.rule_optimum
    found.append(("w* with λ", _place(with_penalty)) if strength_of(params) > 0.0 else ("", None))
    elsewhere = own is not None and float(np.abs(own - with_penalty).max()) > SAME
    found.append(("shrink, then step", _place(own)) if elsewhere and own is not None else ("", None))
    return found


def _place(point: Array) -> Point:
    return float(point[0]), float(point[1])


def _numbers(params: Params, x: float, y: float, digits: int) -> str:
    """Loss, penalty and their sum at a place."""
    loss, pull = _heights(params, x, y)
    where = f"w = ({format_number(x, digits)}, {format_number(y, digits)})"
    parts = (f"{name} {format_number(value, digits)}" for name, value in _named(loss, pull))
    return f"{where}: " + ", ".join(parts)


def _heights(params: Params, x: float, y: float) -> tuple[float, float]:
    """Loss and penalty at a place."""
    w = np.array([x, y])
    return float(loss_of(params).loss(w)), 0.5 * strength_of(params) * float(w @ w)


def _named(loss: float, pull: float) -> tuple[tuple[str, float], ...]:
    return ("loss", loss), ("penalty", pull), ("objective", loss + pull)


def _rows(result: NetworkResult) -> list[HistogramRow]:
    low, high = float(result.weight_edges[0]), float(result.weight_edges[-1])
    rows: list[HistogramRow] = []
    for k, share in enumerate(result.weight_histogram):
        value = float(result.weight_norm[k].mean())
        norm = phrase("‖w‖ = {norm}", norm=Numeral(value, 2, partial(mean_reason, result, "weight_norm", k)))
        histogram = Histogram(share, low, high, (norm,))
        strength = Numeral(float(result.lambdas[k]), 5, partial(strength_reason, result, k))
        rows.append((phrase("λ = {strength}", strength=strength), [histogram, None]))
    return rows
