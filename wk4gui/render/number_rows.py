"""Tables of numbers as they are pasted from spreadsheets, documents and code."""

import re

from wk4gui.render.number_edit import parse_number

Cell = float | str
"""A number, or the text of a cell that is none."""


_NAME_BEFORE = re.compile(r"^\s*[A-Za-z_][\w.]*\s*(?=[(\[{])")
"""Such as "np.array" before its bracket."""
_BETWEEN_ROWS = re.compile(r"(?<=[)\]}])\s*[,;]?\s*(?=[(\[{])")
_GROUPED = re.compile(r"[^\d\s]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?")
"""A number whose thousands are set apart by spaces."""


def parse_rows(text: str) -> list[list[Cell]] | None:
    """The rows of a pasted table; None for a single value.

    Rows are lines, or brackets within brackets, or between semicolons where cells between them are several numbers, as
    in "1 3; 2 0". Cells are separated by tabs, else by semicolons, else by commas or spaces; a comma is a decimal comma
    where there are tabs or semicolons.
    """
    lines = [line for line in map(_bare, _lines(text)) if line.strip()]
    if not lines or (len(lines) == 1 and parse_number(lines[0]) is not None and not _is_several(lines[0])):
        return None
    separator = next((mark for mark in "\t;" if any(mark in line for line in lines)), None)
    rows = [_cells(line, separator) for line in lines]
    return rows if len(rows) > 1 or len(rows[0]) > 1 else None


def _lines(text: str) -> list[str]:
    lines = _BETWEEN_ROWS.sub("\n", _NAME_BEFORE.sub("", text)).splitlines()
    cells = [cell for line in lines for cell in line.split(";")]
    rows_between = not any("\t" in line for line in lines) and any(map(_is_several, cells))
    return cells if rows_between else lines


def _bare(line: str) -> str:
    """A line without the brackets and separators around it; empty cells between tabs stay."""
    return line.strip(" ()[]{},;")


def _is_several(text: str) -> bool:
    """Whether a text between semicolons holds several numbers with spaces between them, and not one such as 10 000."""
    words = _bare(text).split()
    return len(words) > 1 and _GROUPED.fullmatch(" ".join(words)) is None


def _cells(line: str, separator: str | None) -> list[Cell]:
    texts = line.split(separator) if separator is not None else re.split(r"\s*,\s*|\s+", line)
    return [_cell(text.strip()) for text in texts]


def _cell(text: str) -> Cell:
    value = None if _is_several(text) else parse_number(text)
    return text if value is None else value
