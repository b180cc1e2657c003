"""A callback that gets the fraction that is done, and that a cache does not distinguish from another."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Progress:
    """Passes fractions from 0 to 1 on. All are equal, so a cached function may take one beside its real arguments."""

    report: Callable[[float], None] = field(default=lambda fraction: None, compare=False)

    def __call__(self, fraction: float) -> None:
        self.report(fraction)

    def part(self, low: float, high: float) -> "Progress":
        """What passes on from ``low`` to ``high`` while its own work goes from 0 to 1."""
        return Progress(lambda fraction: self.report(low + fraction * (high - low)))


SILENT = Progress()
