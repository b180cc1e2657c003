"""Several samples in the window: the stepper and the table choose one, edits change its row, exercises take it."""

import pytest
from PySide6.QtCore import Qt

from wk4gui.labs.backprop.picture.network_numbers import Place


@pytest.fixture
def xor(qtbot, page):
    page.load_preset("xor")
    qtbot.waitUntil(lambda: page.session.ready and page.session.params.n_samples == 4)
    return page


def texts(page):
    table = page.view.samples.table
    return [table.texts(row) for row in range(table.count)]


def shown(page, name):
    return not next(pane for pane in page.view.panes if pane.name == name).isHidden()


def test_one_sample_has_neither_stepper_nor_table(page):
    assert page.view.stepper.isHidden()
    assert not shown(page, "samples")
    assert "sample" not in page.view.legend.accessibleName()


def test_the_table_shows_every_sample(xor):
    assert shown(xor, "samples")
    assert texts(xor) == [
        ("1", "(0, 0)", "0", "0", "0"),
        ("2", "(0, 1)", "1", "1", "0"),
        ("3", "(1, 0)", "1", "1", "0"),
        ("4", "(1, 1)", "0", "0", "0"),
    ]


def test_no_number_of_the_table_is_cut_off(qtbot, page):
    page.load_preset("and_in_turn")
    qtbot.waitUntil(lambda: page.session.ready and page.session.params.n_samples == 4)
    table = page.view.samples.table
    qtbot.waitUntil(lambda: table.width() >= table.needed_width)
    last = table.visualRect(table.model().index(0, 4))
    assert last.right() < table.viewport().width()


def test_the_table_can_fill_the_picture(qtbot, xor):
    pane = next(pane for pane in xor.view.panes if pane.name == "samples")
    xor.view.fill(pane)
    qtbot.waitUntil(lambda: pane.width() > 0.9 * xor.view.width())
    xor.view.fill(None)
    qtbot.waitUntil(lambda: pane.width() < 0.5 * xor.view.width())


def test_the_stepper_goes_round(qtbot, xor):
    back, forward = xor.view.stepper.buttons
    qtbot.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert xor.view.state.sample == 2
    assert xor.view.diagram._numbers.x.tolist() == [0.0, 1.0]
    assert xor.view.stepper.label.text().startswith("Sample 2 of 4; this step takes the mean of all. Mean loss 0.")
    for _ in range(2):
        qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert xor.view.state.sample == 4
    xor.view.samples.table.picked.emit(2)
    assert xor.view.state.sample == 3


def test_numbers_that_are_not_computed_yet_are_in_no_table(xor):
    xor.session.seek(0)
    assert texts(xor)[1] == ("2", "(0, 1)", "1", "", "")
    assert "Mean loss" not in xor.view.stepper.label.text()
    xor.session.seek(1)
    assert texts(xor)[1] == ("2", "(0, 1)", "1", "1", "")


def test_an_edit_in_the_picture_changes_the_row_that_is_shown(xor):
    xor.view.set_state(xor.view.state.with_(sample=3))
    xor.view.diagram.value_edited.emit(Place("x", 0, 1), 5.0, 0)
    xor.view.diagram.value_edited.emit(Place("y", 0, 0), 2.0, 0)
    assert xor.session.params.x == ((0, 0), (0, 1), (1, 5), (1, 1))
    assert xor.session.params.y == ((0,), (1,), (2,), (0,))


def test_the_step_in_turn_is_shown_and_marked(qtbot, page):
    page.load_preset("and_in_turn")
    qtbot.waitUntil(lambda: page.session.ready and page.session.params.n_samples == 4)
    for step in range(5):
        page.session.seek(4 * step + 3)
        marked = [row[0] for row in texts(page) if "←" in row[0]]
        assert marked == [f"{step % 4 + 1} ←"]
        assert page.view.losses._taken.text == f"sample {step % 4 + 1}"
        assert f"this step takes sample {step % 4 + 1}." in page.view.stepper.label.text()


def test_without_biases_there_is_none_to_edit(qtbot, page):
    page.load_preset("and_in_turn")
    qtbot.waitUntil(lambda: page.session.ready and page.session.params.bias == "none")
    assert all(place.kind != "b" for place in page.view.places)
    page.view.diagram.edit(Place("unit", 0, 0))
    assert page.view.diagram._editor.isHidden()
    assert "biases" not in [name for name, control in page.panel.controls.items() if not control.isHidden()]


def test_an_exercise_takes_the_shown_sample_and_says_so(xor):
    xor.view.set_state(xor.view.state.with_(sample=2))
    xor.view.begin_exercise()
    assert xor.summary.text.startswith("Your turn. Sample 2 alone. 0 of")
    assert not shown(xor, "samples")
    assert "Mean loss" not in xor.view.stepper.label.text()
    problem = xor.desk.marked.exercise.given
    assert (problem.x, problem.y) == ((0.0, 1.0), (1.0,))
    xor.view.end_exercise()
    assert shown(xor, "samples")


def test_the_chain_rule_ends_with_the_mean(qtbot, page):
    page.load_preset("batch_of_two")
    qtbot.waitUntil(lambda: page.session.ready and page.session.params.n_samples == 2)
    page.view.select("W[0][0][0]")
    assert page.view.chain_rule_card.formulas[-1] == "mean ∂L/∂w₁ = (−4 + 6) / 2 = 1"


def test_a_session_keeps_the_sample(xor):
    xor.view.set_state(xor.view.state.with_(sample=4))
    state = xor.saved_state()
    xor.load_preset("tutorial")
    xor.show_state(state)
    assert xor.view.state.sample == 4
    assert xor.session.params.n_samples == 4


def test_a_long_run_does_not_hold_the_window_up(qtbot, page):
    with qtbot.waitSignal(page.session.result_ready):
        page.session.set_param("n_steps", 2000)
        page.session.compute()
        assert page.session.busy
    assert len(page.session.result.loss) == 2001
    page.session.set_param("n_steps", 10)
    page.session.compute()
    assert not page.session.busy


def test_no_title_of_a_long_table_is_cut_off(qtbot, page):
    page.session.set_params({"x": [[i / 10, 1 - i / 20] for i in range(64)], "y": [[3.0]] * 64})
    qtbot.waitUntil(lambda: page.session.ready and page.session.params.n_samples == 64)
    table = page.view.samples.table
    qtbot.waitUntil(lambda: table.verticalScrollBar().isVisible() and table.width() >= table.needed_width)
    header = table.horizontalHeader()
    ink = header.grab().toImage().copy(header.sectionPosition(4), 0, header.viewport().width(), header.height())
    columns = [x for x in range(ink.width()) if len({ink.pixel(x, y) for y in range(ink.height())}) > 1]
    assert columns[-1] - columns[0] >= 4, "an L with its foot"
