"""Results as files: every number comes back, missing ones are told as such, and no half file is left."""

import csv
import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui import __version__
from wk4gui.core.history import LayerHistory
from wk4gui.documents.file_writing import write_file
from wk4gui.export import data
from wk4gui.export.data import as_bytes, check_format, plain, write_json, write_npz, write_report
from wk4gui.export.report import Report, result_fields
from wk4gui.export.tables import SCALARS, write_csv, write_series
from wk4gui.lab.checkpoint import Superseded
from wk4gui.lab.declarations import ParamError


@dataclass(frozen=True)
class Point:
    x: float
    kind: str


@dataclass(frozen=True)
class Result:
    loss: np.ndarray
    W: LayerHistory
    along: Mapping[str, object]
    points: tuple[Point, ...]
    steps: np.ndarray
    kept: tuple[bool, ...]
    never: int | None
    escapes: tuple[int | None, ...]
    ragged: tuple[tuple[float, ...], ...]


RESULT = Result(
    loss=np.array([0.1 + 0.2, np.nan, -np.inf, -0.0]),
    W=LayerHistory((np.arange(12.0).reshape(3, 2, 2), np.arange(6.0).reshape(3, 1, 2) / 7)),
    along={"step_size": np.array([0.0, 1e-300]), "best": np.float64(0.1)},
    points=(Point(1.5, "saddle"), Point(-2.0, "minimum")),
    steps=np.array([1, 2**53]),
    kept=(True, False),
    never=None,
    escapes=(3, None),
    ragged=((1.0,), (2.0, 3.0)),
)
REPORT = Report("fake", {"learning_rate": 0.1}, "Fine. ŷ = 3", {"loss": 0.5}, result_fields(RESULT))


def rows(report: Report) -> list[dict[str, str]]:
    lines = as_bytes(write_csv, report).decode().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def place(row: dict[str, str]) -> str:
    return " ".join(value for name, value in row.items() if name.startswith("index_") and value)


def value_of(field: str, indices: str = "") -> str:
    (found,) = [row["value"] or row["text"] for row in rows(REPORT) if (row["field"], place(row)) == (field, indices)]
    return found


def test_json_holds_the_report() -> None:
    data = json.loads(as_bytes(write_json, REPORT))
    assert list(data) == ["lab", "params", "summary", "measures", "result"]
    assert (data["lab"], data["params"], data["summary"]) == ("fake", {"learning_rate": 0.1}, "Fine. ŷ = 3")
    assert list(data["result"]) == list(result_fields(RESULT))


def test_in_json_what_is_not_finite_is_null() -> None:
    result = json.loads(as_bytes(write_json, REPORT))["result"]
    assert result["loss"] == [0.1 + 0.2, None, None, 0.0]
    assert math.copysign(1, result["loss"][3]) == -1
    assert result["never"] is None
    assert result["escapes"] == [3, None]


def test_in_json_a_history_has_the_step_first_and_then_the_layer() -> None:
    history = json.loads(as_bytes(write_json, REPORT))["result"]["W"]
    for step in range(3):
        for layer in range(2):
            assert history[step][layer] == RESULT.W[step][layer].tolist()


def test_in_json_records_have_names() -> None:
    result = json.loads(as_bytes(write_json, REPORT))["result"]
    assert result["points"] == [{"x": 1.5, "kind": "saddle"}, {"x": -2.0, "kind": "minimum"}]
    assert result["along"] == {"step_size": [0.0, 1e-300], "best": 0.1}


@given(st.lists(st.floats(width=64), min_size=1))
def test_numbers_come_back_to_the_last_bit(numbers: list[float]) -> None:
    report = Report("fake", {}, "", {}, {"numbers": np.array(numbers)})
    missing = [None if not math.isfinite(number) else number.hex() for number in numbers]
    from_json = json.loads(as_bytes(write_json, report))["result"]["numbers"]
    assert [None if number is None else float(number).hex() for number in from_json] == missing
    from_csv = [row["value"] for row in rows(report)]
    assert [float(text).hex() if text else None for text in from_csv] == missing
    np.testing.assert_array_equal(np.load(io.BytesIO(as_bytes(write_npz, report)))["numbers"], numbers)


def test_npz_numbers_ragged_histories_and_names_the_rest() -> None:
    archive = np.load(io.BytesIO(as_bytes(write_npz, REPORT)), allow_pickle=False)
    np.testing.assert_array_equal(archive["W_0"], RESULT.W.layers[0])
    np.testing.assert_array_equal(archive["W_1"], RESULT.W.layers[1])
    np.testing.assert_array_equal(archive["loss"], RESULT.loss)
    np.testing.assert_array_equal(archive["along_step_size"], [0.0, 1e-300])
    np.testing.assert_array_equal(archive["escapes"], [3, np.nan])
    np.testing.assert_array_equal(archive["ragged_1"], [2.0, 3.0])
    assert archive["steps"].dtype == np.int64
    assert archive["kept"].dtype == bool
    assert np.isnan(archive["never"])
    assert archive["points_1_kind"] == "minimum"
    assert archive["points_0_x"] == 1.5


def test_npz_files_of_one_result_are_the_same_bytes() -> None:
    assert as_bytes(write_npz, REPORT) == as_bytes(write_npz, REPORT)


def test_npz_refuses_two_arrays_of_one_name() -> None:
    report = Report("fake", {}, "", {}, {"W": LayerHistory((np.zeros(2),)), "W_0": np.ones(2)})
    with pytest.raises(ValueError, match="'W_0'"):
        as_bytes(write_npz, report)


def test_csv_has_one_row_a_value() -> None:
    assert list(rows(REPORT)[0]) == ["field", "index_0", "index_1", "index_2", "index_3", "value", "text"]
    assert value_of("loss", "0") == "0.30000000000000004"
    assert value_of("loss", "1") == ""
    assert float(value_of("W", "2 1 0 1")) == RESULT.W[2][1][0, 1]
    assert value_of("along.step_size", "1") == "1e-300"
    assert value_of("along.best") == "0.1"
    assert value_of("points.kind", "1") == "minimum"
    assert value_of("kept", "1") == "0"
    assert value_of("never") == ""
    assert float(value_of("ragged", "1 1")) == 3.0


def test_csv_and_npz_say_what_was_computed() -> None:
    head = [line for line in as_bytes(write_csv, REPORT).decode().splitlines() if line.startswith("#")]
    assert head == [
        f"# wk4gui: {__version__}",
        "# lab: fake",
        '# params: {"learning_rate":0.1}',
        "# summary: Fine. ŷ = 3",
        '# measures: {"loss":0.5}',
    ]
    archive = np.load(io.BytesIO(as_bytes(write_npz, REPORT)), allow_pickle=False)
    assert json.loads(str(archive["params"])) == {"learning_rate": 0.1}
    assert (str(archive["lab"]), str(archive["summary"]), str(archive["version"])) == (
        "fake",
        "Fine. ŷ = 3",
        __version__,
    )


def series(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))


def test_every_series_is_a_table_of_its_own(tmp_path: Path) -> None:
    written = write_series(REPORT, tmp_path / "new")
    assert {path.stem for path in written} == {*result_fields(RESULT), SCALARS} - {"never"}
    assert series(tmp_path / "new" / "loss.csv")[:3] == [["index_0", "loss"], ["0", "0.30000000000000004"], ["1", ""]]
    assert series(tmp_path / "new" / "points.csv") == [
        ["index_0", "points.x", "points.kind"],
        ["0", "1.5", "saddle"],
        ["1", "-2.0", "minimum"],
    ]
    assert series(tmp_path / "new" / "ragged.csv")[-1] == ["1", "1", "3.0"]
    assert series(tmp_path / "new" / "scalars.csv") == [
        ["name", "value", "text"],
        ["loss", "0.5", ""],
        ["along.best", "0.1", ""],
        ["never", "", ""],
    ]


def test_entries_of_different_depth_keep_their_columns(tmp_path: Path) -> None:
    report = Report("fake", {}, "", {}, {"mixed": ((1.0, 2.0), 3.0)})
    assert [(place(row), row["value"]) for row in rows(report)] == [("0 0", "1.0"), ("0 1", "2.0"), ("1", "3.0")]
    write_series(report, tmp_path)
    assert series(tmp_path / "mixed.csv")[-1] == ["1", "", "3.0"]


def test_csv_and_json_hold_the_same_values() -> None:
    def count(value: object) -> int:
        if isinstance(value, dict):
            return sum(map(count, value.values()))
        return sum(map(count, value)) if isinstance(value, list) else 1

    assert len(rows(REPORT)) == count(plain(RESULT))


@pytest.mark.parametrize("name", ["out", "out.xls", ".json", "json"])
def test_a_name_that_tells_no_format_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ParamError, match=r"\.json, \.npz, \.csv"):
        write_report(REPORT, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_format_is_told_by_the_ending_in_any_case() -> None:
    check_format(Path("OUT.NPZ"), (".npz",))


def test_writing_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("something old and much longer " * 1000, encoding="utf-8")
    write_report(REPORT, path)
    assert path.read_bytes() == as_bytes(write_json, REPORT)
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.json"
    path.write_text("old", encoding="utf-8")

    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_file(path, b"new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "out.json"
    folder.mkdir()
    with pytest.raises(OSError, match=r"out\.json"):
        write_file(folder, b"new")
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("shape", [(7,), (7, 3), (3, 7, 2), (2, 0), (1,), ()], ids=str)
def test_json_in_blocks_is_the_json_of_the_whole(monkeypatch: pytest.MonkeyPatch, shape: tuple[int, ...]) -> None:
    values = np.arange(np.prod(shape), dtype=float).reshape(shape)
    values[values == 2.0] = np.nan
    whole = as_bytes(write_json, Report("fake", {}, "", {}, {"values": values}))
    monkeypatch.setattr(data, "_BLOCK", 4)
    assert as_bytes(write_json, Report("fake", {}, "", {}, {"values": values})) == whole
    assert json.loads(whole)["result"]["values"] == plain(values)


def test_a_table_in_blocks_is_the_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = as_bytes(write_csv, REPORT)
    monkeypatch.setattr(data, "_BLOCK", 4)
    assert as_bytes(write_csv, REPORT) == whole


class Blocks(io.BytesIO):
    """Keeps the size of the largest block that was written."""

    largest = 0

    def write(self, block) -> int:
        self.largest = max(self.largest, len(block))
        return super().write(block)


@pytest.mark.parametrize("write", [write_json, write_csv])
def test_no_block_grows_with_the_result(write: data.Writer) -> None:
    sizes = []
    for n_runs in (25, 100):
        file = Blocks()
        write(Report("fake", {}, "", {}, {"paths": np.full((2, n_runs, 1000, 2), 1 / 3)}), file)
        sizes.append(file.largest)
    assert sizes[0] == pytest.approx(sizes[1], rel=0.05)


@pytest.mark.parametrize("ending", data.FORMATS)
def test_writing_says_how_far_it_is_and_leaves_nothing_when_it_is_ended(tmp_path: Path, ending: str) -> None:
    report = Report("fake", {}, "", {}, {f"paths{i}": np.full((60, 1000, 2), 1 / 3) for i in range(3)})
    said: list[float] = []
    write_report(report, tmp_path / f"whole{ending}", said.append)
    assert said == sorted(said)
    assert said[0] == 0.0
    assert said[-1] > 0.5
    size = (tmp_path / f"whole{ending}").stat().st_size
    assert data.expected_size(report, ending) == pytest.approx(size, rel=0.5)

    def end(fraction: float) -> None:
        if fraction > 0.3:
            raise Superseded

    with pytest.raises(Superseded):
        write_report(report, tmp_path / f"ended{ending}", end)
    assert [path.name for path in tmp_path.iterdir()] == [f"whole{ending}"]
