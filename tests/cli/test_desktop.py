"""`wk4gui desktop` makes the menu and double clicks know the program, and takes it away again."""

import configparser
import shutil
import subprocess
import sys

import pytest

from wk4gui.cli import desktop
from wk4gui.cli.commands import main

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="menus of Linux desktops")


@pytest.fixture
def share(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


def exec_line(share):
    entry = configparser.RawConfigParser(interpolation=None)
    entry.read(share / desktop.ENTRY, encoding="utf-8")
    return entry["Desktop Entry"]["exec"]


def test_everything_is_written_and_removed(share, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: "/some where/wk4gui" if name == "wk4gui" else None)
    assert main(["desktop"]) == 0
    written = capsys.readouterr().out.split("\n")[:-1]
    assert sorted(written) == sorted(str(path) for path in share.rglob("*") if path.is_file())
    assert len(written) == len(desktop.FILES)
    assert exec_line(share) == '"/some where/wk4gui" %f'
    assert main(["desktop", "--remove"]) == 0
    assert not [path for path in share.rglob("*") if path.is_file()]
    assert main(["desktop", "--remove"]) == 0


def test_a_program_that_is_not_on_the_path_is_named_by_its_python(share, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    main(["desktop"])
    assert exec_line(share) == f"{sys.executable} -P -m wk4gui %f"


def test_elsewhere_it_is_refused(refuse, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert "is for Linux" in refuse("desktop")


@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="needs shared-mime-info")
def test_the_types_are_known_to_the_desktop(share):
    main(["desktop"])
    globs = (share / "mime" / "globs2").read_text()
    assert "60:application/x-wk4gui-session+json:*.wk4.json" in globs
    assert "60:application/x-wk4gui-lecture+json:*.wk4lecture.json" in globs
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", share / desktop.ENTRY], check=True)
