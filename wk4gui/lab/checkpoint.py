"""How a long computation reports how far it is, and ends when nobody waits for it any more."""

from collections.abc import Callable

Checkpoint = Callable[[float], None]
"""Called by a heavy compute with the fraction that is done; raises Superseded when a newer request waits."""


class Superseded(Exception):  # noqa: N818 - not an error: a newer request has made this one pointless
    """A newer request is waiting; the present computation ends here."""


def no_checkpoint(fraction: float) -> None:
    """The checkpoint of a computation that nobody watches."""
