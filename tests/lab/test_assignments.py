"""Values written as text."""

import json
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.lab.assignments import json_or_text, parse_assignment, parse_json, split_assignment
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
    ],
)
def test_assignments_are_json_or_bare_words(text: str, value: tuple[str, object]) -> None:
    assert parse_assignment(text, Fake) == value


@pytest.mark.parametrize("text", ["", "rate", "=1", "speed=1", " rate=1"])
def test_an_assignment_without_a_known_name_is_refused(text: str) -> None:
    with pytest.raises(ParamError):
        parse_assignment(text, Fake)


def test_an_assignment_is_split_at_its_first_sign() -> None:
    assert split_assignment("a=b=c") == ("a", "b=c")
    assert json_or_text("[1") == "[1"


@given(st.binary(max_size=30) | st.text(max_size=30))
def test_what_is_not_json_is_refused_and_nothing_else_happens(text: bytes | str) -> None:
    try:
        value = parse_json(text)
    except ParamError:
        return
    assert value == json.loads(text)
