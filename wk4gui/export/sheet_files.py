"""Writes exercise sheets into a folder: a PDF and sessions for each seed or name, and a common key."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wk4gui.documents.exercise_state import exercise_state
from wk4gui.documents.file_writing import shortened, write_files
from wk4gui.documents.saved_state import encode_state
from wk4gui.export.exercise_pages import key_pages, sheet_pages
from wk4gui.export.paper import PaintPage, pages_pdf
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.exercise import Exercise
from wk4gui.lab.exercise_kind import LAST_SEED, ExerciseKind, NoExerciseError
from wk4gui.lab.lab import Lab
from wk4gui.render.qt_application import qt_application

_UNSAFE = re.compile(r"[^\w.-]+")
KEY = "key.pdf"
_MOST_NAMED = 200
"""Largest number of bytes of a name in file names."""
Draw = Callable[[int], Exercise]


@dataclass(frozen=True)
class SheetOrder:
    """One requested sheet.

    Attributes:
        seed: of its numbers.
        name: of the student; "" for none.
    """

    seed: int
    name: str = ""

    @property
    def stem(self) -> str:
        """The name of its files, without ending."""
        named = shortened(_UNSAFE.sub("-", self.name), _MOST_NAMED).strip("-.")
        return f"sheet-{self.seed:04d}" + (f"-{named}" if named else "")


@dataclass(frozen=True)
class Task:
    """What a sheet asks for in one lab.

    Attributes:
        lab: the lab.
        kind: its kind of exercise.
        draw: seed -> the exercise.
        view: fields of the view state of the session beside it, such as ``blank``.
    """

    lab: Lab
    kind: ExerciseKind
    draw: Draw
    view: Mapping[str, object] = field(default_factory=dict)

    def drawn(self, seed: int) -> Exercise:
        """The exercise of a seed.

        Raises:
            ParamError: there is none.
        """
        try:
            return self.draw(seed)
        except NoExerciseError as error:
            raise ParamError(f"{self.lab.id}: {error}") from None


def orders_for(names: Sequence[str], first_seed: int) -> list[SheetOrder]:
    """A sheet for each name, with consecutive seeds.

    Raises:
        ParamError: there are more names than seeds.
    """
    last = first_seed + len(names) - 1
    if last > LAST_SEED:
        raise ParamError(f"{len(names)} names need seeds from {first_seed} to {last}; seeds end at {LAST_SEED}")
    return [SheetOrder(first_seed + i, name) for i, name in enumerate(names)]


def write_sheets(
    tasks: Sequence[Task], folder: Path, orders: Sequence[SheetOrder], *, checkpoint: Checkpoint = no_checkpoint
) -> list[Path]:
    """Writes a sheet and its sessions for each order, and the key, all or nothing; returns the files.

    Args:
        tasks: what every sheet asks for, a page each.
        folder: created if it does not exist.
        orders: the sheets.
        checkpoint: called with the fraction that is done.

    Raises:
        ParamError: no exercise of that kind was found.
        OSError: a file cannot be written.
    """
    qt_application()
    contents: dict[Path, bytes] = {}
    key: list[PaintPage] = []
    for number, order in enumerate(orders):
        checkpoint(number / len(orders))
        pages: list[PaintPage] = []
        for task in tasks:
            exercise = task.drawn(order.seed)
            pages += sheet_pages(task.lab, exercise, order.name)
            key += key_pages(task.lab, exercise, order.name)
            which = "" if len(tasks) == 1 else f"-{task.lab.id}"
            state = exercise_state(task.lab, task.kind, exercise, None, **task.view)
            contents[folder / f"{order.stem}{which}.wk4.json"] = encode_state(state)
        contents[folder / f"{order.stem}.pdf"] = pages_pdf(pages, f"Sheet {order.seed}")
    contents[folder / KEY] = pages_pdf(key, "Key")
    folder.mkdir(parents=True, exist_ok=True)
    write_files(contents)
    return list(contents)
