"""Exercise sheets: files, the same bytes for a seed, sessions that open as exercises, errors in one sentence."""

import subprocess
import sys

import pytest

from wk4gui.cli import main
from wk4gui.core.exercise import examine
from wk4gui.core.exercise_draw import draw_exercise
from wk4gui.core.quantities import GROUPS, Quantity
from wk4gui.core.working import Working
from wk4gui.export.figure import Figure, Look
from wk4gui.export.sheet import Page, empty, marked, pages_pdf
from wk4gui.registry import LABS
from wk4gui.render.qt_application import qt_application
from wk4gui.saved_state import decode_state


def texts_of(problem, **slips):
    working = Working(problem)
    blank = examine(problem, tuple(GROUPS), {}, (), checked=False)
    return {
        str(item.quantity): slips.get(str(item.quantity), repr(working.follows(item.quantity))) for item in blank.items
    }


def test_sheets_sessions_and_a_key(tmp_path, capsys):
    assert main(["sheet", "--seed", "1..3", "-o", str(tmp_path)]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["key.pdf", *sorted(f"sheet-000{n}.{end}" for n in (1, 2, 3) for end in ("pdf", "wk4.json"))]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in names if name.endswith(".pdf"))
    assert (tmp_path / "key.pdf").read_bytes().count(b"/Type /Page\n") == 3
    state = decode_state((tmp_path / "sheet-0002.wk4.json").read_bytes())
    assert state.lab == "backprop"
    assert state.params.weights == draw_exercise(2).W
    assert state.view["blank"] == list(GROUPS)


def test_one_sheet_for_each_name(tmp_path):
    (tmp_path / "names.txt").write_text("Ada L.\n\nBlaise/P\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["sheet", "--seed", "7", "--names", str(tmp_path / "names.txt"), "-o", str(out)]) == 0
    assert sorted(path.name for path in out.glob("*.pdf")) == [
        "key.pdf",
        "sheet-0007-Ada-L.pdf",
        "sheet-0008-Blaise-P.pdf",
    ]


def test_the_same_seed_gives_the_same_bytes_at_every_start(tmp_path):
    made = []
    for folder in ("a", "b"):
        command = [sys.executable, "-m", "wk4gui", "sheet", "--seed", "5", "-o", str(tmp_path / folder)]
        subprocess.run(command, check=True, capture_output=True)
        made.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--seed", "3..1"], "3..1"),
        (["--seed", "x"], "neither a seed"),
        (["--sizes", "2"], "no list of 2 to 5 sizes"),
        (["--sizes", "2,9,1"], "no list of 2 to 5 sizes"),
        (["--loss", "mae"], "no loss 'mae'; there are mse"),
        (["--activation", "step"], "no activation 'step'"),
        (["--sizes", "2,2", "--loss", "half_mse"], "two outputs"),
    ],
)
def test_what_does_not_fit_is_said_in_a_line(tmp_path, capsys, words, said):
    assert main(["sheet", "-o", str(tmp_path / "out"), *words]) == 2
    errors = capsys.readouterr().err
    assert said in errors
    assert len(errors.strip().splitlines()) == 1


def test_a_page_to_hand_in_shows_other_bytes_than_an_empty_one():
    qt_application()
    problem = draw_exercise(1)
    blank = examine(problem, tuple(GROUPS), {}, (), checked=False)
    slipped = examine(problem, tuple(GROUPS), texts_of(problem, loss="1"), (), checked=True)
    sheet = pages_pdf([Page("Title", "Name", blank, empty)], "Title")
    handed_in = pages_pdf([Page("Title", "Name", slipped, marked, comments=True)], "Title")
    assert sheet != handed_in
    assert slipped.earned == len(slipped.items) - 1
    assert [item.quantity for item in slipped.items if item.comment] == [Quantity("loss")]


def test_a_picture_of_an_exercise_tells_nothing_and_fills_its_room():
    lab = LABS["backprop"].lab
    preset = lab.preset("exercise")
    figure = Figure("backprop", lab.preset_params("exercise"), Look((1000, 700), "light", True, None), view=preset.view)
    try:
        assert figure.summary.startswith("Your turn.")
        table = next(pane for pane in figure.view.panes if pane.name == "update")
        assert table.width() > 0.9 * figure.view.width()
    finally:
        figure.discard()
