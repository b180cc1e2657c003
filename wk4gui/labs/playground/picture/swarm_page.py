"""The page of the swarm: bands of both losses, the mean boundary, the disagreement, and the pairs."""

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number, format_percent
from wk4gui.lab.reason import Reason
from wk4gui.labs.playground.model.maps import Window, input_names, window_of
from wk4gui.labs.playground.model.medians import median
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.model.reasons import median_of_swarm_reason
from wk4gui.labs.playground.model.result import SwarmResult, VersusResult
from wk4gui.labs.playground.model.verdict import swarm_verdict, versus_verdict
from wk4gui.labs.playground.picture.boundary_plot import BoundaryPlot, PlanePoints
from wk4gui.labs.playground.picture.history_plots import EpochPlot, loss_window
from wk4gui.labs.playground.picture.tiles import kind_of
from wk4gui.render.boxes import below
from wk4gui.render.device_curve import Curve
from wk4gui.render.dots_item import Dots
from wk4gui.render.lab_view import LabView, Pane, split
from wk4gui.render.plot import WIDE_LEFT_PX, Plot, curve_pen
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.series_legend import Series, SeriesLegend
from wk4gui.render.setting_plot import Area
from wk4gui.render.step_plot import Run
from wk4gui.render.theme import Theme, faded, series_look

_NAMES = ("median training loss", "median test loss")
_NO_POINTS = PlanePoints(np.zeros((0, 2)), np.zeros(0))


class BandPlot(EpochPlot):
    """The median of both losses over the seeds, and their quartiles as areas."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("loss", theme, "Losses of all networks over the epochs")
        self._areas = [self.add(Area()) for _ in _NAMES]
        self.add_runs(len(_NAMES))

    def show_swarm(self, result: SwarmResult) -> None:
        """Shows median and quartiles over the networks."""
        rows = [result.swarm_train_loss, *([result.swarm_test_loss] if result.swarm_test_loss.shape[1] else [])]
        quartiles = [_quartiles(row) for row in rows]
        self.show_window(
            loss_window(np.concatenate([each.ravel() for each in quartiles]), log=True), float(result.swarm_epoch[-1])
        )
        runs = []
        for k, each in enumerate(quartiles):
            color, dash = series_look(self.theme, k)
            low, high = (self.axis_window.place(each[i]) for i in (0, 2))
            self._areas[k].set_area(result.swarm_epoch, low, high, self.theme, color)
            runs.append(Run(_NAMES[k], each[1], curve_pen(self.theme, color, 2.0, dash)))
        if len(rows) < len(_NAMES):
            self._areas[1].set_area(np.zeros(0), np.zeros(0), np.zeros(0), self.theme)
        self.show_runs(runs, None, result.swarm_epoch)


class PairPlot(Plot):
    """The loss of each seed without a regulariser against that with it."""

    left_px = WIDE_LEFT_PX

    def __init__(self, theme: Theme) -> None:
        super().__init__("loss without", "loss with", theme, "Losses with and without regularisers")
        for side in ("left", "bottom"):
            self.getAxis(side).setLogMode(True)
            self.getAxis(side).name_halves()
        self._line = self.add(Curve(curve_pen(theme, theme.ink3, 1.2, (4, 3))))
        self._line.pinnable = False
        self._dots = self.add(Dots(theme.forward, 3.2))
        self._dots.setZValue(4)

    def show_pairs(self, result: VersusResult) -> None:
        """Shows a dot for each seed; below the line the loss is lower with the regularisers."""
        with np.errstate(all="ignore"):
            pairs = np.log10(np.column_stack([result.without_loss, result.with_loss]))
        pairs = pairs[np.isfinite(pairs).all(axis=1)]
        low, high = (float(pairs.min()), float(pairs.max())) if len(pairs) else (-1.0, 0.0)
        margin = 0.08 * (high - low) or 0.2
        low, high = low - margin, high + margin
        self._line.set_pen(curve_pen(self.theme, self.theme.ink3, 1.2, (4, 3)))
        self._line.set_points(np.array([[low, low], [high, high]]))
        self._dots.set_color(faded(self.theme.forward, 0.75))
        self._dots.set_points(pairs)
        self.set_ranges((low, high), (low, high))


class SwarmPage:
    """The panes of the swarm, and how they are filled."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.bands, self.pairs = BandPlot(theme), PairPlot(theme)
        self.mean = BoundaryPlot(theme, "Mean of all networks over the plane")
        self.disagreement = BoundaryPlot(theme, "Disagreement of the networks over the plane")
        self.legend, self.outcome, self.versus = SeriesLegend(theme), SentenceLabel(theme), SentenceLabel(theme)
        for label in (self.outcome, self.versus):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.panes = [
            Pane("bands", "Losses of all networks", self.bands, self.legend),
            Pane("mean", "Mean of all networks", self.mean),
            Pane("versus", "With and without regularisers", below(self.pairs, self.versus, stretches=(1, 0))),
            Pane("disagreement", "Where the networks disagree", self.disagreement),
        ]

    def arranged(self) -> QWidget:
        """The panes in two rows."""
        top = split(Qt.Orientation.Horizontal, *self.panes[:2], sizes=(12, 10))
        bottom = split(Qt.Orientation.Horizontal, *self.panes[2:], sizes=(12, 10))
        return split(Qt.Orientation.Vertical, top, bottom, sizes=(11, 10))

    def explain(self, view: LabView) -> None:
        """Registers the reasons."""
        view.explain(self.bands, self.bands.run_at, _band_reason, part="swarm")

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        for item in (self.bands, self.pairs, self.mean, self.disagreement, self.legend, self.outcome, self.versus):
            item.set_theme(theme)

    def show_run(self, params: Params) -> None:
        """What is known before the swarm is trained."""
        for plot in (self.mean, self.disagreement):
            plot.name_axes(input_names(params))
            plot.show_window(window_of(params))

    def _say_most(self, params: Params, result: SwarmResult) -> None:
        self.panes[3].entitle(_most(params, result))

    def show_part(self, name: str, params: Params, result: Any) -> None:
        """Shows the swarm, or the comparison."""
        if name == "versus":
            self.pairs.show_pairs(result)
            self.versus.show_sentence(versus_verdict(params, result).sentence)
            return
        self.outcome.show_sentence(swarm_verdict(params, result).sentence)
        self.bands.show_swarm(result)
        window = Window(
            (float(result.map_x[0]), float(result.map_x[-1])), (float(result.map_y[0]), float(result.map_y[-1]))
        )
        problem = problem_of(params)
        self.mean.show_output(np.nan_to_num(result.mean_output), kind_of(problem), window)
        self.disagreement.show_output(_shares(result.disagreement), "signed", window, line=False)
        self._say_most(params, result)
        points = PlanePoints(problem.train.X, problem.learned_values[0])
        own = params.swarm_over == "start"
        self.mean.show_points(points if own else _NO_POINTS, _NO_POINTS, len(problem.classes))
        looks = [Series(name, *series_look(self.theme, k)) for k, name in enumerate(_NAMES)]
        self.legend.show_series(looks if result.swarm_test_loss.shape[1] else looks[:1])


def _quartiles(row: Array) -> Array:
    """Both quartiles of the networks that have a loss, and between them the median of all; NaN where it is infinite."""
    there = np.isfinite(row).any(axis=0)
    found = np.full((3, row.shape[1]), np.nan)
    found[[0, 2]] = np.where(there, np.nanquantile(np.where(there, row, 0.0), [0.25, 0.75], axis=0), np.nan)
    middle = median(row, axis=0)
    found[1] = np.where(np.isfinite(middle), middle, np.nan)
    return found


def _most(params: Params, result: SwarmResult) -> str:
    """What the strongest colour of the disagreement means."""
    most = _largest(result.disagreement)
    if problem_of(params).classes:
        return f"Where the networks disagree: up to {format_percent(most)} %"
    return f"Where the networks differ: σ up to {format_number(most, 3)}"


def _largest(disagreement: Array) -> float:
    """The largest finite value; 0 without one."""
    return float(disagreement[np.isfinite(disagreement)].max(initial=0.0))


def _shares(disagreement: Array) -> Array:
    """The disagreement as shares of its largest value, in the orange half of the colours."""
    return np.asarray(np.nan_to_num(disagreement)[None] / max(_largest(disagreement), 1e-12))


def _band_reason(params: Params, result: SwarmResult, frame: int, item: tuple[int, int]) -> Reason | None:
    return median_of_swarm_reason(result, ("swarm_train_loss", "swarm_test_loss")[item[0]], item[1])
