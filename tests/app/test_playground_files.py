"""A table opened in the window gives the data that the command line gives, to the network that is there."""

import pytest
from opening import opened
from PySide6.QtWidgets import QFileDialog
from test_shell import drop

from wk4gui.app.window.data_dialog import ColumnDialog
from wk4gui.cli.requests import Changes, lab_state
from wk4gui.documents.data_table import chosen_columns, parse_table

TABLE = "a,b,kind\n" + "".join(f"{k},{k * k % 7},{'xy'[k % 2]}\n" for k in range(20))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(TABLE)
    return path


def by_menu(qtbot, window, path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.files.open_data()
    qtbot.waitUntil(lambda: not window.files.reader.busy)


def by_drop(qtbot, window, path, monkeypatch):
    drop(window, path)
    qtbot.waitUntil(lambda: not window.files.reader.busy)


def by_name(qtbot, window, path, monkeypatch):
    opened(qtbot, window, path)


@pytest.mark.parametrize("way", [by_menu, by_drop, by_name])
def test_the_network_stays_and_nothing_of_other_data_is_carried_over(qtbot, window, path, monkeypatch, way):
    page = window.open_lab("playground")
    kept = {"n_epochs": 2, "hidden": (3,), "l2": 0.01}
    page.session.set_params(kept | {"standardize": False, "data_seed": None, "task": "regression", "noise": 0.3})
    qtbot.waitUntil(lambda: page.session.ready, timeout=20_000)
    way(qtbot, window, path, monkeypatch)
    state = lab_state("playground", Changes(data_file=path))
    params = state.params
    assert state.preset == ""  # whose title would be said of other data
    assert window.page.session.params == params.with_(**kept)
    assert (params.standardize, params.data_seed, params.task) == (True, 0, "auto")


def test_the_columns_offered_are_those_that_the_command_line_takes(qtbot):
    table = parse_table("name,x,y,kind\nA,1,2,u\nB,4,5,v\n")
    dialog = ColumnDialog(None, "data.csv", table)
    qtbot.addWidget(dialog)
    assert chosen_columns(table) == (["x", "y"], "kind")
    assert dialog.columns == (("x", "y"), "kind")
