"""Declared values: structs whose bounds, labels and defaults make controls, schemas and error messages.

A declared struct is a frozen msgspec.Struct. Everything that the program knows about a field (its range, label,
choices and default) is read from the declaration by `fields_of`; new values are made by `decode` alone.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass
from functools import cache
from reprlib import Repr
from typing import Annotated, Any, Literal, Self, TypeVar, cast, get_args, get_origin

import msgspec
from msgspec import inspect

from wk4gui.core.near_names import did_you_mean, no_such
from wk4gui.core.number_format import write_places

FieldKind = Literal["real", "integer", "flag", "choice", "text", "label", "record"]
"""A label is a number or a name; a record is a struct of its own, without a control."""


class ParamError(ValueError):
    """Bad input, described in one sentence: what is wrong, where, and what is allowed.

    Attributes:
        in_window: the same sentence in the words of the controls, where those are others.
    """

    def __init__(self, sentence: str, in_window: str = "") -> None:
        super().__init__(sentence)
        self.in_window = in_window or sentence


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen struct whose annotations declare bounds (Meta ge, le), label (title) and tooltip (description)."""

    def with_(self, **changes: object) -> Self:
        """A validated copy with ``changes`` applied.

        Raises:
            ParamError: a value is not allowed, or the values contradict one another.
        """
        return decode(type(self), {**to_json(self), **changes})


class LabParams(Declared, frozen=True):
    """Parameters of a lab, on which its result depends."""


class ViewState(Declared, frozen=True):
    """How a result is shown, without changing it: selection, digits, open tab, camera, and an exercise under way."""

    exercise: Annotated[
        str, msgspec.Meta(max_length=40, title="Exercise", description="Kind of exercise worked out; none if empty.")
    ] = ""
    exercise_seed: Annotated[
        int, msgspec.Meta(ge=0, le=9999, title="Exercise seed", description="Seed of its numbers.")
    ] = 0
    difficulty: Annotated[
        Literal["easy", "medium", "hard"], msgspec.Meta(title="Difficulty", description="Of the exercise.")
    ] = "easy"
    n_blank: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=20)] | None,
        msgspec.Meta(title="Blank steps", description="Last steps to work out, before them an example; null: all."),
    ] = None
    typed: Annotated[
        tuple[tuple[str, str], ...], msgspec.Meta(title="Typed", description="Quantities and the texts typed for them.")
    ] = ()
    shown: Annotated[
        tuple[str, ...], msgspec.Meta(title="Shown", description="Quantities whose right value has been shown.")
    ] = ()
    checked: Annotated[bool, msgspec.Meta(title="Checked", description="Whether the marks are shown.")] = False


D = TypeVar("D", bound=Declared)

_NOUNS = {
    "real": "a number", "integer": "a whole number", "flag": "true or false", "text": "text",
    "label": "a number or a name", "record": "an object",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """The declaration of one field.

    Attributes:
        name: the field's name, as in `--set name=value`.
        title: the label of its control.
        description: the tooltip; "" if none was declared.
        default: the declared default.
        kind: the type of one entry.
        depth: 0 for a single value, 1 for a vector, 2 for a matrix, 3 for one matrix a layer.
        low: smallest allowed entry, or None.
        high: largest allowed entry, or None.
        choices: allowed entries of a choice.
        optional: whether null is allowed.
        lengths: smallest and largest length of the outermost list, where declared.
        extra: presentation hints of the declaration, such as {"scale": "log"}.
        rows: whether a list of such lists is allowed too.
    """

    name: str
    title: str
    description: str
    default: Any
    kind: FieldKind
    depth: int
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    optional: bool
    lengths: tuple[int | None, int | None]
    extra: Mapping[str, Any]
    rows: bool = False

    @property
    def logarithmic(self) -> bool:
        return self.extra.get("scale") == "log"

    @property
    def label(self) -> str:
        """What the user sees of it, and its name: "Learning rate α (learning_rate)"."""
        return f"{self.title} ({self.name})"

    def choice_label(self, choice: str) -> str:
        """What the user sees of a choice."""
        return str(self.extra.get("labels", {}).get(choice, choice.replace("_", " ")))

    @property
    def allowed(self) -> str:
        """The allowed values, in words."""
        one = self._entry(_NOUNS, self.choices, "{:g}".format)
        containers = (
            "",
            "a list, each entry ",
            "a list of lists, each entry ",
            "a list of matrices, each entry ",
        )
        rows = ", or a list of such lists" if self.rows else ""
        return containers[self.depth] + one + rows + (", or null" if self.optional else "")

    @property
    def allowed_entry(self) -> str:
        """What is allowed as one entry, in the words of its control."""
        return self._entry(_NOUNS | {"flag": "on or off"}, map(self.choice_label, self.choices), write_places)

    def _entry(self, nouns: Mapping[str, str], choices: Iterable[str], write: Callable[[float], str]) -> str:
        if self.kind == "choice":
            return f"one of {', '.join(choices)}"
        if self.low is None:
            return nouns[self.kind]
        limits = (
            f"of at least {write(self.low)}" if self.high is None else f"from {write(self.low)} to {write(self.high)}"
        )
        return f"{nouns[self.kind]} {limits}"


@cache
def fields_of(kind: type[Declared]) -> dict[str, Field]:
    """The declared fields of a struct, by name, in the order of declaration."""
    info = inspect.type_info(kind)
    if not isinstance(info, inspect.StructType):
        raise TypeError(f"{kind} is not a struct")
    hints = {field.name: field.type for field in msgspec.structs.fields(kind)}
    return {field.name: _field(field, _choices(hints[field.name])) for field in info.fields}


def to_json(value: Declared) -> dict[str, Any]:
    """The values as plain numbers, strings, lists and dicts, ready for JSON."""
    plain: dict[str, Any] = msgspec.to_builtins(value)
    return plain


def changed_names(before: Declared, after: Declared) -> set[str]:
    """The fields in which two values of one kind differ."""
    old, new = to_json(before), to_json(after)
    return {name for name in new if new[name] != old[name]}


def json_schema(kind: type[Declared]) -> dict[str, Any]:
    """JSON Schema of a declared struct, its properties at the top."""
    schema = msgspec.json.schema(kind)
    definitions = schema["$defs"]
    top: dict[str, Any] = definitions.pop(kind.__name__)
    return top | ({"$defs": definitions} if definitions else {})


def decode(kind: type[D], data: Mapping[str, object]) -> D:
    """The struct that plain ``data`` describes; missing fields take their defaults.

    Raises:
        ParamError: with the offending value, its place and what is allowed there.
    """
    try:
        value = msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise _refusal(str(error), data, kind) from None
    except (RecursionError, OverflowError):
        raise ParamError("the parameters are nested too deeply or hold numbers that are too large") from None
    where = _non_finite(to_json(value), "")
    if where:
        raise ParamError(f"{where} is not a finite number; infinity and NaN are not allowed")
    return value


def check_field(kind: type[Declared], name: str, value: object) -> None:
    """Checks one field's value by itself, without the rules that involve several fields.

    Raises:
        ParamError: there is no such field, or the value is not allowed.
    """
    decode(_alone(kind, name), {name: value})


@cache
def _alone(kind: type[D], name: str) -> type[Declared]:
    annotations = {f.name: f.type for f in msgspec.structs.fields(kind)}
    if name not in annotations:
        raise ParamError(no_such("parameter", name, annotations))
    alone = msgspec.defstruct(name, [(name, annotations[name])], bases=(Declared,), frozen=True)
    return cast("type[Declared]", alone)


_TYPES: dict[type, FieldKind] = {
    inspect.FloatType: "real",
    inspect.IntType: "integer",
    inspect.BoolType: "flag",
    inspect.LiteralType: "choice",
    inspect.StrType: "text",
    inspect.StructType: "record",
}


def _choices(annotation: object) -> tuple[str, ...]:
    """The entries of the Literal in an annotation, in the declared order, which msgspec does not keep."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    return next((found for part in get_args(annotation) if (found := _choices(part))), ())


def _field(field: inspect.Field, choices: tuple[str, ...]) -> Field:
    schema: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    optional, rows, named, depth = False, False, False, 0
    lengths: tuple[int | None, int | None] = (None, None)
    node: Any = field.type
    while type(node) not in _TYPES:
        if isinstance(node, inspect.Metadata):
            schema.update(node.extra_json_schema or {})
            extra.update(node.extra or {})
            node = node.type
        elif isinstance(node, inspect.UnionType):
            others = [t for t in node.types if not isinstance(t, inspect.NoneType)]
            optional |= len(others) < len(node.types)
            single = [t for t in others if type(t) in _TYPES]
            rows |= len(single) < len(others) > 1  # a number, or a row of them
            named = len(single) > 1  # a number, or a name
            node = single[0] if single else others[0]
        elif isinstance(node, inspect.VarTupleType):
            if depth == 0:
                lengths = (node.min_length, node.max_length)
            depth, node = depth + 1, node.item_type
        elif isinstance(node, inspect.TupleType):
            if depth == 0:
                lengths = (len(node.item_types), len(node.item_types))
            depth, node = depth + 1, node.item_types[0]
        else:
            raise TypeError(f"field {field.name!r}: {node} cannot be declared")
    return Field(
        name=field.name,
        title=schema.get("title", field.name.replace("_", " ").capitalize()),
        description=schema.get("description", ""),
        default=field.default,
        kind="label" if named else _TYPES[type(node)],
        depth=depth,
        low=getattr(node, "ge", None),
        high=getattr(node, "le", None),
        choices=choices,
        optional=optional,
        lengths=lengths,
        extra=extra,
        rows=rows,
    )


def _refusal(message: str, data: Mapping[str, object], kind: type[Declared]) -> ParamError:
    """The message of msgspec with the offending value and what is allowed."""
    fields = fields_of(kind)
    unknown = re.search(r"unknown field `(.*?)`(?: - at `\$\.(.*)`)?$", message, re.DOTALL)
    if unknown:
        name, inside = unknown.groups()
        return ParamError(f"there is no {shown(name)} in {inside}" if inside else no_such(_noun(kind), name, fields))
    reason, at, path = message.rpartition(" - at `$")
    if not at:
        return ParamError(*(_begun(message, fields, label) for label in ("label", "title")))
    path = path.removesuffix("`").removeprefix(".")
    name = re.match(r"\w*", path)
    field = fields.get(name[0]) if name else None
    if field is None:
        return ParamError(reason.strip() or message)
    value = _at(data, path)
    hint = did_you_mean(value, field.choices) if isinstance(value, str) else ""
    length = _wrong_length(reason, value)
    given = "" if length and isinstance(value, Sized) and len(value) > _MANY else f" = {shown(value)}{hint}"
    complaint = f"its length is {len(value)}, but {length}; " if length and isinstance(value, Sized) else ""
    return ParamError(
        f"{field.title} ({path}){given}: {complaint}{field.allowed} is expected",
        f"{field.title}{_place(path)}: {_in_words(length) or _expected(field, value)}",
    )


def _place(path: str) -> str:
    """Which entry of a vector or matrix it is, counted from 1."""
    places = [str(int(index) + 1) for index in re.findall(r"\[(\d+)\]", path)]
    return f", entry {', '.join(places)}" if places else ""


def _expected(field: Field, value: object) -> str:
    """What is expected of one entry and what was given, in the words of the window."""
    if isinstance(value, str):
        given = f"“{clipped(value)}”" if value.strip() else ""
    else:
        given = write_places(value) if isinstance(value, int | float) else shown(value)
    return f"{field.allowed_entry} is expected{given and f', not {given}'}"


def _noun(kind: type[Declared]) -> str:
    """What one of the fields is called in messages."""
    return "view field" if issubclass(kind, ViewState) else "parameter"


def _begun(message: str, fields: Mapping[str, Field], label: Literal["label", "title"]) -> str:
    """A message on several fields that begins with the name of one, with its label or title instead."""
    name = re.match(r"(\w+)(?= (?:=|has) )", message)
    return getattr(fields[name[1]], label) + message[name.end() :] if name and name[1] in fields else message


_MANY = 100
"""Of a longer list a message names the length alone."""


def _wrong_length(reason: str, value: object) -> str:
    """The complaint of msgspec about a wrong length, in words; "" where the allowed range explains enough."""
    found = re.search(r"of length (<=|>=|) ?(\d+)", reason)
    if found is None or not isinstance(value, Sized):
        return ""
    bound = {"<=": "at most {} is allowed", ">=": "at least {} is needed", "": "{} is needed"}[found[1]]
    return bound.format(found[2])


def _in_words(length: str) -> str:
    """A complaint about a length in words, such as "at least one is needed"."""
    return re.sub(r"\b1 is", "one is", length) if re.search(r"\b1 is", length) else length.replace(" is ", " are ")


_short = Repr()
_short.maxstring = _short.maxother = _short.maxlong = 60


def _at(data: object, path: str) -> object:
    for key in re.findall(r"\w+", path):
        if isinstance(data, Mapping):
            data = data.get(key)
        elif isinstance(data, (list, tuple)):
            data = data[int(key)]
    return data


def clipped(text: str) -> str:
    """The beginning of a message that may quote a whole file."""
    return text if len(text) <= 200 else text[:199] + "…"


def shown(value: object) -> str:
    """A short one-line form of any value for messages."""
    text = " ".join(_short.repr(value).split())
    return text if len(text) <= 60 else text[:57] + "…"


def _non_finite(value: object, path: str) -> str:
    """The place of an infinity or NaN, such as "weights[0][1]", or ""."""
    if isinstance(value, float) and not math.isfinite(value):
        return path
    if isinstance(value, dict):
        return next((w for k, v in value.items() if (w := _non_finite(v, f"{path}.{k}".lstrip(".")))), "")
    if isinstance(value, (list, tuple)):
        return next((w for i, v in enumerate(value) if (w := _non_finite(v, f"{path}[{i}]"))), "")
    return ""
