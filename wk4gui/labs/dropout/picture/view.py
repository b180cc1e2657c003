"""The picture of the dropout lab: a network and its thinned ones, their means on one axis, and four measurements."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QWidget

from wk4gui.lab.declarations import ViewState
from wk4gui.labs.dropout.model.compute import network_of, output_histogram
from wk4gui.labs.dropout.model.dropout import training_factor
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.reasons import (
    drawn_error_reason,
    drawn_reason,
    geometric_reason,
    mean_reason,
    scaled_reason,
)
from wk4gui.labs.dropout.model.result import Result, TrainingResult
from wk4gui.labs.dropout.model.training_measures import KINDS
from wk4gui.labs.dropout.model.training_reasons import measure_reason
from wk4gui.labs.dropout.model.verdict import EXPECTED, finding_of, training_verdict
from wk4gui.labs.dropout.picture.answer_axis import AnswerAxis, AxisAnswer, OutputBars
from wk4gui.labs.dropout.picture.dropped_diagram import DroppedDiagram, DroppedNumbers
from wk4gui.labs.dropout.picture.kind_plots import KindLosses, KindMeasure
from wk4gui.labs.dropout.picture.mask_wall import MaskWall, Thinned
from wk4gui.labs.dropout.picture.reasons import (
    answer_reason,
    cell_reason,
    part_reason,
    trained_loss_reason,
    trained_measure_reason,
)
from wk4gui.render.boxes import below, beside
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.lab_view import Pane, everywhere, split
from wk4gui.render.paged_view import PagedView
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.series_legend import Series, SeriesLegend
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.style.fit import color_text
from wk4gui.render.theme import Theme, series_look, tone_color

MOST_DRAWN = 6
"""Largest number of hidden units for which every thinned network is drawn; beyond, a histogram."""
_KINDS = ("plain", "dropout", "Gaussian")
_MEASURES = {
    "test_loss": ("Averaging: the test loss", "test loss"),
    "loss_rise_without_unit": ("Co-adaptation: one unit removed", "rise of the loss"),
    "weight_norm": ("Noise: the size of weights", "norm ‖w‖"),
    "sparsity": ("Sparsity: silent activations", "silent share"),
}


class State(ViewState, frozen=True):
    """The view state of the dropout lab."""

    show: Annotated[
        Literal["ensemble", "training"],
        Meta(
            title="Show",
            description="All thinned networks of a small one, or networks trained with and without dropout.",
            extra={"toolbar": True, "labels": {"ensemble": "all masks", "training": "the training"}},
        ),
    ] = "ensemble"
    drawn: Annotated[
        Literal["10", "100", "1000", "10000"],
        Meta(title="Masks drawn", description="Number of masks for the Monte-Carlo estimate.", extra={"toolbar": True}),
    ] = "1000"
    axis: Annotated[
        Literal["means", "all outputs"],
        Meta(title="Axis", description="Whether the axis shows all outputs or only the means."),
    ] = "all outputs"
    output: Annotated[
        int, Meta(ge=1, le=3, title="Output", description="The output shown of a softmax.", extra={"toolbar": True})
    ] = 1
    digits: Annotated[
        int, Meta(ge=0, le=6, title="Digits", description="Decimals of the numbers.", extra={"toolbar": True})
    ] = 3


class DropoutView(PagedView):
    """The network with its mask, the wall of thinned networks and one axis; or four explanations, measured."""

    State: ClassVar[type[ViewState]] = State
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {
        "ensemble": SlidePanes(("network",), "axis", share=0.58),
        "training": SlidePanes(("test_loss",), "losses"),
    }
    Parts: ClassVar[Mapping[str, tuple[str, ...]]] = {"training": ("training",)}

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.network, self.axis = DroppedDiagram(theme), AnswerAxis(theme)
        self.wall, self.histogram, self.stacked = MaskWall(theme), OutputBars(theme), QStackedWidget()
        self.keep_all, self.from_seed = QPushButton("Keep all"), QPushButton("Random mask")
        self.closer = QPushButton("Zoom to the means")
        self.legends = [SeriesLegend(theme) for _ in range(2)]
        self.train_loss = KindLosses("training loss", _KINDS, theme, "Training loss over the steps")
        self.test_loss = KindLosses("test loss", _KINDS, theme, "Test loss over the steps")
        self.measures = {name: KindMeasure(title, _KINDS, theme, head) for name, (head, title) in _MEASURES.items()}
        self.findings = {name: SentenceLabel(theme) for name in _MEASURES}
        self.outcome = SentenceLabel(theme)
        self.outcome.setWordWrap(True)
        for label in self.findings.values():
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._arrange()
        self._connect()
        self._explain()
        self._dress(theme)

    def _explain(self) -> None:
        """Registers all reasons; on units and drawings only for the right button."""
        switched = self.network.unit_at
        self.explain(
            self.network,
            self.network.part_at,
            part_reason,
            has_left_click_action=lambda x, y: switched(x, y) is not None,
        )
        self.explain(self.wall, self._cell_at, cell_reason, has_left_click_action=everywhere)
        self.explain(self.axis, self._answer_at, answer_reason)
        self.explain(self.histogram, self._bin_at, answer_reason)
        for name, plot in (("train_loss", self.train_loss), ("test_loss", self.test_loss)):
            self.explain(plot, plot.run_at, trained_loss_reason(name), part="training")
        for measure, dots in self.measures.items():
            self.explain(dots, dots.dot_at, trained_measure_reason(measure), part="training")

    def _cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        i = self.wall.cell_at(x, y)
        return None if i is None or self.shown is None else (i, self.output_of(self.shown[1]))

    def _answer_at(self, x: float, y: float) -> tuple[int | str, int, int] | None:
        """The item at a place: an answer and the output shown, the number of outputs ("count"), or one ("dot")."""
        if self.shown is None:
            return None
        result, row = self.shown[1], self.axis.answer_at(x, y)
        k = self.output_of(result)
        if row is not None:
            return row, self.drawn_at(result), k
        if x < self.axis.getViewBox().viewRange()[0][0]:
            return ("count", 0, k) if round(y) == 0 else None
        dot = self.axis.output_at(x, y)
        return None if dot is None else ("dot", dot, k)

    def _bin_at(self, x: float, y: float) -> tuple[int | str, int, int] | None:
        """The answer of a line and the drawing, or a bin."""
        if self.shown is None:
            return None
        result, row, b = self.shown[1], self.histogram.answer_at(x, y), self.histogram.bin_at(x)
        k = self.output_of(result)
        if row is not None:
            return row, self.drawn_at(result), k
        return None if b is None else ("bin", b, k)

    def draw_page(self, page: str, params: Params, result: Result, frame: int) -> None:
        if page == "ensemble":
            self._draw_ensemble(params, result)

    def draw_part(self, name: str, params: Params, result: TrainingResult) -> None:
        self.outcome.show_sentence(training_verdict(params, result, 0).sentence)
        self.outcome.setToolTip(self.outcome.text())
        losses = [each.mean(axis=1) for each in (result.train_loss, result.test_loss)]
        for plot, loss in zip((self.train_loss, self.test_loss), losses, strict=True):
            plot.show_losses(result.steps.astype(float), loss)
        for measure, wanted in EXPECTED.items():
            values = result.test_loss[:, :, -1] if measure == "test_loss" else getattr(result, measure)
            compared = result.comparison[measure]
            why = [partial(measure_reason, result, measure, kind) for kind in range(len(KINDS))]
            self._show_finding(result, measure, wanted)
            self.measures[measure].show_measure(values, compared.mean, compared.error, why)
        looks = [Series(kind, *series_look(self.theme, k)) for k, kind in enumerate(_KINDS)]
        self.legends[1].show_series(looks)

    def apply_theme(self, theme: Theme) -> None:
        for item in (self.network, self.axis, self.wall, self.histogram, self.train_loss, self.test_loss, self.outcome):
            item.set_theme(theme)
        for plot in self.measures.values():
            plot.set_theme(theme)
        for legend in self.legends:
            legend.set_theme(theme)
        self._dress(theme)

    def set_interactive(self, *, interactive: bool) -> None:
        for button in (self.keep_all, self.from_seed, self.closer):
            button.setVisible(interactive)

    def _dress(self, theme: Theme) -> None:
        for button in (self.keep_all, self.from_seed, self.closer):
            button.setFont(text_font(theme.px(TEXT)))

    def _arrange(self) -> None:
        choices = beside(self.keep_all, self.from_seed, spacing=8, right=True)
        network = self.add_pane(Pane("network", "The network and its mask", self.network, choices))
        closer = beside(self.closer, spacing=8, right=True)
        axis = self.add_pane(Pane("axis", "One axis for all answers", self.axis, closer))
        self.stacked.addWidget(self.wall)
        self.stacked.addWidget(below(self.legends[0], self.histogram, stretches=(0, 1)))
        self._wall_pane = self.add_pane(Pane("wall", "All thinned networks", self.stacked))
        top = split(Qt.Orientation.Horizontal, network, axis, sizes=(11, 9))
        picture = split(Qt.Orientation.Vertical, top, self._wall_pane, sizes=(5, 4))
        self.add_page("ensemble", picture, (network, axis, self._wall_pane))
        panes = [
            self.add_pane(Pane(name, head, below(self.measures[name], self.findings[name], stretches=(1, 0))))
            for name, (head, _) in _MEASURES.items()
        ]
        losses = below(self.legends[1], self.train_loss, self.test_loss, stretches=(0, 1, 1))
        over_steps = self.add_pane(Pane("losses", "Losses over the steps", losses))
        columns = [split(Qt.Orientation.Vertical, *panes[i::2], sizes=(1, 1)) for i in (0, 1)]
        four = split(Qt.Orientation.Horizontal, *columns, sizes=(9, 9))
        picture = split(Qt.Orientation.Horizontal, over_steps, four, sizes=(8, 13))
        self.add_page("training", picture, (*panes, over_steps), self.outcome)

    def _connect(self) -> None:
        self.network.unit_clicked.connect(self._toggle)
        self.wall.mask_clicked.connect(self._take)
        self.keep_all.clicked.connect(lambda: self._set_mask(lambda result: [True] * len(result.mask)))
        self.closer.setCheckable(True)
        self.closer.setToolTip("Show only the range of the means")
        self.closer.clicked.connect(lambda on: self.set_state(self.state.with_(axis="means" if on else "all outputs")))
        self.from_seed.clicked.connect(lambda: self.edited.emit({"mask": None}, 0))

    def _toggle(self, unit: int) -> None:
        self._set_mask(lambda result: [flag != (j == unit) for j, flag in enumerate(result.mask)])

    def _take(self, i: int) -> None:
        """Takes the mask of a drawing."""
        self._set_mask(lambda result: [bool(flag) for flag in result.subnet_mask[result.wall_order[i]]])

    def _set_mask(self, mask_of: Callable[[Result], list[bool]]) -> None:
        if self._shown is not None:
            self.edited.emit({"mask": mask_of(self._shown[1])}, 0)

    def _draw_ensemble(self, params: Params, result: Result) -> None:
        state, k = self.state, self.output_of(result)
        weights = [result.W1, *([] if result.W_between is None else [result.W_between]), result.W2]
        factor = training_factor(params.scaling, params.drop_prob)
        numbers = DroppedNumbers(
            np.array(params.x), tuple(weights), result.hidden, result.kept, result.mask, result.mask_output, factor,
            network_of(params).between(result.kept),
        )  # fmt: skip
        self.network.show_numbers(numbers, state.digits)
        answers = self._answers(params, result, k)
        outputs = result.subnet_output[:, k][result.subnet_probability > 0.0]
        n = len(result.subnet_probability)
        title = f"{len(outputs)} outputs"
        self.closer.setChecked(state.axis == "means")
        self.axis.show_answers(answers, outputs, title, close=state.axis == "means")
        drawn = params.n_hidden <= MOST_DRAWN
        self.stacked.setCurrentIndex(0 if drawn else 1)
        which = f", output {k + 1}" if result.subnet_output.shape[1] > 1 else ""
        self._wall_pane.entitle(f"All {n} thinned networks{which}")
        if drawn:
            order = list(result.wall_order)
            masks = result.subnet_mask[order]
            shown = np.flatnonzero((masks == np.array(result.mask)).all(axis=1))
            thinned = Thinned(masks, result.subnet_output[order, k], result.subnet_probability[order], int(shown[0]))
            self.wall.show_thinned(thinned, state.digits)
            return
        self.histogram.show_histogram(*output_histogram(result, k), answers)
        self.legends[0].show_series([Series(a.name, *series_look(self.theme, a.look)) for a in answers])

    def output_of(self, result: Result) -> int:
        return min(int(self.state.output), int(result.subnet_output.shape[1])) - 1

    def _answers(self, params: Params, result: Result, k: int) -> list[AxisAnswer]:
        """Mean, scaled network, geometric mean if there is one, and the estimate from drawn masks."""
        at = self.drawn_at(result)
        mean, scaled = (partial(make, params, result, k) for make in (mean_reason, scaled_reason))
        answers = [
            AxisAnswer("mean of all", float(result.ensemble_mean[k]), 0, why=mean),
            AxisAnswer("scaled network", float(result.weight_scaled_output[k]), 1, why=scaled),
        ]
        if result.geometric_mean is not None:
            geometric = partial(geometric_reason, params, result, k)
            answers.append(AxisAnswer("geometric mean", float(result.geometric_mean[k]), 2, why=geometric))
        n, error = int(result.monte_carlo_n[at]), float(result.monte_carlo_error[at, k])
        why, why_error = (partial(make, result, at, k) for make in (drawn_reason, drawn_error_reason))
        drawn = float(result.monte_carlo_mean[at, k])
        return [*answers, AxisAnswer(f"{n} drawn masks", drawn, 3, error, why, why_error)]

    def drawn_at(self, result: Result) -> int:
        """Index of the running mean of so many drawn masks."""
        return int(np.argmin(np.abs(result.monte_carlo_n - int(self.state.drawn))))

    def _show_finding(self, result: TrainingResult, measure: str, wanted: str) -> None:
        """Shows the effect of dropout on a measure, and whether the explanation predicted it."""
        finding = finding_of(result, measure, wanted)
        label = self.findings[measure]
        label.show_sentence(finding.sentence)
        color_text(label, tone_color(self.theme, finding.tone))
        if (around := label.parentWidget()) is not None and (layout := around.layout()) is not None:
            layout.activate()  # else the plot above would be painted in its old height first
