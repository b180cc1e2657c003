"""Follow-through marking: every entry against the truth and against what follows from the student's own numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wk4gui.labs.backprop.model.entry import Entry
from wk4gui.labs.backprop.model.misconceptions import MISCONCEPTIONS, Misconception
from wk4gui.labs.backprop.model.quantities import Quantity
from wk4gui.labs.backprop.model.working import Problem, Working

Verdict = Literal["right", "follows", "wrong"]


@dataclass(frozen=True)
class Mark:
    """The judgement of one entry.

    Attributes:
        verdict: right; right from the student's earlier numbers; or wrong.
        truth: the right number.
        expected: what follows from the student's earlier numbers.
        misconception: the rule that was missed, where the entry tells.
    """

    verdict: Verdict
    truth: float
    expected: float
    misconception: Misconception | None = None

    @property
    def earns(self) -> bool:
        """Whether the entry earns its mark: a slip costs one mark, not those of all that follows."""
        return self.verdict != "wrong"


def mark_entries(problem: Problem, entries: Mapping[Quantity, Entry]) -> dict[Quantity, Mark]:
    """A mark for every entry."""
    truth = Working(problem)
    student = Working(problem, {quantity: entry.value for quantity, entry in entries.items()})
    return {quantity: _mark(truth, student, quantity, entry) for quantity, entry in entries.items()}


def _mark(truth: Working, student: Working, quantity: Quantity, entry: Entry) -> Mark:
    right, expected = truth.follows(quantity), student.follows(quantity)
    if entry.fits(right):
        return Mark("right", right, expected)
    if entry.fits(expected):
        return Mark("follows", right, expected)
    return Mark("wrong", right, expected, recognised((student, truth), quantity, entry))


def recognised(workings: Sequence[Working], quantity: Quantity, entry: Entry) -> Misconception | None:
    """The first misconception that makes this entry of a student's numbers, or else of the true ones."""
    for working in workings:
        for misconception in MISCONCEPTIONS:
            if quantity.kind in misconception.kinds:
                wrong = misconception.wrong(working, quantity)
                if wrong is not None and entry.fits(wrong):
                    return misconception
    return None
