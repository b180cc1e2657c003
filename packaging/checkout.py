"""Where this checkout keeps its environment, and how the set-up speaks."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


class Refused(Exception):  # noqa: N818 - it is what the machine did
    """The set-up cannot go on; the message says what the user can do."""


def say(text: str) -> None:
    """Tells what is being done, apart from the numbers that the program may print."""
    print(f"== {text}", file=sys.stderr, flush=True)
