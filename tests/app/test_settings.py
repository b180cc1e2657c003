"""Windows that run at the same time share the settings: none of them loses what another one has added."""

import subprocess
import sys

import pytest

from wk4gui.app.window.settings import MOST_RECENT, Settings, SettingsFile, merged

WINDOW = """
import sys
from pathlib import Path
from wk4gui.app.window.settings import SettingsFile
file, name = SettingsFile(Path(sys.argv[1])), sys.argv[2]
settings = file.read()
print("read", flush=True)
sys.stdin.readline()
for i in range(10):
    settings.labs[f"{name}{i}"] = {"lab": name}
    settings.predictions.setdefault("backprop", {})[f"{name}{i}"] = True
    settings.remember_file(Path(f"/{name}"))
    assert file.write(settings) == ""
"""


def test_what_two_windows_changed_is_kept_of_both(settings_file):
    settings_file.write(Settings(labs={"saddle": {"frame": 0}}, predictions={"saddle": {"old": True}}))
    first, second = SettingsFile(settings_file.path), SettingsFile(settings_file.path)
    mine, theirs = first.read(), second.read()
    mine.labs["backprop"] = {"frame": 1}
    mine.predictions["saddle"]["here"] = False
    mine.theme = "dark"
    theirs.labs["dropout"] = {"frame": 2}
    theirs.predictions["saddle"]["there"] = True
    theirs.text_size = 1.2
    first.write(mine)
    second.write(theirs)
    after = settings_file.read()
    assert after.labs == {"saddle": {"frame": 0}, "backprop": {"frame": 1}, "dropout": {"frame": 2}}
    assert after.predictions == {"saddle": {"old": True, "here": False, "there": True}}
    assert (after.theme, after.text_size) == ("dark", 1.2)


def test_what_was_forgotten_here_stays_forgotten(settings_file):
    settings_file.write(Settings(predictions={"saddle": {"a": True, "b": True}, "dropout": {"c": True}}))
    first, second = SettingsFile(settings_file.path), SettingsFile(settings_file.path)
    mine, theirs = first.read(), second.read()
    mine.predictions["saddle"] = {}
    theirs.predictions["saddle"]["d"] = True
    second.write(theirs)
    first.write(mine)
    assert settings_file.read().predictions == {"saddle": {"d": True}, "dropout": {"c": True}}


def test_writing_twice_does_not_bring_back_what_another_window_changed_since(settings_file):
    first, second = SettingsFile(settings_file.path), SettingsFile(settings_file.path)
    mine, theirs = first.read(), second.read()
    mine.theme = "dark"
    first.write(mine)
    theirs.theme = "light"
    second.write(theirs)
    first.write(mine)
    assert settings_file.read().theme == "light"


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "after"),
    [
        ("abc", "xabc", "yabc", "xyabc"),
        ("abc", "cab", "yabc", "cyab"),
        ("abc", "abc", "cab", "cab"),
        ("", "ab", "cd", "abcd"),
        ("abcdefgh", "xyabcdef", "zabcdefg", "xyzabcde"),
    ],
)
def test_recent_files_are_united_in_order(before, mine, theirs, after):
    united = merged(*(Settings(recent=list(files)) for files in (before, mine, theirs))).recent
    assert "".join(united) == after
    assert len(united) <= MOST_RECENT


def test_two_processes_lose_nothing_of_each_other(settings_file):
    command = [sys.executable, "-c", WINDOW, str(settings_file.path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    windows = [subprocess.Popen([*command, name], **pipes) for name in ("one", "two")]
    assert [window.stdout.readline() for window in windows] == ["read\n", "read\n"]
    for window in windows:
        window.stdin.write("\n")
        window.stdin.flush()
    for window in windows:
        window.communicate()
    assert [window.returncode for window in windows] == [0, 0]
    settings, names = settings_file.read(), {f"{name}{i}" for name in ("one", "two") for i in range(10)}
    assert set(settings.labs) == set(settings.predictions["backprop"]) == names
    assert len(settings.recent) == 2
    assert sorted(path.name for path in settings_file.path.parent.iterdir()) == ["settings.json"]


def test_a_window_that_changed_nothing_keeps_what_another_one_did(qtbot, make_window, settings_file):
    first, second = make_window(), make_window(SettingsFile(settings_file.path))
    qtbot.waitUntil(lambda: first.page.session.frame >= 0 and second.page.session.frame >= 0)
    first.page.session.set_param("learning_rate", 0.02)
    first.page.predictor.record["here"] = True
    first.close()
    second.open_lab("saddle").session.set_param("seed", 7)
    second.close()
    after = settings_file.read()
    assert after.labs["backprop"]["params"]["learning_rate"] == 0.02
    assert after.labs["saddle"]["params"]["seed"] == 7
    assert after.predictions["backprop"] == {"here": True}


def test_settings_that_cannot_be_read_are_not_overwritten(settings_file):
    settings_file.path.mkdir(parents=True)
    assert settings_file.read() == Settings()
    assert "cannot be written" in settings_file.write(Settings(theme="dark"))
    assert settings_file.path.is_dir()
