"""The values that a sweep gives to a parameter."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from wk4gui.core.near_names import no_such
from wk4gui.lab.assignments import parse_assignment, split_assignment, typed_value
from wk4gui.lab.declarations import Field, LabParams, ParamError, check_field, fields_of
from wk4gui.lab.lab import Lab

SEED = "seed"
_RANGE = re.compile(r"(.+?)\.\.(.+?)(?::(\d{1,7}))?(?::(log|linear))?")


@dataclass(frozen=True)
class Variation:
    """One parameter and the values that it takes, each allowed by itself.

    Attributes:
        name: of the parameter.
        values: plain, each of them once, in their order.
    """

    name: str
    values: tuple[object, ...]


def parse_variation(text: str, lab: Lab) -> Variation:
    """The variation of a text such as "learning_rate=1e-3..1:25:log", "l2=0,1e-3,1e-2" or "activation=relu,tanh".

    ``A..B:N`` is N values from A to B, evenly spaced, or with ``:log`` evenly in the logarithm; without a choice as
    the parameter's slider has it. Whole numbers are rounded, and ``A..B`` alone is all of them.

    Raises:
        ParamError: there is no such parameter, or a value is not allowed.
    """
    name, values = split_assignment(text)
    return variation(lab, name, values)


def variation(lab: Lab, name: str, values: str | Iterable[object]) -> Variation:
    """The variation of a parameter over values, or over what a text says.

    Raises:
        ParamError: as `parse_variation`.
    """
    fields = fields_of(lab.params)
    if name not in fields:
        raise ParamError(no_such("parameter", name, fields))
    field = fields[name]
    taken = _parsed(field, values, lab.params) if isinstance(values, str) else list(values)
    if not taken:
        raise ParamError(f"{field.label} takes no value: write them as {name}=A,B,C or {name}=A..B:N")
    plain = [_plain(lab.params, name, value) for value in taken]
    return Variation(name, tuple(value for i, value in enumerate(plain) if value not in plain[:i]))


def seeds(lab: Lab, values: str | Iterable[int]) -> Variation:
    """The seeds of a sweep, such as "0..19" or "3,5".

    Raises:
        ParamError: the lab has no seed, or one is not allowed.
    """
    if SEED not in fields_of(lab.params):
        raise ParamError(f"{lab.id} has no seed: nothing in it is left to chance")
    return variation(lab, SEED, values)


def _plain(params: type[LabParams], name: str, value: object) -> object:
    """The value as plain data, a NumPy number as Python's."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and value.is_integer() and fields_of(params)[name].kind == "integer":
        value = int(value)
    check_field(params, name, value)
    return value


def _parsed(field: Field, text: str, params: type[LabParams]) -> list[object]:
    number = field.depth == 0 and field.kind in ("real", "integer")
    if number and (found := _RANGE.fullmatch(text.strip())):
        return _spaced(field, found[1], found[2], found[3], found[4])
    return [parse_assignment(f"{field.name}={piece}", params)[1] for piece in _pieces(text)]


def _pieces(text: str) -> list[str]:
    """The text at its commas outside of brackets."""
    pieces, depth = [""], 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += sign
    return [piece.strip() for piece in pieces if piece.strip()]


def _spaced(field: Field, first: str, last: str, count: str | None, scale: str | None) -> list[object]:
    """Values from the first to the last."""
    low, high = (_number(field, text) for text in (first, last))
    whole = field.kind == "integer"
    if count is None:
        if not whole:
            raise ParamError(f"{field.label} = {first}..{last}: say how many values, {field.name}={first}..{last}:20")
        count = str(abs(int(high) - int(low)) + 1)
        scale = "linear"
    logarithmic = scale == "log" or (scale is None and field.logarithmic)
    if logarithmic and not (low > 0 and high > 0):
        raise ParamError(f"{field.label} = {first}..{last}: a logarithmic range has no 0 and nothing below it")
    values = spaced(low, high, int(count), logarithmic=logarithmic)
    return [round(value) for value in values] if whole else list(values)


def spaced(low: float, high: float, count: int, *, logarithmic: bool) -> list[float]:
    """``count`` values, the ends exactly; the others of a logarithmic range to six digits, as a person would write."""
    if count < 2:
        return [low] * count
    shares = [i / (count - 1) for i in range(count)]
    if logarithmic:
        inner = [float(f"{low * math.exp(share * math.log(high / low)):.6g}") for share in shares[1:-1]]
    else:
        inner = [float(f"{low + share * (high - low):.12g}") for share in shares[1:-1]]
    return [low, *inner, high]


def _number(field: Field, text: str) -> float:
    value = typed_value(text.strip())
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ParamError(f"{field.label} = {text}: {text!r} is not a number")
    return float(value)
