"""What the fields of a part's result mean, read from the docstring of its class, the one place that says it."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, get_type_hints

from wk4gui.lab.part import Part

_ENTRY = re.compile(r"^    ([\w, ]+): (.*(?:\n     .*)*)", re.MULTILINE)
"""An entry of a Google-style list of attributes, with its continuation lines."""
_SHAPE = re.compile(r"\([\w +^]+,[\w +^,]*\)")
"""Sizes in parentheses, such as (n_steps + 1, n_units) or (depth,)."""
_SECOND = "compare_"
"""What stands before the names of fields of the function that another is compared with."""
_STEP = re.compile(r"\b(?:first (?:recorded )?step(?! size)|escape step|at which losses were recorded)\b|^steps?\b")


@dataclass(frozen=True)
class FieldDescription:
    """One field of a result.

    Attributes:
        name: as in `run`'s "result".
        meaning: in words.
        shape: of an array, as sizes in parentheses; "" for a single value and what has no fixed sizes.
        unit: "steps", or "" for a pure number.
    """

    name: str
    meaning: str
    shape: str
    unit: str


@cache
def described_fields(part: Part) -> tuple[FieldDescription, ...]:
    """The fields of a part's result, in order."""
    kind = result_class(part)
    known = {each.name: each for base in reversed(kind.__mro__) for each in _entries(base)}
    return tuple(known.get(field.name) or _of_second(field.name, known) for field in fields(kind))


def result_class(part: Part) -> type[Any]:
    """The class of a part's result."""
    kind: type[Any] = get_type_hints(inspect.unwrap(part.compute))["return"]
    return kind


def _of_second(name: str, known: dict[str, FieldDescription]) -> FieldDescription:
    """The description of a field of a second thing, from that of the first."""
    first = known[name.removeprefix(_SECOND)]
    return replace(first, name=name, meaning=f"the same of the second function: {first.meaning}")


def _entries(kind: type) -> Iterator[FieldDescription]:
    """The descriptions in a class's own list of attributes."""
    text = inspect.cleandoc(kind.__doc__ or "").partition("Attributes:\n")[2]
    last = ""
    for names, words in _ENTRY.findall(text):
        meaning = " ".join(words.split())
        fields_, shapes = names.split(", "), _SHAPE.findall(meaning)
        for number, name in enumerate(fields_):
            last = shapes[number if len(shapes) == len(fields_) else 0] if shapes else last * ("likewise" in meaning)
            yield FieldDescription(name, _words(name, meaning), last, "steps" if _STEP.search(meaning) else "")


def _words(name: str, meaning: str) -> str:
    """The meaning, or the name in words where only sizes are given."""
    return name.replace("_", " ") if _SHAPE.sub("", meaning).strip(" .") == "" else meaning
