"""Follow-through marking: compares entries with the truth and with what follows from the student's own numbers."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from wk4gui.core.number_format import format_significant
from wk4gui.lab.entry import EntryError, TypedNumber, parse_entry
from wk4gui.lab.exercise import Exercise, Misconception, Quantity, Value, Working

Verdict = Literal["right", "follows", "wrong"]
Entry = TypedNumber | str
"""A number as typed, or the text of an option."""
_DIGITS = 4
_COARSE = "At least two significant digits are asked for."
_FOLLOWS = "Right from your earlier numbers."
_UNKNOWN = "This does not follow from the numbers before."


@dataclass(frozen=True)
class Mark:
    """The judgement of one entry.

    Attributes:
        verdict: right; right from the student's earlier values; or wrong.
        truth: the right value.
        expected: what follows from the student's earlier values.
        misconception: the mistake that gives this entry, if one does.
    """

    verdict: Verdict
    truth: Value
    expected: Value
    misconception: Misconception | None = None

    @property
    def earns(self) -> bool:
        """Whether it earns its mark: a mistake costs one mark, its consequences none."""
        return self.verdict != "wrong"

    @property
    def comment(self) -> str:
        """What is said about it; "" if it is right."""
        if self.verdict == "right":
            return ""
        if self.verdict == "follows":
            return _FOLLOWS
        return self.misconception.sentence if self.misconception is not None else _UNKNOWN


@dataclass(frozen=True)
class Item:
    """One quantity as it stands.

    Attributes:
        quantity: what is asked.
        text: what was typed, or the right value if it is shown; "" for none.
        error: why the text cannot be marked; "" if it can.
        mark: the judgement, if it is shown.
        revealed: whether the student asked for the right value.
        given: whether it is part of the worked example and not asked.
    """

    quantity: Quantity
    text: str
    error: str = ""
    mark: Mark | None = None
    revealed: bool = False
    given: bool = False

    @property
    def comment(self) -> str:
        """The comment for the student."""
        return self.error or (self.mark.comment if self.mark is not None else "")

    @property
    def earned(self) -> bool:
        return self.mark is not None and self.mark.earns and not self.revealed


@dataclass(frozen=True)
class Marked:
    """An exercise with what was entered, and with marks if they are shown.

    Attributes:
        exercise: what is worked out.
        items: its quantities, in order.
    """

    exercise: Exercise
    items: tuple[Item, ...]

    @property
    def asked(self) -> tuple[Item, ...]:
        """The items that are not given."""
        return tuple(item for item in self.items if not item.given)

    @property
    def filled(self) -> int:
        return sum(bool(item.text) for item in self.asked)

    @property
    def earned(self) -> int:
        """Marks earned: one for each value that is right or follows, none for one that was shown."""
        return sum(item.earned for item in self.asked)

    @property
    def right(self) -> bool:
        """Whether every value asked for is right."""
        return all(item.mark is not None and item.mark.verdict == "right" and item.earned for item in self.asked)

    @property
    def misconceptions(self) -> list[Misconception]:
        """The mistakes found, in order."""
        found = (item.mark.misconception for item in self.asked if item.mark is not None)
        return [each for each in found if each is not None]


def written(value: Value) -> str:
    """A right value as it is shown."""
    return value if isinstance(value, str) else format_significant(value, _DIGITS)


def read_entry(quantity: Quantity, text: str) -> Entry:
    """The entry of a text: a number, an option, or the number of an option.

    Raises:
        EntryError: it is none.
    """
    if not quantity.is_choice:
        return parse_entry(text)
    plain = text.strip()
    if plain in quantity.options:
        return plain
    if plain.isdecimal() and 1 <= int(plain[:3]) <= len(quantity.options):
        return quantity.options[int(plain) - 1]
    raise EntryError(f"“{plain}” is none of: {', '.join(quantity.options)}")


def value_of(entry: Entry) -> Value:
    """The value that was entered."""
    return entry if isinstance(entry, str) else entry.value


def fits(quantity: Quantity, entry: Entry, value: Value | None) -> bool:
    """Whether an entry stands for a value: equal within the tolerance, or rounded to two or more digits."""
    if value is None or isinstance(entry, str) or isinstance(value, str):
        return entry == value
    if not math.isfinite(value):  # everything is within a tolerance of ∞
        return False
    return entry.fits(value) or abs(entry.value - value) <= quantity.tolerance * abs(value)


def is_coarse(entry: Entry, value: Value) -> bool:
    """Whether an entry is a value rounded to a single significant digit."""
    if isinstance(entry, str) or isinstance(value, str) or entry.decimals is None or entry.digits != 1:
        return False
    return abs(entry.value - value) <= 0.5 * 10.0**-entry.decimals


def mark_entries(exercise: Exercise, entries: Mapping[str, Entry]) -> dict[str, Mark]:
    """A mark for every entry."""
    truth = Working(exercise)
    student = Working(exercise, {key: value_of(entry) for key, entry in entries.items()})
    return {key: _mark(truth, student, exercise.quantity(key), entry) for key, entry in entries.items()}


def _mark(truth: Working, student: Working, quantity: Quantity, entry: Entry) -> Mark:
    right, expected = truth.expected(quantity.key), student.expected(quantity.key)
    if fits(quantity, entry, right):
        return Mark("right", right, expected)
    if fits(quantity, entry, expected):
        return Mark("follows", right, expected)
    return Mark("wrong", right, expected, _misconception((student, truth), quantity, entry))


def _misconception(workings: tuple[Working, ...], quantity: Quantity, entry: Entry) -> Misconception | None:
    """The first mistake that gives this entry from the student's values, or else from the true ones."""
    for working in workings:
        for misconception in quantity.misconceptions:
            if fits(quantity, entry, working.wrong(quantity, misconception)):
                return misconception
    return None


def marked_exercise(
    exercise: Exercise,
    typed: Mapping[str, str],
    *,
    blank: Collection[str] | None = None,
    revealed: Collection[str] = (),
    checked: bool = True,
) -> Marked:
    """The exercise with a student's entries.

    Args:
        exercise: what is worked out.
        typed: typed texts, by key.
        blank: keys that are asked; None for all. The others are given.
        revealed: keys whose right value the student asked for.
        checked: whether marks are shown.
    """
    asked = exercise.keys if blank is None else tuple(key for key in exercise.keys if key in blank)
    truth = Working(exercise)
    entries: dict[str, Entry] = {}
    errors: dict[str, str] = {}
    for key in asked:
        text = typed.get(key, "")
        if key in revealed:
            entries[key] = _exact(truth.expected(key))
        elif text.strip():
            try:
                entries[key] = read_entry(exercise.quantity(key), text)
            except EntryError as error:
                errors[key] = str(error)
    marks = mark_entries(exercise, entries) if checked or revealed else {}
    if checked:
        errors |= {key: _COARSE for key, mark in marks.items() if _is_refused(mark, entries[key])}
    items = tuple(
        _item(truth, quantity, typed, errors, marks, (asked, revealed, checked)) for quantity in exercise.quantities
    )
    return Marked(exercise, items)


def _item(
    truth: Working,
    quantity: Quantity,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    marks: Mapping[str, Mark],
    shown: tuple[Collection[str], Collection[str], bool],
) -> Item:
    asked, revealed, checked = shown
    key = quantity.key
    if key not in asked:
        return Item(quantity, written(truth.expected(key)), given=True)
    open_, error = key in revealed, errors.get(key, "")
    text = written(truth.expected(key)) if open_ else typed.get(key, "").strip()
    mark = marks.get(key) if (checked or open_) and not error else None
    return Item(quantity, text, error, mark, open_)


def _exact(value: Value) -> Entry:
    return value if isinstance(value, str) else TypedNumber("", value, None)


def _is_refused(mark: Mark, entry: Entry) -> bool:
    """Whether the only fault of an entry is that it has a single digit."""
    coarse = is_coarse(entry, mark.truth) or is_coarse(entry, mark.expected)
    return mark.verdict == "wrong" and mark.misconception is None and coarse
