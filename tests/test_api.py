"""`import wk4gui`: the labs from Python, with the command line's sentences, without a display and beside Qt."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import wk4gui
from wk4gui.documents.recipe import figure_state
from wk4gui.lab.declarations import fields_of
from wk4gui.registry import LABS

WITHOUT_DISPLAY = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, env=WITHOUT_DISPLAY
    )


def test_labs_are_listed_with_what_can_be_set() -> None:
    listed = {each.id: each for each in wk4gui.list_labs()}
    assert list(listed) == list(LABS)
    assert listed["backprop"].parameters["learning_rate"] == "Learning rate α: a number from 0.0001 to 10"
    assert "last_loss" in listed["backprop"].parts["main"]
    assert "works" in listed["backprop"].presets


def test_a_run_has_the_fields_of_its_result() -> None:
    run = wk4gui.run("backprop", learning_rate=0.01)
    assert run.loss[0] == 9.0
    assert run.result.loss is run.loss
    assert run.measures["first_loss"] == 9.0
    assert "1.4171" in run.summary
    assert "loss" in dir(run)
    assert repr(run) == "<backprop:main learning_rate=0.01>"


def test_no_argument_of_run_hides_a_parameter_of_a_lab() -> None:
    assert not {name for lab in LABS.values() for name in fields_of(lab.params)} & {"lab", "preset", "frame", "view"}


def test_no_attribute_of_a_run_hides_a_field_of_a_result() -> None:
    from wk4gui.lab.result_description import described_fields

    own = set(vars(wk4gui.Run)) | {"saved_state"}
    assert not own & {each.name for lab in LABS.values() for part in lab.parts for each in described_fields(part)}


def test_another_frame_is_another_sentence_of_the_same_result() -> None:
    run = wk4gui.run("backprop")
    third = run.at("step 3")
    assert third.result is run.result
    assert third.summary != run.summary
    assert third.saved_state.frame == run.at(third.saved_state.frame).saved_state.frame


def test_other_parameters_and_other_parts() -> None:
    run = wk4gui.run("learning_rate").replace(n_steps=50)
    assert run.params.n_steps == 50
    assert run.part("sharpness").result.sharpness.shape[0] == 7
    assert wk4gui.run("learning_rate:scan").measures.keys() == run.part("scan").measures.keys()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: wk4gui.run("backprp"), "did you mean 'backprop'"),
        (lambda: wk4gui.run("backprop", learning_rate=-5), r"a number from 0.0001 to 10 is expected"),
        (lambda: wk4gui.run("backprop", rate=1), "there is no parameter 'rate'"),
        (lambda: wk4gui.run("backprop", "wrks"), "did you mean 'works'"),
        (lambda: wk4gui.run("backprop:sacn"), "there is no part"),
        (lambda: wk4gui.run("backprop", frame="step 99"), "there is no frame"),
        (lambda: wk4gui.run("backprop").save("out.xls"), r"\.json, \.npz, \.csv, \.png"),
        (lambda: wk4gui.run("backprop").save("out.csv", theme="dark"), "only pictures"),
        (lambda: wk4gui.run("backprop").save("out.png", theme="drak"), "dark"),
        (lambda: wk4gui.show("backprop", learning_rate=-5), "a number from 0.0001"),
    ],
)
def test_bad_input_is_a_value_error_with_the_command_lines_sentence(call: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()  # type: ignore[operator]


def test_a_field_that_is_missing_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="did you mean 'loss'"):
        _ = wk4gui.run("backprop").los
    with pytest.raises(AttributeError, match="no attribute"):
        _ = wk4gui.nothing


@pytest.mark.parametrize("ending", [".json", ".npz", ".csv", ".png", ".svg", ".wk4.json"])
def test_a_run_is_saved_in_the_format_of_its_ending(ending: str, tmp_path: Path) -> None:
    path = wk4gui.run("backprop", learning_rate=0.01).at("step 3").save(tmp_path / f"out{ending}")
    content = path.read_bytes()
    if ending == ".npz":
        assert json.loads(str(np.load(path)["params"]))["learning_rate"] == 0.01
    elif ending in (".png", ".svg"):
        assert figure_state(content).params.learning_rate == 0.01
    else:
        assert b"0.01" in content


def test_a_notebook_shows_picture_sentence_and_parameters() -> None:
    run = wk4gui.run("backprop", learning_rate=0.01)
    png = run._repr_png_()
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert (run._repr_svg_() or "").startswith("<?xml")
    html = run._repr_html_()
    assert "data:image/png;base64," in html
    assert "the prediction jumps" in html
    assert "<code>learning_rate</code></td><td>0.01" in html


def test_data_frames_need_pandas_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="needs pandas"):
        wk4gui.run("backprop").to_frame()


def test_a_series_is_a_data_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = SimpleNamespace(DataFrame=lambda rows, columns: [dict(zip(columns, row, strict=True)) for row in rows])
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    run = wk4gui.run("backprop")
    assert run.to_frame("loss")[0] == {"index_0": 0, "loss": 9.0}
    assert {"name": "first_loss", "value": 9.0, "text": ""} in run.to_frame()
    rows = wk4gui.sweep("backprop", vary={"learning_rate": [0.01, 0.1]}, measures=["first_loss"]).to_frame()
    assert rows[1] == {"point": 1, "learning_rate": 0.1, "first_loss": 9.0, "status": "done", "reason": ""}


def test_a_plain_interpreter_without_a_display_draws() -> None:
    answer = python("import wk4gui; print(len(wk4gui.run('backprop')._repr_png_()) > 10_000)")
    assert answer.stdout == "True\n", answer.stderr


def test_a_window_that_cannot_open_is_a_sentence_and_no_end() -> None:
    answer = python("import wk4gui\ntry: wk4gui.show('backprop')\nexcept ValueError as e: print(e)")
    assert answer.stdout.startswith("there is no display for the window"), answer.stderr


def test_a_window_opens_in_a_process_of_its_own() -> None:
    process = wk4gui.show("backprop", learning_rate=0.01)
    try:
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def test_another_thread_gets_text_instead_of_a_picture() -> None:
    program = """
import threading, wk4gui
run = wk4gui.run("backprop")
thread = threading.Thread(target=lambda: print(run._repr_png_(), "Overshoots" in run._repr_html_()))
thread.start(); thread.join()
"""
    answer = python(program)
    assert answer.stdout == "None True\n", answer.stderr


def test_pictures_are_drawn_inside_a_running_loop_of_qt_and_of_asyncio() -> None:
    program = """
import os; os.environ["QT_QPA_PLATFORM"] = "offscreen"
import asyncio, wk4gui
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
app = QApplication([])
def draw():
    print(wk4gui.run("backprop")._repr_png_()[:4])
    app.quit()
QTimer.singleShot(0, draw)
app.exec()
async def cell():
    return wk4gui.run("backprop")._repr_png_()[:4]
print(asyncio.run(cell()))
"""
    answer = python(program)
    assert answer.stdout == "b'\\x89PNG'\n" * 2, answer.stderr


def test_drawing_leaves_the_environment_as_it_was() -> None:
    answer = python("import os, wk4gui; wk4gui.run('backprop')._repr_png_(); print(os.environ.get('QT_QPA_PLATFORM'))")
    assert answer.stdout == "None\n", answer.stderr


def test_importing_loads_nothing_heavy() -> None:
    answer = python("import sys, wk4gui; print({'numpy', 'PySide6', 'wk4gui.api'} & set(sys.modules))")
    assert answer.stdout == "set()\n", answer.stderr


def test_what_is_offered_is_declared_for_type_checkers() -> None:
    stub = (Path(wk4gui.__file__).parent / "__init__.pyi").read_text(encoding="utf-8")
    assert all(f"import {name} as {name}" in stub for name in wk4gui._OFFERED)
    assert all(getattr(wk4gui, name).__doc__ for name in wk4gui._OFFERED)
