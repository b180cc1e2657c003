"""Writes exercise sheets into a folder: a PDF and a session for each seed or name, and one key for all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wk4gui.documents.file_writing import shortened, write_files
from wk4gui.documents.saved_state import SavedState, encode_state
from wk4gui.lab.declarations import ParamError
from wk4gui.labs.backprop import LAB
from wk4gui.labs.backprop.model.compute import exercise_params
from wk4gui.labs.backprop.model.exercise import Exercise, examine
from wk4gui.labs.backprop.model.exercise_draw import NoExerciseError, Recipe, draw_exercise
from wk4gui.labs.backprop.model.quantities import GROUPS, quantities
from wk4gui.labs.backprop.model.working import Problem
from wk4gui.labs.backprop.picture.sheet import Page, empty, pages_pdf, solved
from wk4gui.render.qt_application import qt_application

_UNSAFE = re.compile(r"[^\w.-]+")
KEY = "key.pdf"
LAST_SEED = 9999
_MOST_NAMED = 200
"""Bytes of a name in the names of its files."""


@dataclass(frozen=True)
class SheetOrder:
    """One sheet that is wanted.

    Attributes:
        seed: of its numbers.
        name: whose it is; "" for nobody's.
    """

    seed: int
    name: str = ""

    @property
    def stem(self) -> str:
        """The name of its files, without ending."""
        named = shortened(_UNSAFE.sub("-", self.name), _MOST_NAMED).strip("-.")
        return f"sheet-{self.seed:04d}" + (f"-{named}" if named else "")


def orders_for(names: Sequence[str], first_seed: int) -> list[SheetOrder]:
    """A sheet for each name, from a seed on.

    Raises:
        ParamError: there are more names than seeds from there on.
    """
    last = first_seed + len(names) - 1
    if last > LAST_SEED:
        raise ParamError(f"{len(names)} names need seeds from {first_seed} to {last}; seeds end at {LAST_SEED}")
    return [SheetOrder(first_seed + i, name) for i, name in enumerate(names)]


def write_sheets(folder: Path, orders: Sequence[SheetOrder], recipe: Recipe) -> list[Path]:
    """Writes a sheet and a session for each order, and the key, all or nothing; returns the files.

    Raises:
        ParamError: no exercise of that kind was found.
        OSError: a file cannot be written.
    """
    qt_application()
    contents: dict[Path, bytes] = {}
    key = []
    for order in orders:
        try:
            problem = draw_exercise(order.seed, recipe)
        except NoExerciseError as error:
            raise ParamError(str(error)) from None
        blank = examine(problem, tuple(GROUPS), {}, (), checked=False)
        title = f"One gradient step by hand · {order.seed}"
        page = Page(title, f"Name: {order.name or '_' * 36}", blank, empty)
        key.append(Page(f"Key · {order.seed}", order.name, _solution(blank), solved))
        contents[folder / f"{order.stem}.pdf"] = pages_pdf([page], title)
        contents[folder / f"{order.stem}.wk4.json"] = _session(problem, order.seed)
    contents[folder / KEY] = pages_pdf(key, "Key")
    folder.mkdir(parents=True, exist_ok=True)
    write_files(contents)
    return list(contents)


def _session(problem: Problem, seed: int) -> bytes:
    """The exercise as a session file."""
    params = LAB.decode(exercise_params(problem))
    view = {"blank": list(GROUPS), "exercise_seed": seed}
    return encode_state(SavedState(lab=LAB.id, params=params, view=view, frame=0))


def _solution(exercise: Exercise) -> Exercise:
    """The exercise with every right number shown."""
    problem = exercise.problem
    shown = [str(quantity) for quantity in quantities(problem.sizes)]
    return examine(problem, tuple(GROUPS), {}, shown, checked=False)
