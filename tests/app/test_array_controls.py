"""Controls for vectors and matrices: exact numbers in rows, folded away until they are wanted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton

from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.number_rows import parse_rows


def cells(control):
    return [cell for cell in control.findChildren(NumberEdit) if not cell.isHidden()]


def test_a_vector_has_a_cell_for_each_entry(qtbot, page):
    control = page.panel.controls["x"]
    assert [cell.value for cell in cells(control)] == [1.0, 2.0]
    with qtbot.waitSignal(page.session.result_ready):
        cells(control)[1].entered.emit(5.0)
    assert page.session.params.x == (1.0, 5.0)


def test_matrices_are_filled_when_they_are_unfolded_and_edited_layer_by_layer(qtbot, page):
    control = page.panel.controls["weights"]
    assert cells(control) == []
    control.findChild(QToolButton, "fold").setChecked(True)
    qtbot.waitUntil(lambda: [cell.value for cell in cells(control)] == [2.0, 1.0, 1.0, -1.0, 1.0, 2.0])
    page.session.set_param("weights", (((9.0, 1.0), (1.0, -1.0), (1.0, 2.0)), ((-1.0, 1.0, 2.0),)))
    assert cells(control)[0].value == 9.0
    second = next(button for button in control.layer_buttons if button.text() == "2")
    second.click()
    qtbot.waitUntil(lambda: [cell.value for cell in cells(control)] == [-1.0, 1.0, 2.0])
    with qtbot.waitSignal(page.session.result_ready):
        cells(control)[0].entered.emit(0.5)
    assert page.session.params.weights[1] == ((0.5, 1.0, 2.0),)


def test_adding_a_layer_by_its_activations_resizes_the_rest(qtbot, page):
    with qtbot.waitSignal(page.session.result_ready):
        page.session.set_param("activations", ["relu", "tanh", "linear"])
    assert len(page.session.params.weights) == 3
    boxes = [box for box in page.panel.controls["activations"].boxes if not box.isHidden()]
    assert [box.currentText() for box in boxes] == ["ReLU", "tanh", "linear"]
    boxes[1].activated.emit(boxes[1].findData("sigmoid"))
    assert page.session.params.activations == ("relu", "sigmoid", "linear")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("0\t1\n1\t0", [[0, 1], [1, 0]]),
        ("0,5\t1\r\n1,25\t0\r\n", [[0.5, 1], [1.25, 0]]),
        ("0,5; 1\n1; −2", [[0.5, 1], [1, -2]]),
        ("0, 1\n1, 0\n", [[0, 1], [1, 0]]),
        ("[[0, 1],\n [1, 0]]", [[0, 1], [1, 0]]),
        ("0 1\n1 0", [[0, 1], [1, 0]]),
        ("1\n2\n3", [[1], [2], [3]]),
        ("1\tx", [[1, "x"]]),
        ("[[0, 1], [1, 0]]", [[0, 1], [1, 0]]),
        ("((0.15, 0.20), (0.25, 0.30))", [[0.15, 0.2], [0.25, 0.3]]),
        ("np.array([[0., 1.],\n          [1., 0.]])", [[0, 1], [1, 0]]),
        ("[1 3; 2 0]", [[1, 3], [2, 0]]),
        ("1, 3; 2, 0", [[1, 3], [2, 0]]),
        ("1 3", [[1, 3]]),
        ("10 000; 2", [[10000, 2]]),
        ("1 3\t2", [["1 3", 2]]),
        ("0,5", None),
        ("0.5", None),
        ("3/4", None),
        ("word", None),
        ("", None),
    ],
)
def test_a_table_is_read_from_a_spreadsheet_a_document_or_code(text, rows):
    assert parse_rows(text) == rows


def test_a_pasted_table_becomes_the_samples_and_the_targets_follow(qtbot, page):
    control = page.panel.controls["x"]
    QGuiApplication.clipboard().setText("0\t0\n0\t1\n1\t0\n1\t1")
    cell = cells(control)[0]
    qtbot.keyClick(cell, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.session.params.x == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert page.session.params.y == ((3,),) * 4
    qtbot.waitUntil(lambda: len(cells(control)) == 8)
    QGuiApplication.clipboard().setText("0\n1\n1\n0")
    buttons = {button.text(): button for button in page.panel.controls["y"].findChildren(QPushButton)}
    buttons["Paste table"].click()
    assert page.session.params.y == ((0,), (1,), (1,), (0,))
    page.session.undo()
    assert page.session.params.y == ((3,),) * 4


def test_a_pasted_word_is_refused_with_its_place(qtbot, page):
    QGuiApplication.clipboard().setText("0\t0\nno\t1")
    with qtbot.waitSignal(page.session.refused) as refusal:
        qtbot.keyClick(cells(page.panel.controls["x"])[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert refusal.args[0] == "Input x, entry 2, 1: a number from −1e6 to 1e6 is expected, not “no”"


def test_rows_are_added_and_removed_and_cells_edited(qtbot, page):
    control = page.panel.controls["x"]
    buttons = {button.text(): button for button in control.findChildren(QPushButton)}
    buttons["+ row"].click()
    assert page.session.params.x == ((1, 2), (1, 2))
    qtbot.waitUntil(lambda: len(cells(control)) == 4)
    cells(control)[3].entered.emit(7.0)
    assert page.session.params.x == ((1, 2), (1, 7))
    buttons["− row"].click()
    assert page.session.params.x == (1, 2)
    assert page.session.params.y == (3,)


def test_many_rows_are_shown_in_part(qtbot, page):
    page.session.set_param("x", [[float(i), 1.0] for i in range(64)])
    control = page.panel.controls["x"]
    qtbot.waitUntil(lambda: len(cells(control)) == 96)
    assert control._more.text() == "… and 16 more rows"
    page.session.set_param("x", [1.0, 2.0])
    assert control._more.isHidden()


def test_a_wide_table_scrolls_sideways_and_leaves_the_panel_its_width(qtbot, window):
    page = window.open_lab("backprop")
    page.session.set_params({"x": [0.5] * 16, "weights": [[[0.1] * 16], [[1.0]]], "biases": [[0.0], [0.0]]})
    qtbot.waitUntil(lambda: page.session.ready)
    control = page.panel.controls["x"]
    assert page.panel.width() <= page.column.width()
    assert control._area.width() <= page.panel.width()
    cells = control._grid._cells[0]
    assert cells[-1].geometry().right() > control._area.width()
    qtbot.waitUntil(lambda: control._area.height() == control._area.sizeHint().height())  # with its scroll bar
    window.activateWindow()
    cells[0].setFocus()
    for _ in cells[1:]:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert cells[-1].hasFocus()
    shown = cells[-1].mapTo(control._area, cells[-1].rect().center())
    assert control._area.rect().contains(shown)
