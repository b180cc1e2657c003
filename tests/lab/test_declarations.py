"""Declarations: what they say of a field, and how a value that does not fit is refused."""

import json
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from wk4gui.lab.declarations import Declared, ParamError, check_field, decode, fields_of, json_schema, to_json

Colour = Literal["red", "green", "blue"]
Entry = Annotated[float, Meta(ge=-10, le=10)]


class Fake(Declared, frozen=True):
    """One field of every kind."""

    rate: Annotated[
        float,
        Meta(ge=1e-3, le=1.0, title="Rate α", description="How fast.", extra={"scale": "log"}),
    ] = 0.1
    count: Annotated[int, Meta(ge=0)] = 3
    colour: Colour = "red"
    colours: tuple[Colour, ...] = ("red",)
    flag: bool = False
    word: str = ""
    vector: Annotated[tuple[Entry, ...], Meta(min_length=1, max_length=3)] = (1.0, 2.0)
    pair: tuple[float, float] = (0.0, 1.0)
    layers: tuple[tuple[tuple[Entry, ...], ...], ...] = (((1.0,),),)
    digits: Annotated[int, Meta(ge=0, le=8)] | None = None
    limit: float = 5.0

    def __post_init__(self) -> None:
        if self.count > 100 and not self.flag:
            raise ValueError("count above 100 takes flag = true")


class Seen(Declared, frozen=True):
    """What a control may refuse."""

    rate: Annotated[float, Meta(ge=1e-3, le=1.0, title="Rate α")] = 0.1
    small: Annotated[float, Meta(ge=1e-5, le=0.1)] = 0.01
    colour: Annotated[Literal["sea_blue", "green", "r"], Meta(title="Colour", extra={"labels": {"r": "red"}})] = "green"
    flag: bool = False
    vector: Annotated[tuple[Entry, ...], Meta(min_length=1, max_length=3)] = (1.0, 2.0)
    layers: tuple[tuple[tuple[Entry, ...], ...], ...] = (((1.0,),),)

    def __post_init__(self) -> None:
        if self.rate > 0.2:
            raise ValueError("rate has to be below 0.2")


FIELDS = fields_of(Fake)


def test_a_field_says_what_was_declared() -> None:
    rate = FIELDS["rate"]
    assert (rate.title, rate.description, rate.default) == ("Rate α", "How fast.", 0.1)
    assert (rate.kind, rate.depth, rate.low, rate.high, rate.logarithmic) == ("real", 0, 1e-3, 1.0, True)
    assert list(FIELDS) == list(Fake.__struct_fields__)


def test_a_field_without_a_title_is_called_by_its_name() -> None:
    assert FIELDS["limit"].title == "Limit"
    assert not FIELDS["limit"].logarithmic


@pytest.mark.parametrize(
    ("name", "kind", "depth", "lengths"),
    [
        ("count", "integer", 0, (None, None)),
        ("colour", "choice", 0, (None, None)),
        ("colours", "choice", 1, (0, None)),
        ("flag", "flag", 0, (None, None)),
        ("word", "text", 0, (None, None)),
        ("vector", "real", 1, (1, 3)),
        ("pair", "real", 1, (2, 2)),
        ("layers", "real", 3, (0, None)),
        ("digits", "integer", 0, (None, None)),
    ],
)
def test_kinds_depths_and_lengths(name: str, kind: str, depth: int, lengths: tuple[int | None, int | None]) -> None:
    field = FIELDS[name]
    assert (field.kind, field.depth) == (kind, depth)
    assert tuple(length or None for length in field.lengths) == tuple(length or None for length in lengths)
    assert field.optional == (name == "digits")


def test_choices_keep_the_order_in_which_they_were_declared() -> None:
    assert FIELDS["colour"].choices == FIELDS["colours"].choices == ("red", "green", "blue")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"rate": 2}, "Rate α (rate) = 2: a number from 0.001 to 1 is expected"),
        ({"rate": "fast"}, "Rate α (rate) = 'fast': a number from 0.001 to 1 is expected"),
        ({"rate": None}, "Rate α (rate) = None: a number from 0.001 to 1 is expected"),
        ({"count": -1}, "Count (count) = -1: a whole number of at least 0 is expected"),
        ({"count": 1.5}, "Count (count) = 1.5: a whole number of at least 0 is expected"),
        ({"colour": "pink"}, "Colour (colour) = 'pink': one of red, green, blue is expected"),
        ({"flag": 1}, "Flag (flag) = 1: true or false is expected"),
        ({"digits": 9}, "Digits (digits) = 9: a whole number from 0 to 8, or null is expected"),
        ({"vector": [1, 99]}, "Vector (vector[1]) = 99: a list, each entry a number from -10 to 10 is expected"),
        ({"layers": [[[1], ["a"]]]}, "Layers (layers[0][1][0]) = 'a': a list of matrices, each entry a number from"),
        ({"vector": []}, "length"),
        ({"vector": [1, 1, 1, 1]}, "length"),
        ({"limit": float("inf")}, "limit is not a finite number"),
        ({"pair": [0, float("nan")]}, "pair[1] is not a finite number"),
        ({"speed": 1}, "there is no parameter 'speed'; there are rate, count"),
    ],
    ids=lambda value: None,
)
def test_a_value_that_does_not_fit_is_refused_in_words(data: dict[str, object], message: str) -> None:
    with pytest.raises(ParamError) as error:
        decode(Fake, data)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"rate": -2}, "Rate α: a number from 0.001 to 1 is expected, not −2"),
        ({"rate": "fast"}, "Rate α: a number from 0.001 to 1 is expected, not “fast”"),
        ({"rate": " "}, "Rate α: a number from 0.001 to 1 is expected"),
        ({"small": 1.0}, "Small: a number from 0.00001 to 0.1 is expected, not 1"),
        ({"colour": "pink"}, "Colour: one of sea blue, green, red is expected, not “pink”"),
        ({"flag": 1}, "Flag: on or off is expected, not 1"),
        ({"vector": [1, 99]}, "Vector, entry 2: a number from −10 to 10 is expected, not 99"),
        ({"vector": []}, "Vector: at least one is needed"),
        ({"vector": [1, 1, 1, 1]}, "Vector: at most 3 are allowed"),
        ({"layers": [[[1], ["a"]]]}, "Layers, entry 1, 2, 1: a number from −10 to 10 is expected, not “a”"),
        ({"rate": 0.5}, "Rate α has to be below 0.2"),
        ({"speed": 1}, "there is no parameter 'speed'; there are rate, small, colour, flag, vector, layers"),
    ],
)
def test_the_window_refuses_in_the_words_of_its_controls(data: dict[str, object], message: str) -> None:
    with pytest.raises(ParamError) as error:
        decode(Seen, data)
    assert error.value.in_window == message


def test_a_message_that_begins_with_a_name_stays_as_it_is() -> None:
    with pytest.raises(ParamError) as error:
        decode(Fake, {"count": 101})
    assert str(error.value) == "count above 100 takes flag = true"


@pytest.mark.parametrize("name", ["rate", "layers", "word"])
def test_a_value_nested_out_of_reason_is_refused_in_words(name: str) -> None:
    value: object = 1
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ParamError, match=f"{name}.* = "):
        decode(Fake, {name: value})


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(ParamError) as error:
        decode(Fake, {"colour": "x" * 10_000})
    assert len(str(error.value)) < 200


def test_changes_are_validated_and_leave_the_original_alone() -> None:
    fake = Fake()
    assert fake.with_(rate=0.5).rate == 0.5
    assert fake.rate == 0.1
    with pytest.raises(ParamError):
        fake.with_(rate=5)


def test_declared_values_are_frozen_and_hashable() -> None:
    with pytest.raises(AttributeError):
        Fake().rate = 1.0  # type: ignore[misc]
    assert hash(Fake()) == hash(decode(Fake, to_json(Fake())))


def test_one_field_can_be_checked_without_what_ties_it_to_others() -> None:
    check_field(Fake, "count", 101)
    with pytest.raises(ParamError, match="at least 0"):
        check_field(Fake, "count", -1)
    with pytest.raises(ParamError, match="no parameter 'speed'"):
        check_field(Fake, "speed", 1)


@given(st.floats(-10, 10), st.integers(0, 50), st.sampled_from(["red", "green", "blue"]))
def test_values_come_back_from_their_plain_form(limit: float, count: int, colour: Colour) -> None:
    fake = decode(Fake, {"limit": limit, "count": count, "colour": colour})
    assert decode(Fake, json.loads(msgspec.json.encode(to_json(fake)))) == fake


def test_the_schema_has_the_properties_at_its_top() -> None:
    schema = json_schema(Fake)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert schema["properties"]["rate"]["maximum"] == 1.0
    assert schema["properties"]["rate"]["default"] == 0.1
    assert "$ref" not in schema
