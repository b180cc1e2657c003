"""Finds a file of resources/ from a checkout, a wheel or a frozen app."""

import sys
from pathlib import Path


def resource(name: str) -> Path:
    """Path of the resource file or folder ``name``, such as "icons/undo.svg".

    Raises:
        FileNotFoundError: no place where resources can live holds ``name``.
    """
    for root in _roots():
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"resource {name!r} is not part of this installation")


def _roots() -> tuple[Path, ...]:
    package = Path(__file__).parent
    frozen = Path(getattr(sys, "_MEIPASS", package))
    return (package / "_resources", package.parent / "resources", frozen / "resources")
