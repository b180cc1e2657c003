"""What happened, in words with numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wk4gui.lab.sentence import Numeral, Sentence, joined, sentence_of

Tone = Literal["good", "bad", "neutral"]


@dataclass(frozen=True)
class Summary:
    """What happened: the verdict first, then the numbers that matter.

    Attributes:
        verdict: at most a few bold words.
        detail: one clause with the numbers.
        tone: whether that is good news.
        claims: what is asserted, by name, as values that anybody may recompute: {"outcome": "diverges", "step": 12}.
    """

    verdict: str | Sentence
    detail: str | Sentence = ""
    tone: Tone = "neutral"
    claims: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """Verdict and detail, one behind the other."""
        return joined(" ", (sentence_of(self.verdict), sentence_of(self.detail)))

    @property
    def numerals(self) -> tuple[Numeral, ...]:
        """Its numbers."""
        return self.sentence.numerals
