"""How a long computation reports its progress, hands out what it has so far, and ends when it is no longer needed."""

from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

Checkpoint = Callable[[float], None]
"""Called by a long computation with the fraction done; raises Superseded when a newer request is waiting."""

MakePartial = Callable[[], Any]
"""Makes a result of what has been computed so far: whole in itself, and not changed afterwards."""


@runtime_checkable
class Stream(Protocol):
    """A checkpoint that also takes results so far."""

    def __call__(self, fraction: float, /) -> None:
        """Reports the fraction done."""

    def hand_out(self, fraction: float, make: MakePartial) -> None:
        """Reports the fraction done, and takes the result so far; ``make`` is called at once or not at all."""


class Superseded(Exception):  # noqa: N818 - not an error: a newer request has made this one pointless
    """A newer request is waiting, so the current computation ends."""


def no_checkpoint(fraction: float) -> None:
    """The checkpoint of a computation that reports no progress."""


def hand_out(checkpoint: Checkpoint, fraction: float, make: MakePartial) -> None:
    """Reports the fraction done with the result so far; a checkpoint that only counts gets the fraction alone."""
    take = getattr(checkpoint, "hand_out", None)  # isinstance of a protocol takes twenty times as long
    if take is None:
        checkpoint(fraction)
    else:
        take(fraction, make)
