"""Reads a table of data: CSV with commas, semicolons or tabs, with or without a header, also with decimal commas."""

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from wk4gui.core.near_names import no_such
from wk4gui.documents.file_reading import read_file
from wk4gui.documents.metadata import picture_format
from wk4gui.documents.text_encoding import decoded_or_guessed
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError

DATA_ENDINGS = (".csv", ".tsv")
MOST_ROWS, MOST_CLASSES, LARGEST = 2000, 4, 1e6
_DELIMITERS = ";\t,"
_SAID_DELIMITER = re.compile(r"""(?i)"?sep=([^\w\s"]|\t)"?[ \t]*(?:\r\n|\r|\n|$)""")
"""A first line that says what is between the cells, as spreadsheets write it."""
_LINE_END, _END = re.compile(r"\r\n|\r|\n"), "end"
_NUMBER = re.compile(r"[-+−]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+−]?\d+)?")
Rows = list[tuple[int, tuple[str, ...]]]
"""The cells of each row, with the line in which it begins."""
_TRAINED = 0.7
"""Share of the rows that train; the others test."""


@dataclass(frozen=True)
class DataTable:
    """A table as it stands in a file.

    Attributes:
        names: of the columns: the header, or 1, 2, …
        has_header: whether the file names them.
        rows: cells of each row.
        lines: line of the file in which each row begins.
    """

    names: tuple[str, ...]
    has_header: bool
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def column(self, name: str) -> list[str]:
        """The cells of a column.

        Raises:
            ParamError: there is none of that name.
        """
        if name not in self.names:
            raise ParamError(no_such("column", name, self.names))
        place = self.names.index(name)
        return [row[place] for row in self.rows]

    def numbers(self, name: str) -> list[float]:
        """The cells of a column as numbers.

        Raises:
            ParamError: a cell is none; the sentence names its line and column.
        """
        return [self._number(cell, i, name) for i, cell in enumerate(self.column(name))]

    def _number(self, cell: str, row: int, name: str) -> float:
        value = number_of(cell)
        place = f"line {self.lines[row]}, column {name}"
        if value is None:
            what = "the cell is empty" if not cell else f"{_short(cell)} is not a number"
            raise ParamError(f"{place}: {what}; numbers are needed there")
        if not math.isfinite(value):
            raise ParamError(f"{place}: {_short(cell)} is not a finite number")
        if abs(value) > LARGEST:
            raise ParamError(f"{place}: {_short(cell)} is too large; numbers from −1e6 to 1e6 are allowed")
        return value


def number_of(cell: str) -> float | None:
    """The number in a cell, with a point or a comma; infinite or NaN if it says so; None if it is none."""
    if _NUMBER.fullmatch(cell):
        return float(cell.replace("−", "-").replace(",", "."))
    if cell.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return float(cell)
    return None


def _short(cell: str) -> str:
    text = " ".join(cell.split())
    return repr(text if len(text) <= 30 else text[:29] + "…")


def parse_table(text: str) -> DataTable:
    """The table in a text.

    Raises:
        ParamError: there is none, or its rows have different lengths; the sentence names the line.
    """
    rows = _without_row_numbers(_rows(text))
    width = len(rows[0][1])
    if width < 3:
        raise ParamError(f"line {rows[0][0]} has {width} column{'s' * (width > 1)}; two inputs and a target are needed")
    for number, row in rows:
        if len(row) != width:
            raise ParamError(f"line {number} has {len(row)} cells, and line {rows[0][0]} has {width}")
    header = _is_header([row for _, row in rows])
    names = rows[0][1] if header else tuple(str(k + 1) for k in range(width))
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        raise ParamError(f"line {rows[0][0]}: two columns are called {_short(twice)}")
    if "" in names:
        raise ParamError(f"line {rows[0][0]}: column {names.index('') + 1} has no name")
    body = rows[1:] if header else rows
    if not body:
        raise ParamError("there is a header, and no row below it")
    if len(body) < 2:
        raise ParamError("there is one row; at least two are needed")
    if len(body) > MOST_ROWS:
        raise ParamError(f"there are {len(body)} rows; at most {MOST_ROWS} are allowed")
    numbers, cells = zip(*body, strict=True)
    return DataTable(tuple(names), header, cells, numbers)


def _rows(text: str) -> Rows:
    """The rows that are not empty."""
    if said := _SAID_DELIMITER.match(text):
        text = "\n" + text[said.end() :]  # lines keep their numbers
    if not text.strip():
        raise ParamError("there are no rows")
    read = [(number, _cells(row)) for number, row in _numbered(text, said[1] if said else _delimiter(text))]
    rows = [(number, row) for number, row in read if any(row)]
    if not rows:
        raise ParamError("there are no rows")
    return rows


def _without_row_numbers(rows: Rows) -> Rows:
    """The rows without a first column that has no name and counts the rows, as pandas and R write it."""
    first = [row[0] for _, row in rows]
    counts = any(first[1:] == [str(k + begin) for k in range(len(first) - 1)] for begin in (0, 1))
    is_index = len(first) > 1 and not first[0] and counts
    return [(number, row[1:]) for number, row in rows] if is_index else rows


def _numbered(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The rows with the number of the line in which each begins."""
    *rows, (begin, last) = _read(f"{text}\n{_END}", delimiter)
    if last != [_END]:
        line = begin + sum(len(_LINE_END.findall(cell)) for cell in last[:-1])
        raise ParamError(f"line {line}, column {len(last)}: the quote that opens there is not closed")
    return rows


def _read(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    begin, reader = 1, csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        for row in reader:
            yield begin, row
            begin = reader.line_num + 1
    except csv.Error:  # of which there is one kind
        column, hint = _long_cell(text, begin, delimiter, reader.line_num)
        most = csv.field_size_limit()
        raise ParamError(f"line {begin}, column {column}: the cell has more than {most} characters{hint}") from None


def _long_cell(text: str, begin: int, delimiter: str, end: int) -> tuple[int, str]:
    """The column of the cell that is too long in a row, and what may have been meant."""
    pieces = next(islice(io.StringIO(text, newline=""), begin - 1, None)).split(delimiter)
    if end == begin:
        return 1 + pieces.index(max(pieces, key=len)), ""
    return max(k for k, piece in enumerate(pieces, start=1) if '"' in piece), "; is its quote closed?"


def _cells(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row)


def _delimiter(text: str) -> str:
    """The sign between cells: of those that split the first row into three or more, the one that splits most alike."""

    def agreement(sign: str) -> tuple[int, int, int]:
        widths: list[int] = []
        with suppress(ParamError):  # said where the table is read
            widths.extend(len(row) for _, row in islice(_read(text, sign), 50) if row)
        first = widths[0] if widths else 0
        alike = widths.count(first)
        return (alike if first > 2 else 0, alike if first > 1 else 0, -_DELIMITERS.index(sign))

    return max(_DELIMITERS, key=agreement)


def _is_header(rows: list[tuple[str, ...]]) -> bool:
    """Whether the first row names the columns: no cell of it is a number, though some below it are."""
    first, below = rows[0], rows[1:2]
    return all(number_of(cell) is None for cell in first) and (
        not below or any(number_of(cell) is not None for cell in below[0])
    )


def own_data(
    table: DataTable, inputs: Sequence[str] = (), target: str = "", *, regression: bool = False
) -> dict[str, Any]:
    """Parameters of a lab that takes own data: two inputs and a target of a table.

    Without names the last column is the target, and the first two columns of numbers besides are the inputs. In a
    regression all targets have to be numbers.

    Raises:
        ParamError: the columns do not fit; the sentence names line and column.
    """
    inputs, target = chosen_columns(table, inputs, target)
    targets = table.column(target)
    if len(inputs) != 2 or len({*inputs, target}) != 3:
        raise ParamError(f"two inputs and another column as target are needed, not {', '.join(inputs)} and {target}")
    first, second = (table.numbers(name) for name in inputs)
    for name, values in zip(inputs, (first, second), strict=True):
        if len(set(values)) == 1:
            raise ParamError(f"column {name}: all {len(values)} numbers are {values[0]:g}; an input must vary")
    y: list[float] | list[str] = _targets(table, target, targets, regression=regression)
    n = len(y)
    n_train = max(10, min(1000, round(_TRAINED * n)))
    return {
        "data": "own", "own_X": [list(pair) for pair in zip(first, second, strict=True)], "own_y": list(y),
        "own_names": [" ".join(name.split()) for name in (*inputs, target)] if table.has_header else [],
        "n_train": n_train, "n_test": max(0, min(1000, n - n_train)),
    }  # fmt: skip


def chosen_columns(table: DataTable, inputs: Sequence[str] = (), target: str = "") -> tuple[list[str], str]:
    """The names of inputs and target, with those that are taken where none are given."""
    target = target or next((name for name in reversed(table.names) if name not in inputs), table.names[-1])
    return list(inputs) or _numeric(table, target), target


def _numeric(table: DataTable, target: str) -> list[str]:
    """The first two columns whose first cell is a number; the first two if there are no two."""
    others = [name for name in table.names if name != target]
    numeric = [name for name in others if number_of(table.column(name)[0]) is not None]
    return (numeric if len(numeric) > 1 else others)[:2]


def _targets(table: DataTable, name: str, cells: list[str], *, regression: bool) -> list[float] | list[str]:
    """Numbers, in a regression or if the first cell is one, or names of up to four classes."""
    numbers = number_of(cells[0]) is not None and sum(number_of(cell) is None for cell in cells) <= len(cells) // 2
    if regression or numbers:
        values = table.numbers(name)
        if len(set(values)) == 1:
            raise ParamError(
                f"column {name}: all targets are {values[0]:g}; two classes or different values are needed"
            )
        return values
    for row, cell in enumerate(cells):
        if not cell:
            raise ParamError(f"line {table.lines[row]}, column {name}: the cell is empty")
        if math.isnan(number_of(cell) or 0.0):
            raise ParamError(
                f"line {table.lines[row]}, column {name}: {_short(cell)} stands for no value; a class is needed"
            )
    names = list(dict.fromkeys(cells))
    if len(names) < 2:
        raise ParamError(f"column {name}: all targets are {_short(names[0])}; two classes are needed")
    if len(names) > MOST_CLASSES:
        row = next(i for i, cell in enumerate(cells) if cell == names[MOST_CLASSES])
        raise ParamError(
            f"line {table.lines[row]}, column {name}: {_short(names[MOST_CLASSES])} is one class more than "
            f"the {MOST_CLASSES} that are allowed"
        )
    return cells


def read_table(path: Path, checkpoint: Checkpoint = no_checkpoint) -> DataTable:
    """The table in a file.

    Raises:
        ParamError: there is none; the sentence names the file.
        OSError: the file cannot be read.
    """
    try:
        content = read_file(path, checkpoint)
        if picture_format(content):
            raise ParamError("this is a picture; a table is expected here")
        return parse_table(decoded_or_guessed(content)[0])
    except ParamError as error:
        raise ParamError(f"{path}: {error}") from None


def read_data(path: Path, inputs: Sequence[str] = (), target: str = "", *, regression: bool = False) -> dict[str, Any]:
    """Parameters of a lab that takes own data, from a file.

    Raises:
        ParamError: it holds no such table; the sentence names the file.
        OSError: the file cannot be read.
    """
    table = read_table(path)
    try:
        return own_data(table, inputs, target, regression=regression)
    except ParamError as error:
        raise ParamError(f"{path}: {error}") from None
