"""Files are written whole, all or none of them, and killed programs leave nothing for long."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wk4gui.app.window.settings import SettingsFile
from wk4gui.documents.file_writing import remove_leftovers, write_file, write_files

WRITER = """
import sys
from pathlib import Path
from wk4gui.documents import file_writing
print("ready", flush=True)
while True:
    file_writing.write_file(Path(sys.argv[1]), bytes(3_000_000))
"""


@pytest.fixture
def writer(tmp_path):
    """A process that writes a large file again and again, and the folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    command = [sys.executable, "-c", WRITER, str(folder / "big.bin")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    with process:
        yield process, folder
        process.kill()


def unfinished(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix == ".tmp"]


def stop_while_it_writes(process, folder):
    while True:
        os.kill(process.pid, signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        if unfinished(folder):
            return
        os.kill(process.pid, signal.SIGCONT)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows cannot stop a process")
def test_the_next_save_removes_what_a_killed_process_left_and_nothing_of_a_live_one(writer):
    process, folder = writer
    stop_while_it_writes(process, folder)
    write_file(folder / "mine.txt", b"mine")
    assert unfinished(folder), "its process lives"
    process.kill()
    process.wait()
    others = [folder / ".notes.2024.tmp", folder / f".wk4gui-00000000-{process.pid}-0.tmp"]
    for path in others:
        path.touch()
    write_file(folder / "mine.txt", b"mine")
    assert sorted(unfinished(folder)) == sorted(others), "other programs and other machines keep theirs"


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows cannot stop a process")
def test_the_next_start_removes_what_was_left_beside_the_settings(writer):
    process, folder = writer
    stop_while_it_writes(process, folder)
    process.kill()
    process.wait()
    SettingsFile(folder / "settings.json").read()
    assert not unfinished(folder)


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path):
    remove_leftovers(tmp_path / "nowhere")


def test_several_files_are_written_all_or_none(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FileNotFoundError) as refusal:
        write_files({tmp_path / "a": b"new", tmp_path / "no" / "b": b"new"})
    assert refusal.value.filename == str(tmp_path / "no" / "b")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


@pytest.mark.skipif(os.pathconf("/", "PC_NAME_MAX") != 255, reason="names are bounded otherwise")
def test_the_longest_names_can_be_written(tmp_path):
    for name in ("a" * 255, "字" * 85):
        write_file(tmp_path / name, b"there")
        assert (tmp_path / name).read_bytes() == b"there"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path, monkeypatch):
    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda self, mode: opened(Path("/dev/full"), mode))
    with pytest.raises(OSError, match="No space left") as refusal:
        write_file(tmp_path / "mine.txt", b"mine")
    assert refusal.value.filename == str(tmp_path / "mine.txt")
