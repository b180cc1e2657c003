"""Drawing where nobody has started Qt: in a plain interpreter, without a display, and not in any thread."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wk4gui.documents.saved_state import SavedState
from wk4gui.export.choices import ExportChoices
from wk4gui.export.drawing import export_figure
from wk4gui.lab.declarations import ParamError

PROGRAM = """
from pathlib import Path
from wk4gui.documents.saved_state import preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.drawing import export_figure
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab

state, small = preset_state(find_lab("backprop"), "works", {"n_steps": 1}), ExportChoices((640, 480))
for name in ("a.png", "a.svg", "a.pdf", "a.gif"):
    export_figure(state, small, Path(name))
try:
    export_figure(state, small, Path("a.bmp"))
except ParamError as error:
    print(error)
print("still here")
"""


@pytest.mark.parametrize("platform", [None, "xcb"])
def test_a_plain_interpreter_draws_without_a_display(tmp_path: Path, platform: str | None) -> None:
    environment = {"PATH": "", "HOME": str(tmp_path)} | ({} if platform is None else {"QT_QPA_PLATFORM": platform})
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.splitlines() == [
        "'a.bmp' does not end in one of .png, .svg, .pdf, .gif, .webp",
        "still here",
    ], ran.stderr
    assert ran.returncode == 0
    assert sorted(path.name for path in tmp_path.glob("a.*")) == ["a.gif", "a.pdf", "a.png", "a.svg"]


def test_another_thread_is_refused_in_words(qapp, state: SavedState, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(ParamError, match="main thread"):
        pool.submit(export_figure, state, ExportChoices(), tmp_path / "a.png").result()


def test_what_the_dialog_and_the_command_line_offer_is_declared_once() -> None:
    from wk4gui.app.export_dialog.export_choices import DialogChoices
    from wk4gui.cli.arguments import parser
    from wk4gui.lab.declarations import fields_of

    figure, dialog = fields_of(ExportChoices), fields_of(DialogChoices)
    for name in ("theme", "fps", "max_frames", "text_scale", "background", "bare", "tight", "digits", "fit"):
        assert figure[name].allowed == dialog[name].allowed
    assert figure["dpi"].allowed == dialog["picture_dpi"].allowed == dialog["animation_dpi"].allowed
    options = vars(parser().parse_args(["export", "backprop", "-o", "a.png"]))
    assert figure.keys() - {"fit"} <= options.keys()  # --for says how it fits
