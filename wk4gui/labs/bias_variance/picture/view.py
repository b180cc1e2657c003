"""The picture of the bias and variance lab: many curves, the parts of the error, a sweep, and question 8's table."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from wk4gui.core.arrays import Array
from wk4gui.lab.declarations import ViewState
from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance.model.bars import Bar, curve_limits, stacked_bars
from wk4gui.labs.bias_variance.model.operations import OPERATIONS
from wk4gui.labs.bias_variance.model.params import VARY_LABELS, Params
from wk4gui.labs.bias_variance.model.part_reasons import WHEN, change_error_reason, effect_reason
from wk4gui.labs.bias_variance.model.reasons import error_reason, part_reason, typical_reason
from wk4gui.labs.bias_variance.model.result import Effects, Result, Sweep
from wk4gui.labs.bias_variance.model.verdict import sweep_verdict
from wk4gui.labs.bias_variance.picture.operations_board import OperationsBoard
from wk4gui.labs.bias_variance.picture.predictions import (
    OPERATION_NAMES,
    Guess,
    State,
    board_rows,
    guessed,
    hint,
    pressed,
    revealed,
)
from wk4gui.labs.bias_variance.picture.reasons import (
    CurvePoint,
    arrow_reason,
    bar_reason,
    curve_reason,
    effect_bar_reason,
    effect_curve_reason,
    point_of_sweep_reason,
)
from wk4gui.labs.bias_variance.picture.sweep_offer import SweepOffer, SweepPane
from wk4gui.labs.bias_variance.picture.sweep_plot import SweepLine, sweep_series
from wk4gui.labs.bias_variance.picture.trial_curves import Bundle, TrialCurves, curve_series
from wk4gui.labs.bias_variance.picture.typical_distance import TypicalDistance
from wk4gui.render.boxes import below
from wk4gui.render.error_bars import BarPiece, PartsBars, Stack
from wk4gui.render.lab_view import LabView, Pane, split
from wk4gui.render.series_legend import SeriesLegend
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.theme import Theme

_VARIED = {
    "degree": "degree d",
    "width": "width H",
    "l2": "L2 penalty λ",
    "drop_prob": "dropout probability p",
    "n_train": "training points n",
}
_EVEN = ("degree", "drop_prob")


class BiasVarianceView(LabView):
    """Curves with mean and target, stacked bars, the sweep, and the board of operations."""

    State: ClassVar[type[ViewState]] = State
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {
        "": SlidePanes(("curves",), "bars", share=0.52),
        "operations": SlidePanes(("table",), "curves"),
    }

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.curves, self.bars, self.typical = TrialCurves(theme), PartsBars(theme), TypicalDistance(theme)
        self._bars = QStackedWidget()  # the result chooses the plot of this one pane; a PagedView changes all panes
        self.sweep, self.offer = SweepPane(theme), SweepOffer(VARY_LABELS, theme)
        self._interactive, self._varied = True, False
        self.board = OperationsBoard(len(OPERATIONS), theme)
        self.legends = [SeriesLegend(theme) for _ in range(2)]
        self._arrange()
        self._explain()
        self.offer.chosen.connect(lambda name: self.edited.emit({"vary": name}, 0))
        self.sweep.left.connect(lambda: self.edited.emit({"vary": None}, 0))
        self.board.pressed.connect(self._press)
        self.board.guessed.connect(self._guess)
        self.board.skipped.connect(self._reveal)

    def _explain(self) -> None:
        """Registers all reasons."""
        self.explain(self.curves, self.curves.mark_at, self._curve_reason)
        self.explain(self.bars, self.bars.piece_at, self._bar_reason)
        self.explain(self.sweep.plot, self.sweep.plot.point_at, point_of_sweep_reason, part="sweep")
        self.explain(self.board, self.board.arrow_at, arrow_reason, part="effects")

    def _curve_reason(self, params: Params, result: Result, frame: int, mark: CurvePoint) -> Reason | None:
        """The reason of the current learner's curves, or of those of the chosen operation."""
        k = self.seen_effect()
        if k is None or self.measured is None:
            return curve_reason(params, result, frame, mark)
        side = int(self.state.revealed[k] and mark[0] != "before")
        return effect_curve_reason(*self.measured, 0, (mark, k, side))

    def _bar_reason(self, params: Params, result: Result, frame: int, piece: tuple[int, str]) -> Reason | None:
        k = self.seen_effect()
        if k is None or self.measured is None:
            return bar_reason(params, result, frame, piece)
        return effect_bar_reason(*self.measured, 0, (piece, k))

    def wanted_parts(self) -> tuple[str, ...]:
        asked = self.state.operation != "none" or any(self.state.revealed)
        return ("sweep", "effects") if asked else ("sweep",)

    def slide_panes(self) -> SlidePanes:
        asked = self.state.operation != "none" or any(self.state.revealed)
        return self.SLIDES["operations" if asked else ""]

    def draw(self, params: Params, result: Result, frame: int) -> None:
        self._draw_board()
        shown = self.seen_effect()
        if shown is None:
            self._draw_learner(params, result)
        else:
            self._draw_effect(shown, result)
        self._draw_sweep(params)
        if self._varied != (varied := params.vary is not None):
            self._varied = varied
            self.fill(self.filled)

    def shown_panes(self) -> list[Pane]:
        """Without a sweep its pane gives its room away, unless it is the only one asked for."""
        shown = super().shown_panes()
        return [pane for pane in shown if self._varied or pane.name != "sweep" or pane is self.filled]

    def fill(self, pane: Pane | None) -> None:
        self.board.set_alone(alone=pane is not None and pane.name == "table")
        super().fill(pane)
        self._show_offer()

    def _show_offer(self) -> None:
        self.offer.setVisible(self._interactive and not self._varied and self.filled is None)

    def draw_part(self, name: str, params: Params, result: Any) -> None:
        self.redraw()

    @property
    def measured(self) -> tuple[Params, Effects] | None:
        """The effects of the operations, once computed."""
        return self.part_results.get("effects")

    @property
    def swept(self) -> tuple[Params, Sweep] | None:
        """The sweep, once computed."""
        return self.part_results.get("sweep")

    def apply_theme(self, theme: Theme) -> None:
        for item in (self.curves, self.bars, self.typical, self.sweep, self.offer, self.board):
            item.set_theme(theme)
        for legend in self.legends:
            legend.set_theme(theme)

    def set_interactive(self, *, interactive: bool) -> None:
        self.board.set_interactive(interactive=interactive)
        self.sweep.set_interactive(interactive=interactive)
        self._interactive = interactive
        self._show_offer()

    def _arrange(self) -> None:
        curves = below(self.legends[0], self.curves, stretches=(0, 1))
        for plot in (self.bars, self.typical):
            self._bars.addWidget(plot)
        self._curve_pane = self.add_pane(Pane("curves", "Curves of many training sets", curves))
        self._bar_pane = self.add_pane(Pane("bars", "What the error consists of", self._bars))
        sweep = self.add_pane(
            Pane("sweep", "Sweep over one setting", below(self.legends[1], self.sweep, stretches=(0, 1)))
        )
        table = self.add_pane(Pane("table", "Four operations: predict, then see", self.board))
        top = split(Qt.Orientation.Horizontal, self._curve_pane, self._bar_pane, sizes=(11, 9))
        bottom = split(Qt.Orientation.Horizontal, sweep, table, sizes=(6, 12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(split(Qt.Orientation.Vertical, top, bottom, sizes=(5, 4)), 1)
        layout.addWidget(self.offer)
        self.fill(None)

    def seen_effect(self) -> int | None:
        """Index of the operation whose curves are shown, if they are computed."""
        if self.state.operation == "none" or self.measured is None:
            return None
        return OPERATION_NAMES.index(self.state.operation)

    def _draw_learner(self, params: Params, result: Result) -> None:
        self._curve_pane.entitle("Curves of many training sets")
        self._bar_pane.entitle("What the error consists of")
        exists = result.moments_exist.variance_error
        now = Bundle(result.predictions, result.mean_prediction if exists else result.median_prediction)
        x_train = result.x_train if result.x_train.ndim == 1 else result.x_train[0]
        points = np.column_stack([x_train, result.y_train[0]])
        limits = curve_limits(result)
        self.curves.show_curves(result.x_grid, result.target, now, None, points, limits)
        series = curve_series(self.theme, self.curves.drawn, len(result.predictions), before=False)
        if not exists:
            series = [replace(each, name="median curve") if each.name == "mean curve" else each for each in series]
        self.legends[0].show_series(series)
        self._bars.setCurrentIndex(int(not exists))
        if not exists:
            self._bar_pane.entitle("Squared distance from the target")
            why = [partial(typical_reason, params, result, which) for which in range(3)]
            self.typical.show_distance(result.median_squared_distance, result.squared_distance_band, why)
            return
        parts, measured = stacked_bars(result)
        pieces = [self._piece(params, result, bar) for bar in parts]
        own = self._piece(params, result, measured)
        self.bars.show_stacks([Stack("measured", [own]), Stack("sum of parts", pieces)])

    @staticmethod
    def _piece(params: Params, result: Result, bar: Bar) -> BarPiece:
        whys = (partial(make, params, result, bar.name) for make in (part_reason, error_reason))
        return BarPiece(bar.name, bar.low, bar.high, bar.value, bar.error, *whys)

    def _draw_effect(self, k: int, result: Result) -> None:
        """Draws the curves before and after an operation; only those before while its arrows are not yet predicted."""
        assert self.measured is not None
        params, effects = self.measured
        operation, revealed = OPERATIONS[k], self.state.revealed[k]
        self._curve_pane.entitle(f"{operation.title}: {'before and after' if revealed else 'before'}")
        self._bar_pane.entitle("Bias² and variance of networks")
        bundles = [Bundle(effects.effect_predictions[k, side], effects.effect_mean[k, side]) for side in (0, 1)]
        limits = _limits(result.target, effects.effect_predictions[k])
        now, before = (bundles[1], bundles[0]) if revealed else (bundles[0], None)
        self.curves.show_curves(result.x_grid, result.target, now, before, np.zeros((0, 2)), limits)
        series = curve_series(self.theme, self.curves.drawn, effects.effect_trials, before=revealed)
        self.legends[0].show_series(series if revealed else series[:3])
        self._bars.setCurrentIndex(0)
        first = _stack(params, effects, k, 0)
        second = _stack(params, effects, k, 1)
        self.bars.show_stacks([first, second] if revealed else [first, Stack("after ?", first.pieces[:0])])

    def _draw_sweep(self, params: Params) -> None:
        if params.vary is None or self.swept is None or not len(self.swept[1].values):
            self.sweep.show_none(waiting=params.vary is not None)
            self.legends[1].show_series([])
            return
        own, sweep = self.swept
        assert own.vary is not None
        exist = all(moments.variance_error for moments in sweep.sweep_moments_exist)
        lines = [
            SweepLine("bias²", sweep.sweep_bias_squared, sweep.sweep_bias_squared_error),
            SweepLine("variance", sweep.sweep_variance, sweep.sweep_variance_error),
            SweepLine("measured", sweep.sweep_expected_error, sweep.sweep_expected_error_error),
        ]
        if not exist:  # means that do not converge
            lines = [SweepLine("typical", sweep.sweep_typical_error, np.zeros(len(sweep.values)))]
        self.legends[1].show_series(sweep_series(self.theme, [line.name for line in lines]))
        self.sweep.plot.show_sweep(
            _VARIED[own.vary],
            sweep.values,
            lines,
            float(getattr(params, own.vary)),
            even=own.vary in _EVEN,
            log=self.state.error_axis == "log" or not exist,
        )
        found = sweep_verdict(own, sweep, 0)
        self.sweep.show_plot(found)

    def _draw_board(self) -> None:
        rows = board_rows(self.state, None if self.measured is None else self.measured[1])
        self.board.show_rows(rows, hint(rows, self.measured))

    def _press(self, k: int) -> None:
        self.set_state(pressed(self.state, k))
        self._draw_board()  # a pressed button looks pressed whatever the state is

    def _guess(self, k: int, which: int, arrow: Guess) -> None:
        self.set_state(guessed(self.state, k, which, arrow))

    def _reveal(self, k: int) -> None:
        self.set_state(revealed(self.state, k))


def _stack(params: Params, effects: Effects, k: int, side: int) -> Stack:
    """Bias², variance and noise stacked, before or after; the errors are those of the changes."""
    effect = effects.effects[k]
    ends = [(f"{name}_{WHEN[side]}", f"{name}_change_error") for name in ("bias", "variance")]
    values = [(float(getattr(effect, value)), float(getattr(effect, error)) * side) for value, error in ends]
    pieces, low = [], 0.0
    for name, (value, error) in zip(("bias²", "variance", "noise"), (*values, (params.noise**2, 0.0)), strict=True):
        high = low + max(value, 0.0)
        why_error = partial(change_error_reason, effects, k, "bias" if name == "bias²" else name)
        pieces.append(
            BarPiece(name, low, high, value, error, partial(effect_reason, params, effects, k, side, name), why_error)
        )
        low = high
    return Stack(WHEN[side], pieces)


def _limits(target: Array, curves: Array) -> tuple[float, float]:
    """Lowest and highest y for curves before and after, for the target and nearly all curves."""
    low, high = np.quantile(curves, [0.005, 0.995])
    low, high = min(float(low), float(target.min())), max(float(high), float(target.max()))
    margin = 0.06 * (high - low)
    return low - margin, high + margin
