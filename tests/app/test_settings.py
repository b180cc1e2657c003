"""Windows that run at the same time share the settings: none of them loses what another one has added."""

import subprocess
import sys

import pytest

from wk4gui.app.window.settings import MOST_RECENT, Settings, SettingsFile, merged
from wk4gui.documents.record import Attempt, last_predictions

YES, NO = (Attempt(what="prediction", name="q", right=right) for right in (True, False))
WINDOW = """
import sys
from pathlib import Path
from wk4gui.app.window.settings import SettingsFile
from wk4gui.documents.record import Attempt
file, name = SettingsFile(Path(sys.argv[1])), sys.argv[2]
settings = file.read()
print("read", flush=True)
sys.stdin.readline()
for i in range(10):
    settings.labs[f"{name}{i}"] = {"lab": name}
    settings.record.setdefault("backprop", {})[f"{name}{i}"] = Attempt(what="prediction", name="q", right=True)
    settings.remember_file(Path(f"/{name}"))
    assert file.write(settings) == ""
"""


def test_what_two_windows_changed_is_kept_of_both(settings_file):
    settings_file.write(Settings(labs={"saddle": {"frame": 0}}, record={"saddle": {"old": YES}}))
    first, second = SettingsFile(settings_file.path), SettingsFile(settings_file.path)
    mine, theirs = first.read(), second.read()
    mine.labs["backprop"] = {"frame": 1}
    mine.record["saddle"]["here"] = NO
    mine.theme = "dark"
    theirs.labs["dropout"] = {"frame": 2}
    theirs.record["saddle"]["there"] = YES
    theirs.text_size = 1.2
    first.write(mine)
    second.write(theirs)
    after = settings_file.read()
    assert after.labs == {"saddle": {"frame": 0}, "backprop": {"frame": 1}, "dropout": {"frame": 2}}
    assert after.record == {"saddle": {"old": YES, "here": NO, "there": YES}}
    assert (after.theme, after.text_size) == ("dark", 1.2)


def test_what_was_forgotten_here_stays_forgotten(settings_file):
    settings_file.write(Settings(record={"saddle": {"a": YES, "b": YES}, "dropout": {"c": YES}}))
    first, second = SettingsFile(settings_file.path), SettingsFile(settings_file.path)
    mine, theirs = first.read(), second.read()
    mine.record["saddle"] = {}
    theirs.record["saddle"]["d"] = YES
    second.write(theirs)
    first.write(mine)
    assert settings_file.read().record == {"saddle": {"d": YES}, "dropout": {"c": YES}}


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
    assert set(settings.labs) == set(settings.record["backprop"]) == names
    assert len(settings.recent) == 2
    assert sorted(path.name for path in settings_file.path.parent.iterdir()) == ["settings.json"]


def test_a_window_that_changed_nothing_keeps_what_another_one_did(qtbot, make_window, settings_file):
    first, second = make_window(), make_window(SettingsFile(settings_file.path))
    qtbot.waitUntil(lambda: first.page.session.frame >= 0 and second.page.session.frame >= 0)
    first.page.session.set_param("learning_rate", 0.02)
    first.page.keeper.record["here"] = YES
    first.close()
    second.open_lab("saddle").session.set_param("seed", 7)
    second.close()
    after = settings_file.read()
    assert after.labs["backprop"]["params"]["learning_rate"] == 0.02
    assert after.labs["saddle"]["params"]["seed"] == 7
    assert after.record["backprop"] == {"here": YES}


def test_settings_that_cannot_be_read_are_not_overwritten(settings_file):
    settings_file.path.mkdir(parents=True)
    assert settings_file.read() == Settings()
    assert "cannot be written" in settings_file.write(Settings(theme="dark"))
    assert settings_file.path.is_dir()


def test_predictions_of_an_earlier_version_are_taken_over(settings_file):
    settings_file.path.parent.mkdir(parents=True)
    settings_file.path.write_text('{"predictions": {"saddle": {"stable_line": true, "whole_batch": null}}}')
    settings = settings_file.read()
    assert last_predictions(settings.record["saddle"]) == {"stable_line": True, "whole_batch": None}
    assert {attempt.date for attempt in settings.record["saddle"].values()} == {""}
    settings_file.write(settings)
    assert b"stable_line" in settings_file.path.read_bytes()
    assert settings_file.read() == settings
