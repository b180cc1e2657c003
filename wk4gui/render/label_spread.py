"""Spreads labels along one direction so that none overlap."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], height: float, low: float, high: float) -> list[float | None]:
    """Centres as near as possible to the wanted ones, at least ``height`` apart, inside low to high.

    Neighbours that would overlap are stacked about the mean of their wishes. If there is not room for all, evenly
    chosen ones are left out.

    Args:
        wanted: the preferred centre of each label.
        height: of a label.
        low: smallest edge of a label.
        high: largest edge of a label.

    Returns:
        A centre for each label, None for one that is left out.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    room = max(int((high - low) / height + 1e-9), 0)
    kept = order if len(order) <= room else [order[k * len(order) // room] for k in range(room)]
    result: list[float | None] = [None] * len(wanted)
    for i, centre in zip(kept, _stacked([wanted[i] for i in kept], height, low, high), strict=True):
        result[i] = centre
    return result


def _stacked(wanted: Sequence[float], height: float, low: float, high: float) -> list[float]:
    """Centres for ascending wishes, all of which have room: stacks that touch are merged."""
    stacks: list[tuple[float, int]] = []  # first centre, number of labels
    for wish in wanted:
        first, count = _inside(wish, 1, height, low, high), 1
        while stacks and stacks[-1][0] + stacks[-1][1] * height > first:
            before, n = stacks.pop()
            mean = (n * (before + (n - 1) * height / 2) + count * (first + (count - 1) * height / 2)) / (n + count)
            count += n
            first = _inside(mean - (count - 1) * height / 2, count, height, low, high)
        stacks.append((first, count))
    return [first + k * height for first, count in stacks for k in range(count)]


def _inside(first: float, count: int, height: float, low: float, high: float) -> float:
    return max(low + height / 2, min(first, high - (count - 0.5) * height))
