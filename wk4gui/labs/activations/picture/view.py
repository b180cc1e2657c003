"""The picture of the activations lab: both curves with a probe, gradients and activations by layer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.number_format import format_number
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.reasons import (
    edge_reason,
    gradient_reason,
    mean_reason,
    saturation_reason,
    slope_reason,
    value_reason,
)
from wk4gui.labs.activations.model.result import Result
from wk4gui.labs.activations.model.saturation import morphed
from wk4gui.labs.activations.picture.function_looks import FUNCTION_LOOKS, MORPH_LOOK
from wk4gui.labs.activations.picture.layer_plots import GradientPlot, SaturationPlot
from wk4gui.labs.activations.picture.probe_plot import CurveData, ProbePlot
from wk4gui.render.boxes import below
from wk4gui.render.lab_view import LabView, Pane, everywhere, split
from wk4gui.render.ridge_plot import Histogram, RidgePlot
from wk4gui.render.series_legend import Series, SeriesLegend
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.theme import Theme

_PREFIXES = ("", "compare_")
"""Prefixes of the fields of the function and of the one it is compared with."""


class ActivationsView(LabView):
    """f and f′ with flat zones and a probe, gradients by layer, a ridge of histograms, saturation by layer."""

    Concealable = frozenset({"slope", "zones"})
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {"": SlidePanes(("curves",), "gradients")}

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.curve = ProbePlot("", "activation f(z)", "f(z)", theme, "The activation over z")
        self.slope = ProbePlot("pre-activation z", "slope f′(z)", "f′(z)", theme, "The slope of the activation over z")
        self.gradients = GradientPlot(theme)
        self.ridge = RidgePlot("activation a", theme, "Histograms of activations")
        self.saturation = SaturationPlot(theme)
        self.legends = [SeriesLegend(theme) for _ in range(3)]
        self._arrange()
        self._explain()
        for plot in (self.curve, self.slope):
            plot.dragged.connect(lambda z, _, drag: self.edited.emit({"z": z}, drag))
            plot.dropped.connect(self.settled)

    def draw(self, params: Params, result: Result, frame: int) -> None:
        looks = (FUNCTION_LOOKS[params.function], FUNCTION_LOOKS[params.compare or params.function], MORPH_LOOK)
        for plot in (self.curve, self.slope, self.gradients, self.ridge, self.saturation):
            plot.set_looks(looks)
        self._name_series(params)
        self._draw_curves(params, result)
        self.gradients.show_gradients(
            (result.grad_norm, result.compare_grad_norm),
            (result.slope_factor, result.compare_slope_factor),
            [partial(gradient_reason, params, result, series, 0) for series in (0, 1)],
        )
        self.saturation.show_shares((result.layer_saturated, result.compare_layer_saturated))
        self.ridge.show_rows([_row(params, result, layer) for layer in _layers(params.depth)])

    def apply_theme(self, theme: Theme) -> None:
        for plot in (self.curve, self.slope, self.gradients, self.ridge, self.saturation):
            plot.set_theme(theme)
        for legend in self.legends:
            legend.set_theme(theme)

    def _arrange(self) -> None:
        both = below(self.curve, self.slope, stretches=(5, 4))
        curves = self.add_pane(Pane("curves", "Activation and slope", both, self.legends[0]))
        gradients = self.add_pane(Pane("gradients", "Gradient by layer", self.gradients, self.legends[1]))
        ridge = self.add_pane(Pane("ridge", "Activations of three layers", self.ridge, self.legends[2]))
        saturation = self.add_pane(Pane("saturation", "Saturated by layer", self.saturation))
        top = split(Qt.Orientation.Horizontal, curves, gradients, sizes=(11, 9))
        bottom = split(Qt.Orientation.Horizontal, ridge, saturation, sizes=(11, 9))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split(Qt.Orientation.Vertical, top, bottom, sizes=(5, 3)))

    def _explain(self) -> None:
        for plot, make in ((self.curve, value_reason), (self.slope, slope_reason)):
            reason = partial(_curve_reason, make)
            self.explain(plot, lambda x, y: (x, y), reason, has_left_click_action=everywhere)
        for dots, of_layer in ((self.gradients, gradient_reason), (self.saturation, saturation_reason)):
            self.explain(dots, dots.dot_at, partial(_layer_reason, of_layer))
        self.explain(self.ridge, lambda _, y: self.ridge.row_at(y), _row_reason)

    def _name_series(self, params: Params) -> None:
        names = [name for name in (params.function, params.compare) if name is not None]
        lines = [Series(ACTIVATIONS[name].label, *FUNCTION_LOOKS[name].on(self.theme)) for name in names]
        morph = [Series(_morph_words(params.morph), *MORPH_LOOK.on(self.theme))] if params.morph > 0.0 else []
        dotted = [Series("(max f′)ˡ", self.theme.ink2, (1, 2), 1.2)]
        for legend, series in zip(self.legends, (lines + morph, lines + dotted, lines), strict=True):
            legend.show_series(series)

    def _draw_curves(self, params: Params, result: Result) -> None:
        curves = [_curve(params, result, series) for series in (0, 1)]
        slopes = [_slope(params, result, series) for series in (0, 1)]
        if params.morph > 0.0:
            morph, at = morphed(params.morph), np.array([params.z])
            curves.append(CurveData(result.morph_f, float(morph.f(at)[0])))
            slopes.append(CurveData(result.morph_df, float(morph.df(at)[0])))
        if "zones" in self.concealed:
            curves = [None if curve is None else replace(curve, zones=()) for curve in curves]
        if "slope" in self.concealed:
            curves = [None if curve is None else replace(curve, slope=None) for curve in curves]
        self.slope.setVisible("slope" not in self.concealed)
        self.curve.show_curves(result.z_axis, params.z, curves)
        self.slope.show_curves(result.z_axis, params.z, slopes)


def _curve_reason(
    make: Callable[..., Reason], params: Params, result: Result, frame: int, place: tuple[float, float]
) -> Reason:
    """The reason of the nearest curve at this z."""
    x, y = place
    z = round(min(max(x, float(result.z_axis[0])), float(result.z_axis[-1])), 2)
    there = [0, *([1] if params.compare is not None else []), *([2] if params.morph > 0.0 else [])]
    return min((make(params, series, z) for series in there), key=lambda reason: abs(reason.value - y))


def _layer_reason(
    make: Callable[..., Reason], params: Params, result: Result, frame: int, dot: tuple[int, int]
) -> Reason | None:
    series, layer = dot
    return make(params, result, series, layer) if layer >= 0 else None


def _row_reason(params: Params, result: Result, frame: int, found: tuple[int, int]) -> Reason | None:
    """The reason of the mean activation in a row."""
    row, series = found
    layers = _layers(params.depth)
    if not 0 <= row < len(layers) or (series and params.compare is None):
        return None
    return mean_reason(params, result, series, layers[row])


def _curve(params: Params, result: Result, series: int) -> CurveData | None:
    """The data of one function, the first with its tangent; None without a second function."""
    values, at, slope, zones = (
        getattr(result, _PREFIXES[series] + name) for name in ("f", "f_at_z", "df_at_z", "saturated_intervals")
    )
    why = partial(value_reason, params, series, params.z)
    return None if values is None else CurveData(values, at, zones, slope, why=why)


def _slope(params: Params, result: Result, series: int) -> CurveData | None:
    values, at, zones = (getattr(result, _PREFIXES[series] + name) for name in ("df", "df_at_z", "saturated_intervals"))
    if values is None:
        return None
    why, why_edge = partial(slope_reason, params, series, params.z), partial(edge_reason, params, series)
    name = _named(params, series)
    return CurveData(values, at, zones, named=True, name=name, why=why, why_edge=why_edge)


def _layers(depth: int) -> Sequence[int]:
    """The first, the middle and the last layer, counted from 0; fewer where they coincide."""
    return sorted({0, (depth - 1) // 2, depth - 1})


def _row(params: Params, result: Result, layer: int) -> tuple[str, list[Histogram | None]]:
    compared = None if params.compare is None else _histogram(params, result, 1, layer)
    return f"layer {layer + 1}", [_histogram(params, result, 0, layer), compared]


def _histogram(params: Params, result: Result, series: int, layer: int) -> Histogram:
    edges, shares, mean, flat = (
        getattr(result, _PREFIXES[series] + name)
        for name in ("histogram_edges", "layer_histogram", "layer_mean", "layer_saturated")
    )
    why_flat = partial(saturation_reason, params, result, series, layer)
    saturated = phrase("saturated {share} %", share=Numeral(float(flat[layer]), 1, why_flat, "percent"))
    average = Numeral(float(mean[layer]), 2, partial(mean_reason, params, result, series, layer))
    long = phrase("mean {mean}, {saturated}", mean=average, saturated=saturated)
    name = _named(params, series)
    words = tuple(phrase(f"{name}{{words}}", words=words) for words in (long, saturated))
    return Histogram(shares[layer], float(edges[0]), float(edges[-1]), words)


def _named(params: Params, series: int) -> str:
    """What stands before words on one function of several."""
    if params.compare is None:
        return ""
    function = (params.function, params.compare, None)[series]
    return "morph: " if function is None else f"{ACTIVATIONS[function].label}: "


def _morph_words(morph: float) -> str:
    k, m = format_number(1.0 + morph, 2), format_number(morph, 2)
    return f"{k}σ({k}z) − {m}"
