"""The picture of the learning rate lab: cost against steps, all paths, and the loss along the gradient."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wk4gui.core.arrays import Array
from wk4gui.lab.declarations import ViewState, fields_of
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import MakeReason, Numeral, phrase, sentence_of
from wk4gui.labs.learning_rate.model.params import Params, problem_of, zig_zags_of
from wk4gui.labs.learning_rate.model.reasons import (
    best_reason,
    limit_reason,
    loss_reason,
    monotone_reason,
    norm_reason,
    place_reason,
    rate_reason,
    slice_reason,
)
from wk4gui.labs.learning_rate.model.result import Result
from wk4gui.labs.learning_rate.model.sharpness import Sharpness, ratio_reason
from wk4gui.labs.learning_rate.model.smoothing import steps_of_mean, trailing_mean
from wk4gui.labs.learning_rate.picture.gradient_norms import GradientNorms
from wk4gui.labs.learning_rate.picture.rate_slice import Limit, RateSlice
from wk4gui.labs.learning_rate.picture.sharpness_strip import SharpnessStrip
from wk4gui.render.boxes import below
from wk4gui.render.contour_plot import ContourPlot
from wk4gui.render.lab_view import LabView, Pane, split
from wk4gui.render.ladder_plot import MAX_RATES, LadderPlot, Words
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.theme import Theme

_CONTOUR_TITLE, _NORM_TITLE = "All paths over the two weights", "Size of the gradient over steps"
_MEAN_TITLE = "Gradient size, mean of {n} steps"
_NOTHING = np.zeros(0)


class State(ViewState, frozen=True):
    """The view state of the learning_rate lab."""

    loss_axis: Annotated[
        Literal["auto", "linear", "log"],
        Meta(
            title="Loss axis",
            description="On a log axis every geometric fall is a straight line; auto: log for the tutorial's network.",
            extra={"toolbar": True},
        ),
    ] = "auto"


class LearningRateView(LabView):
    """Cost against steps, contour with all paths, loss along the gradient."""

    State: ClassVar[type[ViewState]] = State
    Concealable = frozenset({"runs"})
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {"": SlidePanes(("costs",), "paths")}

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.costs = LadderPlot("loss L", theme, "Cost against steps")
        self.contour = ContourPlot(MAX_RATES, theme)
        self.norms = GradientNorms(theme)
        self.slice = RateSlice(theme)
        self.sharpness = SharpnessStrip(theme)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.contour)
        self.stack.addWidget(self.norms)
        self._half, self._wants_sharpness = (1.0, 1.0), False
        self._arrange()
        self._explain()
        self.costs.getViewBox().sigXRangeChanged.connect(lambda _, steps: self.sharpness.follow(steps))
        self.contour.dragged.connect(lambda x, y, drag: self.edited.emit({"start": _start(x, y)}, drag))
        self.contour.dropped.connect(self.redraw)

    def draw(self, params: Params, result: Result, frame: int) -> None:
        log = self.state.loss_axis == "log" or (self.state.loss_axis == "auto" and params.problem == "tutorial")
        words: list[Words] = [("α = ?", ())] * len(result.rates) if params.mystery else _words(params, result)
        self.costs.show_ladder(result.loss, result.regime, words, frame, log=log)
        if result.paths is not None:
            self._draw_paths(params, result.paths, frame)
        else:
            self._draw_norms(params, result, words, frame)
        self._choose(quadratic=result.paths is not None, averaged=steps_of_mean(params))
        self._show_strip()
        along = result.loss_along_gradient
        rates = _NOTHING if params.mystery else result.rates
        self.slice.show_slice(
            along["step_size"], along["loss"], rates, () if params.mystery else _limits(params, result)
        )
        self.slice.show_regions(*(((), None) if params.mystery else (result.regions, zig_zags_of(params))))

    def apply_theme(self, theme: Theme) -> None:
        for item in (self.costs, self.contour, self.norms, self.slice, self.sharpness):
            item.set_theme(theme)
        self._share_column()

    def wanted_parts(self) -> tuple[str, ...]:
        return ("sharpness",) if self._wants_sharpness else ()

    def draw_part(self, name: str, params: Params, result: Sharpness) -> None:
        self.sharpness.show_runs(result, "2/α" if params.momentum == 0.0 else "2(1 + μ)/α")

    def fill(self, pane: Pane | None) -> None:
        super().fill(pane)
        self._show_strip()

    def _arrange(self) -> None:
        both = below(self.costs, self.sharpness, stretches=(3, 1), spacing=4)
        self._column = both.layout()
        self._share_column()
        costs = self.add_pane(Pane("costs", "Cost against steps", both))
        self._paths_pane = self.add_pane(Pane("paths", _CONTOUR_TITLE, self.stack))
        slice_pane = self.add_pane(Pane("slice", "Loss along the gradient", self.slice))
        right = split(Qt.Orientation.Vertical, self._paths_pane, slice_pane, sizes=(3, 2))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split(Qt.Orientation.Horizontal, costs, right, sizes=(11, 9)))

    def _share_column(self) -> None:
        """The strip has room for its title; on a slide, whose type is larger, it needs more of the height."""
        assert isinstance(self._column, QVBoxLayout)
        for i, share in enumerate((8, 5) if self.theme.slide else (3, 1)):
            self._column.setStretch(i, share)

    def _show_strip(self) -> None:
        """Shows the strip for networks whose rates are known, else hides it."""
        params = self._shown[0] if self._shown is not None else None
        wants = params is not None and params.problem != "quadratic" and not params.mystery
        self.sharpness.setVisible(wants)
        if wants != self._wants_sharpness:
            self._wants_sharpness = wants
            self.state_changed.emit()

    def _explain(self) -> None:
        """Registers all reasons; on the contour the left button also drags the start."""
        self.explain(self.sharpness, self.sharpness.point_at, _sharpness_reason, part="sharpness")
        for plot, make in ((self.costs, loss_reason), (self.norms, norm_reason)):
            self.explain(plot, plot.run_at, lambda params, result, _, run, make=make: make(params, result, *run))
        self.explain(self.contour, lambda x, y: (x, y), self._place_reason)
        self.explain(self.slice, lambda x, y: x if x > 0.0 else None, lambda params, _, __, x: slice_reason(params, x))

    def _place_reason(self, params: Params, result: Result, frame: int, place: tuple[float, float]) -> Reason | None:
        """The reason of a point of a path, else of the loss at the place."""
        if result.paths is None:
            return None
        near = self.contour.nearest(*place, result.paths[:, : frame + 1])
        return place_reason(params, *place) if near is None else loss_reason(params, result, *divmod(near, frame + 1))

    def _draw_paths(self, params: Params, paths: Array, frame: int) -> None:
        if not self.contour.dragging:  # else the window would move during the drag
            self._half = _half(params.start)
        self.contour.show_surface(problem_of(params).loss, self._half, params.curvature)
        self.contour.show_paths(paths[:, :1] if "runs" in self.concealed else paths, frame)

    def _draw_norms(self, params: Params, result: Result, words: Sequence[Words], frame: int) -> None:
        short: list[Words] = [(word, ()) for word, _ in words]
        averaged, norms = steps_of_mean(params), result.gradient_norm
        means = trailing_mean(norms, averaged)
        self.norms.show_norms(norms, means, result.regime, short, frame, smoothed=averaged > 1)

    def _choose(self, *, quadratic: bool, averaged: int) -> None:
        self.stack.setCurrentWidget(self.contour if quadratic else self.norms)
        norms = _NORM_TITLE if averaged == 1 else _MEAN_TITLE.format(n=averaged)
        title = _CONTOUR_TITLE if quadratic else norms
        self._paths_pane.entitle(title)


def _sharpness_reason(params: Params, result: Sharpness, frame: int, found: tuple[int, int]) -> Reason | None:
    return ratio_reason(params, result, *found)


def _words(params: Params, result: Result) -> list[Words]:
    """Value and outcome of every rate, with the step of a divergence."""
    words: list[Words] = []
    for k, (rate, regime, ended) in enumerate(zip(result.rates, result.regime, result.diverged_at, strict=True)):
        more = regime if ended is None else f"{regime} at step {ended}"
        words.append((sentence_of(short_rate(float(rate), partial(rate_reason, params, result, k))), (more, regime)))
    return words


def short_rate(rate: float, reason: MakeReason) -> Numeral:
    """A rate with three significant digits."""
    return Numeral(rate, max(0, 2 - int(np.floor(np.log10(rate)))), reason)


def _limits(params: Params, result: Result) -> tuple[Limit, ...]:
    """The limits of a monotone and of a stable fall, and the best rate."""
    name = "2/λₘₐₓ" if result.monotone_limit is not None else "2(1 + μ)/λₘₐₓ"
    wanted: list[tuple[float | None, str, Callable[[Params, Result], Reason | None], str]] = [
        (result.monotone_limit, "1/λₘₐₓ = {rate}", monotone_reason, "ink2"),
        (result.stability_limit, name + " = {rate}", limit_reason, "bad"),
        (result.best_rate, "best {rate}", best_reason, "update"),
    ]
    return tuple(
        Limit(rate, phrase(words, rate=short_rate(rate, partial(make, params, result))), color)
        for rate, words, make, color in wanted
        if rate is not None
    )


def _half(start: tuple[float, float]) -> tuple[float, float]:
    """Half-widths of the window about the minimum, with room around the start."""
    most = max(abs(start[0]), abs(start[1])) or 1.0
    x, y = (1.2 * max(abs(w), 0.1 * most) for w in start)
    return x, y


def _start(x: float, y: float) -> list[float]:
    """The start nearest to (x, y) that is allowed."""
    field = fields_of(Params)["start"]
    low, high = field.low, field.high
    return [max(low, min(w, high)) for w in (x, y)] if low is not None and high is not None else [x, y]
