"""Saved states: what is written comes back, and nothing else is let in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.documents.saved_state import VERSION, SavedState, decode_state, encode_state, preset_state
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab

GOOD = {
    "version": VERSION,
    "lab": "backprop",
    "params": {"n_steps": 4},
    "view": {"digits": 3},
    "frame": 2,
    "preset": "works",
}


def opened(**changes: object) -> SavedState:
    return decode_state(json.dumps({**GOOD, **changes}).encode())


def test_a_file_is_read() -> None:
    state = opened()
    assert state.params == find_lab("backprop").decode({"n_steps": 4, "learning_rate": 0.007})
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
        ({"params": {"n_steps": 3000}}, r"\(n_steps\) = 3000"),
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


def old(lab: str, params: dict[str, object], view: dict[str, object]) -> SavedState:
    """A state of a file as it was written before there were names."""
    return decode_state(json.dumps({"version": 1, "lab": lab, "params": params, "view": view}).encode())


@pytest.mark.parametrize(
    ("lab", "params", "view", "name"),
    [
        ("backprop", {}, {"digits": 3, "blank": []}, "tutorial"),
        ("backprop", {"learning_rate": 0.007}, {}, "works"),
        ("backprop", {}, {"blank": ["forward", "loss", "grad_z", "grad_W", "update"]}, "exercise"),
        ("backprop", {"learning_rate": 0.3}, {}, ""),
        ("dropout", {"n_train": 20, "n_networks": 32}, {"show": "training"}, "training"),
        ("dropout", {"n_train": 20, "n_networks": 32}, {"show": "ensemble"}, ""),
        ("weight_decay", {}, {"show": "descent"}, "question"),
        ("weight_decay", {}, {"show": "network"}, "network"),
    ],
)
def test_a_file_without_a_name_has_that_of_an_equal_preset(lab, params, view, name) -> None:
    assert old(lab, params, view).preset == name


def test_a_preset_that_is_gone_is_none() -> None:
    assert opened(preset="before the renaming").preset == ""


def test_what_a_file_does_not_name_is_its_presets_own() -> None:
    state = decode_state(b'{"version": 2, "lab": "dropout", "preset": "training"}')
    assert state.view == {"show": "training"}
    assert state.params == find_lab("dropout").preset_params("training")


def test_the_presets_state_is_changed_in_what_is_named() -> None:
    state = preset_state(find_lab("dropout"), "training", {"drop_prob": 0.2}, {"digits": 5}, 3)
    assert (state.params.n_train, state.params.drop_prob) == (20, 0.2)
    assert (state.view, state.frame, state.preset) == ({"show": "training", "digits": 5}, 3, "training")
    assert preset_state(find_lab("dropout")).preset == "linear"
    with pytest.raises(ParamError, match="no preset 'nothing'"):
        preset_state(find_lab("dropout"), "nothing")
