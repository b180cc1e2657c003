"""The program's folders are those that Qt would name, found without Qt."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from wk4gui.documents import folders

Place = QStandardPaths.StandardLocation


def test_the_folders_are_those_of_qt(qapp, monkeypatch, tmp_path):
    assert folders.settings_folder() == Path(QStandardPaths.writableLocation(Place.AppConfigLocation))
    assert folders.data_folder() == Path(QStandardPaths.writableLocation(Place.AppLocalDataLocation))
    if sys.platform.startswith("linux"):
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        monkeypatch.setenv("XDG_DATA_HOME", "relative")
        assert folders.settings_folder() == Path(QStandardPaths.writableLocation(Place.AppConfigLocation))
        assert folders.data_folder() == Path(QStandardPaths.writableLocation(Place.AppLocalDataLocation))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the variables of a Linux desktop")
def test_the_first_system_folder_that_exists_counts(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    environment = {"XDG_CONFIG_DIRS": f"{first}:relative:{second}"}
    assert folders.system_folders(environment) == (first / "wk4gui", second / "wk4gui")
    assert folders.system_folder(environment) is None
    (second / "wk4gui").mkdir(parents=True)
    assert folders.system_folder(environment) == second / "wk4gui"
    assert folders.system_folder({**environment, folders.OVERRIDE: str(tmp_path)}) == tmp_path
    assert folders.system_folders({}) == (Path("/etc/xdg/wk4gui"),)
