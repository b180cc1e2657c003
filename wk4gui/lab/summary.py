"""What happened, in words with numbers."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "bad", "neutral"]


@dataclass(frozen=True)
class Summary:
    """What happened, in words with numbers: the verdict first, then the numbers that matter."""

    verdict: str
    detail: str
    tone: Tone = "neutral"

    def __str__(self) -> str:
        return f"{self.verdict} {self.detail}".strip()
