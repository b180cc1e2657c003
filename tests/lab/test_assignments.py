"""Values written as text."""

import json
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from wk4gui.lab.assignments import parse_assignment, parse_json, split_assignment, typed_value
from wk4gui.lab.declarations import Declared, ParamError


class Fake(Declared, frozen=True):
    """Fields that read their text in different ways."""

    rate: float = 0.1
    colour: Literal["red", "green"] = "red"
    colours: tuple[Literal["red", "green"], ...] = ("red",)
    flag: bool = False
    word: str = ""
    vector: tuple[float, ...] = (1.0, 2.0)
    digits: int | None = None
    layers: Annotated[tuple[int, ...], Meta(extra={"sizes": True})] = (4, 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rate=0.5", ("rate", 0.5)),
        ("vector=[1, 2]", ("vector", [1, 2])),
        ("colour=green", ("colour", "green")),
        ('colour="green"', ("colour", "green")),
        ("word=1=2", ("word", "1=2")),
        ("word=null", ("word", "null")),
        ("word=", ("word", "")),
        ("digits=null", ("digits", None)),
        ("flag=true", ("flag", True)),
        ("colours=red", ("colours", "red")),
        ("colours=red, green", ("colours", ["red", "green"])),
        (" rate = 0.5", ("rate", 0.5)),
        ("rate=1/100", ("rate", 0.01)),
        ("rate=-1/4", ("rate", -0.25)),
        ("rate=−3", ("rate", -3)),
        ("rate=–.5", ("rate", -0.5)),
        ("rate=1e−3", ("rate", 1e-3)),
        ("rate=5.", ("rate", 5)),
        ("rate=+2", ("rate", 2)),
        ("vector=1,2", ("vector", [1, 2])),
        ("vector=0, −5", ("vector", [0, -5])),
        ("vector=(1, 2)", ("vector", [1, 2])),
        ("vector=[1/2, 2,]", ("vector", [0.5, 2])),
        ("vector=((1, 2), (3, 4/5))", ("vector", [[1, 2], [3, 0.8]])),
        ("vector=()", ("vector", "()")),
        ("vector=(1, 2", ("vector", "(1, 2")),
        ("layers=3", ("layers", [3])),
        ("layers=3, 2", ("layers", [3, 2])),
        ("vector=3", ("vector", 3)),
        ("vector=(1), (2)", ("vector", [[1], [2]])),
    ],
)
def test_assignments_are_json_or_bare_words(text: str, value: tuple[str, object]) -> None:
    assert parse_assignment(text, Fake) == value


@pytest.mark.parametrize("text", ["", "rate", "=1", "speed=1", "speed =1"])
def test_an_assignment_without_a_known_name_is_refused(text: str) -> None:
    with pytest.raises(ParamError):
        parse_assignment(text, Fake)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rate=0,05", "the decimal sign is a point here, rate=0.05"),
        ("rate=−0,5", "rate=-0.5"),
        (
            "vector=[0,05]",
            "05 is no number; commas part the entries of a list, and the decimal sign is a point, as in 0.05",
        ),
        ("vector=1, 0,25, 0,05", "as in 0.05"),
        ("rate=1/0", "the denominator is 0"),
        ("rat=1", "did you mean 'rate'"),
        ("vec=1", "did you mean 'vector'"),
    ],
)
def test_what_was_probably_meant_is_said(text: str, words: str) -> None:
    with pytest.raises(ParamError) as refused:
        parse_assignment(text, Fake)
    assert words in str(refused.value)


@given(st.text(alphabet='0123456789.,/-+−–()[]e "x', max_size=25))
def test_any_text_has_a_value_or_a_sentence(raw: str) -> None:
    try:
        parse_assignment(f"vector={raw}", Fake)
    except ParamError as error:
        assert "vector" in str(error).lower() or "denominator" in str(error)  # noqa: PT017


def test_an_assignment_is_split_at_its_first_sign() -> None:
    assert split_assignment("a=b=c") == ("a", "b=c")
    assert typed_value("[1") == "[1"


@given(st.binary(max_size=30) | st.text(max_size=30))
def test_what_is_not_json_is_refused_and_nothing_else_happens(text: bytes | str) -> None:
    try:
        value = parse_json(text)
    except ParamError:
        return
    assert value == json.loads(text)
