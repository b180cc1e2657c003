"""What tests of sweeps share: the maker of plans, and the files to be compared."""

from collections.abc import Callable
from pathlib import Path

from wk4gui.sweeps.plan import Plan
from wk4gui.sweeps.sweep import Sweep

MakePlan = Callable[..., Plan]


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def saved(sweep: Sweep, folder: Path) -> dict[str, bytes]:
    """The files of a sweep's outcome."""
    sweep.save(folder)
    return files(folder)
