"""Saved states: what is written comes back, and nothing else is let in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.documents.saved_state import VERSION, SavedState, decode_state, encode_state
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab

GOOD = {"version": VERSION, "lab": "backprop", "params": {"n_steps": 4}, "view": {"digits": 3}, "frame": 2}


def opened(**changes: object) -> SavedState:
    return decode_state(json.dumps({**GOOD, **changes}).encode())


def test_a_file_is_read() -> None:
    state = opened()
    assert state.params == find_lab("backprop").decode({"n_steps": 4})
    assert (state.view, state.frame) == ({"digits": 3}, 2)


@given(st.floats(1e-4, 10), st.integers(0, 10_000) | st.none())
def test_what_is_written_comes_back_to_the_last_bit(rate: float, frame: int | None) -> None:
    params = find_lab("backprop").decode({"learning_rate": rate})
    state = SavedState(lab="backprop", params=params, view={"log": True}, frame=frame)
    assert decode_state(encode_state(state)) == state


def test_a_file_can_be_read_by_people() -> None:
    text = encode_state(opened()).decode()
    assert json.loads(text).keys() == GOOD.keys()
    assert text.count("\n") > len(GOOD)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": VERSION + 1}, "update wk4gui"),
        ({"version": 0}, "version 0"),
        ({"version": "1"}, "not a session"),
        ({"lab": "nolab"}, "no lab 'nolab'"),
        ({"lab": None}, "not a session"),
        ({"params": {"n_steps": 1000}}, "n_steps = 1000"),
        ({"params": {"steps": 1}}, "no parameter 'steps'"),
        ({"params": {"x": [1.0, 2.0, 3.0]}}, "weights"),
        ({"params": []}, "not a session"),
        ({"view": 3}, "not a session"),
        ({"frame": -1}, "at least 0"),
        ({"frame": 1.5}, "not a session"),
        ({"colour": "red"}, "colour"),
    ],
    ids=lambda value: None,
)
def test_what_does_not_fit_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ParamError, match=words):
        opened(**changes)


@pytest.mark.parametrize("missing", ["version", "lab"])
def test_a_file_without_version_or_lab_is_refused(missing: str) -> None:
    with pytest.raises(ParamError, match=missing):
        decode_state(json.dumps({name: value for name, value in GOOD.items() if name != missing}).encode())
