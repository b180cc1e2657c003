"""A result as data for other programs: JSON, NPZ and CSV, each file written whole or not at all."""

import csv
import io
import math
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from wk4gui.core.history import LayerHistory
from wk4gui.declarations import ParamError
from wk4gui.report import Report, result_fields


def plain(value: object) -> Any:
    """Any part of a result as lists, dicts, numbers, strings and None, which also stands for what is not finite."""
    if isinstance(value, LayerHistory):
        return [list(step) for step in zip(*map(plain, value.layers), strict=True)]
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if is_dataclass(value):
        return plain(result_fields(value))
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def json_bytes(report: Report) -> bytes:
    """JSON with one line a result field; numbers come back to the last bit."""
    lines = (f"{_json(name)}: {_json(plain(value))}" for name, value in report.result.items())
    head = (f'"{name}": {_json(plain(getattr(report, name)))}' for name in ("lab", "params", "summary"))
    return ("{" + ",\n".join(head) + ',\n"result": {\n' + ",\n".join(lines) + "\n}}\n").encode()


def npz_bytes(report: Report) -> bytes:
    """NumPy's archive of the result's fields, without pickles; a missing number is NaN.

    What has no rectangular shape is numbered (`grad_W_0` is layer 0 of a history, step first); what has names of its
    own is named (`loss_along_gradient_step_size`).
    """
    arrays: dict[str, np.ndarray] = {}
    for name, array in _arrays("", report.result):
        if name in arrays:
            raise ValueError(f"two parts of the result are called {name!r} in an NPZ file")
        arrays[name] = array
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def csv_bytes(report: Report) -> bytes:
    """CSV with one row a value: field, indices, value; nothing stands for null.

    Indices are those of the JSON form, separated by spaces, which no spreadsheet takes for a date; names inside a
    field follow it after a dot.
    """
    return _table(report, ",").encode()


def tab_separated(report: Report) -> str:
    """The rows of the CSV form with tabs between, as spreadsheets take them from the clipboard."""
    return _table(report, "\t")


def shapes(report: Report) -> list[tuple[str, str]]:
    """The fields of the NPZ form and their sizes, such as ("z_0", "11 × 3")."""
    return [
        (name, " × ".join(map(str, array.shape)) or _json(plain(array))) for name, array in _arrays("", report.result)
    ]


FORMATS: dict[str, Callable[[Report], bytes]] = {".json": json_bytes, ".npz": npz_bytes, ".csv": csv_bytes}


def check_format(path: Path, allowed: tuple[str, ...]) -> None:
    """Refuses a file name whose ending tells no format, before anything is computed.

    Raises:
        ParamError: the ending is none of the allowed.
    """
    if path.suffix.lower() not in allowed:
        raise ParamError(f"cannot tell the format of {str(path)!r}: its name has to end in {', '.join(allowed)}")


def write_report(report: Report, path: Path) -> None:
    """Writes a report in the format that the file's name tells.

    Raises:
        ParamError: the name tells no format.
        OSError: the file cannot be written.
    """
    check_format(path, tuple(FORMATS))
    write_file(path, FORMATS[path.suffix.lower()](report))


def write_file(path: Path, content: bytes) -> None:
    """Writes a whole file beside its place and moves it there, so that no half file is ever seen.

    Raises:
        OSError: the file cannot be written.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


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
    """The value as one array, or None if it is ragged or holds records."""
    try:
        array = np.asarray(_missing_as_nan(value))
    except ValueError:
        return None
    return None if array.dtype == object else array


def _missing_as_nan(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_missing_as_nan(entry) for entry in value]
    return math.nan if value is None else value


def _table(report: Report, delimiter: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(("field", "indices", "value"))
    for names, indices, value in _rows(plain(report.result), (), ()):
        writer.writerow((".".join(names), " ".join(map(str, indices)), _cell(value)))
    return text.getvalue()


def _rows(
    value: object, names: tuple[str, ...], indices: tuple[int, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[int, ...], object]]:
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from _rows(entry, (*names, name), indices)
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _rows(entry, names, (*indices, index))
    else:
        yield names, indices, value


def _cell(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else _json(value)
