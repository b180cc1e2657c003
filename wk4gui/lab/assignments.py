"""Values written as text: "name=value" in JSON, as people type numbers, lists and fractions, or as a bare word."""

import re
from contextlib import suppress

import msgspec

from wk4gui.core.near_names import no_such
from wk4gui.core.number_format import plain_minus
from wk4gui.lab.declarations import Declared, Field, ParamError, fields_of, shown

_MOST_NESTED = 8
"""Lists in lists; no declaration has more than three."""
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PLAIN_NUMBER = re.compile(_NUMBER)
_FRACTION = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_LEADING_ZERO = re.compile(r"[+-]?0\d+")
_CLOSING = {"(": ")", "[": "]"}


def parse_assignment(text: str, kind: type[Declared], what: str = "parameter") -> tuple[str, object]:
    """Name and value of "name=value"; the value of a field of text as it stands.

    Args:
        text: such as "learning_rate=1/100", "x=1, 3", "x=(1, −3)" or "update=ascent".
        kind: the declaration of the fields.
        what: one of the fields is called, in messages.

    Raises:
        ParamError: there is no "=", no such field, or a number that cannot be read.
    """
    name, raw = split_assignment(text)
    fields = fields_of(kind)
    if name not in fields:
        raise ParamError(no_such(what, name, fields))
    field = fields[name]
    if field.kind == "text" and field.depth == 0:
        return name, raw
    if field.kind in ("real", "integer"):
        _check_decimal_commas(field, plain_minus(raw))
    value = typed_value(raw, in_list=field.depth > 0)
    return name, [value] if field.extra.get("sizes") and isinstance(value, int) else value


def split_assignment(text: str) -> tuple[str, str]:
    """The two sides of "name=value".

    Raises:
        ParamError: there is no "=".
    """
    name, equals, raw = text.partition("=")
    if not equals:
        raise ParamError(f"{shown(text)} is not of the form name=value")
    return name.strip(), raw


def typed_value(raw: str, *, in_list: bool = False) -> object:
    """The value of a JSON text or of what people type for it; any other text as it stands.

    Args:
        raw: JSON, a number with any minus, a fraction, or a list in brackets or parentheses.
        in_list: whether commas part the entries of a list also without brackets.

    Raises:
        ParamError: a fraction has the denominator 0.
    """
    for text in (raw, plain_minus(raw)):
        with suppress(ParamError):
            return parse_json(text)
    entries = _entries(plain_minus(raw).strip(), in_list=in_list, depth=0)
    return raw if entries is None or isinstance(entries, str) else entries


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


def _entries(text: str, *, in_list: bool, depth: int) -> object:
    """A list, a number or a word; None for what is none of them."""
    if depth > _MOST_NESTED or not text:
        return None
    inside = _without_brackets(text)
    pieces = _split(text if inside is None else inside)
    if pieces is None:
        return None
    if inside is not None or (in_list and len(pieces) > 1):
        values = [_entries(piece, in_list=False, depth=depth + 1) for piece in pieces]
        return None if None in values else values
    return _single(text) if len(pieces) == 1 else None


def _without_brackets(text: str) -> str | None:
    """What stands inside brackets that hold the whole text; None if there are none."""
    if text[0] not in _CLOSING or text[-1] != _CLOSING[text[0]]:
        return None
    depth = 0
    for i, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth == 0 and i < len(text) - 1:
            return None
    return text[1:-1].strip().removesuffix(",")


def _split(text: str) -> list[str] | None:
    """The text at its commas outside of brackets; None where brackets do not match."""
    pieces, depth, start = [], 0, 0
    for i, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return None
        if sign == "," and depth == 0:
            pieces.append(text[start:i].strip())
            start = i + 1
    return [*pieces, text[start:].strip()] if depth == 0 else None


def _single(text: str) -> object:
    """A number, a fraction or a word; None if it has signs that no word has."""
    if fraction := _FRACTION.fullmatch(text):
        top, bottom = float(fraction[1]), float(fraction[2])
        if bottom == 0.0:
            raise ParamError(f"{text} is not a number: the denominator is 0")
        return _whole(top / bottom)
    if _LEADING_ZERO.fullmatch(text):
        return None
    if _PLAIN_NUMBER.fullmatch(text):
        return _whole(float(text))
    with suppress(ParamError):
        return parse_json(text)
    return text if re.fullmatch(r"[^\W\d][\w.-]*", text) else None


def _whole(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _check_decimal_commas(field: Field, raw: str) -> None:
    """Refuses a comma that was meant as the decimal sign, as far as that can be known."""
    text = raw.strip()
    if field.depth == 0 and _DECIMAL_COMMA.fullmatch(text):
        pointed = text.replace(",", ".")
        raise ParamError(f"{field.label} = {text}: the decimal sign is a point here, {field.name}={pointed}")
    if field.depth > 0:
        for whole, part in re.findall(r"([+-]?\d+)\s*,\s*(0\d+)(?![.\d])", text):
            raise ParamError(
                f"{field.label} = {shown(text)[1:-1]}: {part} is no number; commas part the entries of a list, and the "
                f"decimal sign is a point, as in {whole}.{part}"
            )
