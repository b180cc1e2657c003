"""Places labels on the lines of a bundle so that none touch."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from wk4gui.labs.backprop.picture.rect import Rect

EdgeLine = tuple[float, float, float, float]
"""x0, y0, x1, y1 with x0 < x1."""

_CANDIDATES = 28
"""Places tried on each line."""


def place_labels(
    lines: Sequence[EdgeLine],
    span: tuple[float, float],
    size: tuple[float, float],
    gap: float,
    obstacles: Sequence[Rect] = (),
) -> list[Rect] | None:
    """One label on each line, at least ``gap`` from every other and from the obstacles; None if they do not fit.

    One column near the lines' ends is best. If there is none, labels slide back along their own lines.

    Args:
        span: smallest and largest x of a label's centre.
        size: width and height of a label.
        gap: least distance.
        obstacles: other boxes that labels must not touch.
    """
    low, high = span
    if high < low:
        return None
    xs = [high - (high - low) * i / (_CANDIDATES - 1) for i in range(_CANDIDATES)]
    for x in xs[: _CANDIDATES * 3 // 4]:
        column = [_label(line, x, size) for line in lines]
        if _apart(column, gap) and not any(label.touches(o, gap) for label in column for o in obstacles):
            return column
    for order in _orders(lines):
        placed = _slid([lines[i] for i in order], xs, size, gap, obstacles)
        if placed is not None:
            return [placed[order.index(i)] for i in range(len(lines))]
    return None


def _label(line: EdgeLine, x: float, size: tuple[float, float]) -> Rect:
    x0, y0, x1, y1 = line
    return Rect(x, y0 + (y1 - y0) * (x - x0) / (x1 - x0), *size)


def _apart(column: Sequence[Rect], gap: float) -> bool:
    ordered = sorted(column, key=lambda label: label.y)
    return all(b.top - a.bottom >= gap for a, b in pairwise(ordered))


def _slid(
    lines: Iterable[EdgeLine], xs: Sequence[float], size: tuple[float, float], gap: float, obstacles: Sequence[Rect]
) -> list[Rect] | None:
    """Each label at the first free place on its line."""
    placed: list[Rect] = []
    for line in lines:
        for x in xs:
            label = _label(line, x, size)
            if not any(label.touches(other, gap) for other in (*placed, *obstacles)):
                placed.append(label)
                break
        else:
            return None
    return placed


def _orders(lines: Sequence[EdgeLine]) -> Iterable[list[int]]:
    """Orders in which to place labels, until one of them succeeds."""
    indices = range(len(lines))
    keys: tuple[Callable[[int], object], ...] = (
        lambda i: i,
        lambda i: -i,
        lambda i: abs(lines[i][3] - lines[i][1]),
        lambda i: -abs(lines[i][3] - lines[i][1]),
        lambda i: (lines[i][1], lines[i][3]),
        lambda i: (-lines[i][1], lines[i][3]),
    )
    return (sorted(indices, key=key) for key in keys)  # type: ignore[arg-type]
