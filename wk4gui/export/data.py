"""A result as data for other programs: JSON, NPZ and CSV, written completely or not at all."""

import io
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np

from wk4gui import __version__
from wk4gui.core.history import LayerHistory
from wk4gui.documents.file_writing import write_file
from wk4gui.export.report import Report, result_fields
from wk4gui.export.tables import File, Writer, json_text, write_csv
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError


def plain(value: object) -> Any:
    """Any part of a result as lists, dicts, numbers, strings and None, also None for numbers that are not finite."""
    return msgspec.json.decode(b"".join(_json_blocks(value)))


def write_json(report: Report, file: File) -> None:
    """Writes JSON with one line for each result field; numbers are exact to the last bit.

    Long histories are thinned; then "note" says so, and "steps" lists those that are kept.
    """
    head: dict[str, object] = {name: getattr(report, name) for name in ("lab", "params", "summary", "measures")}
    if report.thinning is not None:
        head |= {"note": report.thinning.sentence, "steps": report.thinning.steps}
    lines = (f'"{name}": {json_text(value)}' for name, value in head.items())
    file.write(("{" + ",\n".join(lines) + ',\n"result": {\n').encode())
    for number, (name, value) in enumerate(_thinned(report).items()):
        file.write((",\n" * bool(number) + f"{json_text(name)}: ").encode())
        for block in _json_blocks(value):
            file.write(block)
    file.write(b"\n}}\n")


def _thinned(report: Report) -> Mapping[str, object]:
    """The fields of the result, histories with the kept steps alone."""
    if report.thinning is None:
        return report.result
    steps, fields = list(report.thinning.steps), report.thinning.fields
    return {name: _at(value, steps) if name in fields else value for name, value in report.result.items()}


def _at(history: object, steps: list[int]) -> object:
    """A history, or all those of a record, at some steps."""
    if isinstance(history, LayerHistory):
        return LayerHistory(tuple(layer[steps] for layer in history.layers))
    if is_dataclass(history):
        return {name: _at(value, steps) for name, value in result_fields(history).items()}
    return history[steps] if isinstance(history, np.ndarray) and len(history) else history


def write_npz(report: Report, file: File) -> None:
    """Writes NumPy's archive of the result's fields, without pickles; a missing number is NaN.

    Beside them stand `lab`, `params`, `measures` (JSON), `summary` and `version`. Ragged fields are numbered
    (`grad_W_0` is layer 0 of a history, step first); records are split by name (`loss_along_gradient_step_size`).
    """
    arrays: dict[str, np.ndarray] = {name: np.array(text) for name, text in _origin(report).items()}
    for name, array in _arrays("", report.result):
        if name in arrays:
            raise ValueError(f"two parts of the result are called {name!r} in an NPZ file")
        arrays[name] = array
    np.savez(file, allow_pickle=False, **arrays)


def _origin(report: Report) -> dict[str, str]:
    """What was computed, as text."""
    return {
        "lab": report.lab,
        "params": json_text(report.params),
        "measures": json_text(report.measures),
        "summary": report.summary,
        "version": __version__,
    }


def as_bytes(write: Callable[[Report, File], None], report: Report) -> bytes:
    """The bytes of a writer."""
    file = io.BytesIO()
    write(report, file)
    return file.getvalue()


def n_values(value: object) -> int:
    """Number of values in a part of a result, including missing ones."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, LayerHistory):
        return sum(map(n_values, value.layers))
    if isinstance(value, Mapping):
        return sum(map(n_values, value.values()))
    if is_dataclass(value):
        return n_values(result_fields(value))
    return sum(map(n_values, value)) if isinstance(value, list | tuple) else 1


def expected_size(report: Report, ending: str) -> int:
    """Approximate size of a report's file in bytes."""
    values = _thinned(report) if ending.lower() == ".json" else report.result
    return n_values(values) * BYTES_A_VALUE[ending.lower()]


def shapes(report: Report) -> list[tuple[str, str]]:
    """The fields of the NPZ form and their sizes, such as ("z_0", "11 × 3")."""
    return [
        (name, " × ".join(map(str, array.shape)) or json_text(plain(array)))
        for name, array in _arrays("", report.result)
    ]


FORMATS: dict[str, Writer] = {".json": write_json, ".npz": write_npz, ".csv": write_csv}

_BLOCK = 100_000
"""Number of values converted to text at a time."""
_PLAIN = int | float | str | None

BYTES_A_VALUE = {".json": 20, ".npz": 8, ".csv": 45}
"""Approximate bytes of a number in a file."""


def check_format(path: Path, allowed: tuple[str, ...]) -> None:
    """Refuses a file name whose ending names no format, before anything is computed.

    Raises:
        ParamError: the ending is none of the allowed.
    """
    if path.suffix.lower() not in allowed:
        raise ParamError(f"cannot determine the format of {str(path)!r}: its name has to end in {', '.join(allowed)}")


def write_report(report: Report, path: Path, checkpoint: Checkpoint = no_checkpoint) -> None:
    """Writes a report in the format that the file's name implies.

    Raises:
        ParamError: the name implies no format.
        OSError: the file cannot be written.
        Superseded: the checkpoint ended it; no file is left.
    """
    check_format(path, tuple(FORMATS))
    ending = path.suffix.lower()
    size = expected_size(report, ending)
    write_file(path, lambda file: FORMATS[ending](report, WatchedFile(file, size, checkpoint)))


class WatchedFile:
    """A file that reports progress before every block, where writing may be cancelled."""

    def __init__(self, file: BinaryIO, size: int, checkpoint: Checkpoint) -> None:
        """Watches a file.

        Args:
            size: approximate number of bytes.
            checkpoint: called with the fraction written; may raise Superseded.
        """
        self._file, self._size, self._checkpoint, self._written = file, max(size, 1), checkpoint, 0

    def write(self, block: bytes, /) -> int:
        self._checkpoint(min(self._written / self._size, 1.0))
        self._written += len(block)
        return self._file.write(block)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _json_blocks(value: object) -> Iterator[bytes]:
    """The JSON of any part of a result, in pieces of a bounded size; numbers that are not finite are null."""
    if isinstance(value, np.ndarray):
        yield from _json_of_array(value)
    elif isinstance(value, LayerHistory):
        yield from _listed(_json_blocks(step) for step in value)
    elif is_dataclass(value):
        yield from _json_blocks(result_fields(value))
    elif isinstance(value, Mapping):
        yield b"{"
        for number, (name, entry) in enumerate(value.items()):
            yield f"{',' * bool(number)}{json_text(str(name))}:".encode()
            yield from _json_blocks(entry)
        yield b"}"
    elif isinstance(value, list | tuple) and not all(isinstance(entry, _PLAIN) for entry in value):
        yield from _listed(map(_json_blocks, value))
    else:
        yield json_text(value).encode()


def _json_of_array(array: np.ndarray) -> Iterator[bytes]:
    if array.size <= _BLOCK:
        yield msgspec.json.encode(array.tolist())
    elif array[0].size > _BLOCK:
        yield from _listed(map(_json_of_array, array))
    else:
        n_rows = _BLOCK // array[0].size
        rows = (array[start : start + n_rows] for start in range(0, len(array), n_rows))
        yield from _listed((msgspec.json.encode(block.tolist())[1:-1],) for block in rows)


def _listed(entries: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    yield b"["
    for number, blocks in enumerate(entries):
        if number:
            yield b","
        yield from blocks
    yield b"]"


def _arrays(name: str, value: object) -> Iterator[tuple[str, np.ndarray]]:
    """Named arrays that hold all of a value."""
    if isinstance(value, LayerHistory):
        yield from _numbered(name, value.layers)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _arrays(f"{name}_{key}".lstrip("_"), entry)
    elif is_dataclass(value):
        yield from _arrays(name, result_fields(value))
    elif (array := _rectangular(value)) is not None:
        yield name, array
    else:
        yield from _numbered(name, value)


def _numbered(name: str, entries: Any) -> Iterator[tuple[str, np.ndarray]]:
    for number, entry in enumerate(entries):
        yield from _arrays(f"{name}_{number}", entry)


def _rectangular(value: object) -> np.ndarray | None:
    """The value as one array, or None if it is ragged or has records."""
    try:
        array = np.asarray(_missing_as_nan(value))
    except ValueError:
        return None
    return None if array.dtype == object else array


def _missing_as_nan(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_missing_as_nan(entry) for entry in value]
    return math.nan if value is None else value
