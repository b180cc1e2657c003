"""A rectangle, for geometry without Qt."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rect:
    """An axis-parallel rectangle by its centre and size."""

    x: float
    y: float
    w: float
    h: float

    @property
    def left(self) -> float:
        return self.x - self.w / 2

    @property
    def right(self) -> float:
        return self.x + self.w / 2

    @property
    def top(self) -> float:
        return self.y - self.h / 2

    @property
    def bottom(self) -> float:
        return self.y + self.h / 2

    def contains(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def touches(self, other: "Rect", gap: float = 0.0) -> bool:
        """Whether the two are closer than ``gap``."""
        close = 1e-9
        return (
            abs(self.x - other.x) < (self.w + other.w) / 2 + gap - close
            and abs(self.y - other.y) < (self.h + other.h) / 2 + gap - close
        )
