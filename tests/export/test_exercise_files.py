"""Exercises that leave the program: sheets and keys of every kind, questions for Moodle, marks of what came back."""

import csv
import io
import re
import subprocess
import sys

import pytest
from cloze import blanks_of, read_quiz
from msgspec.structs import replace
from tiers import amount

from wk4gui.cli.commands import main
from wk4gui.core.equation import Equation
from wk4gui.core.equation import quantity as term
from wk4gui.documents.exercise_state import exercise_in, exercise_state, marked_state
from wk4gui.documents.saved_state import decode_state, encode_state
from wk4gui.export.exercise_pages import hand_in_pdf
from wk4gui.export.grading import COLUMNS, class_counts, marks_of
from wk4gui.export.moodle import cloze_of, moodle_xml
from wk4gui.export.sheet_files import Task
from wk4gui.lab.exercise import TOLERANCE, Exercise, Working, number, slip
from wk4gui.lab.exercise_kind import two_digits
from wk4gui.lab.marking import marked_exercise
from wk4gui.registry import LABS as ALL_LABS

LABS = {lab_id: lab for lab_id, lab in ALL_LABS.items() if lab.exercises}
"""Labs with exercises."""
PAGES = b"/Type /Page\n"


def tasks(difficulty="easy"):
    return [
        Task(lab, lab.exercises[0], lambda seed, kind=lab.exercises[0]: kind.draw(seed, difficulty))
        for lab in LABS.values()
    ]


def texts(exercise, slips=None):
    """The right working as typed, with some texts replaced."""
    truth = Working(exercise)
    values = {key: truth.expected(key) for key in exercise.keys}
    return {k: v if isinstance(v, str) else f"{v:.5g}" for k, v in values.items()} | (slips or {})


def mistaken(exercise, n=0):
    """A quantity, the n-th mistake that can be made in the exercise, and its value."""
    truth, found = Working(exercise), []
    for quantity in exercise.quantities:
        for each in quantity.misconceptions:
            value = truth.wrong(quantity, each)
            if isinstance(value, float) and abs(value - truth.expected(quantity.key)) > 1e-6:
                found.append((quantity.key, each, value))
    return found[n % len(found)]


# Sheets


def test_sheets_of_all_labs_have_a_page_each_and_sessions(tmp_path, capsys):
    assert main(["sheet", "all", "--seed", "4..5", "-o", str(tmp_path)]) == 0
    assert "2 sheets and their key" in capsys.readouterr().out
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"key.pdf"} | {
        f"sheet-000{seed}{end}" for seed in (4, 5) for end in (".pdf", *(f"-{lab}.wk4.json" for lab in LABS))
    }
    assert (tmp_path / "sheet-0004.pdf").read_bytes().count(PAGES) == len(LABS)
    assert (tmp_path / "key.pdf").read_bytes().count(PAGES) == 2 * 2 * len(LABS)
    for lab_id, lab in LABS.items():
        state = decode_state((tmp_path / f"sheet-0005-{lab_id}.wk4.json").read_bytes())
        exercise, blank = exercise_in(state)
        assert exercise.given == lab.exercises[0].draw(5).given
        assert blank == exercise.keys


def test_one_lab_or_several_and_a_difficulty(tmp_path):
    assert main(["sheet", "saddle", "--difficulty", "hard", "-o", str(tmp_path / "a")]) == 0
    state = decode_state((tmp_path / "a" / "sheet-0001.wk4.json").read_bytes())
    assert (state.lab, state.view["difficulty"]) == ("saddle", "hard")
    assert main(["sheet", "dropout", "saddle", "-o", str(tmp_path / "b")]) == 0
    assert (tmp_path / "b" / "sheet-0001.pdf").read_bytes().count(PAGES) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing"], "no lab 'nothing'"),
        (["saddle", "--difficulty", "harder"], "harder"),
        (["saddle", "--loss", "bce"], "--loss belongs to the sheets of backprop"),
        (["backprop", "--loss", "bce", "--difficulty", "easy"], "--loss and --difficulty"),
        (["saddle", "--format", "qti"], "qti"),
    ],
)
def test_what_cannot_be_ordered_is_said_in_a_line(tmp_path, refuse, words, said):
    assert said in refuse("sheet", *words, "-o", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_seed_has_the_same_bytes_at_every_start(tmp_path):
    made = []
    for folder in ("a", "b"):
        command = [sys.executable, "-m", "wk4gui", "sheet", "saddle", "bias_variance", "-o", str(tmp_path / folder)]
        subprocess.run(command, check=True, capture_output=True)
        made.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert made[0] == made[1]


@pytest.mark.parametrize("lab", LABS.values(), ids=lambda lab: lab.id)
def test_an_exercise_of_every_kind_is_handed_in_as_pages(qapp, lab):
    exercise = lab.exercises[0].draw(3)
    key, mistake, value = mistaken(exercise)
    right = hand_in_pdf(lab, marked_exercise(exercise, texts(exercise)))
    slipped = marked_exercise(exercise, texts(exercise, {key: repr(value)}))
    assert slipped.misconceptions == [mistake]
    assert right.count(PAGES) == 1
    assert hand_in_pdf(lab, slipped).count(PAGES) == 2  # with the diagnosis


# Moodle


@pytest.fixture(scope="module", params=("easy", "hard"))
def quiz(request, qapp):
    seeds = range(1, 1 + amount(2, 6, 30))
    return request.param, seeds, read_quiz(moodle_xml(tasks(request.param), seeds))


def test_every_truth_is_accepted_and_every_mistake_gets_its_own_sentence(quiz):
    difficulty, seeds, (categories, questions) = quiz
    assert categories == [f"$course$/top/wk4gui/{lab.title}" for lab in LABS.values()]
    exercises = [task.drawn(seed) for task in tasks(difficulty) for seed in seeds]
    assert len(questions) == len(exercises)
    for question, exercise in zip(questions, exercises, strict=True):
        truth = Working(exercise)
        assert len(question.blanks) == len(exercise.quantities)
        for blank, quantity in zip(question.blanks, exercise.quantities, strict=True):
            right = truth.expected(quantity.key)
            judged(blank, quantity, right, truth)


def judged(blank, quantity, right, truth):
    if quantity.is_choice:
        assert blank.kind == "MULTICHOICE_V"
        assert {answer.value for answer in blank.answers} == set(quantity.options)
        assert blank.judge(right).share == 1.0
    else:
        assert blank.kind == "NUMERICAL"
        for given in (right, right * (1 + 0.99 * TOLERANCE), right * (1 - 0.99 * TOLERANCE), two_digits(right)):
            assert blank.judge(given).share == 1.0, (quantity.key, given)
        for given in (right * (1 + 1.2 * TOLERANCE), right * (1 - 1.2 * TOLERANCE)):
            near = abs(two_digits(right) - given) < 1e-9
            assert right == 0.0 or near or blank.judge(given).share == 0.0, (quantity.key, given)
        assert blank.judge(123456.0).feedback == "This does not follow from what is given."
    for each in quantity.misconceptions:
        value = truth.wrong(quantity, each)
        if value is None or (isinstance(value, float) and abs(value - right) < 1e-9 * max(1.0, abs(right))):
            continue
        found = blank.judge(value)
        assert found.share == 0.0, (quantity.key, each.name)
        assert found.feedback == each.sentence, (quantity.key, each.name)


def test_pictures_solutions_and_tags_are_there(quiz):
    difficulty, _, (_, questions) = quiz
    for question in questions:
        (name, picture), *more = question.pictures.items()
        assert not more
        assert picture.startswith(b"\x89PNG")
        assert f"@@PLUGINFILE@@/{name}" in question.text
        assert question.solution.count("<li>") == len(question.blanks)
        assert difficulty in question.tags
        assert set(question.tags) & set(LABS)
    assert len({question.name for question in questions}) == len(questions)


@pytest.mark.parametrize("sentence", ['All of } # ~ / " \\ in one.', "a < b & c > d.", "{1:NUMERICAL:=1}"])
def test_signs_of_the_syntax_come_back_as_they_were(sentence):
    mistake = slip("one", sentence, lambda given, working: 5.0)
    quantity = number("x", "x", "x", lambda given, working: Equation("x", term("", 2.0)), mistake)
    exercise = Exercise("", (), None, (quantity,))
    (blank,) = blanks_of(cloze_of(Working(exercise), quantity))
    assert blank.judge(5.0).feedback == sentence
    assert blank.judge(2.0).share == 1.0


def test_moodle_files_are_written_by_the_command(tmp_path, capsys):
    assert main(["sheet", "weight_decay", "--format", "moodle", "--seed", "1..2", "-o", str(tmp_path)]) == 0
    assert "2 questions for Moodle" in capsys.readouterr().out
    _, questions = read_quiz((tmp_path / "questions.xml").read_bytes())
    assert len(questions) == 2


def test_no_sign_of_the_syntax_is_left_unescaped(quiz):
    _, _, (_, questions) = quiz
    for question in questions:
        assert not re.search(r"NaN|inf\b|None", question.text)
        assert question.text.count("{1:") == len(question.blanks)


# What was handed in


def handed_in(lab_id, seed, slips=None, difficulty="easy", **changes):
    lab = LABS[lab_id]
    kind = lab.exercises[0]
    exercise = kind.draw(seed, difficulty)
    typed = tuple(sorted(texts(exercise, slips).items()))
    return replace(exercise_state(lab, kind, exercise, typed=typed), **changes)


def test_thirty_hand_ins_five_of_them_damaged(tmp_path, capsys):
    folder = tmp_path / "handed_in"
    folder.mkdir()
    for n in range(25):
        lab_id = list(LABS)[n % len(LABS)]
        exercise = LABS[lab_id].exercises[0].draw(n)
        key, _, value = mistaken(exercise)
        slips = {key: repr(value)} if n % 2 else {}
        path = folder / f"sheet-{n:04d}-Student-{n}-{lab_id}.wk4.json"
        path.write_bytes(encode_state(handed_in(lab_id, n, slips)))
    whole = encode_state(handed_in("saddle", 1))
    damaged = {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "foreign": b'{"name": "not a session"}',
        "binary": bytes(range(256)),
        "plain": encode_state(replace(handed_in("saddle", 1), view={})),
    }
    for name, content in damaged.items():
        (folder / f"{name}.wk4.json").write_bytes(content)
    assert main(["grade", str(folder), "-o", str(tmp_path / "marks.csv")]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "marks.csv").read_text("utf-8"))))
    assert len(rows) == 30
    assert tuple(rows[0]) == COLUMNS
    bad = {row["file"].partition(".")[0]: row for row in rows if row["problem"]}
    assert set(bad) == set(damaged)
    assert all(row["points"] == "" for row in bad.values())
    assert bad["plain"]["problem"] == "there is no exercise in this session"
    for row in rows:
        if row["problem"]:
            continue
        n = int(row["seed"])
        assert row["name"] == f"Student-{n}"
        assert row["lab"] == list(LABS)[n % len(LABS)]
        assert int(row["points"]) == int(row["of"]) - n % 2
        assert int(row["wrong"]) == n % 2
        assert bool(row["misconceptions"]) == bool(n % 2)
        assert int(row["right"]) + int(row["followed"]) == int(row["points"])
    said = capsys.readouterr().out
    assert said.startswith("25 marked, 5 without marks")


def test_what_follows_from_a_slip_is_counted_as_followed(tmp_path):
    exercise = LABS["batch_norm"].exercises[0].draw(2)
    values = {"mean": 99.0}
    for key in exercise.keys[1:]:
        values[key] = Working(exercise, values).expected(key)
    path = tmp_path / "one.wk4.json"
    path.write_bytes(encode_state(handed_in("batch_norm", 2, {key: repr(value) for key, value in values.items()})))
    row = marks_of(path)
    assert (row.wrong, row.followed, row.points) == (1, len(values) - 1, len(values) - 1)


def test_the_class_is_counted():
    slips = [mistaken(LABS["dropout"].exercises[0].draw(seed)) for seed in range(4)]
    assert len({mistake.name for _, mistake, _ in slips}) == 1
    rows = []
    for seed, (key, _, value) in enumerate(slips):
        done = marked_state(handed_in("dropout", seed, {key: repr(value)} if seed else {}))
        assert done.earned == len(done.items) - bool(seed)
        rows.append(done)
    assert [len(row.misconceptions) for row in rows] == [0, 1, 1, 1]


def test_counts_name_the_mistakes(tmp_path):
    kind = LABS["dropout"].exercises[0]
    rows = []
    for seed in range(3):
        key, mistake, value = mistaken(kind.draw(seed))
        path = tmp_path / f"{seed}.wk4.json"
        path.write_bytes(encode_state(handed_in("dropout", seed, {key: repr(value)})))
        rows.append(marks_of(path))
    lines = class_counts(rows)
    assert lines[1] == f"3 of 3 in dropout: {mistake.name} ({mistake.sentence})"


def test_numbers_that_were_shown_and_blanks_earn_nothing():
    state = handed_in("activations", 2)
    state = replace(state, view={**state.view, "shown": ["s"], "typed": [["ds", "x"]]})
    done = marked_state(state)
    assert done.earned == 0
    assert done.items[0].revealed
    assert "is not a number" in done.items[1].comment


def test_a_formula_in_a_name_is_no_formula_in_a_spreadsheet(tmp_path):
    path = tmp_path / "=cmd.wk4.json"
    path.write_bytes(encode_state(handed_in("saddle", 1)))
    assert main(["grade", str(path), "-o", str(tmp_path / "m.csv")]) == 0
    assert (tmp_path / "m.csv").read_text("utf-8").splitlines()[1].startswith("'=cmd")


@pytest.mark.parametrize(("words", "said"), [(["nowhere"], "no such file"), (["."], "no exercises")])
def test_nothing_to_mark_is_said(tmp_path, monkeypatch, refuse, words, said):
    monkeypatch.chdir(tmp_path)
    assert said in refuse("grade", *words)


@pytest.mark.parametrize("lab_id", ["saddle", "backprop"])
def test_impossible_kinds_and_entries_are_rows_with_a_sentence(tmp_path, lab_id):
    for n, changes in enumerate(({"exercise": "nothing"}, {"exercise": 3}, {"typed": [["g0", 3]]})):
        state = handed_in(lab_id, 1)
        path = tmp_path / f"{n}.wk4.json"
        path.write_bytes(encode_state(replace(state, view={**state.view, **changes})))
        row = marks_of(path)
        assert row.problem
        assert "\n" not in row.problem


def test_an_impossible_seed_is_a_row_with_a_sentence(tmp_path):
    state = handed_in("saddle", 1)
    path = tmp_path / "one.wk4.json"
    path.write_bytes(encode_state(replace(state, view={**state.view, "exercise_seed": -4})))
    assert "exercise_seed" in marks_of(path).problem


def test_old_sessions_of_backprop_are_marked_too(session):
    state = decode_state(session.read_bytes())
    assert exercise_in(state) is None
    worked = replace(state, view={"blank": ["loss"], "typed": [["loss", "9"]]})
    done = marked_state(worked)
    assert (done.earned, len(done.items)) == (1, 1)
