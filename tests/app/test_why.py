"""Why?: a click on a number shows the formula that it comes from, with the numbers in it."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from wk4gui.app.why import explanation, numbers_in
from wk4gui.lesson import read_lesson
from wk4gui.registry import LABS


@pytest.mark.parametrize("lab_id", LABS)
def test_every_lab_explains_the_numbers_of_its_formulas(lab_id):
    lab, lesson = LABS[lab_id].lab, read_lesson(lab_id)
    params = lab.preset_params(lab.presets[0].name)
    result = lab.compute(params)
    numbers = lab.live_numbers(params, result, lab.frames(params, result).opening)
    shown = [
        next((name for name in derivation.formulas if _exists(name, numbers)), None)
        for derivation in lesson.derivations
    ]
    assert any(shown)
    explained = {found[1].name for value in numbers.values() if (found := explanation(repr(value), lesson, numbers))}
    assert explained
    assert explained <= set(shown)


def _exists(name, numbers):
    from wk4gui.formulas import read_formula

    return read_formula(name).exists_for(numbers)


def test_what_is_no_number_is_not_explained():
    lesson = read_lesson("saddle")
    assert explanation("descent", lesson, {"growth_rate": 1.1}) is None
    assert list(numbers_in("predicted median 37")) == ["37"]
    assert list(numbers_in("2/λ_max = 0.1")) == ["0.1", "2/λ_max"]


def test_a_number_of_the_summary_is_explained(window, qtbot):
    page = window.open_lab("saddle")
    qtbot.waitUntil(lambda: not page.session.busy and "predicted" in page.summary.text)
    width = range(0, page.summary.width(), 3)
    spots = [QPointF(x, y) for y in range(2, page.summary.height(), 4) for x in width]
    spot = next(s for s in spots if page.summary.word_at(s).startswith("37"))
    qtbot.mouseClick(page.summary, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert page.why.isVisible()
    assert page.why.formula.formula.name == "median_escape"
    assert "36.994" in page.why.formula.text
    qtbot.keyClick(page.why, Qt.Key.Key_Escape)
    assert not page.why.isVisible()


def test_a_label_in_a_plot_is_explained(window, qtbot):
    page = window.open_lab("saddle")
    qtbot.waitUntil(lambda: not page.session.busy)
    label = page.view.escapes.name
    qtbot.waitUntil(lambda: not label._painted.isEmpty())
    at = label._painted.center()
    qtbot.mouseClick(page.view.escapes.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y())))
    assert page.why.isVisible()
    qtbot.keyClick(page.why, Qt.Key.Key_Escape)
    assert not page.why.isVisible()


def test_words_are_not_explained(window, qtbot):
    page = window.open_lab("saddle")
    qtbot.waitUntil(lambda: not page.session.busy)
    page.explain("no number at all", None, QPoint(0, 0))
    page.explain("99999", None, QPoint(0, 0))
    assert not page.why.isVisible()


def test_a_label_at_the_end_of_a_curve_is_explained(window, qtbot):
    page = window.open_lab("learning_rate")
    qtbot.waitUntil(lambda: not page.session.busy)
    labels = page.view.costs.labels
    qtbot.waitUntil(lambda: bool(labels._painted))
    box, text = next(pair for pair in labels._painted if pair[1].startswith("0.02"))
    at = box.center()
    assert labels.text_at(at) == text
    qtbot.mouseClick(page.view.costs.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y())))
    assert page.why.isVisible()
    assert "learning_rate" in page.why.formula.formula.numbers
