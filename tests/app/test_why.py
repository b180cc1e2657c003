"""Why?: a click on a number shows the formula that it comes from, with the numbers in it."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from wk4gui.app.page.why import explanation, numbers_in, reason_for
from wk4gui.core.number_format import format_significant, written_like
from wk4gui.lab.declarations import to_json
from wk4gui.lab.lesson import read_lesson
from wk4gui.registry import LABS


@pytest.mark.parametrize("lab_id", LABS)
def test_every_lab_explains_the_numbers_of_its_formulas(lab_id):
    lab, lesson = LABS[lab_id], read_lesson(lab_id)
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
    from wk4gui.lab.formulas import read_formula

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


def test_a_point_of_a_plot_is_explained(window, qtbot):
    page = window.open_lab("learning_rate")
    qtbot.waitUntil(lambda: not page.session.busy)
    costs, loss = page.view.costs, page.session.result.loss
    at = costs.to_widget(20.0, float(loss[0, 20])).toPoint()
    qtbot.mouseClick(costs.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.why.isVisible()
    assert "step 20" in page.why.text.text()
    assert page.why.lines.formulas[-1].endswith(format_significant(float(loss[0, 20]), 5))
    assert page.why.accessibleDescription().endswith(page.why.lines.formulas[-1])
    qtbot.mouseClick(costs.viewport(), Qt.MouseButton.LeftButton, pos=costs.to_widget(60.0, 15.0).toPoint())
    assert not page.why.isVisible()  # there is no number


def test_a_hand_points_at_what_can_be_asked(window, qtbot):
    page = window.open_lab("learning_rate")
    qtbot.waitUntil(lambda: not page.session.busy)
    costs, loss = page.view.costs, page.session.result.loss
    qtbot.mouseMove(costs.viewport(), costs.to_widget(20.0, float(loss[0, 20])).toPoint())
    assert costs.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(costs.viewport(), costs.to_widget(60.0, 15.0).toPoint())
    assert costs.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_drag_is_no_question(window, qtbot):
    page = window.open_lab("saddle")
    qtbot.waitUntil(lambda: not page.session.busy)
    target = page.view.map.viewport()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(target, QPoint(230, 200))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=QPoint(230, 200))
    assert not page.why.isVisible()


def test_the_right_button_asks_where_the_left_one_edits(window, qtbot):
    page = window.open_lab("backprop")
    qtbot.waitUntil(lambda: not page.session.busy)
    unit = page.view.diagram.layout_now.units[1][0]
    at = QPoint(round(unit.x), round(unit.y))
    qtbot.mouseClick(page.view.diagram, Qt.MouseButton.LeftButton, pos=at)
    assert not page.why.isVisible()
    qtbot.mouseClick(page.view.diagram, Qt.MouseButton.RightButton, pos=at)
    assert page.why.lines.formulas[:2] == ("z₁ = 2·1 + 1·2 + 0 = 4", "a₁ = ReLU(4) = 4")


def test_a_number_that_has_not_been_computed_yet_is_not_explained(window, qtbot):
    page = window.open_lab("backprop")
    qtbot.waitUntil(lambda: not page.session.busy)
    page.session.seek(0)  # the first layer alone
    output = page.view.diagram.layout_now.units[2][0]
    at = QPoint(round(output.x), round(output.y))
    qtbot.mouseClick(page.view.diagram, Qt.MouseButton.RightButton, pos=at)
    assert not page.why.isVisible()


def test_a_cell_of_the_table_is_explained(window, qtbot):
    page = window.open_lab("backprop")
    qtbot.waitUntil(lambda: not page.session.busy)
    table = page.view.table
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.cell_rect(0, 3).center())
    assert page.why.lines.formulas[-1] == "w₁₁ ← 2 − 0.1 · (−6) = 2.6"


def test_a_live_number_of_the_lesson_is_explained(window, qtbot):
    page = window.open_lab("batch_norm")
    qtbot.waitUntil(lambda: not page.session.busy)
    page.lesson.notice.grab()  # text out of sight is written when it is painted
    assert 'href="grad_beta"' in page.lesson.notice.text()
    page.lesson.notice.linkActivated.emit("grad_beta")
    assert page.why.isVisible()
    assert page.why.lines.formulas[-1].startswith("∂L/∂β₁ = Σ")


def test_nothing_is_explained_while_a_prediction_is_asked(window, qtbot):
    page = window.open_lab("learning_rate")
    qtbot.waitUntil(lambda: not page.session.busy)
    page.predictor.ask(page.session.lab.questions[0])
    qtbot.waitUntil(lambda: not page.session.busy)
    page.explain("0.02", None, QPoint(0, 0))
    page.explain_live("best_rate", QPoint(0, 0))
    assert not page.why.isVisible()


def flat(value):
    """Every number in plain parameters."""
    if isinstance(value, dict | list):
        return [number for each in (value.values() if isinstance(value, dict) else value) for number in flat(each)]
    return [value] if isinstance(value, int | float) else []


STATES = [(lab_id, preset.name) for lab_id in LABS for preset in LABS[lab_id].presets]


@pytest.mark.parametrize(("lab_id", "preset"), STATES)
def test_every_measured_number_of_the_summary_is_explained(lab_id, preset):
    lab, lesson = LABS[lab_id], read_lesson(lab_id)
    params = lab.preset_params(preset)
    result, set_ = lab.compute(params), flat(to_json(params))
    shown = params, result, lab.frames(params, result).opening
    live, reasons = lab.live_numbers(*shown), lab.reasons(*shown)
    for word in str(lab.summarize(*shown)).replace("below 0.1 %", "").split():
        for number in numbers_in(word):
            if "." in number and "/" not in number and not any(written_like(number, value) for value in set_):
                assert explanation(number, lesson, live) or reason_for(number, reasons), word
