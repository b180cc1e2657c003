"""Exercises through the window: typed into the diagram, the table and the card, marked, shown, drawn anew."""

import pytest
from opening import opened
from PySide6.QtCore import QPoint, Qt

from wk4gui.labs.backprop.model.moments import step_state
from wk4gui.labs.backprop.model.quantities import Quantity, quantities
from wk4gui.labs.backprop.model.working import Working, problem_of


@pytest.fixture
def page(window, qtbot):
    page = window.page
    page.load_preset("exercise")
    qtbot.waitUntil(lambda: page.desk.marked is not None and not page.session.busy)
    return page


def problem(page):
    return problem_of(step_state(page.session.params, page.session.result, 0))


def all_keys(page):
    return [item.quantity.key for item in page.desk.marked.items]


def type_all(page, working):
    """Works through the card from the first field to the last, as Tab does."""
    for key in all_keys(page):
        field = page.desk.card.rows.fields[key]
        field.setText(repr(working.value(Quantity.parse(key))))
        field.confirm()


def press(page, text):
    page.desk.card.buttons[text].click()


def test_nothing_tells_before_it_is_worked_out(page):
    view = page.view
    assert page.summary.text.startswith("Your turn. 0 of 39")
    assert view.formulas.isHidden()
    assert view.panes[1].isHidden()
    assert not page.panel.controls["learning_rate"].slider._zones
    assert page.player.isHidden()
    assert {answer.shown for answer in view.diagram._numbers.answers.values()} == {"?"}
    assert view.table.texts(0) == ("w₁₁", "2", "?", "?")


def test_the_tutorials_question_all_right(page):
    type_all(page, Working(problem(page)))
    press(page, "Check")
    assert page.summary.text.startswith("39 of 39 marks.")
    assert {item.mark.verdict for item in page.desk.marked.items} == {"right"}


def test_one_slip_early_and_the_rest_right_from_it(page):
    slip = Quantity("z", 0, 0)
    type_all(page, Working(problem(page), {slip: 5.0}))
    press(page, "Check")
    assert page.summary.text.startswith("38 of 39 marks.")
    wrong = [item for item in page.desk.marked.items if item.mark.verdict == "wrong"]
    assert [item.quantity.key for item in wrong] == [str(slip)]
    assert page.desk.card.score.text().startswith("38 of 39 marks")


def test_a_mistake_gets_its_sentence(page):
    type_all(page, Working(problem(page)))
    field = page.desk.card.rows.fields["grad_z[1][0]"]
    field.setText("3")
    field.confirm()
    press(page, "Check")
    item = next(i for i in page.desk.marked.items if i.quantity.key == "grad_z[1][0]")
    assert "factor 2" in item.comment
    assert "factor 2" in page.desk.card.rows.comments["grad_z[1][0]"].text()


def test_numbers_are_typed_into_the_diagram_and_tab_goes_on(page, qtbot):
    diagram = page.view.diagram
    centre = diagram.blank_rect("z[0][0]").center()
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=QPoint(centre.x(), centre.y()))
    edit = diagram.answer_edit
    assert edit.isVisible()
    assert edit.quantity == "z[0][0]"
    qtbot.keyClicks(edit, "2*1+1*2")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert dict(page.view.state.typed) == {"z[0][0]": "2*1+1*2"}
    assert edit.quantity == "z[0][1]"
    qtbot.keyClicks(edit, "-1")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.quantity == "z[0][2]"
    qtbot.keyClick(edit, Qt.Key.Key_Backtab)
    assert edit.quantity == "z[0][1]"
    press(page, "Check")
    answers = diagram._numbers.answers
    assert answers["z[0][0]"].tone == answers["z[0][1]"].tone == "right"


def test_new_weights_are_typed_into_the_table(page, qtbot):
    table, cell = page.view.table, page.view.blanks.cell
    table.asked.emit(0, 3)
    assert cell.isVisible()
    qtbot.keyClicks(cell, "2,6")
    qtbot.keyClick(cell, Qt.Key.Key_Tab)
    assert dict(page.view.state.typed) == {"new_W[0][0][0]": "2,6"}
    assert cell.quantity == "new_W[0][0][1]"
    press(page, "Check")
    assert table.texts(0)[3] == "2,6 ✓"


def test_what_is_no_number_is_said_and_costs_nothing_else(page):
    field = page.desk.card.rows.fields["loss"]
    field.setText("nine")
    field.confirm()
    item = next(i for i in page.desk.marked.items if i.quantity.key == "loss")
    assert "is not a number" in item.comment
    assert item.mark is None


def test_one_number_or_everything_is_shown(page):
    card = page.desk.card
    page.view.diagram.open_blank("z[0][0]")
    assert card.current == "z[0][0]"
    press(page, "Show this one")
    assert page.view.state.shown == ("z[0][0]",)
    assert card.rows.fields["z[0][0]"].text() == "4"
    assert card.rows.fields["z[0][0]"].isReadOnly()
    press(page, "Show all")
    assert set(page.view.state.shown) == set(all_keys(page))
    assert page.desk.marked.earned == 0
    press(page, "Start again")
    assert page.view.state.shown == page.view.state.typed == ()


def test_new_numbers_are_another_exercise_of_the_same_kind(page, qtbot):
    before = page.session.params
    press(page, "Next exercise")
    qtbot.waitUntil(lambda: page.session.params != before and not page.session.busy)
    assert page.view.state.typed == ()
    assert [len(b) for b in page.session.params.biases] == [3, 1]
    assert page.summary.text.startswith("Your turn.")
    type_all(page, Working(problem(page)))
    press(page, "Check")
    assert page.summary.text.startswith("39 of 39 marks.")


def test_only_the_chosen_groups_are_blank(page):
    for group in ("forward", "loss", "grad_z", "grad_W"):
        page.view.groups.boxes[group].click()
    assert all_keys(page) == [str(q) for q in quantities((2, 3, 1), ("update",))]
    page.view.groups.boxes["update"].click()
    assert page.desk.marked is None
    assert not page.player.isHidden()
    assert page.summary.text.startswith("Overshoots.")
    assert page.panel.controls["learning_rate"].slider._zones


def test_another_preset_ends_the_exercise(page, qtbot):
    page.load_preset("works")
    qtbot.waitUntil(lambda: not page.session.busy)
    assert page.view.state.blank == ()
    assert not page.view.formulas.isHidden()
    assert not page.view.panes[1].isHidden()


def test_an_exercise_is_saved_with_the_session(page, window, qtbot, tmp_path):
    type_all(page, Working(problem(page)))
    window.files.save_file(tmp_path / "mine.wk4.json")
    page.load_preset("tutorial")
    opened(qtbot, window, tmp_path / "mine.wk4.json")
    qtbot.waitUntil(lambda: not page.session.busy)
    assert len(page.view.state.typed) == 39
    assert page.summary.text.startswith("Your turn. 39 of 39")


def test_a_worked_exercise_is_handed_in_as_one_page(page, window, tmp_path, monkeypatch):
    path = tmp_path / "mine.pdf"
    monkeypatch.setattr("wk4gui.app.window.file_actions.ask_where_to_save_document", lambda parent, name: path)
    type_all(page, Working(problem(page)))
    press(page, "Hand in…")
    assert path.read_bytes().startswith(b"%PDF")
    assert path.read_bytes().count(b"/Type /Page\n") == 1


def test_what_follows_from_a_blank_is_not_shown_beside_it(page):
    for group in ("grad_z", "grad_W", "update"):
        page.view.groups.boxes[group].click()
    numbers = page.view.diagram._numbers
    assert all(layer is None for layers in (numbers.grad_z, numbers.grad_W, numbers.grad_b) for layer in layers)
    assert page.view.table.texts(0) == ("w₁₁", "2", "", "")
    for group in ("forward", "loss"):
        page.view.groups.boxes[group].click()
    page.view.groups.boxes["update"].click()
    assert page.view.table.texts(0) == ("w₁₁", "2", "−6", "?")


def test_tab_goes_from_the_last_blank_to_check(page, qtbot):
    last = all_keys(page)[-1]
    page.view.open_blank(last)
    qtbot.keyClick(page.view.blanks.cell, Qt.Key.Key_Tab)
    assert page.window().focusWidget() is page.desk.card.buttons["Check"]


def test_exercises_are_drawn_too_from_a_worked_example_on(page, qtbot):
    card = page.desk.card
    assert card.difficulty.currentText() == "own numbers"
    assert card.blanks.isHidden()
    card.difficulty_chosen.emit("easy")
    qtbot.waitUntil(lambda: not page.session.busy)
    assert page.summary.text.startswith("A worked example.")
    assert page.view.state.blank == ()
    assert page.view.hides_numbers
    assert len(page.desk.marked.items) == 10
    press(page, "Next exercise")
    qtbot.waitUntil(lambda: not page.session.busy)
    assert page.view.state.blank == ("grad_z",)
    assert [item.quantity.key for item in page.desk.marked.asked] == ["grad_z[1][0]", "grad_z[0][0]", "grad_z[0][1]"]
    assert page.desk.marked.exercise.given == problem(page)
    assert page.view.table.texts(0)[2:] == ("", "")
    card.blanks_chosen.emit(3)
    qtbot.waitUntil(lambda: not page.session.busy)
    assert page.view.state.blank == ("forward", "loss", "grad_z")
    type_all(page, Working(problem(page)))
    press(page, "Check")
    assert page.summary.text.startswith("10 of 10 marks.")
    assert [(each.seed, each.right) for each in page.keeper.record.values()][-1] == (
        page.view.state.exercise_seed,
        True,
    )
    card.difficulty_chosen.emit("own numbers")
    assert page.view.state.exercise == ""
    assert page.desk.marked.exercise.kind == ""
