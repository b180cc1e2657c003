"""Results as tables for pandas, R and spreadsheets: numbers in columns of their own, the recipe in comment lines."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np

from wk4gui import __version__
from wk4gui.core.history import LayerHistory
from wk4gui.documents.file_writing import Content, write_files
from wk4gui.export.report import Report, result_fields

SCALARS = "scalars"
"""The series of what has no index: measures and single numbers."""
_BLOCK = 100_000
"""Number of values converted to text at a time."""

Row = tuple[object, ...]
Indices = tuple[int | None, ...]
Cells = Iterator[tuple[Indices, object]]


class File(Protocol):
    """A file into which blocks can be written."""

    def write(self, block: bytes, /) -> int: ...


def json_text(value: object) -> str:
    """The JSON of a plain value, also of one of NumPy."""
    return msgspec.json.encode(value, enc_hook=_python_number).decode()


def write_csv(report: Report, file: File) -> None:
    """Writes CSV with one row for each value: field, one column an index, the number, and text where there is any.

    Lines with # before the table say what was computed; ``pandas.read_csv(file, comment="#")`` skips them. Names
    inside a field follow it after a dot, true and false are 1 and 0, what does not exist is empty.
    """
    file.write(comment_lines(report).encode())
    _write_rows(*_long(report), file, ",")


def write_tab_separated(report: Report, file: File) -> None:
    """Writes the table of the CSV form with tabs between, as spreadsheets take it from the clipboard."""
    _write_rows(*_long(report), file, "\t")


def write_series(report: Report, folder: Path) -> list[Path]:
    """Writes every series as a CSV file of its own into a folder, all or none; returns the files.

    A series has a row for each place (a step, a unit) and a column for each quantity known there. What has no
    index stands in scalars.csv.
    """
    folder.mkdir(parents=True, exist_ok=True)
    head = comment_lines(report).encode()
    contents = {folder / f"{name}.csv": _series_content(head, *table) for name, table in series_of(report).items()}
    write_files(contents)
    return list(contents)


def series_of(report: Report) -> dict[str, tuple[tuple[str, ...], Iterable[Row]]]:
    """The columns and rows of every series, by name; indices first."""
    single: list[Row] = [(name, value, "") for name, value in report.measures.items()]
    series: dict[str, tuple[tuple[str, ...], Iterable[Row]]] = {SCALARS: (("name", "value", "text"), single)}
    for field, value in report.result.items():
        by_depth: dict[int, list[tuple[str, Cells]]] = {}
        for name, depth, cells in _columns(field, value):
            if depth:
                by_depth.setdefault(depth, []).append((name, cells))
            else:
                single += [(name, *_split(cell)) for _, cell in cells]
        for depth, columns in by_depth.items():
            name = field if len(by_depth) == 1 else f"{field}-{depth}"
            series[name] = (*_indices(depth), *(column for column, _ in columns)), _joined(columns)
    return series


def comment_lines(report: Report) -> str:
    """What was computed, as lines that begin with #: version, lab, parameters, summary and measures."""
    facts = {
        "wk4gui": __version__,
        "lab": report.lab,
        "params": json_text(report.params),
        "summary": " ".join(report.summary.split()),
        "measures": json_text(report.measures),
    }
    return "".join(f"# {name}: {fact}\n" for name, fact in facts.items())


def _long(report: Report) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Columns and rows of the table of everything."""
    tables = [column for field, value in report.result.items() for column in _columns(field, value)]
    depth = max((depth for _, depth, _ in tables), default=0)
    return ("field", *_indices(depth), "value", "text"), _long_rows(tables, depth)


def _long_rows(tables: Iterable[tuple[str, int, Cells]], depth: int) -> Iterator[Row]:
    for name, own, cells in tables:
        empty = (None,) * (depth - own)
        for indices, cell in cells:
            yield (name, *indices, *empty, *_split(cell))


def _indices(depth: int) -> tuple[str, ...]:
    return tuple(f"index_{axis}" for axis in range(depth))


def _columns(name: str, value: object) -> Iterator[tuple[str, int, Cells]]:
    """Every quantity of a value: its name, how many indices it has, and its cells in their order."""
    for names, depth in _leaves(value).items():
        cells = _cells(value, names)
        yield ".".join((name, *names)), depth, ((_filled(indices, depth), cell) for indices, cell in cells)


def _filled(indices: Indices, depth: int) -> Indices:
    """Indices with empty ones for the axes that a ragged entry does not have."""
    return indices + (None,) * (depth - len(indices))


def _leaves(value: object) -> dict[tuple[str, ...], int]:
    """The names of the quantities inside a value, and the number of their indices."""
    if isinstance(value, np.ndarray):
        return {(): value.ndim}
    if isinstance(value, LayerHistory):
        return {(): 1 + max((layer.ndim for layer in value.layers), default=0)}
    if isinstance(value, Mapping) or is_dataclass(value):
        return {(str(key), *names): n for key, entry in _entries(value) for names, n in _leaves(entry).items()}
    if isinstance(value, list | tuple):
        merged: dict[tuple[str, ...], int] = {} if value else {(): 1}
        for entry in value:
            for names, depth in _leaves(entry).items():
                merged[names] = max(merged.get(names, 0), depth + 1)
        return merged
    return {(): 0}


def _entries(value: object) -> Iterable[tuple[object, object]]:
    return (value if isinstance(value, Mapping) else result_fields(value)).items()


def _cells(value: object, names: tuple[str, ...]) -> Cells:
    """The indices and the value of every entry of one quantity."""
    if isinstance(value, np.ndarray) and value.ndim <= 1:
        plain = value.tolist()
        yield from (((i,), cell) for i, cell in enumerate(plain)) if value.ndim else [((), plain)]
    elif isinstance(value, LayerHistory | np.ndarray | list | tuple):
        for i, entry in enumerate(value):
            yield from (((i, *indices), cell) for indices, cell in _cells(entry, names))
    elif isinstance(value, Mapping) or is_dataclass(value):
        yield from _cells(dict(_entries(value)).get(names[0]) if names else None, names[1:])
    elif not names:
        yield (), value


def _joined(columns: Iterable[tuple[str, Cells]]) -> Iterator[Row]:
    """Rows of the cells at the same indices."""
    columns = list(columns)
    if len(columns) == 1:
        for indices, cell in columns[0][1]:
            yield (*indices, cell)
        return
    cells = [dict(each) for _, each in columns]
    for indices in dict.fromkeys(indices for each in cells for indices in each):
        yield (*indices, *(each.get(indices) for each in cells))


def _split(cell: object) -> tuple[object, str]:
    """The number of a cell and its text, one of them empty."""
    return (None, cell) if isinstance(cell, str) else (cell, "")


def _series_content(head: bytes, columns: tuple[str, ...], rows: Iterable[Row]) -> Content:
    def write(file: File) -> None:
        file.write(head)
        _write_rows(columns, rows, file, ",")

    return write


def _write_rows(columns: tuple[str, ...], rows: Iterable[Row], file: File, delimiter: str) -> None:
    """Writes a table in pieces of a bounded size."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    for number, row in enumerate(rows):
        writer.writerow([cell if isinstance(cell, str) else _cell(cell) for cell in row])
        if number % _BLOCK == _BLOCK - 1:
            file.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
    file.write(text.getvalue().encode())


def _cell(value: object) -> str:
    """A number as text; empty if missing or not finite."""
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    text = json_text(value)
    return "" if text == "null" else text


def _python_number(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"a result holds {type(value).__name__}, which is not data")


Writer = Callable[[Report, File], None]
"""Writes a report into a file, block by block."""
