"""How a long computation reports its progress, and ends when its result is no longer needed."""

from collections.abc import Callable

Checkpoint = Callable[[float], None]
"""Called by a long computation with the fraction done; raises Superseded when a newer request is waiting."""


class Superseded(Exception):  # noqa: N818 - not an error: a newer request has made this one pointless
    """A newer request is waiting, so the current computation ends."""


def no_checkpoint(fraction: float) -> None:
    """The checkpoint of a computation that reports no progress."""
