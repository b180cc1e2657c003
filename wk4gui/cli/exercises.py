"""What `wk4gui sheet` and `wk4gui grade` do."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wk4gui.cli.arguments import EVERY
from wk4gui.cli.progress_line import progress_line
from wk4gui.lab.declarations import ParamError

if TYPE_CHECKING:
    from wk4gui.export.sheet_files import Draw, SheetOrder, Task
    from wk4gui.lab.lab import Lab

_WISHES = {"sizes": (2, 3, 1), "activation": "relu", "loss": "mse"}
"""Options of a single lab's sheets, and their defaults."""


def write(options: argparse.Namespace, warn: Callable[[str], None]) -> str:
    """Writes sheets or a file for Moodle, and says what was written."""
    from wk4gui.export.sheet_files import SheetOrder, orders_for, write_sheets

    tasks = _tasks(options)
    orders = [SheetOrder(seed) for seed in options.seed]
    if options.names is not None:
        orders = orders_for(_names(options.names, warn), options.seed[0])
    if options.format == "moodle":
        return _write_moodle(options, tasks, orders)
    with progress_line("drawing sheets") as checkpoint:
        written = write_sheets(tasks, options.output, orders, checkpoint=checkpoint)
    made = "1 sheet and its key" if len(orders) == 1 else f"{len(orders)} sheets and their key"
    return f"{made}: {written[-1].parent}"


def _names(path: Path, warn: Callable[[str], None]) -> list[str]:
    """The names in a file, one in each line; reports a guessed encoding."""
    from wk4gui.documents.file_reading import read_text

    try:
        text, guess = read_text(path)
    except ParamError as error:
        raise ParamError(f"{path}: {error}") from None
    if guess:
        warn(f"{path} is not UTF-8; it was read as {guess}")
    names = [line.strip() for line in text.splitlines() if line.strip()]
    if not names:
        raise ParamError(f"{path} has no names; one per line is expected")
    return names


def _write_moodle(options: argparse.Namespace, tasks: "Sequence[Task]", orders: "Sequence[SheetOrder]") -> str:
    from wk4gui.export.moodle import write_moodle

    with progress_line("writing questions") as checkpoint:
        path = write_moodle(tasks, options.output, [order.seed for order in orders], checkpoint=checkpoint)
    n = len(tasks) * len(orders)
    return f"{n} question{'s' if n > 1 else ''} for Moodle: {path}"


def _tasks(options: argparse.Namespace) -> "list[Task]":
    """What every sheet asks for: an exercise of each lab named.

    Raises:
        ParamError: there is no such lab, or a wish belongs to another one.
    """
    from wk4gui.export.sheet_files import Task
    from wk4gui.registry import LABS, find_lab

    there = [lab.id for lab in LABS.values() if lab.exercises]
    names = there if EVERY in options.lab else list(dict.fromkeys(options.lab)) or there[:1]
    wished = {name: getattr(options, name) for name in _WISHES if getattr(options, name) is not None}
    tasks = []
    for name in names:
        lab = find_lab(name)
        if not lab.exercises:
            raise ParamError(f"{name} has no exercises; there are those of {', '.join(there)}")
        kind = lab.exercises[0]
        if kind.draw_with is not None and options.difficulty is None and (wished or not options.lab):
            tasks.append(Task(lab, kind, _wishing(lab, {**_WISHES, **wished})))
        else:
            tasks.append(Task(lab, kind, partial(kind.draw, difficulty=options.difficulty or "easy")))
    if wished and not any(task.kind.draw_with is not None for task in tasks):
        raise ParamError(f"--{next(iter(wished))} belongs to the sheets of backprop")
    if wished and options.difficulty is not None:
        raise ParamError(f"--{next(iter(wished))} and --difficulty choose the network both; give one of them")
    return tasks


def _wishing(lab: "Lab", wishes: dict[str, object]) -> "Draw":
    draw_with = lab.exercises[0].draw_with
    assert draw_with is not None
    return partial(draw_with, wishes)


def grade(files: Sequence[Path]) -> tuple[str, list[str]]:
    """The marks of exercises as CSV, and counts over the class."""
    from wk4gui.export.grading import class_counts, marks_csv, read_marks

    rows = read_marks(files)
    return marks_csv(rows), class_counts(rows)
