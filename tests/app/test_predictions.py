"""Predictions through the window: asked behind an overlay, judged by the computed truth, remembered."""

import pytest
from PySide6.QtCore import QPoint, Qt
from tiers import sample

from wk4gui.app.lesson.answer_inputs import ChoiceInput, NumbersInput, PointInput
from wk4gui.documents.saved_state import preset_state
from wk4gui.lab.declarations import decode, fields_of
from wk4gui.lab.question import Choice, Number
from wk4gui.registry import LABS
from wk4gui.render.theme import LIGHT
from wk4gui.render.views import make_view

LAB_LIST = list(LABS.values())


def true_answer(lab, question):
    params = preset_state(lab, question.preset, question.changes).params
    part = next(p for p in lab.parts if p.name == (question.part or lab.main.name))
    return question.truth(params, part.compute(params))


def wrong_answer(question, truth):
    if isinstance(question.answer, Choice):
        return next(option for option in question.answer.options if option != truth)
    if isinstance(question.answer, Number):
        return 3.0 * truth + 7.0
    return (truth[0] + 3.0 * question.answer.reach, truth[1])


def give(overlay, answer):
    """Gives an answer as the user would and asks to see what happens."""
    if isinstance(overlay.input, ChoiceInput):
        overlay.input.buttons[answer].click()
    else:
        numbers = overlay.input.numbers if isinstance(overlay.input, PointInput) else overlay.input
        assert isinstance(numbers, NumbersInput)
        for i, value in enumerate(answer if isinstance(answer, tuple | list) else (answer,)):
            numbers.take(i, float(value))
    overlay.reveal.click()


GIVEN = [(lab.id, right) for right in (True, False) for lab in LAB_LIST]


@pytest.mark.parametrize(("lab_id", "right"), sample(GIVEN, 4, 8, of=lambda given: given[1]))
def test_every_prediction_is_judged_by_what_the_lab_computes(window, qtbot, lab_id, right):
    page = window.open_lab(lab_id)
    lab = page.session.lab
    overlay, shown = page.predictor._overlay, page.lesson.predictions
    for n_asked, question in enumerate(lab.questions, start=1):
        leave(page)
        page.predictor.ask(question)
        assert not overlay.isHidden()
        assert not overlay.reveal.isEnabled()
        truth = true_answer(lab, question)
        give(overlay, truth if right else wrong_answer(question, truth))
        qtbot.waitUntil(lambda name=question.name: page.predictor.record.get(name) is right, timeout=60_000)
        assert overlay.isHidden()
        assert shown.verdict.text().startswith("Right." if right else "You said")
        assert shown.tally.text() == f"{n_asked * right} of {n_asked} right"
        for name, value in question.reveals.items():
            assert getattr(page.session.params, name) == value
        qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
        landed(page, question)


def leave(page):
    """Goes to another page, pane and frame, as far as there are others."""
    view = page.view
    shown = fields_of(view.State).get("show")
    if shown is not None:
        view.set_state(view.state.with_(show=next(other for other in shown.choices if other != view.state.show)))
    view.fill(view.panes[-1])
    page.session.seek(page.session.frames.opening // 2)


def landed(page, question):
    """What was asked about is seen: its preset, part, page, all panes, and the frame."""
    session, view = page.session, page.view
    preset = session.lab.preset(question.preset) if question.preset else session.lab.presets[0]
    assert session.preset == preset.name
    assert view.state == view.State().with_(**{**preset.view, **question.view})
    assert view.filled is None
    assert session.frame == session.frames.clip(preset.frame if question.frame is None else question.frame)
    if question.part not in ("", session.lab.main.name):
        assert question.part in view.wanted_parts()
    else:
        assert view.seen_part() is None


@pytest.mark.parametrize("lab", LAB_LIST, ids=lambda lab: lab.id)
def test_every_question_shows_the_part_that_answers_it(lab, qtbot):
    view = make_view(lab, LIGHT)
    qtbot.addWidget(view)
    for question in lab.questions:
        state = preset_state(lab, question.preset, question.changes, question.view)
        view.set_state(decode(view.State, state.view))
        main = question.part in ("", lab.main.name)
        assert getattr(view, "Parts", {}) == {} or bool(view.wanted_parts()) is not main
        assert main or question.part in view.wanted_parts()


def test_nothing_gives_the_answer_away_while_it_is_asked(window, qtbot):
    page = window.open_lab("backprop")
    page.predictor.ask(page.session.lab.questions[0])
    qtbot.waitUntil(lambda: not page.session.busy)
    assert page.summary.text.startswith("Predict first.")
    assert page.player.isHidden()
    page.predictor.stop()
    assert page.summary.text.startswith("Overshoots")
    assert not page.player.isHidden()


def test_an_edit_leaves_the_question(window, qtbot):
    page = window.open_lab("backprop")
    page.predictor.ask(page.session.lab.questions[0])
    qtbot.waitUntil(lambda: not page.session.busy)
    page.session.set_param("learning_rate", 0.2)
    assert page.predictor.question is None
    assert page.predictor.record == {}


def test_the_record_is_kept_and_can_be_forgotten(make_window, qtbot):
    first = make_window()
    page = first.open_lab("backprop")
    page.predictor.ask(page.session.lab.questions[0])
    give(page.predictor._overlay, "up")
    qtbot.waitUntil(lambda: page.predictor.record == {"first_step": True})
    first.close()
    again = make_window().open_lab("backprop")
    assert again.predictor.record == {"first_step": True}
    assert again.lesson.predictions.links[0].text().endswith("✓")
    again.lesson.predictions.forget.click()
    assert again.predictor.record == {}
    assert again.lesson.predictions.forget.isHidden()


def test_a_point_is_pointed_at(window, qtbot):
    page = window.open_lab("saddle")
    question = next(q for q in page.session.lab.questions if q.name == "destination")
    page.predictor.ask(question)
    plot = page.predictor._overlay.input.plot
    qtbot.waitUntil(lambda: plot.width() > 100)
    plot.grab()
    at = plot.to_widget(3.0, 2.0)
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y())))
    assert page.predictor._overlay.input.given == pytest.approx([3.0, 2.0], abs=0.1)
    page.predictor._overlay.reveal.click()
    qtbot.waitUntil(lambda: page.predictor.record == {"destination": True})
