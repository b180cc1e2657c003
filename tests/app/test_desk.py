"""The desk of every lab: an exercise drawn, worked with a slip by keyboard, marked, recorded, and the ladder."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from tiers import sample

from wk4gui.app.window.settings import SettingsFile
from wk4gui.app.window.window_memory import _forget
from wk4gui.documents.record import Attempt, add, in_order, last_predictions, rung, taken_over, without
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.exercise import Working
from wk4gui.registry import LABS

DRAWN = [lab.id for lab in LABS.values() if lab.exercises and not lab.exercises[0].restore]


@pytest.fixture
def work(window, qtbot):
    """Opens an exercise of a lab, everything blank unless told otherwise."""

    def begin(lab_id, difficulty="easy", n_blank=None, seed=3):
        page = window.open_lab(lab_id)
        qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
        page.column.buttons["work"].click()
        page.desk._start(seed, difficulty=difficulty, n_blank=n_blank)
        qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
        return page

    return begin


def type_into(qtbot, page, key, value):
    field = page.desk.card.rows.fields[key]
    assert field.hasFocus() or page.window().focusWidget() is field
    if isinstance(value, str):
        qtbot.keyClick(field, str(page.desk.marked.exercise.quantity(key).options.index(value) + 1))
        qtbot.keyClick(field, Qt.Key.Key_Return)
    else:
        qtbot.keyClicks(field, f"{value:.6g}")
        qtbot.keyClick(field, Qt.Key.Key_Tab)


def slip_in(exercise):
    """The first quantity in which a mistake can be made, the mistake and the wrong value."""
    truth = Working(exercise)
    for quantity in exercise.quantities:
        for each in quantity.misconceptions:
            value = truth.wrong(quantity, each)
            if value is not None and value != truth.expected(quantity.key):
                return quantity.key, each, value
    raise AssertionError


@pytest.mark.parametrize("lab_id", sample(DRAWN, 2, 7))
def test_an_exercise_is_worked_with_a_slip_by_keyboard(window, work, qtbot, lab_id):
    page = work(lab_id)
    exercise, card = page.desk.marked.exercise, page.desk.card
    slipped, mistake, wrong = slip_in(exercise)
    page.work()
    entered = {}
    for key in exercise.keys:
        value = wrong if key == slipped else Working(exercise, entered).expected(key)
        type_into(qtbot, page, key, value)
        entered[key] = value if isinstance(value, str) else float(f"{value:.6g}")
    assert window.focusWidget() is card.buttons["Check"]
    qtbot.keyClick(card.buttons["Check"], Qt.Key.Key_Space)
    n = len(exercise.keys)
    assert page.summary.text.startswith(f"{n - 1} of {n} marks.")
    assert mistake.sentence in card.rows.comments[slipped].text()
    assert mistake.sentence in card.rows.fields[slipped].accessibleName()
    attempt = in_order(page.keeper.record)[-1]
    assert (attempt.what, attempt.name, attempt.seed) == ("exercise", exercise.kind, 3)
    assert (attempt.earned, attempt.asked, attempt.right) == (n - 1, n, False)
    assert attempt.misconceptions == [mistake.name]
    assert attempt.date
    assert attempt.answer.keys() == set(exercise.keys)


@pytest.mark.parametrize("lab_id", sample(DRAWN, 2, 7))
def test_nothing_gives_the_answer_away(window, work, lab_id):
    page = work(lab_id)
    hidden = page.session.lab.exercises[0].hides
    known = {pane.name for pane in page.view.panes} | page.view.Concealable
    assert set(hidden) <= known
    assert all(pane.isHidden() for pane in page.view.panes if pane.name in hidden)
    assert page.summary.text.startswith("Your turn.")
    assert page.player.isHidden()
    assert not page.may_show_numbers
    page.column.buttons["watch"].click()
    assert not page.view.concealed
    assert page.desk.given.isHidden()
    assert not page.view.isHidden()
    assert page.may_show_numbers


def test_check_stays_in_sight(window, work, qtbot):
    page = work("batch_norm", "hard")
    window.resize(1280, 800)
    card = page.desk.card
    button = card.buttons["Check"]
    assert button.isVisible()
    assert button.visibleRegion().boundingRect().height() == button.height()
    card.rows.fields[page.desk.marked.exercise.keys[-1]].setFocus()
    assert button.visibleRegion().boundingRect().height() == button.height()


def test_the_window_keeps_its_size(window, work):
    window.resize(1280, 800)
    for lab_id, difficulty in (("activations", "medium"), ("batch_norm", "easy"), ("saddle", "hard")):
        page = work(lab_id, difficulty)
        for key in page.desk.marked.exercise.keys:
            page.desk._enter(key, "777")
        page.desk.card.buttons["Check"].click()
        assert (window.width(), window.height()) == (1280, 800)


def test_an_exercise_is_saved_and_undone_with_the_state(window, work, qtbot):
    page = work("saddle")
    page.desk._enter("g0", "12")
    state = page.saved_state()
    assert state.view["exercise"] == "critical_point"
    page.load_preset("double_well")
    qtbot.waitUntil(lambda: page.session.ready)
    assert not page.view.hides_numbers
    page.session.undo()
    qtbot.waitUntil(lambda: page.session.ready)
    assert dict(page.view.state.typed) == {"g0": "12"}
    page.load_preset("double_well")
    page.show_state(state)
    qtbot.waitUntil(lambda: page.session.ready)
    assert page.desk.marked.filled == 1
    assert page.session.params.start == page.desk.marked.exercise.given.start


def test_an_exercise_that_does_not_exist_is_refused(window, work):
    page = work("saddle")
    state = page.saved_state()
    with pytest.raises(ParamError, match="no exercise 'nothing'"):
        page.show_state(replace(state, view={**state.view, "exercise": "nothing"}))
    assert page.saved_state() == state


def test_watching_keeps_what_was_typed(window, work, qtbot):
    page = work("dropout")
    page.desk._enter("unit", "2.5")
    page.column.buttons["watch"].click()
    page.session.set_param("drop_prob", 0.3)
    page.column.buttons["work"].click()
    qtbot.waitUntil(lambda: page.session.ready)
    assert page.view.state.exercise_seed == 3
    assert dict(page.view.state.typed) == {"unit": "2.5"}
    assert page.session.params.drop_prob == page.desk.marked.exercise.given.drop_prob


def test_buttons_show_values_start_again_and_hand_in(window, work, tmp_path, monkeypatch):
    page = work("weight_decay")
    card = page.desk.card
    card.rows.fields["penalty"].setFocus()
    card.set_current("penalty")
    card.buttons["Show this one"].click()
    assert page.view.state.shown == ("penalty",)
    assert page.desk.marked.earned == 0
    path = tmp_path / "mine.pdf"
    monkeypatch.setattr("wk4gui.app.window.file_actions.ask_where_to_save_document", lambda parent, name: path)
    card.buttons["Hand in…"].click()
    assert path.read_bytes().startswith(b"%PDF")
    card.buttons["Show all"].click()
    assert set(page.view.state.shown) == set(page.desk.marked.exercise.keys)
    card.buttons["Start again"].click()
    assert page.view.state.shown == ()


def test_a_single_digit_is_refused_with_the_reason(window, work):
    page = work("activations")
    truth = Working(page.desk.marked.exercise).expected("s")
    page.desk._enter("s", f"{truth:.1g}")
    page.desk.card.buttons["Check"].click()
    item = page.desk.marked.items[0]
    assert item.comment == "At least two significant digits are asked for."
    assert item.mark is None


def test_the_ladder_leaves_more_blank_after_two_right_and_less_after_two_wrong(window, work, qtbot):
    page = work("learning_rate", n_blank=0)
    card = page.desk.card
    assert card.blanks.currentText() == "worked example"
    assert not page.desk.marked.asked
    assert page.summary.text.startswith("A worked example.")

    def go_on(right):
        card.buttons["Next exercise"].click()
        qtbot.waitUntil(lambda: page.session.ready and not page.session.busy)
        truth = Working(page.desk.marked.exercise)
        for item in page.desk.marked.asked:
            value = truth.expected(item.quantity.key)
            page.desk._enter(item.quantity.key, f"{value:.6g}" if right else "777")
        card.buttons["Check"].click()
        return page.view.state.n_blank

    assert [go_on(right) for right in (True, True, True, False, False, False)] == [1, 1, 2, 2, 2, 1]


def attempt(right, n_blank, name="bowl", asked=3):
    return Attempt(what="exercise", name=name, difficulty="easy", right=right, n_blank=n_blank, asked=asked)


def record_of(*attempts):
    record = {}
    for n, each in enumerate(attempts):
        each.date = f"2026-01-01T00:00:{n:02d}"
        add(record, each)
    return record


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ((), 0),
        ((attempt(None, 0, asked=0),), 1),
        ((attempt(True, 1),), 1),
        ((attempt(True, 1), attempt(True, 1)), 2),
        ((attempt(True, 1), attempt(False, 1), attempt(True, 1)), 1),
        ((attempt(False, 2), attempt(False, 2)), 1),
        ((attempt(False, 1), attempt(False, 1)), 0),
        ((attempt(True, None), attempt(True, None)), 4),
        ((attempt(True, 3, name="other"), attempt(True, 3, name="other")), 0),
    ],
)
def test_the_rung_follows_from_the_record(attempts, expected):
    assert rung(record_of(*attempts), "bowl", "easy", 4) == expected


def test_attempts_of_one_second_are_all_kept_and_removed_by_name():
    record = {}
    for _ in range(3):
        add(record, attempt(True, 1))
    add(record, attempt(True, 1, name="other"))
    assert len(record) == 4
    assert {each.name for each in without(record, "bowl").values()} == {"other"}
    assert without(record, "") == {}


def test_old_predictions_are_taken_over_once():
    record = taken_over({"a": True, "b": None}, {})
    assert last_predictions(record) == {"a": True, "b": None}
    add(record, Attempt(what="prediction", name="a", right=False, date="2026-01-01"))
    again = taken_over({"a": True}, record)
    assert again == record
    assert last_predictions(again) == {"a": False, "b": None}


def test_the_record_is_seen_by_topic_and_removed(window, work, qtbot):
    page = work("dropout")
    page.desk.card.buttons["Show all"].click()
    page.desk.card.buttons["Check"].click()
    page.predictor.ask(page.session.lab.questions[0])
    page.predictor.stop()
    window.actions_by_name["record"].trigger()
    dialog = next(child for child in window.children() if type(child).__name__ == "RecordDialog")
    tree = dialog.tree
    assert tree.topLevelItemCount() == 1
    top = tree.topLevelItem(0)
    assert top.text(0) == "Dropout"
    assert top.childCount() == 2
    assert top.child(0).child(0).text(3) == "0 of 5 marks"
    tree.setCurrentItem(top.child(0))
    dialog.removal.click()
    assert [each.what for each in page.keeper.record.values()] == ["prediction"]
    dialog.removal_of_all.click()
    assert page.keeper.record == {}
    assert page.predictor.record == {}
    assert tree.topLevelItemCount() == 0
    dialog.close()


def test_an_answer_is_in_the_file_before_the_window_closes(window, settings_file, work, qtbot):
    window.page.predictor.recorded.emit(Attempt(what="prediction", name="somebody", right=True))
    page = work("dropout")
    for key in page.desk.marked.exercise.keys:
        page.desk._enter(key, "777")
    page.desk.card.buttons["Check"].click()
    written = SettingsFile(settings_file.path).read().record
    assert [attempt.seed for attempt in in_order(written["dropout"])] == [3]
    assert [attempt.name for attempt in in_order(written["backprop"])] == ["somebody"]
    _forget(window, "dropout", "")
    assert SettingsFile(settings_file.path).read().record["dropout"] == {}
