"""Pins: keep what a plot shows, in grey behind later results, and show the difference."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wk4gui.core.number_format import format_number
from wk4gui.render.device_item import DeviceItem
from wk4gui.render.theme import Theme

_DIGITS = 4


class Pinned(NamedTuple):
    """An item and its snapshot."""

    item: DeviceItem
    snapshot: DeviceItem


def pinned(items: Iterable[object], theme: Theme) -> list[Pinned]:
    """The pinnable items that are not empty, each with its snapshot."""
    shown = [item for item in items if isinstance(item, DeviceItem) and item.pinnable]
    pairs = [Pinned(item, item.snapshot()) for item in shown if item.isVisible() and not item.is_empty()]
    for item, snapshot in pairs:
        snapshot.setZValue(item.snapshot_z)
        snapshot.set_ghost_style(theme)
    return pairs


def differences(pairs: Sequence[Pinned], x: float, y: float, *, log: bool) -> list[str]:
    """A line for each item with a value at a place now and in its snapshot: both, and the difference.

    Args:
        pairs: the items.
        x, y: where, in the plot's coordinates.
        log: whether the items hold log10 of the values.
    """
    lines = []
    for item, snapshot in pairs:
        new, old = (tuple(10.0**v if log else v for v in each.values_at(x, y)) for each in (item, snapshot))
        if len(new) == len(old) > 0 and item.differs_from(snapshot):
            change = ", ".join(_signed(after - before) for after, before in zip(new, old, strict=True))
            text = f"{_written(new)}, pinned {_written(old)}: {f'({change})' if len(new) > 1 else change}"
            lines.append(f'<span style="color:{item.tint.name()}">●</span> {text}')
    return lines


def _written(values: tuple[float, ...]) -> str:
    text = ", ".join(format_number(value, _DIGITS) for value in values)
    return f"({text})" if len(values) > 1 else text


def _signed(change: float) -> str:
    return ("" if change < 0 else "+") + format_number(change, _DIGITS)
