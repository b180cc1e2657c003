"""The notebook in docs/: every cell runs in a plain interpreter without a display, and shows what it should."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebook.ipynb"
WITHOUT_DISPLAY = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
RUN = """
import json, sys
from pathlib import Path
folder = Path(sys.argv[1])
names = {"__name__": "__main__"}
for number, (body, last) in enumerate(json.load(sys.stdin)):
    exec(compile(body, f"cell {number}", "exec"), names)
    value = eval(compile(last, f"cell {number}", "eval"), names) if last else None
    if hasattr(value, "_repr_html_"):
        (folder / f"{number}.html").write_text(value._repr_html_(), encoding="utf-8")
        (folder / f"{number}.png").write_bytes(value._repr_png_())
    else:
        (folder / f"{number}.txt").write_text(repr(value), encoding="utf-8")
"""


def cells() -> list[tuple[str, str]]:
    """Every cell of code: what is executed, and the expression at its end that is shown."""
    return [
        split("".join(cell["source"]))
        for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]


def split(source: str) -> tuple[str, str]:
    tree = ast.parse(source)
    if not isinstance(tree.body[-1], ast.Expr):
        return source, ""
    last = tree.body.pop()
    return ast.unparse(tree), ast.unparse(last)


def test_the_notebook_runs_and_shows_pictures(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path)],
        input=json.dumps(cells()),
        capture_output=True,
        text=True,
        env=WITHOUT_DISPLAY,
        timeout=300,
    )
    assert answer.returncode == 0, answer.stderr
    assert "a number from 0.0001 to 10 is expected" in answer.stdout
    assert len(list(tmp_path.glob("*.png"))) == 3
    assert (tmp_path / "2.txt").read_text(encoding="utf-8").startswith("(array([9.")
    for page in tmp_path.glob("*.html"):
        assert "data:image/png;base64," in page.read_text(encoding="utf-8")


def test_the_notebook_is_kept_without_outputs() -> None:
    kept = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in kept["cells"])
