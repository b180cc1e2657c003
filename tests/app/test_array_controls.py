"""Controls for vectors and matrices: exact numbers in rows, folded away until they are wanted."""

from PySide6.QtWidgets import QToolButton

from wk4gui.render.number_edit import NumberEdit


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
