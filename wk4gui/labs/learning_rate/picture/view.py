"""The picture of the learning rate lab: cost against steps, all paths, and the loss along the gradient."""

from typing import Annotated, ClassVar, Literal

import numpy as np
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.declarations import ViewState, fields_of
from wk4gui.lab.reason import Reason
from wk4gui.labs.learning_rate.model.params import Params, problem_of
from wk4gui.labs.learning_rate.model.reasons import loss_reason, norm_reason, place_reason, slice_reason
from wk4gui.labs.learning_rate.model.result import Result
from wk4gui.labs.learning_rate.picture.rate_slice import Limit, RateSlice
from wk4gui.render.contour_plot import ContourPlot
from wk4gui.render.lab_view import LabView, Pane, split
from wk4gui.render.ladder_plot import MAX_RATES, LadderPlot, Words
from wk4gui.render.theme import Theme

_CONTOUR_TITLE, _NORM_TITLE = "All paths over the two weights", "Size of the gradient over steps"
_NOTHING = np.zeros(0)


class State(ViewState, frozen=True):
    """What is seen of a ladder of rates."""

    loss_axis: Annotated[
        Literal["linear", "log"],
        Meta(
            title="Loss axis",
            description="On a log axis every geometric fall is a straight line.",
            extra={"toolbar": True},
        ),
    ] = "linear"


class LearningRateView(LabView):
    """Cost against steps, contour with all paths, loss along the gradient."""

    State: ClassVar[type[ViewState]] = State

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.costs = LadderPlot("loss L", theme, "Cost against steps")
        self.contour = ContourPlot(MAX_RATES, theme)
        self.norms = LadderPlot("gradient norm |∂L/∂w|", theme, "Gradient norm against steps")
        self.slice = RateSlice(theme)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.contour)
        self.stack.addWidget(self.norms)
        self._half = (1.0, 1.0)
        self._arrange()
        self._explain()
        self.contour.start_dragged.connect(lambda x, y, drag: self.edited.emit({"start": _start(x, y)}, drag))
        self.contour.start_dropped.connect(self.redraw)

    def draw(self, params: Params, result: Result, frame: int) -> None:
        log = self.state.loss_axis == "log"
        words: list[Words] = [("α = ?", ())] * len(result.rates) if params.mystery else _words(result)
        self.costs.show_ladder(result.loss, result.regime, words, frame, log=log)
        if result.paths is not None:
            self._draw_paths(params, result.paths, frame)
        else:
            short: list[Words] = [(word, ()) for word, _ in words]
            self.norms.show_ladder(result.gradient_norm, result.regime, short, frame, log=True)
        self._choose(quadratic=result.paths is not None)
        along = result.loss_along_gradient
        rates = _NOTHING if params.mystery else result.rates
        self.slice.show_slice(along["step_size"], along["loss"], rates, () if params.mystery else _limits(result))
        self.slice.show_regions(() if params.mystery else result.regions)

    def apply_theme(self, theme: Theme) -> None:
        for item in (self.costs, self.contour, self.norms, self.slice):
            item.set_theme(theme)

    def _arrange(self) -> None:
        costs = self.add_pane(Pane("costs", "Cost against steps", self.costs))
        self._paths_pane = self.add_pane(Pane("paths", _CONTOUR_TITLE, self.stack))
        slice_pane = self.add_pane(Pane("slice", "Loss along the gradient", self.slice))
        right = split(Qt.Orientation.Vertical, self._paths_pane, slice_pane, sizes=(3, 2))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split(Qt.Orientation.Horizontal, costs, right, sizes=(11, 9)))

    def _explain(self) -> None:
        for plot, make in ((self.costs, loss_reason), (self.norms, norm_reason)):
            self.explain(plot, plot.run_at, lambda params, result, _, run, make=make: make(params, result, *run))
        self.explain(self.contour, lambda x, y: (x, y), self._place_reason)
        self.explain(self.slice, lambda x, y: x if x > 0.0 else None, lambda params, _, __, x: slice_reason(params, x))

    def _place_reason(self, params: Params, result: Result, frame: int, place: tuple[float, float]) -> Reason | None:
        """Of the step that led to a point of a path, else of the loss at the place."""
        if result.paths is None:
            return None
        near = self.contour.nearest(*place, result.paths[:, : frame + 1])
        return place_reason(params, *place) if near is None else loss_reason(params, result, *divmod(near, frame + 1))

    def _draw_paths(self, params: Params, paths: Array, frame: int) -> None:
        if not self.contour.dragging:  # else the window would move under the mouse
            self._half = _half(params.start)
        self.contour.show_surface(problem_of(params).loss, self._half, params.curvature)
        self.contour.show_paths(paths, frame)

    def _choose(self, *, quadratic: bool) -> None:
        self.stack.setCurrentWidget(self.contour if quadratic else self.norms)
        title = _CONTOUR_TITLE if quadratic else _NORM_TITLE
        self._paths_pane.title.setText(title)
        self._paths_pane.setAccessibleName(title)


def _words(result: Result) -> list[Words]:
    """Rate and regime of every rung; where the numbers ended, the step."""
    words: list[Words] = []
    for rate, regime, ended in zip(result.rates, result.regime, result.diverged_at, strict=True):
        more = regime if ended is None else f"{regime} at step {ended}"
        words.append((short_rate(float(rate)), (more, regime)))
    return words


def short_rate(rate: float) -> str:
    """A rate with three significant digits."""
    places = max(0, 2 - int(np.floor(np.log10(rate))))
    return format_number(rate, places)


def _limits(result: Result) -> tuple[Limit, ...]:
    """The rates that matter: where the fall stops being monotone, where it ends, and the best."""
    found = []
    if result.monotone_limit is not None:
        found.append(Limit(result.monotone_limit, f"1/λ_max = {short_rate(result.monotone_limit)}"))
    if result.stability_limit is not None:
        name = "2/λ_max" if result.monotone_limit is not None else "2(1 + μ)/λ_max"
        found.append(Limit(result.stability_limit, f"{name} = {short_rate(result.stability_limit)}", "bad"))
    if result.best_rate is not None:
        found.append(Limit(result.best_rate, f"best {short_rate(result.best_rate)}", "update"))
    return tuple(found)


def _half(start: tuple[float, float]) -> tuple[float, float]:
    """Half the sides of the window about the minimum: all of the start's orbit, and room around it."""
    most = max(abs(start[0]), abs(start[1])) or 1.0
    x, y = (1.2 * max(abs(w), 0.1 * most) for w in start)
    return x, y


def _start(x: float, y: float) -> list[float]:
    """A start that the parameters admit."""
    field = fields_of(Params)["start"]
    low, high = field.low, field.high
    return [max(low, min(w, high)) for w in (x, y)] if low is not None and high is not None else [x, y]
