"""The curves of many training sets, with their mean and the target."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.device_curve import Curve
from wk4gui.render.dots_item import Dots
from wk4gui.render.plot import Plot, curve_pen
from wk4gui.render.series_legend import Series
from wk4gui.render.theme import Theme, faded

MOST_CURVES = 100
"""Largest number of curves drawn; more could not be distinguished."""
_NOTHING = np.zeros((0, 2))


@dataclass(frozen=True)
class Bundle:
    """Curves (n, n_x), and their mean (n_x,)."""

    curves: Array
    mean: Array


class TrialCurves(Plot):
    """Bundles of curves: those of the learner, and those before an operation."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("input x", "output y", theme, "Curves of many training sets", parent)
        pen = curve_pen(theme, theme.ink)
        self._before, self._curves = self.add(Curve(pen)), self.add(Curve(pen))
        self.points = self.add(Dots(theme.ink, 2.6))
        self._target = self.add(Curve(pen))
        self._mean_before, self._mean = self.add(Curve(pen)), self.add(Curve(pen))
        for curve in (self._before, self._curves, self._target):
            curve.pinnable = False
        self._read_from: tuple[Array, Array, Bundle | None] = (np.zeros(0), np.zeros(0), None)
        self._marks: Sequence[tuple[str, Array]] = ()

    @property
    def drawn(self) -> int:
        """Number of single curves drawn."""
        return int(np.isnan(self._curves.points[:, 1]).sum())

    def show_curves(
        self,
        x: Array,
        target: Array,
        now: Bundle,
        before: Bundle | None,
        points: Array,
        limits: tuple[float, float],
    ) -> None:
        """Shows curves over x (n_x,) and the points (m, 2) of one training set, between the limits of y."""
        theme = self.theme
        self._read_from = (x, target, now)
        means = [("mean", now), *([] if before is None else [("before", before)])]
        lines = [("target", target), *((name, bundle.mean) for name, bundle in means)]
        self._marks = [*((name, np.column_stack([x, line])) for name, line in lines), ("point", points)]
        self.set_ranges((float(x[0]) - 0.02, float(x[-1]) + 0.02), limits)
        opacity = 0.45 if len(now.curves) <= 30 else 0.22
        self._curves.set_pen(theme.pen(theme.backward, 0.9, opacity=opacity))
        self._curves.set_points(_one_line(x, now.curves))
        self._before.set_pen(theme.pen(theme.ink3, 0.9, opacity=0.3))
        self._before.set_points(_NOTHING if before is None else _one_line(x, before.curves))
        self.points.set_color(faded(theme.ink2, 0.9))
        self.points.set_points(points)
        halo = curve_pen(theme, theme.pane, 4.6)
        self._target.set_pen(curve_pen(theme, theme.ink, 2.2, (4, 2)), halo)
        self._target.set_data(x, target)
        self._mean_before.set_pen(curve_pen(theme, theme.ink2, 2.0, (1.5, 1.5)), halo)
        self._mean_before.set_points(_NOTHING if before is None else np.column_stack([x, before.mean]))
        self._mean.set_pen(curve_pen(theme, theme.forward, 2.6), halo)
        self._mean.set_data(x, now.mean)

    def mark_at(self, x: float, y: float) -> tuple[str, int] | None:
        """The mark nearest to a place and the index of its point; None if none is near.

        A mark is "target", "mean", "before" (the mean before), "point" (a training point), or else "curves".
        """
        grid, _, bundle = self._read_from
        if bundle is None or not self.getViewBox().viewRect().contains(x, y):
            return None
        i = int(np.argmin(np.abs(grid - x)))
        here = [(name, j) for name, marks in self._marks for j in ([i] if name != "point" else range(len(marks)))]
        places = [marks[[i]] if name != "point" else marks for name, marks in self._marks]
        found = self.nearest(x, y, np.concatenate(places))
        if found is not None:
            return here[found]
        low, high = bundle.curves[:, i].min(), bundle.curves[:, i].max()
        return ("curves", i) if low <= y <= high else None

    def read(self, x: float) -> str:
        grid, target, bundle = self._read_from
        if bundle is None:
            return ""
        i = int(np.argmin(np.abs(grid - x)))
        off, spread = float(bundle.mean[i] - target[i]), float(bundle.curves[:, i].std(ddof=1))
        return (
            f"x = {format_number(float(grid[i]), 2)}: target {_n(target[i])}, mean curve {_n(bundle.mean[i])}\n"
            f"mean − target {_n(off)}, standard deviation of the curves {_n(spread)}"
        )


def curve_series(theme: Theme, n_drawn: int, n_all: int, *, before: bool) -> list[Series]:
    """The legend of the curves."""
    some = f"{n_drawn} of {n_all} curves" if n_drawn < n_all else f"{n_all} curves"
    lines = [
        Series("target", theme.ink, (4, 2)),
        Series("mean curve", theme.forward, (), 2.6),
        Series(some, theme.backward, (), 1.0),
    ]
    if before:
        return [*lines, Series("before", theme.ink2, (1.5, 1.5))]
    return [*lines, Series("one training set", theme.ink2, dot=True)]


def _one_line(x: Array, curves: Array) -> Array:
    """The first curves as one polyline with gaps (NaN) between them."""
    some = curves[:MOST_CURVES]
    points = np.full((len(some), len(x) + 1, 2), np.nan)
    points[:, :-1, 0] = x
    points[:, :-1, 1] = some
    return points.reshape(-1, 2)


def _n(value: float) -> str:
    return format_number(float(value), 4)
