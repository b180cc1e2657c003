"""Exercise sheets: files, the same bytes for a seed, sessions that open as exercises, errors in one sentence."""

import subprocess
import sys

import pytest

from wk4gui.cli.commands import main
from wk4gui.documents.saved_state import decode_state, preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.exercise_pages import hand_in_pdf, sheet_pages
from wk4gui.export.figure import Figure
from wk4gui.export.paper import pages_pdf
from wk4gui.lab.declarations import decode
from wk4gui.labs.backprop.model.exercise import exercise_of, grade_exercise
from wk4gui.labs.backprop.model.exercise_draw import draw_exercise
from wk4gui.labs.backprop.model.quantities import GROUPS, Quantity
from wk4gui.labs.backprop.model.working import Working
from wk4gui.labs.backprop.picture.view import BackpropView
from wk4gui.registry import LABS
from wk4gui.render.qt_application import qt_application


def texts_of(problem, **slips):
    working = Working(problem)
    blank = grade_exercise(problem, tuple(GROUPS), {}, (), checked=False)
    return {key: slips.get(key, repr(working.expected_value(Quantity.parse(key)))) for key in blank.exercise.keys}


def test_sheets_sessions_and_a_key(tmp_path, capsys):
    assert main(["sheet", "--seed", "1..3", "-o", str(tmp_path)]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["key.pdf", *sorted(f"sheet-000{n}.{end}" for n in (1, 2, 3) for end in ("pdf", "wk4.json"))]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in names if name.endswith(".pdf"))
    assert (tmp_path / "key.pdf").read_bytes().count(b"/Type /Page\n") == 3 * 3
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


NAMES = "Zoë\nŁukasz\n"


@pytest.mark.parametrize(
    ("content", "stems", "message"),
    [
        (NAMES.encode("utf-8-sig"), ["0001-Zoë", "0002-Łukasz"], ""),
        (NAMES.encode("utf-16"), ["0001-Zoë", "0002-Łukasz"], ""),
        ("Zoë\nAndré\n".encode("latin-1"), ["0001-Zoë", "0002-André"], "is not UTF-8; it was read as Windows-1252\n"),
    ],
)
def test_names_come_in_the_encodings_that_spreadsheets_write(tmp_path, capsys, content, stems, message):
    (tmp_path / "names.txt").write_bytes(content)
    assert main(["sheet", "--names", str(tmp_path / "names.txt"), "-o", str(tmp_path / "out")]) == 0
    assert sorted(path.stem for path in tmp_path.glob("out/sheet*.pdf")) == [f"sheet-{stem}" for stem in stems]
    assert capsys.readouterr().err.endswith(message)


def test_a_long_name_is_shortened_in_its_files(tmp_path):
    (tmp_path / "names.txt").write_text("字" * 300 + "\n" + "a" * 300, encoding="utf-8")
    assert main(["sheet", "--names", str(tmp_path / "names.txt"), "-o", str(tmp_path / "out")]) == 0
    assert len(list(tmp_path.glob("out/*"))) == 5
    assert all(len(path.name.encode()) <= 255 for path in tmp_path.glob("out/*"))


def test_seeds_of_a_list_stay_in_their_range(tmp_path, refuse):
    (tmp_path / "names.txt").write_text("Ada\nBlaise\n", encoding="utf-8")
    words = ["sheet", "--names", str(tmp_path / "names.txt"), "-o", str(tmp_path / "out"), "--seed"]
    assert "2 names need seeds from 9999 to 10000; seeds end at 9999" in refuse(*words, "9999")
    assert not (tmp_path / "out").exists()
    assert main([*words, "9998"]) == 0
    view = decode_state((tmp_path / "out" / "sheet-9999-Blaise.wk4.json").read_bytes()).view
    assert decode(BackpropView.State, view).exercise_seed == 9999


def test_sheets_that_cannot_be_written_are_none(tmp_path, refuse):
    (tmp_path / "key.pdf").mkdir()
    assert "key.pdf: Is a directory" in refuse("sheet", "--seed", "1..2", "-o", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["key.pdf"]


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
        (["--sizes", "2"], "not a list of 2 to 5 sizes"),
        (["--sizes", "2,9,1"], "not a list of 2 to 5 sizes"),
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


def test_a_page_to_hand_in_shows_the_marks_and_their_reasons():
    qt_application()
    problem = draw_exercise(1)
    slipped = grade_exercise(problem, tuple(GROUPS), texts_of(problem, loss="1"), (), checked=True)
    blank = pages_pdf(sheet_pages(LABS["backprop"], exercise_of(problem), ""), "Title")
    handed_in = hand_in_pdf(LABS["backprop"], slipped)
    assert blank != handed_in
    assert handed_in.count(b"/Type /Page\n") == 2
    assert slipped.earned == len(slipped.items) - 1
    assert [item.quantity.key for item in slipped.items if item.comment] == ["loss"]


def test_a_picture_of_an_exercise_tells_nothing_and_fills_its_room():
    figure = Figure(preset_state(LABS["backprop"], "exercise"), ExportChoices((1000, 700), caption=True))
    try:
        assert figure.summary.startswith("Your turn.")
        table = next(pane for pane in figure.view.panes if pane.name == "update")
        assert table.width() > 0.9 * figure.view.width()
    finally:
        figure.discard()
