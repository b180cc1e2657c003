"""Summaries: what happened, in words with numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wk4gui.lab.sentence import Numeral, Sentence, joined, sentence_of

Tone = Literal["good", "bad", "neutral"]


@dataclass(frozen=True)
class Summary:
    """The summary of a result: the verdict, then the numbers that matter.

    Attributes:
        verdict: at most a few bold words.
        detail: one clause with the numbers.
        tone: whether the verdict is good or bad.
        claims: the assertions as values by name, which tests recompute: {"outcome": "diverges", "step": 12}.
    """

    verdict: str | Sentence
    detail: str | Sentence = ""
    tone: Tone = "neutral"
    claims: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """Verdict and detail as one sentence."""
        return joined(" ", (sentence_of(self.verdict), sentence_of(self.detail)))

    @property
    def numerals(self) -> tuple[Numeral, ...]:
        """Its numbers."""
        return self.sentence.numerals
