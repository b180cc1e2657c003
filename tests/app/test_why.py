"""Why?: a click on a number shows the formula that it comes from, with the numbers in it."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt

from wk4gui.app.page.why import derivation_of, free_place
from wk4gui.core.number_format import format_significant
from wk4gui.lab.lesson import read_lesson
from wk4gui.lab.reason import Reason
from wk4gui.labs.backprop.picture.network_numbers import Place
from wk4gui.registry import LABS


@pytest.mark.parametrize("lab_id", LABS)
def test_every_lab_explains_the_numbers_of_its_formulas(lab_id):
    lab, lesson = LABS[lab_id], read_lesson(lab_id)
    params = lab.preset_params(lab.presets[0].name)
    result = lab.main.compute(params)
    numbers = lab.live_numbers(params, result, lab.frames(params, result).opening)
    shown = [
        next((name for name in derivation.formulas if _exists(name, numbers)), None)
        for derivation in lesson.derivations
    ]
    assert any(shown)
    explained = {found[1].name for name in numbers if (found := derivation_of({name}, lesson, numbers))}
    assert explained
    assert explained <= set(shown)


def _exists(name, numbers):
    from wk4gui.lab.formulas import read_formula

    return read_formula(name).exists_for(numbers)


def number_at(summary, text):
    """The middle of a number of the summary that is written like this."""
    return next(box.center().toPoint() for numeral, box in summary.places() if str(numeral) == text)


def test_a_number_of_the_summary_is_explained(window, qtbot):
    page = window.open_lab("saddle")
    qtbot.waitUntil(lambda: not page.session.busy and "predicts" in page.summary.text)
    qtbot.mouseClick(page.summary, Qt.MouseButton.LeftButton, pos=number_at(page.summary, "37"))
    assert page.why.isVisible()
    assert "predicted" in page.why.text.text().lower()
    assert page.why.lines.formulas[-1].endswith("36.994")
    qtbot.keyClick(page.why, Qt.Key.Key_Escape)
    assert not page.why.isVisible()


def test_equal_numbers_are_told_apart(window, qtbot):
    """∂L/∂b₂ and ∂L/∂β₂ have the same digits when the bias stands after the normalisation."""
    page = window.open_lab("batch_norm")
    page.load_preset("bias_after")
    qtbot.waitUntil(lambda: not page.session.busy and "0.2166" in page.summary.text)
    subjects = []
    for numeral, box in page.summary.places():
        if str(numeral) == "0.2166":
            qtbot.mouseClick(page.summary, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
            subjects.append(page.why.text.text())
    assert [subject.split()[0] for subject in subjects] == ["∂L/∂b₂", "∂L/∂β₂"]


def test_a_key_goes_from_number_to_number(window, qtbot):
    page = window.open_lab("batch_norm")
    qtbot.waitUntil(lambda: not page.session.busy)
    numbers, seen = page.summary.places(), []
    for _ in range(len(numbers) + 1):
        window.actions_by_name["why"].trigger()
        seen.append(page.why.text.text())
    assert len(set(seen)) == len(numbers)
    assert seen[-1] == seen[0]


def test_the_card_leaves_the_number_in_sight(window, qtbot):
    window.resize(1280, 800)
    for lab_id in LABS:
        page = window.open_lab(lab_id)
        qtbot.waitUntil(lambda page=page: not page.session.busy)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # a longer summary moves the picture up
        for numeral, box in page.summary.places():
            if numeral.reason is None:
                continue
            qtbot.mouseClick(page.summary, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
            if page.why.isVisible():
                number = QRect(page.summary.mapTo(page, box.toAlignedRect().topLeft()), box.toAlignedRect().size())
                assert not page.why.geometry().intersects(number), (lab_id, str(numeral))
                assert page.rect().contains(page.why.geometry()), (lab_id, str(numeral))


@pytest.mark.parametrize("number", [QRect(10, 10, 60, 20), QRect(10, 700, 60, 20), QRect(600, 350, 60, 20)])
def test_a_card_finds_a_place_beside_its_number(number):
    size, room = QSize(400, 300), QSize(1000, 740)
    card = QRect(free_place(size, number, room), size)
    assert QRect(QPoint(), room).contains(card)
    assert not card.intersects(number)
    assert free_place(QSize(990, 730), number, room) is None


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
    qtbot.mouseClick(page.summary, Qt.MouseButton.LeftButton, pos=QPoint(10, page.summary.height() // 2))
    page.explain(None, QRect())
    assert not page.why.isVisible()


def test_a_label_at_the_end_of_a_curve_is_explained(window, qtbot):
    page = window.open_lab("learning_rate")
    qtbot.waitUntil(lambda: not page.session.busy)
    labels = page.view.costs.labels
    qtbot.waitUntil(lambda: bool(labels._painted))
    box, _ = next(pair for pair in labels._painted if str(pair[1].short).startswith("0.02"))
    at = box.center()
    assert labels.text_at(at).startswith("0.02")
    qtbot.mouseClick(page.view.costs.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y())))
    assert page.why.isVisible()
    assert page.why.lines.formulas[-1].endswith("0.02")


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
    diagram = page.view.diagram
    foot = diagram.layout_now.feet[0][0]
    bias, gradient = (QPoint(round(foot.x + side * foot.w / 3), round(foot.y)) for side in (-1, 1))
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=bias)
    assert not page.why.isVisible()
    assert diagram._editing == Place("b", 0, 0)
    diagram.leave()
    qtbot.mouseClick(diagram, Qt.MouseButton.RightButton, pos=bias)
    assert page.why.isVisible()
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=gradient)
    assert page.why.isVisible()
    assert diagram._editing is None


def test_a_left_click_on_a_unit_edits_nothing_and_explains_it(window, qtbot):
    page = window.open_lab("backprop")
    qtbot.waitUntil(lambda: not page.session.busy)
    unit = page.view.diagram.layout_now.units[1][0]
    at = QPoint(round(unit.x), round(unit.y))
    qtbot.mouseClick(page.view.diagram, Qt.MouseButton.LeftButton, pos=at)
    assert page.view.diagram._editing is None
    assert page.why.lines.formulas[:2] == ("z₁ = 2 · 1 + 1 · 2 + 0 = 4", "a₁ = ReLU(4) = 4")


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
    page.explain(Reason("a rate", ("α = 0.02",), 0.02), QRect())
    page.explain_live("best_rate", QRect())
    assert not page.why.isVisible()
