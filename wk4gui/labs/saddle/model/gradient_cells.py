"""The turns of a gradient around the cells of a grid: they locate critical points and check that none is missed.

The turns of ∇f along a cell's edge are the sum of the indices of the critical points inside (theorem of Poincaré and
Hopf): +1 for a minimum or a maximum, −1 for a saddle. Points whose indices cancel in the window as a whole, such as a
lost minimum and a lost saddle, are found by their cells. Two that cancel within one cell are not found.
"""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array, NDArray
from wk4gui.labs.saddle.model.surface import Box, Surface

N_CELLS = 128
_TINY = 1e-200
_UNSETTLED = 0.25
_FAST, _PARTS, _LEVELS = 0.5 * np.pi, 8, 14
_REACH = 2

Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Cells:
    """The turns of a gradient on a grid, and guesses of critical points.

    Attributes:
        box: the area of the grid.
        turns: of the gradient along the edge of each cell (n_y, n_x); NaN where it has no direction at a corner.
        x, y: guesses of critical points, linear interpolations in the cells in which both components change sign.
        known: whether every node in the grid has a direction.
        underflows: whether the gradient underflows, so that it may not really vanish where it is 0.
        settled: whether the turns could be followed along every edge, and neighbouring nodes agree often enough for the
            grid to be fine enough.
    """

    box: Box
    turns: Array
    x: Array
    y: Array
    known: bool
    underflows: bool
    settled: bool

    def missed(self, x: Array, y: Array, index: Ints, window: Box) -> tuple[Array, Array]:
        """Middles (n,), (n,) of cells of a window where turns are not those of the points found around there.

        Args:
            x, y: critical points (n,).
            index: of each (n,).
            window: cells further than one cell outside do not count.
        """
        n_y, n_x = self.turns.shape
        gap = np.nan_to_num(self.turns)
        column, row = (np.floor(at).astype(int) for at in self._cells_at(x, y))
        inside = (column >= 0) & (column < n_x) & (row >= 0) & (row < n_y)
        np.subtract.at(gap, (row[inside], column[inside]), index[inside])
        rows, columns = np.nonzero(gap)
        padded = np.pad(gap, _REACH)
        steps = range(2 * _REACH + 1)
        around = np.sum([padded[rows + i, columns + j] for i in steps for j in steps], axis=0)
        middle_x, middle_y = self._places(np.asarray(columns + 0.5, float), np.asarray(rows + 0.5, float))
        margin_x, margin_y = (self.box.x_high - self.box.x_low) / n_x, (self.box.y_high - self.box.y_low) / n_y
        shown = (middle_x > window.x_low - margin_x) & (middle_x < window.x_high + margin_x)
        shown &= (middle_y > window.y_low - margin_y) & (middle_y < window.y_high + margin_y)
        wrong = shown & (around != 0.0)
        return middle_x[wrong], middle_y[wrong]

    def starts_in(self, x: Array, y: Array, n: int) -> tuple[Array, Array]:
        """A grid of n × n places in each of the cells around (x, y), a little into their neighbours."""
        offsets = 1.2 * ((np.arange(n) + 0.47) / n - 0.5)
        by_x, by_y = (offset.ravel() for offset in np.meshgrid(offsets, offsets))
        n_y, n_x = self.turns.shape
        wide, high = (self.box.x_high - self.box.x_low) / n_x, (self.box.y_high - self.box.y_low) / n_y
        return (x[:, None] + wide * by_x).ravel(), (y[:, None] + high * by_y).ravel()

    def _cells_at(self, x: Array, y: Array) -> tuple[Array, Array]:
        n_y, n_x = self.turns.shape
        box = self.box
        return n_x * (x - box.x_low) / (box.x_high - box.x_low), n_y * (y - box.y_low) / (box.y_high - box.y_low)

    def _places(self, column: Array, row: Array) -> tuple[Array, Array]:
        n_y, n_x = self.turns.shape
        box = self.box
        return box.x_low + column / n_x * (box.x_high - box.x_low), box.y_low + row / n_y * (box.y_high - box.y_low)


def gradient_cells(surface: Surface, box: Box) -> Cells:
    """The cells of a box, widened unevenly so that critical points on lines of symmetry are not on their edges."""
    by_x, by_y = 0.01 * (box.x_high - box.x_low), 0.01 * (box.y_high - box.y_low)
    box = Box(box.x_low - 1.37 * by_x, box.x_high + 1.11 * by_x, box.y_low - 1.13 * by_y, box.y_high + 1.39 * by_y)
    x, y = np.meshgrid(*(np.linspace(*ends, N_CELLS + 1) for ends in _sides(box)))
    with np.errstate(all="ignore"):
        gx, gy = surface.grad(x, y)
        size = np.abs(gx) + np.abs(gy)
        known = np.isfinite(size) & (size > 0.0)
        edges = _edges(surface, x, y, np.arctan2(gy, gx))
        rows, columns = np.nonzero(_changes_sign(gx) & _changes_sign(gy))
        at_x, at_y = _interpolated(gx, gy, rows, columns)
    around = edges.across[:-1] + edges.up[:, 1:] - edges.across[1:] - edges.up[:, :-1]
    turns = np.rint(around / (2.0 * np.pi))
    turns[~(known[:-1, :-1] & known[1:, :-1] & known[:-1, 1:] & known[1:, 1:])] = np.nan
    wide, high = (box.x_high - box.x_low) / N_CELLS, (box.y_high - box.y_low) / N_CELLS
    return Cells(
        box,
        turns,
        box.x_low + wide * (columns + at_x),
        box.y_low + high * (rows + at_y),
        known=bool(known.all()),
        underflows=bool(((size > 0.0) & (size < _TINY)).any()),
        settled=edges.settled,
    )


def _sides(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box.x_low, box.x_high), (box.y_low, box.y_high)


@dataclass(frozen=True, eq=False)
class _Edges:
    """The angle by which the gradient turns along each edge of the grid, and whether all could be determined."""

    across: Array
    up: Array
    settled: bool


def _edges(surface: Surface, x: Array, y: Array, angle: Array) -> _Edges:
    """The angles between neighbouring nodes; where they are larger than a quarter turn, nodes in between are added."""
    steps, settled = [], []
    for axis in (1, 0):
        turned = _wrapped(np.diff(angle, axis=axis))
        fast = np.nonzero(np.abs(turned) > _FAST)
        one = tuple(index + (k == axis) for k, index in enumerate(fast))
        settled.append(len(fast[0]) < _UNSETTLED * turned.size)
        if settled[-1] and len(fast[0]):
            ends = np.stack([x[fast], y[fast], x[one], y[one]])
            turned[fast], followed = _followed(surface, ends)
            settled.append(followed)
        steps.append(turned)
    return _Edges(steps[0], steps[1], all(settled))


def _followed(surface: Surface, ends: Array) -> tuple[Array, bool]:
    """Turns along lines (x, y, x, y) (4, n), divided again where they are fast, and whether the division ended."""
    total = np.zeros(ends.shape[1])
    line = np.arange(ends.shape[1])
    share = np.linspace(0.0, 1.0, _PARTS + 1)[:, None]
    for _ in range(_LEVELS):
        x, y = ends[0] + share * (ends[2] - ends[0]), ends[1] + share * (ends[3] - ends[1])
        gx, gy = surface.grad(x, y)
        turned = np.nan_to_num(_wrapped(np.diff(np.arctan2(gy, gx), axis=0)))
        part, which = np.nonzero(np.abs(turned) > _FAST)
        turned[part, which] = 0.0
        np.add.at(total, line, turned.sum(axis=0))
        if not len(part):
            return total, True
        ends = np.stack([x[part, which], y[part, which], x[part + 1, which], y[part + 1, which]])
        line = line[which]
    return total, False


def _wrapped(angle: Array) -> Array:
    """To (−π, π], in place; of differences of two angles."""
    angle[angle > np.pi] -= 2.0 * np.pi
    angle[angle <= -np.pi] += 2.0 * np.pi
    return angle


def _changes_sign(values: Array) -> NDArray[np.bool_]:
    """Whether the four corners of a cell differ in sign, (n, n) -> (n − 1, n − 1); exact zeros count for both."""
    above, below = values > 0.0, values < 0.0
    return _any_corner(above) & _any_corner(below)


def _any_corner(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    rows = flags[:-1] | flags[1:]
    return np.asarray(rows[:, :-1] | rows[:, 1:])


def _interpolated(gx: Array, gy: Array, rows: Ints, columns: Ints) -> tuple[Array, Array]:
    """The place in its cell (0 … 1 each way) where the planes fitted to both components vanish."""
    corners = [[g[rows + i, columns + j] for i in (0, 1) for j in (0, 1)] for g in (gx, gy)]
    (u, ux, uy), (v, vx, vy) = (
        (0.25 * (a + b + c + d), 0.5 * (b - a + d - c), 0.5 * (c - a + d - b)) for a, b, c, d in corners
    )
    below = ux * vy - uy * vx
    x, y = 0.5 - (u * vy - v * uy) / below, 0.5 - (v * ux - u * vx) / below
    return tuple(np.clip(np.where(np.isfinite(at), at, 0.5), 0.0, 1.0) for at in (x, y))  # type: ignore[return-value]
