"""Follow-through marking: compares entries with the truth and with what follows from the student's numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wk4gui.labs.backprop.model.entry import TypedNumber
from wk4gui.labs.backprop.model.misconceptions import MISCONCEPTIONS, Misconception
from wk4gui.labs.backprop.model.quantities import Quantity
from wk4gui.labs.backprop.model.working import Problem, Working

Verdict = Literal["right", "follows", "wrong"]


@dataclass(frozen=True)
class EntryMark:
    """The judgement of one entry.

    Attributes:
        verdict: right; right from the student's earlier numbers; or wrong.
        truth: the right number.
        expected: what follows from the student's earlier numbers.
        misconception: the broken rule, if the entry shows it.
    """

    verdict: Verdict
    truth: float
    expected: float
    misconception: Misconception | None = None

    @property
    def earns(self) -> bool:
        """Whether the entry earns its mark: a mistake costs one mark, not those of its consequences."""
        return self.verdict != "wrong"


def mark_entries(problem: Problem, entries: Mapping[Quantity, TypedNumber]) -> dict[Quantity, EntryMark]:
    """A mark for every entry."""
    truth = Working(problem)
    student = Working(problem, {quantity: entry.value for quantity, entry in entries.items()})
    return {quantity: _mark(truth, student, quantity, entry) for quantity, entry in entries.items()}


def _mark(truth: Working, student: Working, quantity: Quantity, entry: TypedNumber) -> EntryMark:
    right, expected = truth.expected_value(quantity), student.expected_value(quantity)
    if entry.fits(right):
        return EntryMark("right", right, expected)
    if entry.fits(expected):
        return EntryMark("follows", right, expected)
    return EntryMark("wrong", right, expected, find_misconception((student, truth), quantity, entry))


def find_misconception(workings: Sequence[Working], quantity: Quantity, entry: TypedNumber) -> Misconception | None:
    """The first misconception that gives this entry from the student's numbers, or else from the true ones."""
    for working in workings:
        for misconception in MISCONCEPTIONS:
            if quantity.kind in misconception.kinds:
                wrong = misconception.wrong(working, quantity)
                if wrong is not None and entry.fits(wrong):
                    return misconception
    return None
