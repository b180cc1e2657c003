"""Plots of a race of noisy descents: the loss over steps, and when the runs left the saddle."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.labs.saddle.picture.race_looks import (
    LABELS,
    NAMES,
    joined,
    optimizer_look,
    optimizer_pen,
    shown_runs,
    with_steps,
)
from wk4gui.render.axis_window import Window, log_end
from wk4gui.render.bars import Bars
from wk4gui.render.device_curve import Curve
from wk4gui.render.fonts import CAPTION, text_width
from wk4gui.render.hatch import SERIES_PATTERNS
from wk4gui.render.heights import Heights
from wk4gui.render.plot import Plot, curve_pen, round_above
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.step_plot import Run, StepPlot, value_text
from wk4gui.render.theme import Theme, faded

_DECADES, _LOG_FROM = 6.0, 50.0
_BINS = 30
_ROOM, _ROOM_FOR_NAMES = 1.18, 1.5
"""The predicted median's name stands above the highest bar, or the names of several optimizers."""


class LossRace(StepPlot):
    """The loss of the noisy runs and of the descents without noise."""

    left_px = Plot.left_px

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("loss f", theme, "Loss against steps", parent=parent)
        self.noisy = [self.add(Curve(curve_pen(theme, theme.ink))) for _ in NAMES]
        self.add_runs(len(NAMES))
        self._names: Sequence[str] = ()
        self._with_noise, self._without = np.zeros((0, 0, 1)), np.zeros((0, 1))

    def show_loss(self, names: Sequence[str], runs: Array, plain: Array, step: int, seen: Heights) -> None:
        """Shows losses with noise (n_names, n_runs, n_steps + 1) and without (n_names, n_steps + 1) up to a step.

        Values beyond the heights of the map do not extend the axis.
        """
        alone, runs = len(names) == 1, runs[:, : shown_runs(len(names), runs.shape[1])]
        self._names, self._with_noise, self._without = names, runs, plain
        every = np.concatenate([*runs, plain])
        self.show_window(_loss_window(every, seen), every.shape[1] - 1)
        for curve, name in zip(self.noisy, NAMES, strict=True):
            own = runs[names.index(name)] if name in names else runs[0, :0]
            curve.set_pen(optimizer_pen(self.theme, name, 1.0, opacity=0.5 if alone else 0.35))
            curve.set_points(joined(with_steps(self.axis_window.place(own)), step))
        without = dict(zip(names, plain, strict=True))
        self.show_runs([self._run(name, without[name], alone=alone) if name in names else None for name in NAMES], step)

    def _run(self, name: str, loss: Array, *, alone: bool) -> Run:
        own = curve_pen(self.theme, self.theme.ink, 2.0, (4, 2)) if alone else optimizer_pen(self.theme, name, 2.0)
        return Run(LABELS[name], loss, own)

    def loss_at(self, x: float, y: float) -> tuple[int, int | None, int] | None:
        """Optimizer, noisy run (None: without noise) and step of the nearest point of a curve; None if none is near."""
        plain = self.nearest_at_step(x, y, self._without)
        if plain is not None:
            return plain[0], None, plain[1]
        n_runs, n_steps = self._with_noise.shape[1:]
        found = self.nearest_at_step(x, y, self._with_noise.reshape(-1, n_steps))
        return None if found is None else (*divmod(found[0], n_runs), found[1])

    def lines_at(self, i: int) -> list[str]:
        named = zip(self._names, self._with_noise[:, :, i], self._without[:, i], strict=True)
        return [f"{LABELS[name]}: {_spread(noisy, plain)}" for name, noisy, plain in named]


def _spread(noisy: Array, plain: float) -> str:
    """The loss without noise and the median of those with noise."""
    there = noisy[np.isfinite(noisy)]
    return f"{value_text(plain)} without noise, " + (
        f"median {value_text(float(np.median(there)))}" if len(there) else "diverged"
    )


def _loss_window(loss: Array, seen: Heights) -> Window:
    finite = loss[np.isfinite(loss)]
    if not len(finite):
        return Window(0.0, 1.0, log=False)
    low = max(float(finite.min()), min(seen.low, float(np.median(finite))))
    begin = float(np.nanmax(loss[:, 0])) if np.isfinite(loss[:, 0]).any() else low
    high = max(begin, min(float(np.percentile(finite, 99)), max(seen.high, low)))
    ends = loss[:, -1][np.isfinite(loss[:, -1])]
    typical = float(np.median(ends)) if len(ends) else high
    if low >= 0 and high > _LOG_FROM * max(typical, 1e-300):
        top = log_end(high)
        positive = finite[finite > 0]
        return Window(math.floor(max(math.log10(float(positive.min())), top - _DECADES)), top, log=True)
    step = _nice(0.06 * (high - low) or 0.5)  # ends on round numbers rarely change
    return Window(step * (math.floor(low / step) - 1), step * (math.ceil(high / step) + 1), log=False)


def _nice(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above a value."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= value * (1.0 + 1e-12))


Escapes = Sequence[Sequence[int | None]]


class EscapeBars(Plot):
    """A histogram of the steps at which runs left the saddle."""

    pin_corner = (1.0, 1)  # few runs leave late, so the median's name fits above

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("step of escape", "runs", theme, "Steps until a run leaves the saddle", parent)
        self.bars = [self.add(Bars()) for _ in NAMES]
        self._median = self.add(ConstantLine(curve_pen(theme, theme.ink, 1.8), vertical=True, pinnable=True))
        self._median.setZValue(10)
        self.name = self.add_label("ink")
        self.nothing = self.add_label("ink2")
        self.bar_names = [self.add_label("ink") for _ in NAMES]
        self._peaks: list[tuple[str, float, float]] = []
        self.getViewBox().sigResized.connect(self._name_bars)
        self._read_from: tuple[list[str], list[Array], int] = ([], [], 1)
        self.getAxis("left").setTickDensity(0.5)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "nothing"):
            self._median.set_pen(curve_pen(theme, theme.ink, 1.8))

    def show_escapes(self, names: Sequence[str], escapes: Escapes, predicted: Numeral | None, step: int) -> None:
        """Shows escape steps (n_names, n_runs), None for never, up to a step, and SGD's predicted median."""
        every = [np.array([t for t in row if t is not None], dtype=float) for row in escapes]
        last = round_above(
            max([float(e.max()) for e in every if len(e)] + [1.2 * (predicted.value if predicted else 0.0), 4.0])
        )
        width = max(1, math.ceil((last + 1) / (_BINS if len(names) == 1 else _BINS // 2)))
        edges = np.arange(0, math.ceil((last + 1) / width) + 1) * width - 0.5
        counts = [np.histogram(e, edges)[0] for e in every]
        self._read_from = (list(names), every, width)
        room = _ROOM if len(names) == 1 else _ROOM_FOR_NAMES
        top = round_above(room * max([int(c.max()) for c in counts] + [4]))
        self.set_ranges((-0.5, float(edges[-1])), (0.0, top))
        for k, name in enumerate(NAMES):
            color = QColor(optimizer_look(self.theme, name)[0])
            self.bars[k].set_pattern(SERIES_PATTERNS[k], QColor(self.theme.pane))
            if name in names:
                i = list(names).index(name)
                now = np.histogram(every[i][every[i] <= step], edges)[0]
                self.bars[k].set_histogram(edges, now, color, (i, len(names)))
            else:
                self.bars[k].set_bars([], color)
        self._peaks = [
            (LABELS[name], (int(c.argmax()) + (i + 0.5) / len(names)) * width - 0.5, float(c.max()))
            for i, (name, c) in enumerate(zip(names, counts, strict=True))
            if len(names) > 1 and c.max() > 0
        ]
        self._name_bars()
        self._show_median(predicted, float(edges[-1]), top)

    def _name_bars(self) -> None:
        """The name of each optimizer over its highest bar, in rows where names would meet."""
        view, px = self.getViewBox(), self.theme.px(CAPTION)
        (left, right), (low, high) = view.viewRange()
        unit, row = (right - left) / max(view.width(), 1.0), 1.35 * px * (high - low) / max(view.height(), 1.0)
        taken: list[tuple[float, float, float]] = []
        peaks = sorted(self._peaks, key=lambda peak: peak[1])
        for name, x, height in peaks:
            half = 0.5 * (text_width(name, px) + 6.0) * unit
            x = min(max(x, left + half), right - half)
            while any(abs(x - at) < half + other and abs(height - y) < row for at, other, y in taken):
                height += row
            taken.append((x, half, height))
        fit = all(height + row <= high for _, _, height in taken)  # else the map's legend names them
        for k, label in enumerate(self.bar_names):
            label.set_text("", 0.0, 0.0, (0.0, 0.0))
            if fit and k < len(taken):
                label.set_text(peaks[k][0], taken[k][0], taken[k][2], (0.5, 1.0))

    def bar_at(self, x: float) -> tuple[int, int, int] | None:
        """Optimizer, first step and number of steps of the bar at an x; None if there is no bar."""
        names, every, width = self._read_from
        if not any(len(e) for e in every) or x < -0.5:
            return None
        place = (x + 0.5) / width
        return min(int(place % 1.0 * len(names)), len(names) - 1), math.floor(place) * width, width

    def read(self, x: float) -> str:
        names, every, width = self._read_from
        first = max(0, math.floor((x + 0.5) / width)) * width
        steps = f"step {first}" if width == 1 else f"steps {first} to {first + width - 1}"
        lines = [
            f"{LABELS[n]}: {int(((e >= first) & (e < first + width)).sum())}" for n, e in zip(names, every, strict=True)
        ]
        return "\n".join([f"{steps}, runs that leave", *lines])

    def _show_median(self, predicted: Numeral | None, right: float, top: float) -> None:
        self._median.set_value(None if predicted is None else predicted.value)
        if predicted is None:
            self.name.set_text("", 0.0, 0.0, (0.0, 0.0))
            return
        side = 1.0 if predicted.value > 0.5 * right else 0.0
        self.name.set_plate(faded(self.theme.pane, 0.85))
        self.name.set_text(phrase("predicted median {t}", t=predicted), predicted.value, top, (side, 0.0))

    def show_words(self, text: str) -> None:
        """Shows words instead of the bars; "" shows the bars."""
        for bars in self.bars:
            bars.setVisible(not text)
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        at = QPointF((x0 + x1) / 2, (y0 + y1) / 2)
        self.nothing.set_plate(faded(self.theme.pane, 0.85))
        self.nothing.set_text(text, at.x(), at.y(), (0.5, 0.5))
