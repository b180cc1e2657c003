"""A table opened in the window gives the parameters that the command line gives."""

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
def test_nothing_of_what_was_open_before_is_carried_over(qtbot, window, path, monkeypatch, way):
    page = window.open_lab("playground")
    page.session.set_params({"n_epochs": 2, "standardize": False, "data_seed": None, "task": "regression"})
    qtbot.waitUntil(lambda: page.session.ready, timeout=20_000)
    way(qtbot, window, path, monkeypatch)
    params = lab_state("playground", Changes(data_file=path)).params
    assert window.page.session.params == params
    assert (params.standardize, params.data_seed, params.task) == (True, 0, "auto")


def test_the_columns_offered_are_those_that_the_command_line_takes(qtbot):
    table = parse_table("name,x,y,kind\nA,1,2,u\nB,4,5,v\n")
    dialog = ColumnDialog(None, "data.csv", table)
    qtbot.addWidget(dialog)
    assert chosen_columns(table) == (["x", "y"], "kind")
    assert dialog.columns == (("x", "y"), "kind")
