"""Places labels on the lines of a bundle so that no two touch: pure geometry."""

from collections.abc import Sequence

Line = tuple[float, float, float, float]
"""x0, y0, x1, y1 with x0 < x1."""


def place_labels(
    lines: Sequence[Line], low: float, high: float, w: float, h: float, gap: float
) -> list[tuple[float, float]] | None:
    """Centres of one w × h label on each line, with x in [low, high], at least ``gap`` apart; None if they do not fit.

    One column near the lines' ends is best; where it does not exist, labels slide along their lines into further
    columns, the last lines first.
    """
    if high < low:
        return None
    columns = _columns(low, high, w + gap)
    for x in _fine(low, high):
        if _column_fits([_y_at(line, x) for line in lines], h + gap):
            return [(x, _y_at(line, x)) for line in lines]
    return _staggered(lines, columns, w + gap, h + gap)


def _fine(low: float, high: float) -> list[float]:
    """Candidate columns, from the targets' side to the middle."""
    n = 40
    return [high - (high - low) * 0.75 * i / n for i in range(n + 1)]


def _columns(low: float, high: float, step: float) -> list[float]:
    """As many columns side by side as there is room for, from the targets' side."""
    n = int((high - low) // step) + 1
    spare = (high - low - (n - 1) * step) / n
    return [high - i * (step + spare) for i in range(n)]


def _y_at(line: Line, x: float) -> float:
    x0, y0, x1, y1 = line
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def _column_fits(ys: Sequence[float], least: float) -> bool:
    ordered = sorted(ys)
    return all(b - a >= least for a, b in zip(ordered, ordered[1:], strict=False))


def _staggered(
    lines: Sequence[Line], columns: Sequence[float], dx: float, dy: float
) -> list[tuple[float, float]] | None:
    """Each label in the first column where it touches no other."""
    placed: list[tuple[float, float]] = []
    for line in lines:
        for x in columns:
            y = _y_at(line, x)
            if all(abs(x - px) >= dx - 1e-9 or abs(y - py) >= dy for px, py in placed):
                placed.append((x, y))
                break
        else:
            return None
    return placed
