"""How a long computation reports its progress, hands out what it has so far, and ends when it is no longer needed."""

from collections.abc import Callable
from typing import Any

Checkpoint = Callable[[float], None]
"""Called by a long computation with the fraction done; raises Superseded when a newer request is waiting."""

MakePartial = Callable[[], Any]
"""Makes a result of what has been computed so far: whole in itself, and not changed afterwards."""


class Superseded(Exception):  # noqa: N818 - not an error: a newer request has made this one pointless
    """A newer request is waiting, so the current computation ends."""


def no_checkpoint(fraction: float) -> None:
    """The checkpoint of a computation that reports no progress."""


def hand_out(checkpoint: Checkpoint, fraction: float, make: MakePartial) -> None:
    """Reports the fraction done with the result so far.

    A checkpoint with a method hand_out(fraction, make) calls ``make`` in it, at once or not at all; one that only
    counts gets the fraction alone.
    """
    take = getattr(checkpoint, "hand_out", None)
    if take is None:
        checkpoint(fraction)
    else:
        take(fraction, make)
