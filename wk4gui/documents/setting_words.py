"""Settings in words, as their controls show them: in titles of slides, names of pins and captions of pictures."""

from collections.abc import Callable
from functools import partial

from wk4gui.core.number_format import format_number
from wk4gui.lab.declarations import Field, LabParams, fields_of, to_json
from wk4gui.lab.lab import Lab

Write = Callable[[float], str]
_MOST_ENTRIES = 4


def short_setting(field: Field, value: object) -> str:
    """A setting as its control shows it, such as "Learning rate α 0.1"; of much, only that it is another.

    Args:
        field: the declaration of the parameter.
        value: its plain value.
    """
    if field.kind == "record":
        return _record(field, value, "another {}")
    if _size(value) > _MOST_ENTRIES:
        return f"other {field.title}"
    return f"{field.title} {value_words(field, value)}"


def full_setting(field: Field, value: object, write: Write) -> str:
    """A setting from which it can be made again, such as "Learning rate α = 0.1"; a record is in the file alone."""
    if field.kind == "record":
        return _record(field, value, "a {} of its own (in the session file)")
    return f"{field.title} = {value_words(field, value, write)}"


def settings_line(lab: Lab, params: LabParams, write: Write) -> str:
    """The lab and the parameters that differ from their defaults, from which all but records can be made again."""
    plain, default = to_json(params), to_json(lab.params())
    changed = [
        full_setting(field, plain[name], write)
        for name, field in fields_of(lab.params).items()
        if plain[name] != default[name]
    ]
    return f"{lab.title}: " + ("; ".join(changed) if changed else "default parameters")


def value_words(field: Field, value: object, write: Write = format_number) -> str:
    """A plain value in the words of its control.

    Args:
        field: the declaration of the parameter.
        value: a plain value of any kind but a record.
        write: how numbers are written.
    """
    if value is None:
        return "none" if field.kind == "choice" else "not set" if field.depth else "off"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return write(value)
    if isinstance(value, list | tuple):
        return f"({', '.join(map(partial(value_words, field, write=write), value))})" if value else "none"
    return field.choice_label(str(value)) if field.kind == "choice" else str(value)


def _record(field: Field, value: object, other: str) -> str:
    """That it is the usual one, or else these words, in which {} stands for what it is a record of."""
    return ("the usual {}" if value is None else other).format(field.title.lower())


def _size(value: object) -> int:
    """How many entries a vector or matrix has."""
    return sum(map(_size, value)) if isinstance(value, list | tuple) else 1
