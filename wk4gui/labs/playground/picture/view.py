"""The view of the playground lab: the network, what it says over the plane, and its whole history."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_percent
from wk4gui.lab.declarations import ViewState
from wk4gui.labs.playground.model.backprop_state import backprop_params, opened_in_backprop, why_not_in_backprop
from wk4gui.labs.playground.model.compute import state_at
from wk4gui.labs.playground.model.control import branched
from wk4gui.labs.playground.model.ladders import summarizer
from wk4gui.labs.playground.model.maps import Window, input_names, unit_maps, window_of
from wk4gui.labs.playground.model.own_points import own_points
from wk4gui.labs.playground.model.params import MOST_EPOCHS, Params, Start
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.result import Result
from wk4gui.labs.playground.model.sample import Sample, n_points, running_at, sample_at
from wk4gui.labs.playground.picture.boundary_plot import BoundaryPlot, PlanePoints
from wk4gui.labs.playground.picture.color_scale import ColorScale
from wk4gui.labs.playground.picture.difference import DifferenceScale, PinnedRun, difference, pinned_output
from wk4gui.labs.playground.picture.edges import Edge, edge_reason
from wk4gui.labs.playground.picture.history_plots import (
    DEAD_DASH,
    DEAD_WIDTH,
    LOSS_NAMES,
    GradientPlot,
    LossPlot,
    SharePlot,
    dying_layers,
    layer_name,
)
from wk4gui.labs.playground.picture.ladder_page import LadderPage
from wk4gui.labs.playground.picture.network_map import NetworkMap
from wk4gui.labs.playground.picture.plane_bar import PlaneBar, start_hint
from wk4gui.labs.playground.picture.point_legend import PointLegend
from wk4gui.labs.playground.picture.reasons import (
    gradient_reason,
    loss_at_reason,
    numbers_sentence,
    share_reason,
    unit_reason,
)
from wk4gui.labs.playground.picture.state import State
from wk4gui.labs.playground.picture.swarm_page import SwarmPage
from wk4gui.labs.playground.picture.tiles import kind_of, network_picture, tile_scale
from wk4gui.render.boxes import below, beside
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.lab_view import Pane, everywhere, split
from wk4gui.render.paged_view import PagedView
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.series_legend import Series, SeriesLegend
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.step_plot import value_text
from wk4gui.render.theme import Theme, series_look

_TILE, _MAP = 24, 90
_MOST_LAYERS, _NEW_LAYER = 7, 4


LADDERS = {
    "rates": ("Losses by learning rate", "learning rate α", "learning rate"),
    "points": ("Losses with more points", "training points n", "number of points"),
    "widths": ("Losses by width", "units of one hidden layer", "width of one hidden layer"),
}
"""Title of the page, of its axis, and the setting in words, by part."""


_TILE_WORDS = ("dashed: negative weight     tile: activation a", "dashed: w < 0     tile: a", "tile: a")


def _drawn_frame(result: Result, frame: int) -> int:
    """The frame, or the last one before the run diverged; the first one if no loss was ever finite."""
    finite = np.flatnonzero(np.isfinite(result.theta).all(axis=1))
    return min(frame, int(finite[-1]) if len(finite) else 0)


class PlaygroundView(PagedView):
    """The network with a map in every unit, the boundary with the points, losses and layers; or the swarm."""

    State: ClassVar[type[ViewState]] = State
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {
        "train": SlidePanes(("boundary",), "losses", share=0.58),
        "swarm": SlidePanes(("bands",), "mean"),
        **{part: SlidePanes((part,)) for part in LADDERS},
    }
    Parts: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "swarm": ("swarm", "versus"),
        **{part: (part,) for part in LADDERS},
    }

    Concealable = frozenset({"output"})

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.network, self.boundary = NetworkMap(theme), BoundaryPlot(theme)
        self.losses = LossPlot(theme)
        self.gradients, self.shares = GradientPlot(_MOST_LAYERS, theme), SharePlot(_MOST_LAYERS - 1, theme)
        self.numbers, self.point_legend = SentenceLabel(theme), PointLegend(theme)
        self.numbers.setWordWrap(True)
        self.loss_legend, self.layer_legend = SeriesLegend(theme), SeriesLegend(theme)
        self.branch, self.whole = QPushButton("Branch here"), QPushButton("Whole run")
        self.backprop = QPushButton("Open in backprop")
        self.plane_bar, self.scale, self.tile_scale = PlaneBar(theme), DifferenceScale(theme), ColorScale(theme)
        self._interactive = True
        self._pin: PinnedRun | None = None
        self._dragged: tuple[int, Params, Start] | None = None
        self._arrange()
        self.boundary.keep_points(kept=True)
        self._connect()
        self._explain()
        self._dress(theme)

    def complete(self) -> None:
        """The pages of the swarm and of the ladders."""
        self.swarm = SwarmPage(self.theme)
        panes = [self.add_pane(pane) for pane in self.swarm.panes]
        self.add_page("swarm", self.swarm.arranged(), panes, self.swarm.outcome)
        self.swarm.explain(self)
        self.ladders = {
            part: LadderPage(part, title, x_title, summarizer(part, words), self.theme)
            for part, (title, x_title, words) in LADDERS.items()
        }
        for part, page in self.ladders.items():
            self.add_page(part, self.add_pane(page.pane), (page.pane,), page.outcome)

    def _arrange(self) -> None:
        self.numbers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        network = self.add_pane(
            Pane("network", "The network", below(self.network, self.tile_scale, self.numbers, stretches=(1, 0, 0)),
                 beside(self.backprop, right=True))
        )  # fmt: skip
        plane = below(self.boundary, self.scale, self.plane_bar, stretches=(1, 0, 0))
        boundary = self.plane_pane = self.add_pane(Pane("boundary", "Decision boundary", plane, self.point_legend))
        head = beside(self.branch, self.whole, spacing=8, right=True)
        losses = self.add_pane(
            Pane("losses", "Losses over the epochs", below(self.loss_legend, self.losses, stretches=(0, 1)), head)
        )
        both = below(self.layer_legend, self.gradients, self.shares, stretches=(0, 3, 2))
        layers = self.add_pane(Pane("layers", "Gradients and saturation by layer", both))
        top = split(Qt.Orientation.Horizontal, network, boundary, sizes=(12, 10))
        bottom = split(Qt.Orientation.Horizontal, losses, layers, sizes=(12, 10))
        self.add_page(
            "train", split(Qt.Orientation.Vertical, top, bottom, sizes=(11, 9)), (network, boundary, losses, layers)
        )

    def _connect(self) -> None:
        self.network.unit_clicked.connect(self._choose)
        self.network.edge_clicked.connect(self._choose)
        self.network.resized.connect(self._resize_layer)
        self.network.weight_edited.connect(self._edit_weight)
        self.network.weight_dropped.connect(self._end_of_drag)
        self.boundary.clicked.connect(self._clicked)
        self.plane_bar.class_chosen.connect(lambda k: self.set_state(self.state.with_(added=k)))
        self.plane_bar.difference_wanted.connect(
            lambda on: self.set_state(self.state.with_(map="difference" if on else "output"))
        )
        self.branch.clicked.connect(self._branch)
        self.whole.clicked.connect(lambda: self.edited.emit({"start": None}, 0))
        self.backprop.clicked.connect(self._open_in_backprop)
        self.boundary.getViewBox().sigResized.connect(lambda *_: self._refit())

    def _explain(self) -> None:
        """Registers all reasons; on the diagram and in the plane the left button chooses."""
        self.explain(self.network, self._network_item, self._network_reason, has_left_click_action=everywhere)
        self.explain(self.losses, self.losses.run_at, loss_at_reason)
        self.explain(self.gradients, self.gradients.run_at, gradient_reason)
        self.explain(self.shares, self.shares.run_at, share_reason)

    def _network_item(self, x: float, y: float) -> tuple[str, tuple[int, ...]] | None:
        network, selected = self.network, (self.state.layer, self.state.unit - 1)
        number, unit, edge = network.edge_number_at(x, y), network.unit_at(x, y), network.edge_at(x, y)
        if number is not None:
            return ("gradient" if number[1] else "weight", (*selected, number[0]))
        if edge is not None:
            return ("gradient" if self.state.sample else "weight", edge)
        return None if unit is None or unit[0] == 0 else ("unit", unit)

    def _network_reason(self, params: Params, result: Result, frame: int, item: Any) -> Any:
        kind, at = item
        frame = _drawn_frame(result, frame)
        sample = self._sample(params, result, frame)
        if kind == "unit":
            return unit_reason(params, result, frame, sample, at[0] - 1, at[1])
        return edge_reason(params, result, frame, sample, Edge(*at), kind)

    # What is shown

    def draw_page(self, page: str, params: Params, result: Result, frame: int) -> None:
        if page != "train":
            self.swarm.show_run(params)
            return
        problem, shown = problem_of(params), _drawn_frame(result, frame)
        theta, running = np.nan_to_num(result.theta[shown]), running_at(result, shown)
        window, sample = window_of(params), self._sample(params, result, shown)
        tiles = unit_maps(params, theta, running, window, _TILE)
        picture = network_picture(
            params, problem, theta, tiles, self.chosen(params), sample, self.theme, self.state.digits
        )
        self.network.show_picture(picture)
        self.tile_scale.show_words(_TILE_WORDS, tile_scale(params), is_signed=True)
        sentence = numbers_sentence(params, result, shown, sample, self.chosen(params), self.state.digits)
        self.numbers.show_sentence(sentence)
        self.numbers.setVisible(bool(str(sentence)))
        self._draw_boundary(params, result, theta, running, window)
        self.boundary.ring(None if sample is None else sample.place)
        last = float(params.n_epochs)  # also while there is less, so that the axis stays
        self.losses.show_losses(result, frame, last, log=self.state.loss_axis == "log")
        self.gradients.show_gradients(params, result, frame)
        self.shares.setVisible(bool(params.hidden))
        if params.hidden:
            self.shares.show_shares(result, frame, last)
        self._name_series(result, frame)
        self.whole.setVisible(params.start is not None and self._interactive)
        goes_on = result.state.whole_epochs[shown] < MOST_EPOCHS and np.isfinite(result.theta[shown]).all()
        self.branch.setEnabled(bool(goes_on))
        hindrance = why_not_in_backprop(params, result, shown)
        self.backprop.setEnabled(not hindrance)
        self.backprop.setToolTip(hindrance or opened_in_backprop(params, result))

    def _draw_boundary(
        self, params: Params, result: Result, theta: Array, running: tuple[Array, Array], window: Window
    ) -> None:
        plot, problem = self.boundary, problem_of(params)
        plot.name_axes(input_names(params))
        plot.show_window(window)
        seen = plot.seen_window(window)
        kind, pinned = kind_of(problem), pinned_output(self._pin, params, seen, _MAP)
        output, change = np.nan_to_num(unit_maps(params, theta, running, seen, _MAP).output), None
        if "output" in self.concealed:
            plot.hide_output()
        elif pinned is not None and self.state.map == "difference":
            change = difference(output, pinned, kind)
            plot.show_output(change.shares, "signed", seen, line=change.low < 0.0)
        else:
            plot.show_output(output, kind, seen)
        self.scale.show_scale(change)
        self.plane_pane.entitle("Decision boundary" if change is None else "Difference to pin")
        y_train, y_test = problem.learned_values
        train, test = PlanePoints(result.X_train, y_train), PlanePoints(result.X_test, y_test)
        plot.show_points(train, test, len(problem.classes))
        self.plane_bar.show_choices(
            problem.classes if self.state.click == "add" else None,
            self.state.added,
            difference=None if pinned is None else self.state.map == "difference",
            hint=start_hint(params, adds=self.state.click == "add"),
        )
        middle = "mean" if problem.learns_standardised else "0"
        self.point_legend.show_classes(problem.classes, has_test=bool(len(result.y_test)), middle=middle)

    def _name_series(self, result: Result, frame: int) -> None:
        rows = [result.train_loss, *([result.test_loss] if len(result.test_loss) else [])]
        self.loss_legend.show_series(
            [
                Series(f"{name} {value_text(float(row[frame]), self.state.digits)}", *series_look(self.theme, k))
                for k, (name, row) in enumerate(zip(LOSS_NAMES, rows, strict=False))
            ]
        )
        n = result.grad_norm.shape[1]
        series = [Series(layer_name(k, n), *series_look(self.theme, k)) for k in range(n)]
        for k in dying_layers(result):
            name = f"{layer_name(k, n)}, dead {format_percent(float(result.dead[frame, k]))} %"
            series.append(Series(name, series_look(self.theme, k)[0], DEAD_DASH, DEAD_WIDTH))
        self.layer_legend.show_series(series)

    def chosen(self, params: Params) -> tuple[int, int] | Edge | None:
        """Column and unit of the chosen unit, or the chosen edge, if the network has it."""
        sizes = layout_of(params).sizes
        layer, unit, source = self.state.layer, self.state.unit - 1, self.state.source - 1
        if not (0 < layer < len(sizes) and unit < sizes[layer]):
            return None
        return Edge(layer, unit, source) if 0 <= source < sizes[layer - 1] else (layer, unit)

    def _sample(self, params: Params, result: Result, frame: int) -> Sample | None:
        """The ringed point, if there is one."""
        index = self.state.sample - 1
        return sample_at(params, result, frame, index) if 0 <= index < n_points(result) else None

    def draw_part(self, name: str, params: Params, result: Any) -> None:
        if name in self.ladders:
            self.ladders[name].show_part(params, result)
        else:
            self.swarm.show_part(name, params, result)

    # What the user does

    def _choose(self, column: int, unit: int, source: int = -1) -> None:
        """Chooses a unit, or an edge into it; nothing if it is chosen already."""
        wanted = {"layer": column, "unit": unit + 1, "source": source + 1}
        same = column <= 0 or all(getattr(self.state, name) == value for name, value in wanted.items())
        self.set_state(self.state.with_(**({"layer": 0, "unit": 1, "source": 0} if same else wanted)))

    def _edit_weight(self, column: int, unit: int, k: int, value: float, drag: int) -> None:
        """Starts another run from the frame shown, with another weight or bias (k = −1); this one stays pinned."""
        if self._shown is None:
            return
        if self._dragged is None or self._dragged[0] != drag or not drag:
            self._dragged = (drag, self._shown[0], self._start(*self._shown))
            self.pin_requested.emit()
        _, params, start = self._dragged
        layer, theta = layout_of(params).layers[column - 1], list(start.theta)
        theta[layer.b.start + unit if k < 0 else layer.W.start + unit * layer.n_in + k] = value
        self.edited.emit(branched(params, msgspec.structs.replace(start, theta=tuple(theta))), drag)

    def _end_of_drag(self) -> None:
        self._dragged = None
        self.settled.emit()

    def _resize_layer(self, layer: int, change: int) -> None:
        if self._shown is not None:
            hidden = list(self._shown[0].hidden)
            if layer == len(hidden):
                hidden.append(_NEW_LAYER)
            else:
                hidden[layer] = max(0, min(16, hidden[layer] + change))
            self.edited.emit({"hidden": [units for units in hidden if units]}, 0)

    def _clicked(self, x: float, y: float) -> None:
        if self._shown is None:
            return
        params, result, _ = self._shown
        near = self.boundary.point_at(x, y)
        if self.state.click == "choose":
            self.set_state(self.state.with_(sample=0 if near is None or near + 1 == self.state.sample else near + 1))
        elif self.state.click == "add":
            self._set_points(params, result, [x, y], None)
        elif near is not None:
            self._set_points(params, result, None, near)

    def _set_points(self, params: Params, result: Result, added: list[float] | None, removed: int | None) -> None:
        self.edited.emit(own_points(params, result, added, self.state.added, removed), 0)

    def _branch(self) -> None:
        """Starts another run from the frame shown; this one stays pinned."""
        if self._shown is not None:
            start = self._start(*self._shown)
            self.pin_requested.emit()
            self.edited.emit(branched(self._shown[0], start), 0)

    def _start(self, params: Params, result: Result, frame: int) -> Start:
        """The state of the network that is drawn."""
        return state_at(params, result, _drawn_frame(result, frame))

    def _open_in_backprop(self) -> None:
        if self._shown is not None:
            params, result, frame = self._shown
            self.other_lab_requested.emit("backprop", backprop_params(params, result, _drawn_frame(result, frame)))

    def pin(self, name: str) -> None:
        if self._shown is not None:
            params, result, frame = self._shown
            if np.isfinite(result.theta[frame]).all():
                self._pin = PinnedRun(params, result.theta[frame], running_at(result, frame))
        super().pin(name)
        self.redraw()

    def unpin(self) -> None:
        self._pin = None
        super().unpin()
        self.redraw()

    def apply_theme(self, theme: Theme) -> None:
        plots = (self.network, self.boundary, self.losses, self.gradients, self.shares)
        words = (self.numbers, self.scale, self.tile_scale, self.point_legend, self.loss_legend, self.layer_legend)
        items: list[Any] = [*plots, *words, self.swarm, self.plane_bar, *self.ladders.values()]
        for item in items:
            item.set_theme(theme)
        self._dress(theme)

    def set_interactive(self, *, interactive: bool) -> None:
        self._interactive = interactive
        for button in (self.branch, self.backprop):
            button.setVisible(interactive)
        self.whole.setVisible(interactive and self._shown is not None and self._shown[0].start is not None)
        self.network.set_interactive(interactive=interactive)
        self.plane_bar.set_interactive(interactive=interactive)
        self.boundary.keep_points(kept=interactive)

    def _dress(self, theme: Theme) -> None:
        for button in (self.branch, self.whole, self.backprop):
            button.setFont(text_font(theme.px(TEXT)))
        self.numbers.setFont(text_font(theme.px(TEXT)))
        for button in (self.branch, self.whole, self.backprop):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the player
        self.branch.setToolTip(
            "Another run begins at this frame, at the end with as many epochs again; this one stays pinned"
        )
        self.whole.setToolTip("Train from the start again")

    def _refit(self) -> None:
        """The map of another window once the plot has another size."""
        if self._shown is not None and self.page == "train":
            params, result, frame = self._shown
            if np.isfinite(result.theta[frame]).all():
                self._draw_boundary(params, result, result.theta[frame], running_at(result, frame), window_of(params))
