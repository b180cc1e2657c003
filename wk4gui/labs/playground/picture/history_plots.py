"""The losses and the measures of each layer over the epochs."""

from collections.abc import Hashable

import numpy as np
from PySide6.QtGui import QPen

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_percent, format_position
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.result import Result
from wk4gui.labs.playground.picture.gradient_means import MEAN_EPOCHS, drawn_norms, is_averaged
from wk4gui.render.axis_window import Window, linear_window, log_end
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.fonts import CAPTION, text_width
from wk4gui.render.pin_place import emptiest
from wk4gui.render.plot import curve_pen
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.step_plot import Run, StepPlot
from wk4gui.render.theme import Theme, series_look

_DECADES = 12.0
"""Most decades of a log axis; what lies below them lies at its foot."""


class EpochPlot(StepPlot):
    """Values against epochs."""

    most_ticks = 6
    room = 1.05

    def __init__(self, y_title: str, theme: Theme, name: str) -> None:
        super().__init__(y_title, theme, name, x_title="epoch")
        self.getAxis("left").name_halves()

    def pin_place(self, text: str) -> tuple[float, int]:
        """Where the name covers least of what is drawn."""
        if not text:
            return self.pin_corner
        view, px = self.getViewBox(), self.theme.px(CAPTION)
        low, size = np.array(view.viewRange()).T[0], np.ptp(np.array(view.viewRange()), axis=1)
        drawn = [(points - low) / size for points in self._drawn() if len(points)]
        width, height = text_width(text, px) + 10.0, 1.6 * px
        return emptiest(drawn, width / max(view.width(), 1.0), height / max(view.height(), 1.0))

    def _drawn(self) -> list[Array]:
        """The points of all curves, pinned ones too."""
        return [item.points for item in self.area.items if isinstance(item, Curve) and item.isVisible()]

    def read(self, x: float) -> str:
        if not len(self.steps) or self._is_beyond(x):
            return ""
        i = self._index_at(x)
        return "\n".join([f"epoch {format_position(float(self.steps[i]))}", *self.lines_at(i)])


class LossPlot(EpochPlot):
    """The training and the test loss, what label noise makes unavoidable, and the least test loss."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("loss", theme, "Losses over the epochs")
        self._floor = self.add(ConstantLine(curve_pen(theme, theme.caution, 1.6, (2, 2)), vertical=False))
        self.add_runs(2, ahead=True, radius=4.0)
        self._best = self.add(Marker(theme.caution, theme.pane, 5.0))
        self.add_present()
        self._floor_label = self.add_label("ink2")

    def show_losses(self, result: Result, frame: int, last: float, *, log: bool) -> None:
        """Shows both losses up to a frame, and paler ahead of it; the axis ends at the epoch ``last``."""
        theme = self.theme
        rows = [result.train_loss, *([result.test_loss] if len(result.test_loss) else [])]
        finite = np.concatenate([row[np.isfinite(row)] for row in rows])
        self.show_window(loss_window(finite, log=log), last)
        ahead, runs = theme.pen(theme.ink3, 1.6, opacity=0.55), []
        for k, (name, row) in enumerate(zip(LOSS_NAMES, rows, strict=False)):
            color, dash = series_look(theme, k)
            runs.append(Run(name, row, curve_pen(theme, color, 2.0, dash), ahead, color))
        self.show_runs(runs, frame, result.epoch)
        self.show_present(float(result.epoch[frame]))
        self._show_best(result)
        self._show_floor(result)

    def _show_best(self, result: Result) -> None:
        self._best.set_colors(self.theme.caution, self.theme.pane)
        if result.test_best is None:
            self._best.set_point(float("nan"), float("nan"))
            return
        y = self.axis_window.place(result.test_loss[result.test_best : result.test_best + 1])[0]
        self._best.set_point(float(result.epoch[result.test_best]), float(y))

    def _show_floor(self, result: Result) -> None:
        if result.unavoidable is None:
            self._floor.set_value(None)
            self._floor_label.set_text("", 0.0, 0.0, (0.0, 0.0))
            return
        at = float(self.axis_window.place(np.array([result.unavoidable]))[0])
        self._floor.set_pen(curve_pen(self.theme, self.theme.caution, 1.6, (2, 2)))
        self._floor.set_value(at)
        self._floor_label.set_text("unavoidable", self.room * self.last_step, at, (1.0, 1.0))


LOSS_NAMES = ("training loss", "test loss")


def loss_window(values: Array, *, log: bool) -> Window:
    """The range of a loss axis that holds these values."""
    if not len(values):
        return Window(0.0, 1.0, log=False)
    return log_window(values, 0.5) if log else linear_window(float(values.max()))


def log_window(values: Array, least: float) -> Window:
    """The range of a log axis that holds the positive ones of these values; at least so many decades.

    What is far below the largest, or below the first where all grow far above it, is left out.
    """
    positive = values[values > 0.0]
    if not len(positive):
        return Window(-1.0, 0.0, log=True)
    high = log_end(float(positive.max()))
    first = float(np.log10(positive[0]))
    low = max(float(np.log10(positive.min())) - 0.1, (first if high > first + _DECADES else high) - _DECADES)
    return Window(min(low, high - least), high, log=True)


class GradientPlot(EpochPlot):
    """The size of the gradient by layer, on a log axis; of a long run a mean, as the lower axis says."""

    def __init__(self, n_layers: int, theme: Theme) -> None:
        super().__init__("norm", theme, "Size of the gradient by layer")
        self.add_runs(n_layers, ahead=True)
        self.add_present()
        self._mean = ""

    def show_gradients(self, params: Params, result: Result, frame: int) -> None:
        """Shows the norm of each layer's gradient up to a frame."""
        rows = drawn_norms(params, result).T
        self._mean = f"mean of {MEAN_EPOCHS} epochs" if is_averaged(params, result) else ""
        self.entitle("bottom", f"epoch (norm: {self._mean})" if self._mean else "epoch")
        self.show_window(log_window(rows[np.isfinite(rows)], 1.0), float(params.n_epochs))
        theme = self.theme
        runs = [
            Run(layer_name(k, len(rows)), row, _layer_pen(theme, k), theme.pen(theme.ink3, 1.2, opacity=0.5))
            for k, row in enumerate(rows)
        ]
        self.show_runs(runs, frame, result.epoch)
        self.show_present(float(result.epoch[frame]))

    def lines_at(self, i: int) -> list[str]:
        return [*([self._mean] if self._mean else []), *super().lines_at(i)]


SHARES = ("saturated", "dead")
"""What the curves of a hidden layer are, in turn: names of measures of the result."""
DEAD_DASH, DEAD_WIDTH = (3.0, 3.0), 1.6
"""Look of the dead share, in the colour of its layer."""


class SharePlot(EpochPlot):
    """The saturated share of each hidden layer, and the dead one where there ever is one."""

    def __init__(self, n_layers: int, theme: Theme) -> None:
        super().__init__("saturated %", theme, "Saturated activations and dead units by layer")
        self.add_runs(2 * n_layers, ahead=True)
        self.add_present()

    def meaning(self) -> Hashable:
        """A share is a share, whichever the axis names."""
        return self.log_y

    def show_shares(self, result: Result, frame: int, last: float) -> None:
        """Shows the share of |f′| < 0.01, and of units with f′ = 0 everywhere, of each hidden layer up to a frame."""
        theme, dying, n = self.theme, dying_layers(result), result.saturated.shape[1]
        self.entitle("left", "share %" if dying else "saturated %")
        self.show_window(Window(0.0, 105.0, log=False), last)
        ahead = theme.pen(theme.ink3, 1.2, opacity=0.5)
        runs: list[Run | None] = []
        for k in range(n):
            name, dead = layer_name(k, n + 1), series_look(theme, k)[0]
            runs.append(Run(name, 100.0 * result.saturated[:, k], _layer_pen(theme, k), ahead))
            pen = curve_pen(theme, dead, DEAD_WIDTH, DEAD_DASH)
            runs.append(Run(name, 100.0 * result.dead[:, k], pen, ahead) if k in dying else None)
        self.show_runs(runs, frame, result.epoch)
        self.show_present(float(result.epoch[frame]))

    def lines_at(self, i: int) -> list[str]:
        return [
            f"{run.name}: {format_percent(float(run.values[i]) / 100.0, 1)} % {SHARES[k % 2]}"
            for k, run in enumerate(self.runs)
            if run is not None
        ]


def dying_layers(result: Result) -> list[int]:
    """The hidden layers with a dead unit at any record."""
    return [k for k, column in enumerate(result.dead.T) if (column > 0.0).any()]


def _layer_pen(theme: Theme, k: int) -> QPen:
    color, dash = series_look(theme, k)
    return curve_pen(theme, color, 1.8, dash)


def layer_name(k: int, n_layers: int) -> str:
    """The name of a layer, the last one being the output."""
    return "output" if k == n_layers - 1 else f"layer {k + 1}"
