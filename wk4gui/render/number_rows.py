"""Tables of numbers as they are pasted from spreadsheets, documents and code."""

import re

from wk4gui.render.number_edit import parse_number

Cell = float | str
"""A number, or the text of a cell that is none."""


def parse_rows(text: str) -> list[list[Cell]] | None:
    """The rows of a pasted table; None for a single value.

    Rows are lines. Cells are separated by tabs, else by semicolons, else by commas or spaces; a comma is a decimal
    comma where there are tabs or semicolons.
    """
    lines = [line for line in (line.strip(" ()[]{},;") for line in text.splitlines()) if line.strip()]
    if not lines or (len(lines) == 1 and parse_number(lines[0]) is not None):
        return None
    separator = next((mark for mark in "\t;" if any(mark in line for line in lines)), None)
    rows = [_cells(line, separator) for line in lines]
    return rows if len(rows) > 1 or len(rows[0]) > 1 else None


def _cells(line: str, separator: str | None) -> list[Cell]:
    texts = line.split(separator) if separator is not None else re.split(r"\s*,\s*|\s+", line)
    return [_cell(text.strip()) for text in texts]


def _cell(text: str) -> Cell:
    value = parse_number(text)
    return text if value is None else value
