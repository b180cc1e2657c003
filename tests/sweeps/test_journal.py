"""What a window has swept is at hand at the next start, in one file of bounded size."""

import logging
from pathlib import Path

import pytest
from sweeping import MakePlan

from wk4gui.sweeps.driver import missing_points, run_plan
from wk4gui.sweeps.engines import Here
from wk4gui.sweeps.journal import JournalStore
from wk4gui.sweeps.record import Record, failed

DONE = Record("done", {"loss": 0.1})


def key(i: int) -> str:
    return f"{i:032x}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sweeps.jsonl"


def test_a_sweep_is_at_hand_at_the_next_start(plan: MakePlan, path: Path) -> None:
    made = plan("learning_rate", "momentum=0,0.5,0.9")
    run_plan(made, JournalStore(path), Here())
    again = JournalStore(path)
    assert missing_points(made, again) == []
    more = plan("learning_rate", "momentum=0,0.5,0.9,0.99")
    assert [point.values for point in missing_points(more, again)] == [(0.99,)]


def test_two_windows_add_to_one_file(path: Path) -> None:
    one, two = JournalStore(path), JournalStore(path)
    for i in range(4):
        (one, two)[i % 2].write(key(i), DONE)
    assert all(JournalStore(path).read(key(i)) == DONE for i in range(4))


def test_a_line_that_was_cut_off_is_computed_again_and_harms_no_other(path: Path) -> None:
    JournalStore(path).write(key(1), DONE)
    JournalStore(path).write(key(2), DONE)
    path.write_bytes(path.read_bytes()[:-9])
    store = JournalStore(path)
    assert store.read(key(1)) == DONE
    assert store.read(key(2)) is None
    store.write(key(3), DONE)
    assert JournalStore(path).read(key(3)) == DONE


def test_what_failed_is_tried_again_after_a_start(path: Path) -> None:
    store = JournalStore(path)
    store.write(key(1), failed("OSError: the moon"))
    assert store.read(key(1)) == failed("OSError: the moon")
    assert JournalStore(path).read(key(1)) is None


def test_the_older_half_of_a_large_file_is_forgotten(path: Path) -> None:
    store = JournalStore(path)
    for i in range(100):
        store.write(key(i), DONE)
    size = path.stat().st_size
    assert JournalStore(path, size).read(key(0)) == DONE
    small = JournalStore(path, size - 1)
    assert small.read(key(49)) is None
    assert all(small.read(key(i)) == DONE for i in range(52, 100))
    assert size * 0.45 < path.stat().st_size <= size // 2


def test_it_can_be_forgotten(path: Path) -> None:
    store = JournalStore(path)
    store.write(key(1), DONE)
    store.forget()
    store.forget()
    assert not path.exists()
    assert store.read(key(1)) is None
    store.write(key(2), DONE)
    assert JournalStore(path).read(key(2)) == DONE


def test_without_a_file_a_sweep_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("not a folder")
    store = JournalStore(tmp_path / "file" / "sweeps.jsonl")
    with caplog.at_level(logging.WARNING):
        store.write(key(1), DONE)
    assert store.read(key(1)) == DONE
    assert "sweeps.jsonl" in caplog.text
