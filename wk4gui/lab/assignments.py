"""Values written as text: "name=value" in JSON or a bare word, and JSON itself."""

from contextlib import suppress

import msgspec

from wk4gui.core.number_format import plain_minus
from wk4gui.lab.declarations import Declared, ParamError, fields_of, shown


def parse_assignment(text: str, kind: type[Declared]) -> tuple[str, object]:
    """Name and value of "name=value"; the value is JSON or a bare word, and for a text field any text.

    Raises:
        ParamError: there is no "=" or no such field.
    """
    name, raw = split_assignment(text)
    fields = fields_of(kind)
    if name not in fields:
        raise ParamError(f"there is no parameter {shown(name)}; there are {', '.join(fields)}")
    if fields[name].kind == "text" and fields[name].depth == 0:
        return name, raw
    return name, json_or_text(raw)


def split_assignment(text: str) -> tuple[str, str]:
    """The two sides of "name=value".

    Raises:
        ParamError: there is no "=".
    """
    name, equals, raw = text.partition("=")
    if not equals:
        raise ParamError(f"{shown(text)} is not of the form name=value")
    return name, raw


def json_or_text(raw: str) -> object:
    """The value of a JSON text, whose numbers may have any minus sign; other texts unchanged."""
    for text in (raw, plain_minus(raw)):
        with suppress(ParamError):
            return parse_json(text)
    return raw


def parse_json(text: str | bytes) -> object:
    """The value of a JSON text.

    Raises:
        ParamError: the text is not JSON.
    """
    try:
        value: object = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ParamError(f"this is not JSON: {error}") from None
    return value
