"""The window as a person uses it: drag, type, step, choose, and see the picture follow."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider, QTableView

from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import ParamError
from wk4gui.labs.backprop.picture.network_numbers import Place
from wk4gui.registry import find_lab

LEFT = Qt.MouseButton.LeftButton


def drag(qtbot, widget, start: QPoint, end: QPoint, moves: int = 8) -> None:
    qtbot.mousePress(widget, LEFT, pos=start)
    for i in range(1, moves + 1):
        qtbot.mouseMove(widget, start + (end - start) * i / moves)
    qtbot.mouseRelease(widget, LEFT, pos=end)


def slider(page):
    return page.panel.controls["learning_rate"].slider


def test_a_new_user_sees_the_tutorial_at_its_update(page):
    assert page.session.params == find_lab("backprop").preset_params("tutorial")
    assert page.session.frames.label(page.session.frame) == "step 0 · update"
    assert page.summary.text.startswith("Overshoots. One step takes the loss from 9 to 866.7136")
    assert page.view.table.texts(0) == ("w₁₁", "2", "−6", "2.6")


def test_dragging_the_learning_rate_changes_the_loss_at_once(qtbot, page):
    handle = slider(page)
    start, end = handle.handle_point().toPoint(), handle.handle_point(0.006).toPoint()
    with qtbot.waitSignal(page.session.result_ready):
        drag(qtbot, handle, start, end)
    qtbot.waitUntil(lambda: page.session.params.learning_rate == 0.006)
    qtbot.waitUntil(lambda: page.summary.text.startswith("Falls"))
    assert page.panel.controls["learning_rate"].entry.text().startswith("0.00")


def test_many_moves_in_one_turn_are_one_computation(qtbot, page):
    computed = []
    page.session.result_ready.connect(lambda: computed.append(page.session.params.learning_rate))
    for rate in (0.05, 0.04, 0.03):
        page.session.set_param("learning_rate", rate)
    qtbot.waitUntil(lambda: bool(computed))
    assert computed == [0.03]


def test_an_exact_value_is_typed_beside_the_slider(qtbot, page):
    entry = page.panel.controls["learning_rate"].entry
    entry.setFocus()
    qtbot.waitUntil(entry.hasFocus)
    qtbot.keyClicks(entry, "0,0123")
    with qtbot.waitSignal(page.session.result_ready):
        qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert page.session.params.learning_rate == 0.0123


def test_a_value_out_of_range_is_refused_in_words_and_nothing_changes(qtbot, page):
    entry = page.panel.controls["learning_rate"].entry
    before = page.session.params
    entry.setFocus()
    qtbot.waitUntil(entry.hasFocus)
    qtbot.keyClicks(entry, "99")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert page.session.params == before
    assert page.summary.text == "Not accepted. Learning rate α: a number from 0.0001 to 10 is expected, not 99."
    assert entry.property("refused")


@pytest.mark.parametrize(
    ("lab_id", "name", "field_of", "said"),
    [
        ("backprop", "learning_rate", lambda control: control.entry, "Learning rate α: a number from 0.0001 to 10"),
        (
            "learning_rate",
            "batch_size",
            lambda control: control._number.entry,
            "Batch size: a whole number from 1 to 64",
        ),
        (
            "learning_rate",
            "start",
            lambda control: control._grid._cells[0][1],
            "Start w, entry 2: a number from −1000 to",
        ),
        ("batch_norm", "bias", lambda control: control.entries[0], "Bias b, entry 1: a number from −1000 to 1000"),
    ],
)
def test_a_text_that_is_no_number_takes_the_place_of_the_refusal_before(qtbot, window, lab_id, name, field_of, said):
    page = window.open_lab(lab_id)
    if name == "batch_size":
        page.session.set_param(name, 8)
    before = page.session.params
    entry = field_of(page.panel.controls[name])
    entry.setFocus()
    qtbot.waitUntil(entry.hasFocus)
    for text, shown in (("1e9", "1e9"), ("abc", "“abc”")):
        entry.selectAll()
        qtbot.keyClicks(entry, text)
        qtbot.keyClick(entry, Qt.Key.Key_Return)
        assert page.summary.text.startswith(f"Not accepted. {said}")
        assert page.summary.text.endswith(f" is expected, not {shown}.")
        assert entry.property("refused")
    assert page.session.params == before


def test_the_last_feature_is_needed(window):
    page = window.open_lab("playground")
    for box in page.panel.controls["features"].boxes.values():
        if box.isChecked():
            box.click()
    assert page.summary.text == "Not accepted. Features: at least one is needed."


@pytest.mark.parametrize(
    ("lab_id", "name", "entry", "typed", "refused"),
    [
        ("learning_rate", "learning_rate", "entry", ("0.05", "0.07"), ("abc", "-5")),
        ("saddle", "expression", "_entry", ("x**2 - y**2", "x*y"), ("x +",)),
    ],
)
def test_undo_in_a_field_undoes_the_setting(qtbot, window, lab_id, name, entry, typed, refused):
    page = window.open_lab(lab_id)
    if lab_id == "saddle":
        page.session.set_param("surface", "custom")
    begin = getattr(page.session.params, name)
    field = getattr(page.panel.controls[name], entry)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for text in (*typed, *refused):
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    values = [begin, *map(type(begin), typed)]
    assert getattr(page.session.params, name) == values[2]
    field.selectAll()
    qtbot.keyClicks(field, "7")
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(field, Qt.Key.Key_Z, ctrl)
    assert getattr(page.session.params, name) == values[2]  # what is not confirmed is undone in the field
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    field.settle()
    for value in (values[1], values[0]):
        qtbot.keyClick(field, Qt.Key.Key_Z, ctrl)
        assert getattr(page.session.params, name) == value
        assert type(begin)(field.text()) == value
    qtbot.keyClick(field, Qt.Key.Key_Z, ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert getattr(page.session.params, name) == values[1]


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 0.11),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 0.099),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 0.2),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 1e-4),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 10.0),
    ],
)
def test_the_slider_answers_keys(qtbot, page, key, modifier, expected):
    slider(page).setFocus()
    with qtbot.waitSignal(page.session.result_ready):
        qtbot.keyClick(slider(page), key, modifier)
    assert page.session.params.learning_rate == expected


def test_a_double_click_brings_the_default_back(qtbot, page):
    page.session.set_param("learning_rate", 0.5)
    qtbot.waitUntil(lambda: page.session.frames.count > 0)
    with qtbot.waitSignal(page.session.result_ready):
        qtbot.mouseDClick(slider(page), LEFT, pos=QPoint(20, 10))
    assert page.session.params.learning_rate == 0.1


def test_a_weight_is_typed_in_the_diagram_and_tab_goes_on(qtbot, page):
    diagram = page.view.diagram
    qtbot.mouseClick(diagram, LEFT, pos=diagram.rect_of(Place("W", 0, 0, 0)).center())
    editor = diagram.focusWidget() or diagram
    assert editor.text() == "2"
    qtbot.keyClicks(editor, "1/2")
    with qtbot.waitSignal(page.session.result_ready):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert page.session.params.weights[0][0][0] == 0.5
    assert page.view.state.selected == "W[0][0][1]"
    qtbot.keyClicks(editor, "7")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert page.session.params.weights[0][0][1] == 1.0, "Escape leaves without taking what was typed"


def test_enter_opens_the_first_number_of_the_diagram(qtbot, page):
    diagram = page.view.diagram
    qtbot.keyClick(diagram, Qt.Key.Key_Return)
    assert page.view.state.selected == "x[0]"
    assert diagram._editor.isVisible()
    assert diagram._editor.text() == "1"


def test_a_number_is_dragged_up_in_the_diagram(qtbot, page):
    diagram = page.view.diagram
    start = diagram.rect_of(Place("b", 1, 0)).center()
    with qtbot.waitSignal(page.session.result_ready):
        drag(qtbot, diagram, start, start - QPoint(0, 50))
    assert page.session.params.biases[1][0] == 1.0


def test_selecting_a_weight_shows_its_chain_rule(qtbot, page):
    page.view.select("W[0][0][0]")
    card = page.view.chain_rule_card
    assert any("6 · (−1) · 1 · 1 = −6" in line for line in card.formulas)


def test_units_and_layers_come_and_go(qtbot, page):
    def press(name: str) -> None:
        button = next(b for b in page.view.structure.buttons() if b.accessibleName() == name)
        with qtbot.waitSignal(page.session.result_ready):
            qtbot.mouseClick(button, LEFT)

    press("Add a unit to layer 1")
    assert [len(b) for b in page.session.params.biases] == [4, 1]
    press("Add a hidden layer before the output")
    assert len(page.session.params.weights) == 3
    press("Remove layer 1")
    press("Remove the last unit of the inputs")
    assert len(page.session.params.x) == 1


def test_phases_are_stepped_and_only_what_is_computed_carries_numbers(qtbot, page):
    page.player.first()
    assert page.view.table.texts(0) == ("w₁₁", "2", "", "")
    seen = []
    for _ in range(5):
        page.player.forward()
        seen.append(page.session.frames.label(page.session.frame))
    assert seen == [
        "step 0 · forward 2",
        "step 0 · loss",
        "step 0 · backward 2",
        "step 0 · backward 1",
        "step 0 · update",
    ]
    page.player.step_forward()
    assert page.session.frames.label(page.session.frame) == "step 1 · update"
    page.player.back()
    assert page.view.table.texts(0)[3] == ""


def test_playing_ends_at_the_last_frame(qtbot, page):
    page.session.seek(page.session.frames.count - 3)
    for _ in range(2):
        page.player.next_speed()
    page.player.toggle_play()
    qtbot.waitUntil(lambda: not page.player.playing, timeout=5000)
    assert page.session.frame == page.session.frames.count - 1


def test_presets_and_reset(qtbot, window, page):
    with qtbot.waitSignal(page.session.result_ready):
        window.header.preset_chosen.emit("works")
    assert page.session.params.learning_rate == 0.007
    page.session.set_param("learning_rate", 1.0)
    with qtbot.waitSignal(page.session.result_ready):
        qtbot.mouseClick(window.header.buttons["reset"], LEFT)
    assert page.session.params.learning_rate == 0.007


def test_a_divergence_keeps_the_last_good_picture(qtbot, page):
    page.session.set_params({"learning_rate": 10.0, "update": "ascent", "n_steps": 200})
    qtbot.waitUntil(lambda: page.session.result is not None and page.session.result.diverged_at is not None)
    page.player.last()
    step, _ = page.session.frames.split(page.session.frame)
    assert step == page.session.result.diverged_at - 1
    assert "diverges" in page.player.time_line.ticks()[0][1]


def test_themes_switch_everywhere_at_once(qtbot, window, page):
    qtbot.waitUntil(lambda: not page.turns.busy)
    light = window.grab().toImage()
    window.appearance.choose("dark")
    dark = window.grab().toImage()
    assert window.appearance.theme.name == "dark"
    for x, y in ((20, 300), (200, 110), (964, 600), (300, 520), (700, 660), (700, 740)):
        assert dark.pixelColor(x, y).lightness() < 90 < light.pixelColor(x, y).lightness(), (x, y)


def test_a_saved_state_opens_and_a_bad_one_changes_nothing(qtbot, window, page):
    params = find_lab("backprop").decode({"learning_rate": 0.02})
    window.open_state(SavedState(lab="backprop", params=params, view={"digits": 4}, frame=7))
    qtbot.waitUntil(lambda: page.session.frame == 7)
    assert page.session.params == params
    assert page.view.state.digits == 4
    with pytest.raises(ParamError, match=r"\(digits\) = 40: a whole number from 0 to 8"):
        window.open_state(SavedState(lab="backprop", params=params.with_(learning_rate=1.0), view={"digits": 40}))
    assert page.session.params == params


def test_every_control_has_an_accessible_name(page):
    for kind in (QAbstractButton, QSlider, QComboBox, QLineEdit, QTableView):
        for widget in page.findChildren(kind):
            if widget.isVisibleTo(page) and not widget.objectName().startswith("qt_"):
                name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                assert name, widget


def test_arrow_keys_step_the_phases_unless_a_slider_has_the_focus(qtbot, window, page):
    page.view.diagram.setFocus()
    frame = page.session.frame
    qtbot.keyClick(page.view.diagram, Qt.Key.Key_Left)
    assert page.session.frame == frame - 1
    qtbot.keyClick(page.view.diagram, Qt.Key.Key_Right)
    assert page.session.frame == frame
    slider(page).setFocus()
    qtbot.keyClick(slider(page), Qt.Key.Key_Left)
    assert page.session.frame == frame
