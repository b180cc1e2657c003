"""Writes exercise sheets into a folder: a PDF and a session for each seed or name, and a common key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from wk4gui.documents.file_writing import shortened, write_files
from wk4gui.documents.saved_state import SavedState, encode_state
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.lab import Lab
from wk4gui.lab.sheet import SheetMaker
from wk4gui.render.qt_application import qt_application

_UNSAFE = re.compile(r"[^\w.-]+")
KEY = "key.pdf"
LAST_SEED = 9999
_MOST_NAMED = 200
"""Largest number of bytes of a name in file names."""


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
    lab: Lab,
    folder: Path,
    orders: Sequence[SheetOrder],
    wishes: Mapping[str, object],
    *,
    checkpoint: Checkpoint = no_checkpoint,
) -> list[Path]:
    """Writes a sheet and a session for each order, and the key, all or nothing; returns the files.

    Args:
        lab: a lab with sheets.
        folder: created if it does not exist.
        orders: the sheets.
        wishes: what the exercises are to be like, in the lab's own words.
        checkpoint: called with the fraction that is done.

    Raises:
        ParamError: no exercise of that kind was found.
        OSError: a file cannot be written.
    """
    maker, contents, sheets = sheet_maker(lab), {}, []
    qt_application()
    for number, order in enumerate(orders):
        checkpoint(number / len(orders))
        sheet = maker.draw(order.seed, order.name, wishes)
        sheets.append(sheet)
        state = SavedState(lab=lab.id, params=sheet.params, view=dict(sheet.view), frame=0)
        contents[folder / f"{order.stem}.pdf"] = maker.sheet_pdf(sheet)
        contents[folder / f"{order.stem}.wk4.json"] = encode_state(state)
    contents[folder / KEY] = maker.key_pdf(sheets)
    folder.mkdir(parents=True, exist_ok=True)
    write_files(contents)
    return list(contents)


def sheet_maker(lab: Lab) -> SheetMaker:
    """The SheetMaker of a lab with sheets."""
    module, _, name = lab.sheets.partition(":")
    maker: SheetMaker = getattr(import_module(module), name)
    return maker
