"""How long the program takes to start, beside a bare window of pyqtgraph and beside `import numpy`."""

from pathlib import Path

import pytest
from bench import Bench
from programs import BARE_WINDOW, FIRST_LAB, FIRST_PAINT, code, program

COMMANDS = {"--version": 1.0, "labs": 1.9, "run backprop": 2.0}
ROUNDS = 11


@pytest.mark.parametrize(("what", "text", "budget"), [("first paint", FIRST_PAINT, 1), ("first lab", FIRST_LAB, None)])
def test_window(bench: Bench, tmp_path: Path, what: str, text: str, budget: float | None) -> None:
    own, bare = code(tmp_path, text), code(tmp_path, BARE_WINDOW)
    bench.at_most(f"start to {what}, bare pyqtgraph windows", budget, own, bare, rounds=ROUNDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_command(bench: Bench, tmp_path: Path, command: str) -> None:
    own, bare = program(tmp_path, "-m", "wk4gui", *command.split()), code(tmp_path, "import numpy")
    bench.at_most(f"wk4gui {command}, `import numpy`", COMMANDS[command], own, bare, rounds=ROUNDS)
