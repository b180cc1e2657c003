"""The numbers never need Qt: a fresh interpreter in which Qt cannot be imported computes every lab."""

import subprocess
import sys

BLOCK_QT = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "pyqtgraph"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Block())
"""


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)


def test_the_blockade_works() -> None:
    answer = python(BLOCK_QT + "import pyqtgraph")
    assert "pyqtgraph is blocked" in answer.stderr
    assert answer.returncode == 1


def test_every_lab_computes_without_qt() -> None:
    program = (
        BLOCK_QT
        + """
from wk4gui.cli.commands import main
from wk4gui.registry import LABS
assert LABS
assert main(["labs"]) == 0 and main(["labs", "--json"]) == 0
assert all(main(["run", lab]) == 0 for lab in LABS)
"""
    )
    answer = python(program)
    assert answer.returncode == 0, answer.stderr


def test_the_command_line_loads_neither_numpy_nor_qt_before_it_must() -> None:
    answer = python("import sys, wk4gui.cli.commands; print(*{name.partition('.')[0] for name in sys.modules})")
    assert not {"numpy", "PySide6", "pyqtgraph"} & set(answer.stdout.split())


def test_the_environment_is_set_before_numpy_and_qt_are_imported() -> None:
    program = (
        "import os, wk4gui.cli.commands; print(os.environ['OPENBLAS_NUM_THREADS'], os.environ['QT_NO_GUI_THREADPOOL'])"
    )
    assert python(program).stdout.split() == ["1", "1"]
