"""An exercise of each kind in a real window, worked with a slip by the keyboard alone."""

import json
import subprocess
import sys

import pytest
from display import missing_tools, virtual_display, wait_for
from PIL import Image
from tiers import sample

from wk4gui.app.window.settings import Settings, SettingsFile
from wk4gui.documents.exercise_state import exercise_state
from wk4gui.documents.saved_state import encode_state
from wk4gui.lab.exercise import Working
from wk4gui.lab.exercise_kind import same
from wk4gui.registry import LABS as ALL_LABS

LABS = {lab_id: lab for lab_id, lab in ALL_LABS.items() if lab.exercises}
"""Labs with exercises."""
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(bool(missing_tools()), reason=f"needs {' and '.join(missing_tools())}"),
]
SEED = 7


def slip_in(exercise):
    """The first mistake that can be made: its quantity, its name, and the wrong number."""
    truth = Working(exercise)
    for quantity in exercise.quantities:
        for each in quantity.misconceptions:
            value = truth.wrong(quantity, each)
            if isinstance(value, float) and not same(value, truth.expected(quantity.key)):
                return quantity.key, each.name, value
    raise AssertionError


def work(display, exercise, slipped, wrong):
    """Types a working in which everything after the slip follows from it; Tab goes on."""
    entered = {}
    for quantity in exercise.quantities:
        value = wrong if quantity.key == slipped else Working(exercise, entered).expected(quantity.key)
        if quantity.is_choice:
            display.keys(str(quantity.options.index(value) + 1), "Return")
            entered[quantity.key] = value
        else:
            text = f"{value:.5g}"
            display.type(text)
            display.keys("Tab")
            entered[quantity.key] = float(text)


def n_shades(picture):
    """How many different sums of red, green and blue there are."""
    return len(set(picture.reshape(-1, 3).sum(1).tolist()))


@pytest.mark.parametrize("lab_id", sample(LABS, 1, 3))
def test_an_exercise_is_worked_by_keyboard_alone(tmp_path, lab_id):
    lab = LABS[lab_id]
    kind = lab.exercises[0]
    exercise = kind.draw(SEED)
    state = exercise_state(lab, kind, exercise)
    (tmp_path / "mine.wk4.json").write_bytes(encode_state(state))
    file = SettingsFile(tmp_path / "wk4gui" / "settings.json")
    file.write(Settings(questions="never"))
    slipped, mistake, wrong = slip_in(exercise)
    with virtual_display(tmp_path) as display:
        env = {**display.env, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        command = [sys.executable, "-m", "wk4gui", "mine.wk4.json"]
        with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, cwd=tmp_path) as program:
            try:
                display.window("wk4gui")
                wait_for(
                    lambda: n_shades(display.shot()[120:460:2, 220:660:2]) > 12 and display.still(), "the picture"
                )  # not the shell alone
                there = display.do("search", "--onlyvisible", "--name", "^wk4gui$").split()[-1]
                display.do("windowfocus", "--sync", there)  # there is no window manager
                display.keys("e")
                work(display, exercise, slipped, wrong)
                display.keys("space")  # Check has the focus
                Image.fromarray(display.shot()).save(tmp_path / f"{lab_id}.png")
                display.keys("ctrl+q")
                _, complaints = program.communicate(timeout=30)
            finally:
                if program.poll() is None:
                    program.terminate()
    assert complaints == b""
    record = json.loads(file.path.read_bytes())["record"][lab_id]
    (attempt,) = record.values()
    n = len(exercise.keys)
    assert (attempt["name"], attempt["earned"], attempt["asked"]) == (kind.name, n - 1, n)
    assert attempt["misconceptions"] == [mistake]
    assert attempt["date"]
