"""A progress callback that a cache ignores."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Progress:
    """Reports fractions from 0 to 1. All instances are equal, so a cached function may take one as an argument."""

    report: Callable[[float], None] = field(default=lambda fraction: None, compare=False)

    def __call__(self, fraction: float) -> None:
        self.report(fraction)

    def part(self, low: float, high: float) -> "Progress":
        """A Progress for one part of the work, whose 0 to 1 is reported as ``low`` to ``high``."""
        return Progress(lambda fraction: self.report(low + fraction * (high - low)))


SILENT = Progress()
