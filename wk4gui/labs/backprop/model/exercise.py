"""The state of an exercise: its blanks, entries and marks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from wk4gui.core.number_format import format_number
from wk4gui.labs.backprop.model.entry import EntryError, TypedNumber, parse_entry
from wk4gui.labs.backprop.model.marking import EntryMark, mark_entries
from wk4gui.labs.backprop.model.quantities import Quantity, quantities
from wk4gui.labs.backprop.model.working import Problem, Working

_DIGITS = 4


@dataclass(frozen=True)
class Item:
    """One blank.

    Attributes:
        quantity: of the number.
        name: of the number in formulas.
        text: the typed text, or the right number if it was revealed; "" for none.
        error: why the text is not a number; "" if it is one.
        mark: the judgement, if it is shown.
        revealed: whether the right number has been shown.
    """

    quantity: Quantity
    name: str
    text: str
    error: str
    mark: EntryMark | None
    revealed: bool

    @property
    def comment(self) -> str:
        """The comment for the student."""
        if self.error:
            return self.error
        if self.mark is None or self.mark.verdict == "right":
            return ""
        if self.mark.verdict == "follows":
            return "Right from your earlier numbers."
        missed = self.mark.misconception
        return missed.sentence if missed is not None else "This does not follow from the numbers before."


@dataclass(frozen=True)
class Exercise:
    """All blanks in the order of computation.

    Attributes:
        problem: the given numbers.
        items: the blanks.
    """

    problem: Problem
    items: tuple[Item, ...]

    @property
    def filled(self) -> int:
        return sum(bool(item.text) for item in self.items)

    @property
    def earned(self) -> int:
        """Marks earned; a mistake costs one mark, its consequences none, and a revealed number earns none."""
        return sum(item.mark is not None and item.mark.earns and not item.revealed for item in self.items)


def grade_exercise(
    problem: Problem, groups: Collection[str], texts: Mapping[str, str], revealed: Collection[str], *, checked: bool
) -> Exercise:
    """The exercise in which some groups are blank.

    Args:
        problem: the given numbers.
        groups: groups of numbers that are blank.
        texts: typed texts, by the text of the quantity.
        revealed: quantities whose right number is shown.
        checked: whether marks are shown.
    """
    blanks = list(quantities(problem.sizes, groups, probable=problem.probable, bias=problem.bias))
    truth = Working(problem)
    entries: dict[Quantity, TypedNumber] = {}
    errors: dict[Quantity, str] = {}
    shown: dict[Quantity, str] = {}
    for quantity in blanks:
        text = texts.get(str(quantity), "")
        if str(quantity) in revealed:
            right = truth.expected_value(quantity)
            entries[quantity], shown[quantity] = TypedNumber("", right, None), format_number(right, _DIGITS)
        elif text:
            shown[quantity] = text
            try:
                entries[quantity] = parse_entry(text)
            except EntryError as error:
                errors[quantity] = str(error)
    marks = mark_entries(problem, entries) if checked or revealed else {}
    items = tuple(
        Item(
            quantity,
            quantity.name(problem.sizes),
            shown.get(quantity, ""),
            errors.get(quantity, ""),
            marks.get(quantity) if checked or str(quantity) in revealed else None,
            str(quantity) in revealed,
        )
        for quantity in blanks
    )
    return Exercise(problem, items)
