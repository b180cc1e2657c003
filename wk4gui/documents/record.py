"""The record of what someone answered: predictions and exercises, with date, seed, answer and mistakes.

It stays on this machine, in the settings file; nothing of it goes into sessions, figures or lectures.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

What = Literal["prediction", "exercise"]


class Attempt(msgspec.Struct, kw_only=True):
    """One answer.

    Attributes:
        what: whether it is a prediction or an exercise.
        name: of the question or of the kind of exercise.
        date: when it was given, as ISO 8601; "" if that is not known.
        seed: of the numbers; None for those of the question itself.
        right: whether all of it was right; None if it was skipped, or a worked example.
        answer: what was answered: of an exercise the typed texts by quantity, of a prediction under "".
        misconceptions: names of the mistakes that were recognised.
        difficulty: of an exercise.
        n_blank: steps that were blank in an exercise; None for all.
        earned, asked: marks of an exercise.
    """

    what: What
    name: str
    date: str = ""
    seed: int | None = None
    right: bool | None = None
    answer: dict[str, str] = {}
    misconceptions: list[str] = []
    difficulty: str = ""
    n_blank: int | None = None
    earned: int = 0
    asked: int = 0


LabRecord = dict[str, Attempt]
"""The attempts in a lab, by a key that sorts them in time and is unique."""


def key_of(attempt: Attempt, taken: Iterable[str]) -> str:
    """A new key for an attempt."""
    there = set(taken)
    first = f"{attempt.date or '0'} {attempt.what} {attempt.name}"
    return next(key for n in range(len(there) + 1) if (key := first if n == 0 else f"{first} {n}") not in there)


def add(record: LabRecord, attempt: Attempt) -> None:
    """Adds an attempt."""
    record[key_of(attempt, record)] = attempt


def without(record: Mapping[str, Attempt], name: str) -> LabRecord:
    """The record without the answers to a question or exercise; for no name without any."""
    return {key: attempt for key, attempt in record.items() if name and attempt.name != name}


def in_order(record: Mapping[str, Attempt]) -> list[Attempt]:
    """The attempts from the first to the last; those without a date come first."""
    return [record[key] for key in sorted(record, key=lambda key: (record[key].date, key))]


def last_predictions(record: Mapping[str, Attempt]) -> dict[str, bool | None]:
    """Of every question whether its last prediction was right; None where it was skipped."""
    return {each.name: each.right for each in in_order(record) if each.what == "prediction"}


def taken_over(predictions: Mapping[str, bool | None], record: LabRecord) -> LabRecord:
    """The record with predictions that were kept without a date, where it has none of that question."""
    known = last_predictions(record)
    result = dict(record)
    for name, right in predictions.items():
        if name not in known:
            add(result, Attempt(what="prediction", name=name, right=right))
    return result


def rung(record: Mapping[str, Attempt], kind: str, difficulty: str, n_steps: int) -> int:
    """How many steps are blank next: up after two right in a row, down after two wrong, a worked example first."""
    found, streak = 0, 0
    for each in in_order(record):
        if (each.what, each.name, each.difficulty) != ("exercise", kind, difficulty):
            continue
        worked_on = n_steps if each.n_blank is None else min(each.n_blank, n_steps)
        if worked_on != found:  # another rung was chosen by hand
            found, streak = worked_on, 0
        if each.asked == 0:
            found, streak = max(found, 1), 0
            continue
        step = 1 if each.right else -1
        streak = streak + step if streak * step > 0 else step
        if abs(streak) == 2:
            found, streak = min(max(found + step, 0), n_steps), 0
    return found
