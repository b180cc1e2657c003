"""What a system folder gives: presets, a file at start; what is wrong in it is said and left out."""

import json

import pytest

from wk4gui.cli.commands import main
from wk4gui.documents import folders
from wk4gui.documents.class_setup import ClassSetup, class_setup, offer_presets
from wk4gui.documents.saved_state import encode_state, preset_state
from wk4gui.registry import LABS, find_lab


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A system folder with one preset; the labs are as before afterwards."""
    before = dict(LABS)
    presets = tmp_path / "system" / "presets"
    presets.mkdir(parents=True)
    state = preset_state(find_lab("backprop"), "works", {"learning_rate": 0.0123})
    (presets / "Week 4, warm-up.wk4.json").write_bytes(encode_state(state))
    monkeypatch.setenv(folders.OVERRIDE, str(tmp_path / "system"))
    yield tmp_path / "system"
    LABS.update(before)


def test_without_a_folder_nothing_is_given(tmp_path, monkeypatch):
    monkeypatch.setenv(folders.OVERRIDE, str(tmp_path / "none"))
    assert class_setup() == ClassSetup()


def test_a_session_becomes_a_preset_behind_the_others(folder, capsys):
    first = find_lab("backprop").presets[0]
    assert main(["run", "backprop", "--preset", "week_4_warm_up"]) == 0
    assert json.loads(capsys.readouterr().out)["params"]["learning_rate"] == 0.0123
    presets = find_lab("backprop").presets
    assert presets[0] is first
    assert (presets[-1].name, presets[-1].title) == ("week_4_warm_up", "Week 4, warm-up")
    offer_presets(class_setup())
    assert find_lab("backprop").presets == presets


def test_what_cannot_be_a_preset_is_said_and_left_out(folder, capsys):
    good = (folder / "presets" / "Week 4, warm-up.wk4.json").read_bytes()
    (folder / "presets" / "works.wk4.json").write_bytes(good)
    (folder / "presets" / "week 4 warm up.wk4.json").write_bytes(good)
    (folder / "presets" / "broken.wk4.json").write_bytes(
        b'{"version": 1, "lab": "backprop", "params": {"learning_rate": -1}}'
    )
    assert main(["labs", "backprop", "--json"]) == 0
    said = capsys.readouterr()
    names = [preset["name"] for preset in json.loads(said.out)[0]["presets"]]
    assert names[-1] == "week_4_warm_up"
    lines = said.err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith(f"wk4gui: not used: {folder}") for line in lines)
    assert "learning_rate" in lines[0]
    assert "has a preset 'works' already" in said.err


def test_a_lecture_is_opened_before_a_session(folder):
    session = folder / "start.wk4.json"
    session.write_bytes((folder / "presets" / "Week 4, warm-up.wk4.json").read_bytes())
    assert class_setup().start == session
    lecture = folder / "start.wk4lecture.json"
    lecture.write_text('{"version": 2, "slides": []}')
    setup = class_setup()
    assert setup.start is None
    assert setup.complaints == (f"{lecture}: the lecture has no slides",)
    lecture.write_text('{"version": 2, "slides": [{"title": "Welcome", "text": "one"}]}')
    assert class_setup().start == lecture


def test_the_window_opens_the_start_file_where_nothing_is_named(folder, monkeypatch):
    opened = []
    monkeypatch.setattr("wk4gui.app.window.application.run_window", lambda *given: opened.append(given) or 0)
    (folder / "start.wk4.json").write_bytes((folder / "presets" / "Week 4, warm-up.wk4.json").read_bytes())
    assert main([]) == 0
    assert main(["saddle"]) == 0
    assert [state.lab for state, _ in opened] == ["backprop", "saddle"]
    assert opened[0][0].params.learning_rate == 0.0123
