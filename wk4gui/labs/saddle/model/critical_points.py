"""Finds and classifies every critical point of a surface in a window.

Newton's method starts from a grid, and from the cells of a fine grid in which both components of the gradient change
sign; duplicates are removed. The turns of the gradient along each cell's edge show whether the indices of the points
add up; if they do not, the cell is searched more closely.
"""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array, NDArray, read_only
from wk4gui.labs.saddle.model.gradient_cells import Cells, gradient_cells
from wk4gui.labs.saddle.model.index_sum import circle_index
from wk4gui.labs.saddle.model.newton import TO_A_CURVE, TO_A_POINT, Stationary, find_stationary
from wk4gui.labs.saddle.model.point_kinds import CLOSE, TOLERANCE, hessian_scale, indices, is_saddle_like
from wk4gui.labs.saddle.model.surface import Box, Surface

Flags = NDArray[np.bool_]
PointKind = Literal["minimum", "maximum", "saddle", "degenerate"]

_N_STARTS, _N_STARTS_CLOSE, _N_IN_CELL, _ROUNDS = 20, 16, 5, 2
_SAME, _SAME_DEGENERATE, _SAME_PLACE = 1e-6, 1e-4, 3e-3
_CURVE_STEP = 3e-3
_MANY, _TOO_MANY_CELLS = 200, 400
_VALLEY = 1e-11


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient vanishes.

    Attributes:
        x, y: its place.
        value: f there.
        kind: by the signs of the Hessian's eigenvalues; "degenerate" if one of them is below 1e-6 of the scale, which
            is the larger of the point's own largest eigenvalue and the size of the Hessian close around it.
        eigenvalues: of the Hessian, ascending.
        eigenvectors: of length 1, in the same order.
        gradient_norm: |∇f| as computed there.
        saddle_like: whether f is both above and below its value close around the point.
    """

    x: float
    y: float
    value: float
    kind: PointKind
    eigenvalues: tuple[float, float]
    eigenvectors: tuple[tuple[float, float], tuple[float, float]]
    gradient_norm: float
    saddle_like: bool

    @property
    def label(self) -> str:
        """The kind in words."""
        if self.kind != "degenerate":
            return self.kind
        if self.saddle_like:
            return "degenerate saddle"
        low, high = self.eigenvalues
        return "minimum of a flat valley" if _VALLEY * high < low < TOLERANCE * high else self.kind


@dataclass(frozen=True, eq=False)
class CriticalPoints:
    """The result of a search.

    Attributes:
        points: every isolated critical point in the window, by value.
        non_isolated: whether some form a curve or fill an area.
        curve: points of it (n, 2), in no order.
        complete: whether the indices of the points add up in every cell of a fine grid; None if unknown:
            points that are not isolated, a function with gaps or poles, or one that the grid is too coarse for.
    """

    points: tuple[CriticalPoint, ...]
    non_isolated: bool
    curve: Array
    complete: bool | None


@dataclass(frozen=True)
class _Search:
    """A surface, the window, the typical size of the gradient there, and its turns."""

    surface: Surface
    box: Box
    gradient_scale: float
    cells: Cells


@dataclass(frozen=True, eq=False)
class _Found:
    """Stationary points and their Hessians, a row for each."""

    x: Array
    y: Array
    gradient_norm: Array
    eigenvalues: Array
    eigenvectors: Array
    scale: Array
    degenerate: Flags

    def __len__(self) -> int:
        return len(self.x)

    def chosen(self, which: Flags | NDArray[np.intp]) -> "_Found":
        return _Found(*(getattr(self, field.name)[which] for field in fields(self)))

    def joined(self, other: "_Found") -> "_Found":
        names = [field.name for field in fields(self)]
        return _Found(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))

    def held(self, box: Box, margin: float = 0.0) -> NDArray[np.intp]:
        """Which of them are in a box."""
        inside_x = (self.x >= box.x_low - margin) & (self.x <= box.x_high + margin)
        return np.flatnonzero(inside_x & (self.y >= box.y_low - margin) & (self.y <= box.y_high + margin))


@lru_cache(maxsize=64)
def find_critical_points(surface: Surface, box: Box) -> CriticalPoints:
    """Every critical point of a surface in a window, its edges included."""
    search = _search(surface, box)
    found = _from_grid(search, box.scaled(1.1))
    if found.degenerate.any():
        found = found.joined(_from_flat_grid(search, box.scaled(1.1)))
    isolated, curve = _sorted_out(search, found)
    complete: bool | None = None
    if not len(curve):
        isolated, complete = _completed(search, isolated)
    points = [_described(search, isolated, i) for i in isolated.held(box, 1e-9 * box.size)]
    points.sort(key=lambda p: (round(p.value, 9), round(p.x, 9), round(p.y, 9)))
    line = curve.chosen(curve.held(box))
    return CriticalPoints(tuple(points), bool(len(line)), read_only(np.stack([line.x, line.y], axis=-1)), complete)


def _search(surface: Surface, box: Box) -> _Search:
    x, y = _grid(box, 24)
    with np.errstate(all="ignore"):
        gradient = np.hypot(*surface.grad(x, y))
    return _Search(surface, box, _median(gradient), gradient_cells(surface, box))


def _median(values: Array) -> float:
    finite = values[np.isfinite(values)]
    return max(float(np.median(finite)), 1e-300) if len(finite) else 1e-300


def _grid(box: Box, n: int) -> tuple[Array, Array]:
    """Points of a grid, off lines of symmetry, on which Newton's method may get stuck."""
    inner = (np.arange(n) + 0.47) / n
    x, y = np.meshgrid(
        box.x_low + inner * (box.x_high - box.x_low), box.y_low + (inner + 0.013 / n) * (box.y_high - box.y_low)
    )
    return x.ravel(), y.ravel()


def _from_grid(search: _Search, box: Box) -> _Found:
    """Stationary points from a grid of starts in a box and from places where the gradient seems to vanish."""
    x, y = _grid(box, _N_STARTS)
    return _from_starts(search, np.concatenate([x, search.cells.x]), np.concatenate([y, search.cells.y]))


def _from_flat_grid(search: _Search, box: Box) -> _Found:
    """Points of curves from the same grid; steps that end on a sloping valley floor follow it to its end."""
    ends = find_stationary(search.surface, search.box, *_grid(box, _N_STARTS_CLOSE), search.gradient_scale, TO_A_CURVE)
    return _from_starts(search, ends.x, ends.y)


def _from_starts(search: _Search, x: Array, y: Array) -> _Found:
    ends = find_stationary(search.surface, search.box, x, y, search.gradient_scale, TO_A_POINT)
    return _examined(search, _part(ends, _first_in_cells(ends, _SAME * search.box.size)))


def _examined(search: _Search, ends: Stationary) -> _Found:
    """Points with the eigenvalues of their Hessians, ascending, and whether one of these counts as 0."""
    xx, xy, yy = search.surface.hessian(ends.x, ends.y)
    known = np.isfinite(xx) & np.isfinite(xy) & np.isfinite(yy)
    if search.cells.underflows:
        known &= (xx != 0.0) | (xy != 0.0) | (yy != 0.0)
    matrices = np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2)[known]
    values, vectors = np.linalg.eigh(matrices)
    sizes, x, y = np.abs(values), ends.x[known], ends.y[known]
    scale = hessian_scale(search.surface, x, y, sizes.max(axis=1, initial=0.0), CLOSE * search.box.size)
    degenerate = sizes.min(axis=1, initial=np.inf) <= TOLERANCE * scale
    return _Found(x, y, ends.gradient_norm[known], values, vectors, scale, degenerate)


def _sorted_out(search: _Search, found: _Found) -> tuple[_Found, _Found]:
    """Isolated points without duplicates, and the points of curves."""
    size = search.box.size
    regular = _distinct(found.chosen(~found.degenerate), _SAME * size)
    flat = _distinct(found.chosen(found.degenerate), _SAME_DEGENERATE * size)
    if not 0 < len(flat) <= _MANY:
        return regular, flat
    on_curve = _has_neighbours(search, flat)
    alone = _distinct(flat.chosen(~on_curve), (1e-2 if on_curve.any() else _SAME_PLACE) * size)
    return regular.joined(alone), flat.chosen(on_curve)


def _distinct(found: _Found, same: float) -> _Found:
    """The points with the smallest gradients, none nearer to another than ``same``."""
    found = found.chosen(_first_in_cells(found, same))
    if len(found) > 4 * _MANY:
        return found
    near = np.hypot(found.x[:, None] - found.x, found.y[:, None] - found.y) <= same
    kept: list[int] = []
    for i in range(len(found)):
        if not near[i, kept].any():
            kept.append(i)
    return found.chosen(np.array(kept, dtype=np.intp))


def _first_in_cells(found: "_Found | Stationary", same: float) -> NDArray[np.intp]:
    """Of the points in each square of side ``same`` the one with the smallest gradient, in the order of gradients."""
    size = max(same, 1e-300)
    cells = np.rint(found.x / size) + 1j * np.rint(found.y / size)
    order = np.argsort(found.gradient_norm, kind="stable")
    _, first = np.unique(cells[order], return_index=True)
    return np.asarray(order[np.sort(first)])


def _has_neighbours(search: _Search, flat: _Found) -> Flags:
    """Whether a start a little along the direction of no curvature ends at another degenerate point close by."""
    distance, result = _CURVE_STEP * search.box.size, np.zeros(len(flat), dtype=bool)
    flattest = np.abs(flat.eigenvalues).argmin(axis=1)[:, None, None]
    along = np.take_along_axis(flat.eigenvectors, flattest, axis=2)[:, :, 0]
    for step in (-distance, distance):
        x, y = flat.x + step * along[:, 0], flat.y + step * along[:, 1]
        ends = find_stationary(search.surface, search.box, x, y, search.gradient_scale)
        moved = np.hypot(ends.x - flat.x[ends.origin], ends.y - flat.y[ends.origin])
        near = (moved > 0.3 * distance) & (moved < 3.0 * distance)
        near[near] = _examined(search, _part(ends, near)).degenerate
        result[ends.origin[near]] = True
    return result


def _part(ends: Stationary, which: Flags | NDArray[np.intp]) -> Stationary:
    return Stationary(ends.x[which], ends.y[which], ends.gradient_norm[which], ends.origin[which])


def _completed(search: _Search, found: _Found) -> tuple[_Found, bool | None]:
    """The points with those from a finer search of some cells, and whether the indices add up in every cell."""
    cells = search.cells
    missed = _missed(search, found)
    for _ in range(_ROUNDS):
        if missed is None or not 0 < len(missed[0]) <= _TOO_MANY_CELLS:
            break
        extra = _from_starts(search, *cells.starts_in(*missed, _N_IN_CELL))
        found, curve = _sorted_out(search, found.joined(extra))
        missed = None if len(curve) else _missed(search, found)
    if missed is None or not cells.known or not cells.settled:
        return found, False if missed is not None and len(missed[0]) else None
    return found, not len(missed[0])


def _missed(search: _Search, found: _Found) -> tuple[Array, Array] | None:
    """Cells whose turns are not the indices of the points there; None if a degenerate point's cannot be determined."""
    index = indices(found.eigenvalues)
    for i in np.flatnonzero(found.degenerate):
        own = circle_index(search.surface, float(found.x[i]), float(found.y[i]), 2e-3 * search.box.size)
        if own is None:
            return None
        index[i] = own
    return search.cells.missed(found.x, found.y, index, search.box)


def _described(search: _Search, found: _Found, i: int) -> CriticalPoint:
    # −0 would be shown with its sign.
    x, y = float(found.x[i]) + 0.0, float(found.y[i]) + 0.0
    low, high = (float(value) for value in found.eigenvalues[i])
    if found.degenerate[i]:
        kind: PointKind = "degenerate"
    else:
        kind = "minimum" if low > 0.0 else "maximum" if high < 0.0 else "saddle"
    value = float(search.surface.f(np.array([x]), np.array([y]))[0])
    saddle_like = kind == "saddle"
    if kind == "degenerate":
        own = (found.eigenvalues[i], found.eigenvectors[i], float(found.scale[i]))
        saddle_like = is_saddle_like(search.surface, (x, y), *own, search.box.size)
    first, second = ((float(v[0]), float(v[1])) for v in found.eigenvectors[i].T)
    return CriticalPoint(x, y, value, kind, (low, high), (first, second), float(found.gradient_norm[i]), saddle_like)
