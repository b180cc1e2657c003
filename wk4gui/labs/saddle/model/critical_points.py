"""Every critical point of a surface in a window, and what each of them is.

A grid of starts runs through Newton's method; what it finds is sorted out, and the turns of the gradient along the
window's edge say whether the indices of the points add up. Where they do not, the window is quartered and each quarter
that does not add up is searched more closely.
"""

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.saddle.model.index_sum import box_index, circle_index
from wk4gui.labs.saddle.model.newton import TO_A_CURVE, TO_A_POINT, Stationary, find_stationary
from wk4gui.labs.saddle.model.surface import Box, Surface

Flags = npt.NDArray[np.bool_]
Kind = Literal["minimum", "maximum", "saddle", "degenerate"]
TOLERANCE = 1e-6
"""An eigenvalue below this times the scale of the Hessian counts as 0."""

_N_STARTS, _N_STARTS_CLOSE, _DEPTH = 32, 16, 2
_SAME, _SAME_DEGENERATE = 1e-6, 1e-4
_CURVE_STEP, _AROUND = 3e-3, 0.01
_MANY = 200


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient vanishes.

    Attributes:
        x, y: where it is.
        value: f there.
        kind: by the signs of the Hessian's eigenvalues; "degenerate" if one of them is below 1e-6 of the scale, which
            is the larger of the point's own largest eigenvalue and the median size of the Hessian in the window.
        eigenvalues: of the Hessian, ascending.
        eigenvectors: of length 1, in the same order.
        gradient_norm: |∇f| as computed there.
        saddle_like: whether f is both above and below its value close around the point.
    """

    x: float
    y: float
    value: float
    kind: Kind
    eigenvalues: tuple[float, float]
    eigenvectors: tuple[tuple[float, float], tuple[float, float]]
    gradient_norm: float
    saddle_like: bool

    @property
    def label(self) -> str:
        """The kind in words."""
        return "degenerate saddle" if self.kind == "degenerate" and self.saddle_like else self.kind


@dataclass(frozen=True, eq=False)
class CriticalPoints:
    """What a search found.

    Attributes:
        points: every isolated critical point in the window, by value.
        non_isolated: whether some form a curve or fill an area.
        curve: points of it (n, 2), in no order.
        complete: whether the indices of the points add up along the window's edge; None where that cannot be told:
            points that are not isolated, or a function with gaps, poles or kinks.
    """

    points: tuple[CriticalPoint, ...]
    non_isolated: bool
    curve: Array
    complete: bool | None


@dataclass(frozen=True)
class _Search:
    """A surface, the window in question and the sizes that are usual there."""

    surface: Surface
    box: Box
    gradient_scale: float
    hessian_scale: float


@dataclass(frozen=True, eq=False)
class _Found:
    """Stationary points and their Hessians, a row each."""

    x: Array
    y: Array
    gradient_norm: Array
    eigenvalues: Array
    eigenvectors: Array
    degenerate: Flags

    def __len__(self) -> int:
        return len(self.x)

    def chosen(self, which: Flags | npt.NDArray[np.intp]) -> "_Found":
        return _Found(*(getattr(self, field.name)[which] for field in fields(self)))

    def joined(self, other: "_Found") -> "_Found":
        names = [field.name for field in fields(self)]
        return _Found(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))

    def held(self, box: Box, margin: float = 0.0) -> npt.NDArray[np.intp]:
        """Which of them are in a box."""
        inside_x = (self.x >= box.x_low - margin) & (self.x <= box.x_high + margin)
        return np.flatnonzero(inside_x & (self.y >= box.y_low - margin) & (self.y <= box.y_high + margin))


@lru_cache(maxsize=64)
def find_critical_points(surface: Surface, box: Box) -> CriticalPoints:
    """Every critical point of a surface in a window, its edges included."""
    search = _search(surface, box)
    found = _from_grid(search, box.scaled(1.1), _N_STARTS)
    if found.degenerate.any():
        found = found.joined(_from_grid(search, box.scaled(1.1), _N_STARTS_CLOSE, TO_A_CURVE))
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
        xx, xy, yy = surface.hessian(x, y)
        hessian = np.sqrt(xx * xx + 2.0 * xy * xy + yy * yy)
    return _Search(surface, box, _median(gradient), _median(hessian))


def _median(values: Array) -> float:
    finite = values[np.isfinite(values)]
    return max(float(np.median(finite)), 1e-300) if len(finite) else 1e-300


def _grid(box: Box, n: int) -> tuple[Array, Array]:
    """Points of a grid, off the lines of symmetry, on which Newton's method may be stuck."""
    inner = (np.arange(n) + 0.47) / n
    x, y = np.meshgrid(
        box.x_low + inner * (box.x_high - box.x_low), box.y_low + (inner + 0.013 / n) * (box.y_high - box.y_low)
    )
    return x.ravel(), y.ravel()


def _from_grid(search: _Search, box: Box, n: int, regulariser: float = TO_A_POINT) -> _Found:
    """What Newton's method finds from n × n starts in a box."""
    x, y = _grid(box, n)
    return _examined(search, find_stationary(search.surface, search.box, x, y, search.gradient_scale, regulariser))


def _examined(search: _Search, ends: Stationary) -> _Found:
    """Points with the eigenvalues of their Hessians, ascending, and whether one of these counts as 0."""
    xx, xy, yy = search.surface.hessian(ends.x, ends.y)
    known = np.isfinite(xx) & np.isfinite(xy) & np.isfinite(yy)
    matrices = np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2)[known]
    values, vectors = np.linalg.eigh(matrices)
    sizes = np.abs(values)
    scale = np.maximum(sizes.max(axis=1, initial=0.0), search.hessian_scale)
    degenerate = sizes.min(axis=1, initial=np.inf) < TOLERANCE * scale
    return _Found(ends.x[known], ends.y[known], ends.gradient_norm[known], values, vectors, degenerate)


def _sorted_out(search: _Search, found: _Found) -> tuple[_Found, _Found]:
    """Isolated points, each once, and the points of curves."""
    size = search.box.size
    regular = _distinct(found.chosen(~found.degenerate), _SAME * size)
    flat = _distinct(found.chosen(found.degenerate), _SAME_DEGENERATE * size)
    if len(flat) > _MANY:
        return regular, flat
    on_curve = _has_neighbours(search, flat)
    alone = _distinct(flat.chosen(~on_curve), 100.0 * _SAME_DEGENERATE * size if on_curve.any() else 0.0)
    return regular.joined(alone), flat.chosen(on_curve)


def _distinct(found: _Found, same: float) -> _Found:
    """The points with the smallest gradients, none nearer to another than ``same``."""
    cells = np.round(np.stack([found.x, found.y], axis=-1) / max(same, 1e-300))
    order = np.argsort(found.gradient_norm, kind="stable")
    _, first = np.unique(cells[order], axis=0, return_index=True)
    found = found.chosen(order[np.sort(first)])
    if len(found) > 4 * _MANY:
        return found
    near = np.hypot(found.x[:, None] - found.x, found.y[:, None] - found.y) <= same
    kept: list[int] = []
    for i in range(len(found)):
        if not near[i, kept].any():
            kept.append(i)
    return found.chosen(np.array(kept, dtype=np.intp))


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


def _part(ends: Stationary, which: Flags) -> Stationary:
    return Stationary(ends.x[which], ends.y[which], ends.gradient_norm[which], ends.origin[which])


def _completed(search: _Search, found: _Found) -> tuple[_Found, bool | None]:
    """The points with those that a closer look adds, and whether their indices add up."""
    frame = _clear_frame(search, found)
    missing = _missing(search, frame, found)
    if missing:
        extra = _close_look(search, frame, found, _DEPTH)
        found, curve = _sorted_out(search, found.joined(extra))
        missing = None if len(curve) else _missing(search, _clear_frame(search, found), found)
    return found, None if missing is None else missing == 0


def _clear_frame(search: _Search, found: _Found) -> Box:
    """The window, a little larger if a critical point stands close to its edge."""
    for factor in (1.0, 1.013, 1.029, 1.047, 1.067):
        frame = search.box.scaled(factor)
        if len(found.held(frame.scaled(1.004))) == len(found.held(frame.scaled(0.996))):
            break
    return frame


def _missing(search: _Search, box: Box, found: _Found) -> int | None:
    """By how much the indices of the points in a box miss the turns along its edge; None if that cannot be told."""
    turns = box_index(search.surface, box)
    if turns is None:
        return None
    indices = [_index(search, found, i) for i in found.held(box)]
    return None if None in indices else turns - sum(index for index in indices if index is not None)


def _index(search: _Search, found: _Found, i: int) -> int | None:
    """The sign of the Hessian's determinant; of a degenerate point, the turns of the gradient around it."""
    if found.degenerate[i]:
        return circle_index(search.surface, float(found.x[i]), float(found.y[i]), 2e-3 * search.box.size)
    return int(np.prod(np.sign(found.eigenvalues[i])))


def _close_look(search: _Search, box: Box, found: _Found, depth: int) -> _Found:
    """What a denser grid finds in a box, and then in those of its quarters that do not add up."""
    extra = _from_grid(search, box, _N_STARTS_CLOSE)
    if depth == 0:
        return extra
    # A cut off the middle, where functions are often symmetric and a critical point would stand on it.
    x, y = (0.537 * low + 0.463 * high for low, high in ((box.x_low, box.x_high), (box.y_low, box.y_high)))
    for x_low, x_high in ((box.x_low, x), (x, box.x_high)):
        for y_low, y_high in ((box.y_low, y), (y, box.y_high)):
            quarter = Box(x_low, x_high, y_low, y_high)
            known, _ = _sorted_out(search, found.joined(extra))
            if _missing(search, quarter, known) != 0:
                extra = extra.joined(_close_look(search, quarter, known, depth - 1))
    return extra


def _described(search: _Search, found: _Found, i: int) -> CriticalPoint:
    # −0 would be shown as it is.
    x, y = float(found.x[i]) + 0.0, float(found.y[i]) + 0.0
    low, high = (float(value) for value in found.eigenvalues[i])
    if found.degenerate[i]:
        kind: Kind = "degenerate"
    else:
        kind = "minimum" if low > 0.0 else "maximum" if high < 0.0 else "saddle"
    value = float(search.surface.f(np.array([x]), np.array([y]))[0])
    saddle_like = kind == "saddle" or (kind == "degenerate" and _takes_both_signs(search, x, y, value))
    first, second = ((float(v[0]), float(v[1])) for v in found.eigenvectors[i].T)
    return CriticalPoint(x, y, value, kind, (low, high), (first, second), float(found.gradient_norm[i]), saddle_like)


def _takes_both_signs(search: _Search, x: float, y: float, value: float) -> bool:
    """Whether f is above and below its value on a small circle."""
    angle = np.linspace(0.0, 2.0 * math.pi, 129)
    radius = _AROUND * search.box.size
    with np.errstate(all="ignore"):
        around = search.surface.f(x + radius * np.cos(angle), y + radius * np.sin(angle)) - value
    if not np.isfinite(around).all():
        return False
    noise = 1e-3 * np.abs(around).max() + 1e-15 * abs(value)
    return bool(around.min() < -noise and around.max() > noise)
