"""Plots of networks with several penalties: losses by λ, and their learnt curves."""

from collections.abc import Hashable, Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.device_curve import Curve
from wk4gui.render.dots_item import Dots
from wk4gui.render.plot import WIDE_LEFT_PX, Plot, curve_pen, round_above
from wk4gui.render.theme import Theme, faded, series_look

_DOT_PX = 6.0
"""Reach of a click on a training point, in pixels."""


class LambdaLines(Plot):
    """Values over several λ, evenly spaced and labelled; a small dot for each run."""

    left_px = WIDE_LEFT_PX

    def __init__(self, x_title: str, y_title: str, theme: Theme, names: Sequence[str], name: str) -> None:
        super().__init__(x_title, y_title, theme, name)
        pen = curve_pen(theme, theme.ink)
        self._names = tuple(names)
        self._runs = [self.add(Dots(theme.ink, 2.0)) for _ in names]
        self._lines = [self.add(Curve(pen)) for _ in names]
        self._means = [self.add(Dots(theme.ink, 3.4)) for _ in names]
        self._read_from: tuple[Sequence[str], list[Array]] = ((), [])
        self._places: list[tuple[Array, Array]] = []
        self.getAxis("left").setTickDensity(0.5)

    def show_lambdas(self, lambdas: Array, values: Sequence[Array], looks: Sequence[int]) -> None:
        """Shows for every name the values (n_lambdas, n_runs), with a line through their means."""
        texts = [format_number(float(value), 2) for value in lambdas]
        means = [each.mean(axis=1) for each in values]
        self._read_from = (texts, means)
        top = round_above(1.04 * max(float(each.max()) for each in values))
        self.set_ranges((-0.4, len(lambdas) - 0.6), (-0.02 * top, top))
        self.getAxis("bottom").set_named(list(enumerate(texts)))
        self.follow_pin()
        at = np.arange(float(len(lambdas)))
        self._places = []
        for k, (each, mean) in enumerate(zip(values, means, strict=True)):
            color, dash = series_look(self.theme, looks[k])
            self._runs[k].set_color(faded(color, 0.3))
            shift = 0.06 * (k - (len(values) - 1) / 2.0)
            runs = np.column_stack([np.repeat(at + shift, each.shape[1]), each.ravel()])
            self._places.append((np.column_stack([at, mean]), runs))
            self._runs[k].set_points(runs)
            self._lines[k].set_pen(curve_pen(self.theme, color, 2.0, dash))
            self._lines[k].set_data(at, mean)
            self._means[k].set_color(color)
            self._means[k].set_points(self._places[k][0])

    def meaning(self) -> Hashable:
        return super().meaning(), tuple(self._read_from[0])

    def dot_at(self, x: float, y: float) -> tuple[int, int, int | None] | None:
        """Name, λ and run (None for a mean) of the dot nearest to a place; None if none is near."""
        every = [places for pair in self._places for places in pair]
        found = self.nearest(x, y, np.concatenate(every)) if every else None
        for k, places in enumerate(every):
            if found is not None and found < len(places):
                i, run = divmod(found, len(places) // len(self._read_from[0]))
                return k // 2, i, run if k % 2 else None
            found = None if found is None else found - len(places)
        return None

    def read(self, x: float) -> str:
        texts, means = self._read_from
        i = round(x)
        if not 0 <= i < len(texts):
            return ""
        named = zip(self._names, means, strict=True)
        return f"λ = {texts[i]}: " + ", ".join(f"{name} {format_number(float(mean[i]))}" for name, mean in named)


class FitCurves(Plot):
    """Curves of several networks fitted to the same points, and the target."""

    def __init__(self, n_curves: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("input x", "output ŷ", theme, "What the networks have learnt", parent)
        pen = curve_pen(theme, theme.ink)
        self._target = self.add(Curve(pen))
        self._dots = self.add(Dots(theme.ink, 3.0))
        self._curves = [self.add(Curve(pen)) for _ in range(n_curves)]
        self._read_from: tuple[Array, Array, Sequence[str], Array] = (np.zeros(0), np.zeros(0), (), np.zeros((0, 0)))

    def show_fits(self, x: Array, target: Array, curves: Array, names: Sequence[str], points: Array) -> None:
        """Shows curves (n_curves, n) and the target (n,) over x (n,), and the training points (m, 2)."""
        self._read_from = (x, target, names, curves)
        values = np.concatenate([target, points[:, 1]])
        margin = 0.25 * float(values.max() - values.min())
        self.set_ranges((float(x[0]), float(x[-1])), (float(values.min()) - margin, float(values.max()) + margin))
        self._target.set_pen(curve_pen(self.theme, self.theme.ink3, 3.0))
        self._target.set_data(x, target)
        self._dots.set_color(self.theme.ink2)
        self._dots.set_points(points)
        for k, (curve, values) in enumerate(zip(self._curves, curves, strict=True)):
            color, dash = series_look(self.theme, k)
            curve.set_pen(curve_pen(self.theme, color, 1.8, dash))
            curve.set_data(x, values)

    def curve_at(self, x: float, y: float) -> tuple[int | None, int] | None:
        """Curve (None for the target) and index of its point nearest to a place; None if none is near."""
        grid, target, _, curves = self._read_from
        if not len(grid):
            return None
        i = int(np.argmin(np.abs(grid - x)))
        heights = np.append(curves[:, i], target[i])
        k = self.nearest(x, y, np.column_stack([np.full(len(heights), x), heights]))
        return None if k is None else (k if k < len(curves) else None, i)

    def dot_at(self, x: float, y: float) -> int | None:
        """Index of the training point at a place; None if there is none."""
        found = self.nearest(x, y, self._dots.points)
        pixel = self.getViewBox().viewPixelSize()
        return None if found is None or np.hypot(*((self._dots.points[found] - (x, y)) / pixel)) > _DOT_PX else found

    def read(self, x: float) -> str:
        grid, target, names, curves = self._read_from
        if not len(grid):
            return ""
        i = int(np.argmin(np.abs(grid - x)))
        lines = [f"λ = {name}: {format_number(float(curve[i]))}" for name, curve in zip(names, curves, strict=True)]
        return "\n".join([f"x = {format_number(float(grid[i]), 2)}: target {format_number(float(target[i]))}", *lines])
