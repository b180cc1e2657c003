"""A state as a command: what is copied opens the same state, in the window and on the command line."""

import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.documents.command_line import command_of, is_command, state_of_command
from wk4gui.documents.saved_state import preset_state
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS

PRESETS = [(lab, preset.name) for lab in LABS.values() for preset in lab.presets]


@pytest.mark.parametrize(("lab", "preset"), PRESETS, ids=lambda each: getattr(each, "id", each))
def test_a_preset_is_a_short_command(lab, preset):
    command = command_of(preset_state(lab, preset), {})
    assert len(shlex.split(command)) in (2, 4)
    assert state_of_command(command) == preset_state(lab, preset)


@given(st.floats(1e-4, 10), st.lists(st.floats(-100, 100), min_size=2, max_size=2), st.integers(3, 8))
def test_what_differs_from_the_preset_comes_back(rate, x, digits):
    state = preset_state(LABS["backprop"], "works", {"learning_rate": rate, "x": x}, {"digits": digits}, 3)
    command = command_of(state, {"digits": 2})
    assert is_command(command)
    assert state_of_command("$ " + command + "\n") == state


def test_text_with_spaces_and_quotes_comes_back():
    state = preset_state(LABS["saddle"], None, {"surface": "custom", "expression": "x**2 - y**2 + 3 * x"})
    assert state_of_command(command_of(state, {"digits": 2})) == state


def test_the_command_line_takes_the_same_words():
    state = preset_state(LABS["backprop"], "works", {"x": [1, 3]})
    words = shlex.split(command_of(state, {"digits": 2}))
    done = subprocess.run(
        [sys.executable, "-m", "wk4gui", "run", *words[1:]], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert '"x":[1.0,3.0]' in done.stdout


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("wk4gui", "lab"),
        ("wk4gui nolab", "nolab"),
        ("wk4gui saddle --preset nothing", "nothing"),
        ("wk4gui saddle --set noise=many", "noise"),
        ("wk4gui saddle --fly", "--fly"),
        ('wk4gui saddle --set "noise', "read"),
        ("python saddle", "wk4gui"),
    ],
)
def test_what_is_no_such_command_is_refused_in_a_sentence(text, why):
    with pytest.raises(ParamError, match=why):
        state_of_command(text)
