"""The outcome of a sweep as files: index.csv with a row a point, and measures.npz with arrays in the plan's shape."""

import csv
import io
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from wk4gui import __version__
from wk4gui.documents.file_writing import write_files
from wk4gui.lab.declarations import to_json
from wk4gui.sweeps.driver import record_at
from wk4gui.sweeps.plan import Plan
from wk4gui.sweeps.record import Record
from wk4gui.sweeps.store import Store

INDEX, ARRAYS = "index.csv", "measures.npz"
MISSING = "missing"
"""The status of a point that is not finished."""


def records_of(plan: Plan, store: Store, given_up: Mapping[str, str] | None = None) -> list[Record | None]:
    """The record of every point; None for one that is not finished."""
    lost = given_up or {}
    return [
        Record("failed", {}, lost[point.key]) if point.key in lost else record_at(point, store) for point in plan.points
    ]


def write_outcome(plan: Plan, records: list[Record | None], folder: Path) -> tuple[Path, Path]:
    """Writes both files, the same bytes for the same records.

    Raises:
        OSError: they cannot be written.
    """
    index, arrays = folder / INDEX, folder / ARRAYS
    write_files({index: index_csv(plan, records).encode(), arrays: measures_npz(plan, records)})
    return index, arrays


def columns_of(plan: Plan) -> tuple[str, ...]:
    """The columns of the index."""
    return ("point", *(each.name for each in plan.varied), *plan.measures, "status", "reason")


def rows_of(plan: Plan, records: list[Record | None]) -> list[list[object]]:
    """One row for every point, in the order of the plan."""
    rows: list[list[object]] = []
    for number, (point, record) in enumerate(zip(plan.points, records, strict=True)):
        measures = [record.measures.get(name) if record else None for name in plan.measures]
        status = (record.status, record.reason) if record else (MISSING, "")
        rows.append([number, *point.values, *measures, *status])
    return rows


def index_csv(plan: Plan, records: list[Record | None]) -> str:
    """The index: the recipe in lines with #, then a table."""
    text = io.StringIO(newline="")
    for name, fact in _recipe(plan).items():
        text.write(f"# {name}: {fact}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns_of(plan))
    writer.writerows([_cell(value) for value in row] for row in rows_of(plan, records))
    return text.getvalue()


def measures_npz(plan: Plan, records: list[Record | None]) -> bytes:
    """NumPy's archive: every measure of the part in the plan's shape, NaN where it does not exist, and the axes."""
    arrays: dict[str, np.ndarray] = {name: np.array(fact) for name, fact in _recipe(plan).items()}
    arrays["axes"] = np.array([each.name for each in plan.varied])
    arrays |= {f"values_{each.name}": _axis(each.values) for each in plan.varied}
    arrays["status"] = np.array([record.status if record else MISSING for record in records]).reshape(plan.shape)
    for measure in plan.the_part.measures:
        arrays[f"measure_{measure.name}"] = measure_array(plan, records, measure.name)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def measure_array(plan: Plan, records: list[Record | None], name: str) -> np.ndarray:
    """A measure in the plan's shape, NaN where it does not exist."""
    values = [record.measures.get(name) if record else None for record in records]
    return np.array([math.nan if value is None else value for value in values]).reshape(plan.shape)


def _axis(values: tuple[object, ...]) -> np.ndarray:
    """Numbers as numbers, words as words, lists as JSON."""
    return np.array([json.dumps(each) for each in values] if isinstance(values[0], list) else values)


def _recipe(plan: Plan) -> dict[str, str]:
    varied = {each.name: list(each.values) for each in plan.varied}
    return {
        "wk4gui": __version__,
        "lab": plan.lab,
        "part": plan.part,
        "part_version": str(plan.the_part.version),
        "params": json.dumps(_fixed(plan), ensure_ascii=False),
        "vary": json.dumps(varied, ensure_ascii=False),
    }


def _fixed(plan: Plan) -> dict[str, Any]:
    """The parameters that are not varied."""
    names = {each.name for each in plan.varied}
    return {name: value for name, value in to_json(plan.base).items() if name not in names}


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value) if isinstance(value, list | dict) else "" if value is None else value
