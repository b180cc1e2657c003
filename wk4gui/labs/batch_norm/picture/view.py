"""The picture of the batch norm lab: a batch in the layer, and trainings with and without batch norm."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number, short_number
from wk4gui.lab.declarations import ViewState
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.labs.batch_norm.model.compute import bias_in_beta, shown_batch
from wk4gui.labs.batch_norm.model.params import BETA_LIMIT, BIAS_LIMIT, Params
from wk4gui.labs.batch_norm.model.reasons import Stage, feature_mean, mean_reason, spread_reason
from wk4gui.labs.batch_norm.model.result import Result, TrainingResult
from wk4gui.labs.batch_norm.model.verdict import bias_sentence, training_verdict
from wk4gui.labs.batch_norm.picture.cloud_plot import CloudPlot, Spread
from wk4gui.labs.batch_norm.picture.norm_plots import BatchLines, RateEnds
from wk4gui.labs.batch_norm.picture.norm_strip import NormStrip
from wk4gui.labs.batch_norm.picture.reasons import (
    STAGES,
    cloud_reason,
    end_reason,
    line_reason,
    named_reason,
    ridge_reason,
    statistic_reason,
    trained_reason,
)
from wk4gui.render.boxes import Flow, below
from wk4gui.render.lab_view import Pane, split
from wk4gui.render.ladder_plot import MAX_RATES, LadderPlot, Words
from wk4gui.render.paged_view import PagedView
from wk4gui.render.plot import round_above
from wk4gui.render.ridge_plot import Histogram, HistogramRow, RidgePlot
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.series_legend import Series, SeriesLegend
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.theme import Theme, series_look

_N_BINS = 40
_FEATURES = ("feature 1", "feature 2")
_SYMBOLS = ("z", "ẑ", "z̃")


class State(ViewState, frozen=True):
    """Which of its two pictures the lab shows."""

    show: Annotated[
        Literal["batch", "training"],
        Meta(
            title="Show",
            description="One batch in the layer, or a network trained with and without batch norm.",
            extra={"toolbar": True, "labels": {"batch": "the batch", "training": "the training"}},
        ),
    ] = "batch"
    loss_axis: Annotated[
        Literal["linear", "log"],
        Meta(title="Loss axis", description="Axis of the training's losses.", extra={"toolbar": True}),
    ] = "log"


class BatchNormView(PagedView):
    """Clouds and histograms of z, ẑ and z̃, gradients, running statistics; or the losses of two trainings."""

    State: ClassVar[type[ViewState]] = State
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {
        "batch": SlidePanes(("z", "z_tilde"), "gradients"),
        "training": SlidePanes(("with_bn", "without_bn"), "ends"),
    }
    Parts: ClassVar[Mapping[str, tuple[str, ...]]] = {"training": ("training",)}
    Concealable = frozenset({"strip"})

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.clouds = [CloudPlot(symbol, theme, f"The batch, {symbol}") for symbol in _SYMBOLS]
        self.ridges = [RidgePlot("", theme, f"{symbol} of both features", n_rows=2) for symbol in _SYMBOLS]
        self.strip, self.outcome = NormStrip(theme), SentenceLabel(theme)
        self.gradients = BatchLines("∂L/∂b, ∂L/∂β", theme, "Gradients of bias and shift", 4)
        self.means = BatchLines("mean", theme, "Running and batch means", 2, x_title="")
        self.variances = BatchLines("variance", theme, "Running and batch variances", 2)
        self.legends = [SeriesLegend(theme) for _ in range(4)]
        self._drawn: tuple[TrainingResult, str, Theme] | None = None
        self._arrange_batch()
        self._connect()
        self._explain_batch()

    def complete(self) -> None:
        """The page of the training."""
        self.with_bn = LadderPlot("loss L", self.theme, "Loss with batch norm")
        self.without_bn = LadderPlot("loss L", self.theme, "Loss without batch norm")
        self.ends = RateEnds(self.theme, MAX_RATES)
        self._arrange_training()
        for series, plot in enumerate((self.with_bn, self.without_bn)):
            self.explain(plot, plot.run_at, trained_reason(series), part="training")
        self.explain(self.ends, self.ends.end_at, end_reason, part="training")

    def _explain_batch(self) -> None:
        """Registers the reasons of a batch; the left button also drags the crosses of the clouds."""
        for stage, cloud, ridge in zip(STAGES, self.clouds, self.ridges, strict=True):
            self.explain(cloud, cloud.dot_at, cloud_reason(stage))
            self.explain(ridge, partial(_row_at, ridge), ridge_reason(stage))
        self.explain(self.gradients, self.gradients.point_at, line_reason)
        for legend, of in ((self.legends[0], named_reason("b")), (self.legends[3], named_reason("beta"))):
            self.explain(legend, partial(_series_at, legend), of)
        self.explain(self.means, self.means.point_at, statistic_reason("mean"))
        self.explain(self.variances, self.variances.point_at, statistic_reason("var"))

    def draw_page(self, page: str, params: Params, result: Result, frame: int) -> None:
        self._name_series()
        self._name_panes(params)
        if page == "batch":
            self._draw_batch(params, result, frame)

    def _draw_batch(self, params: Params, result: Result, frame: int) -> None:
        t = shown_batch(frame)
        batches = (result.z, result.z_hat, result.z_tilde)
        reaches = [float(np.abs(batch).max()) for batch in batches]
        for k, batch in enumerate(batches):
            reach = max(reaches) if self.slide is not None else reaches[k]  # side by side, they are compared
            frozen = _frozen(params, result) if k == 0 else None
            can_drag = k == 2 or (k == 0 and params.bias_position == "before")
            self.clouds[k].show_cloud(batch[t], reach=reach or 1.0, frozen=frozen, can_drag=can_drag)
            self.ridges[k].show_rows(_rows(params, result, STAGES[k], t, round_above(reach)))
        self.strip.show_state(bias_sentence(params, result), biased=any(params.bias), frozen=params.mode == "eval")
        self._draw_batches(result, frame)

    def draw_part(self, name: str, params: Params, result: TrainingResult) -> None:
        shown = (result, self.state.loss_axis, self.theme)
        if self._drawn is not None and all(new is old for new, old in zip(shown, self._drawn, strict=True)):
            return
        self._drawn = shown
        self.outcome.show_sentence(training_verdict(params, result, 0).sentence)
        log, last = self.state.loss_axis == "log", result.with_bn.shape[1] - 1
        with_bn, without = (result.with_bn, result.regime_with_bn), (result.without_bn, result.regime_without_bn)
        for plot, (losses, regimes), other, ends in (
            (self.with_bn, with_bn, without, result.diverged_at[0]),
            (self.without_bn, without, with_bn, result.diverged_at[1]),
        ):
            words = _words(result.rates, regimes, ends)
            plot.show_ladder(losses, regimes, words, last, log=log, beside=other)
        self.ends.show_ends(result.rates, (result.with_bn[:, -1], result.without_bn[:, -1]))

    def apply_theme(self, theme: Theme) -> None:
        plots = (*self.clouds, *self.ridges, self.gradients, self.means, self.variances)
        for plot in (*plots, self.with_bn, self.without_bn, self.ends):
            plot.set_theme(theme)
        for legend in self.legends:
            legend.set_theme(theme)
        self.strip.set_theme(theme)
        self.outcome.set_theme(theme)

    def set_interactive(self, *, interactive: bool) -> None:
        self.strip.set_interactive(interactive=interactive)

    def fill(self, pane: Pane | None) -> None:
        self.strip.setVisible(pane is None and "strip" not in self.concealed)
        super().fill(pane)

    def _arrange_batch(self) -> None:
        titles = ("Before: z = Wx + b", "Normalised: ẑ", "After: z̃ = γẑ + β")
        names = ("z", "z_hat", "z_tilde")
        clouds = [self.add_pane(Pane(n, t, c)) for n, t, c in zip(names, titles, self.clouds, strict=True)]
        self._cloud_panes = clouds
        histograms = self.add_pane(Pane("histograms", "Histograms of both features", Flow(*self.ridges)))
        named = below(self.legends[3], self.gradients)
        gradients = self.add_pane(Pane("gradients", "Gradients of b and β", named, self.legends[0]))
        both = below(self.means, self.variances, stretches=(5, 7))  # the lower one has the title of the axis
        running = self.add_pane(Pane("running", "Running and batch statistics", both, self.legends[1]))
        top = split(Qt.Orientation.Horizontal, *clouds, sizes=(1, 1, 1))
        bottom = split(Qt.Orientation.Horizontal, gradients, running, sizes=(1, 1))
        all_panes = split(Qt.Orientation.Vertical, top, histograms, bottom, sizes=(14, 13, 14))
        picture = below(all_panes, self.strip, stretches=(1, 0), spacing=8)
        self.add_page("batch", picture, (*clouds, histograms, gradients, running))

    def _arrange_training(self) -> None:
        with_bn = self.add_pane(Pane("with_bn", "With batch norm", self.with_bn))
        without_bn = self.add_pane(Pane("without_bn", "Without batch norm", self.without_bn))
        ends = self.add_pane(Pane("ends", "Loss at the end by rate", self.ends, self.legends[2]))
        curves = split(Qt.Orientation.Horizontal, with_bn, without_bn, sizes=(1, 1))
        picture = split(Qt.Orientation.Vertical, curves, ends, sizes=(4, 3))
        self.add_page("training", picture, (with_bn, without_bn, ends), self.outcome)

    def _connect(self) -> None:
        before, _, after = self.clouds
        before.dragged.connect(lambda x, y, drag: self._dragged("bias", before, (x, y), drag))
        after.dragged.connect(lambda x, y, drag: self._dragged("beta", after, (x, y), drag))
        before.viewport().setToolTip("Drag the cross to change b")
        after.viewport().setToolTip("Drag the cross to change β")
        for cloud in (before, after):
            cloud.dropped.connect(self.settled)
            cloud.dropped.connect(self.redraw)
        self.strip.move_requested.connect(self._move_bias)
        self.strip.freeze_requested.connect(self._freeze)

    def _dragged(self, name: str, cloud: CloudPlot, wanted: tuple[float, float], drag: int) -> None:
        """Moves a cloud's mean to the pointer by changing what is added to both features."""
        if self._shown is None:
            return
        limit = BIAS_LIMIT if name == "bias" else BETA_LIMIT
        moved = np.array(getattr(self._shown[0], name)) + np.array(wanted) - np.array(cloud.mean)
        self.edited.emit({name: np.round(np.clip(moved, -limit, limit), 3).tolist()}, drag)

    def _move_bias(self) -> None:
        if self._shown is not None:
            self.edited.emit(bias_in_beta(*self._shown[:2]), 0)

    def _freeze(self) -> None:
        if self._shown is not None:
            self.edited.emit({"mode": "train" if self._shown[0].mode == "eval" else "eval"}, 0)

    def _name_panes(self, params: Params) -> None:
        """Puts the bias into the formulas in the panes' titles."""
        before = params.bias_position == "before"
        self._cloud_panes[0].entitle("Before: z = Wx + b" if before else "Before: z = Wx")
        self._cloud_panes[2].entitle("After: z̃ = γẑ + β" if before else "After: z̃ = γẑ + β + b")

    def _name_series(self) -> None:
        lines = [Series(name, *series_look(self.theme, k)) for k, name in enumerate(_FEATURES)]
        self.legends[1].show_series([*lines, Series("single batch", self.theme.ink2, dot=True)])
        ways = ("with batch norm", "without")
        self.legends[2].show_series([Series(name, *series_look(self.theme, k)) for k, name in enumerate(ways)])

    def _draw_batches(self, result: Result, frame: int) -> None:
        gradients = [*result.grad_b.T, *result.grad_beta.T]
        t = shown_batch(frame)
        named = zip(_GRADIENTS, (g[t] for g in gradients), _GRADIENT_LOOKS, strict=True)
        lines = [Series(f"{n} = {short_number(g, 2)}", *series_look(self.theme, k)) for n, g, k in named]
        self.legends[0].show_series(lines[:2])
        self.legends[3].show_series(lines[2:])
        self.gradients.show_batches([_after_start(g) for g in gradients], (), frame, _GRADIENT_LOOKS)
        for plot, running, batch in (
            (self.means, result.running_mean, result.batch_mean),
            (self.variances, result.running_var, result.batch_var),
        ):
            plot.show_batches([*running.T], [_after_start(b) for b in batch.T], frame, (0, 1))


_GRADIENTS = ("∂L/∂b₁", "∂L/∂b₂", "∂L/∂β₁", "∂L/∂β₂")
_GRADIENT_LOOKS = (2, 3, 0, 1)


def _row_at(ridge: RidgePlot, x: float, y: float) -> tuple[int, int]:
    return ridge.row_at(y)


def _series_at(legend: SeriesLegend, x: float, y: float) -> int | None:
    return legend.series_at(x, y)


def _after_start(values: Array) -> Array:
    """Values of the batches from 1 on, with NaN for the start."""
    return np.concatenate([[np.nan], values])


def _frozen(params: Params, result: Result) -> Spread | None:
    """The frozen means and variances, if they are used."""
    if params.mode == "train":
        return None
    return Spread(result.running_mean[-1], np.diag(result.running_var[-1]))


def _rows(params: Params, result: Result, stage: Stage, t: int, reach: float) -> list[HistogramRow]:
    """A histogram of each feature of a batch, from −``reach`` to ``reach``."""
    rows: list[HistogramRow] = []
    for k in range(len(_FEATURES)):
        values = getattr(result, stage)[t, :, k]
        counts, _ = np.histogram(values, _N_BINS, (-reach, reach))
        sigma = phrase(
            "σ {sigma}", sigma=Numeral(float(values.std()), 2, partial(spread_reason, params, result, stage, t, k))
        )
        mean = Numeral(feature_mean(result, stage, t, k), 2, partial(mean_reason, params, result, stage, t, k))
        words = (phrase("mean {mean}, {sigma}", mean=mean, sigma=sigma), sigma)
        own = Histogram(counts / len(values), -reach, reach, words)
        name = _SYMBOLS[STAGES.index(stage)] + "₁₂"[k]
        rows.append((name, [own if i == k else None for i in range(len(_FEATURES))]))
    return rows


def _words(rates: Array, regimes: Sequence[str], ends: Sequence[int | None]) -> list[Words]:
    words: list[Words] = []
    for rate, regime, end in zip(rates, regimes, ends, strict=True):
        more = regime if end is None else f"{regime} at step {end}"
        words.append((format_number(float(rate), max(0, 2 - int(np.floor(np.log10(rate))))), (more, regime)))
    return words
