"""What counts as a number when it is typed, and how the field shows it."""

import pytest
from PySide6.QtCore import Qt

from wk4gui.core.expression_parser import parse_expression
from wk4gui.lab.assignments import parse_assignment, typed_value
from wk4gui.registry import find_lab
from wk4gui.render.number_edit import NumberEdit, full_text, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.1", 0.1), ("0,1", 0.1), ("−3", -3.0), (" 2e-3 ", 0.002), ("3/4", 0.75), ("-1/8", -0.125), ("+5", 5.0)],
)
def test_numbers_as_people_type_them(text, value):
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "1/0", "nan", "inf", "1e999", "1..2", "1/2/3", "__import__('os')"])
def test_what_is_no_number(text):
    assert parse_number(text) is None


@pytest.mark.parametrize("value", [0.1 + 0.2, -26.44, 1e-300, 3.0, 866.7136, 2.0**60])
def test_the_full_text_stands_for_exactly_this_number(value):
    assert parse_number(full_text(value)) == value


def test_short_at_rest_and_complete_while_edited(qtbot):
    field = NumberEdit("α", digits=2)
    qtbot.addWidget(field)
    field.show()
    field.set_value(0.123456789)
    assert field.text() == "0.12"
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert field.text() == "0.123456789"
    with qtbot.assertNotEmitted(field.entered):
        field.editingFinished.emit()
    field.setText("3/4")
    with qtbot.waitSignal(field.entered) as signal:
        field.editingFinished.emit()
    assert signal.args == [0.75]


def test_what_is_no_number_is_marked_and_not_reported(qtbot):
    field = NumberEdit("α")
    qtbot.addWidget(field)
    field.set_value(1.0)
    field.setText("abc")
    with qtbot.assertNotEmitted(field.entered):
        field.editingFinished.emit()
    assert field.property("refused")


def test_what_was_confirmed_or_refused_is_not_undone_in_the_field(qtbot):
    field = NumberEdit("α")
    qtbot.addWidget(field)
    field.entered.connect(lambda value: field.set_value(value) if value > 0 else field.refuse())
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for text, value in (("0.02", 0.02), ("abc", 0.02), ("-5", 0.02), ("0.5", 0.5)):
        field.selectAll()
        qtbot.keyClicks(field, text)
        assert field.isUndoAvailable()
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert not field.isUndoAvailable()
        assert (field.text(), field.value) == (text, value)


@pytest.mark.parametrize("dash", ["-", "−", "–"])
def test_every_minus_that_people_type_is_one(dash: str) -> None:
    assert parse_expression(f"{dash}x{dash}1e{dash}3").program == parse_expression("-x-1e-3").program
    assert parse_number(f"{dash}2e{dash}3") == -0.002
    assert parse_assignment(f"x=[{dash}1, 3]", find_lab("backprop").params) == ("x", [-1, 3])
    assert typed_value(f"{dash}0.5") == -0.5
    assert typed_value(f"a{dash}b") == f"a{dash}b"
