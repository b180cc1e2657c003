"""Predictions that are read off a map: it is swept when the answer is given, judged when whole, and may be stopped."""

import pytest
from asked_maps import STORE, asked_map
from PySide6.QtCore import Qt

from wk4gui.app.sweep.sweep_window import SweepWindow
from wk4gui.render.theme import DARK, PROJECTOR
from wk4gui.sweeps.store import MemoryStore

LAB, NAME, TRUE, WRONG = "learning_rate", "momentum_map", "it grows", "it shrinks"


@pytest.fixture
def store():
    """An empty store: the map takes some seconds."""
    return MemoryStore()


@pytest.fixture
def page(make_window, store, qtbot):
    """The lab with its map's question asked."""
    page = make_window(records=store).open_lab(LAB)
    ask(page, qtbot)
    yield page
    found = page.findChild(SweepWindow)
    if found is not None:
        job = found.job
        found.close()
        qtbot.waitUntil(lambda: job is None or not job.alive)


@pytest.fixture
def answered(page, qtbot) -> SweepWindow:
    """The window of the map, which is under way."""
    page.predictor.reveal(WRONG)
    return under_way(page, qtbot)


def ask(page, qtbot) -> None:
    page.predictor.ask(next(question for question in page.session.lab.questions if question.name == NAME))
    qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)


def under_way(page, qtbot) -> SweepWindow:
    qtbot.waitUntil(lambda: (found := page.findChild(SweepWindow)) is not None and found.job is not None)
    return page.findChild(SweepWindow)


def judged(page, qtbot) -> None:
    qtbot.waitUntil(lambda: page.predictor.question is None, timeout=60_000)


def test_the_map_comes_up_and_judges_beside_the_picture(page, answered, qtbot):
    assert answered.verdict.text.startswith("A map is computed.")
    assert page.predictor.record == {}
    judged(page, qtbot)
    assert page.predictor.record == {NAME: False}
    assert answered.isVisible()
    assert answered.verdict.text == page.summary.text
    assert answered.verdict.text.startswith(f"You said “{WRONG}”. It is “{TRUE}”. On the map it is ")
    survey, found = asked_map(LAB, NAME)
    assert answered._survey == survey
    assert (answered._found.known == found.known).all()
    form = answered.form
    assert [form.across.low.value, form.across.high.value] == [1e-3, 1.0]
    assert form.survey(page.session.params).axes != ()


def test_a_key_answers_and_a_right_answer_says_so(make_window, qtbot):
    page = make_window(records=STORE).open_lab(LAB)
    ask(page, qtbot)
    qtbot.keyClick(page.window(), Qt.Key.Key_1)
    judged(page, qtbot)
    assert page.predictor.record == {NAME: True}
    found = page.findChild(SweepWindow)
    assert found.verdict.text.startswith("Right. On the map it is ")
    found.close()


def test_no_place_is_taken_before_the_verdict(page, answered, qtbot):
    qtbot.waitUntil(lambda: answered.picture is not None and answered._found is not None)
    plot = answered.picture.map
    before = page.session.params
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.to_widget(8, 8).toPoint())
    assert page.session.params == before
    judged(page, qtbot)
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.to_widget(8, 8).toPoint())
    assert page.session.params != before


def test_what_is_stopped_is_judged_when_it_was_resumed(page, answered, store, qtbot):
    qtbot.waitUntil(lambda: answered._found is not None)
    with qtbot.waitSignal(answered.job.cancelled):
        answered.stop.click()
    assert page.predictor.question is not None
    assert page.predictor.record == {}
    assert len(store._records) > 0
    answered.stop.click()
    judged(page, qtbot)
    assert page.predictor.record == {NAME: False}


@pytest.mark.parametrize("close", [lambda window, qtbot: window.close(), lambda w, q: q.keyClick(w, Qt.Key.Key_Escape)])
def test_closing_the_map_asks_on_and_another_answer_counts(page, answered, qtbot, close):
    job = answered.job
    close(answered, qtbot)
    qtbot.waitUntil(lambda: not job.alive)
    assert page.predictor.question.name == NAME
    assert page.predictor.record == {}
    assert not page.may_show_numbers
    page.predictor.reveal(TRUE)
    judged(page, qtbot)
    assert page.predictor.record == {NAME: True}


def test_whoever_goes_on_has_skipped_and_the_map_is_a_sweep(page, answered, qtbot):
    page.session.set_param("n_steps", 50)
    assert page.predictor.record == {NAME: None}
    qtbot.waitUntil(lambda: answered.progress.value() == 1000, timeout=60_000)
    assert page.predictor.record == {NAME: None}
    assert not answered.verdict.text.startswith("You said")


def test_another_sweep_does_not_answer(page, answered, qtbot):
    answered.form.up.name.setCurrentIndex(0)
    answered.form.up.name.activated.emit(0)
    qtbot.waitUntil(lambda: answered.progress.value() == 1000, timeout=60_000)
    assert answered._survey.n_axes == 1
    assert page.predictor.question.name == NAME
    assert page.predictor.record == {}


def test_another_lab_does_not_end_it(page, answered, qtbot):
    page.window().open_lab("backprop")
    judged(page, qtbot)
    assert page.predictor.record == {NAME: False}


def test_it_takes_another_theme_while_it_is_computed(page, answered, qtbot):
    for theme in (DARK, PROJECTOR):
        page.set_theme(theme)
        assert answered.verdict._theme == theme
    judged(page, qtbot)
    assert answered.picture.map.theme == PROJECTOR


def test_show_everything_shows_the_map_without_a_verdict(page, qtbot):
    page.predictor.show_everything()
    window = under_way(page, qtbot)
    qtbot.waitUntil(lambda: window.progress.value() == 1000, timeout=60_000)
    assert window.verdict.isHidden()
    assert page.predictor.record == {NAME: None}


def test_an_open_map_is_hidden_while_it_is_asked_about(make_window, qtbot):
    page = make_window(records=STORE).open_lab(LAB)
    qtbot.waitUntil(lambda: page.session.ready)
    page.open_sweep("learning_rate", "momentum")
    window = under_way(page, qtbot)
    ask(page, qtbot)
    assert not window.isVisible()
    qtbot.waitUntil(lambda: window.job is None)


def test_a_window_that_goes_while_the_map_is_made_breaks_nothing(make_window, qtbot):
    window = make_window()
    page = window.open_lab(LAB)
    ask(page, qtbot)
    page.predictor.reveal(WRONG)
    window.close()
    qtbot.waitUntil(lambda: not page._sweeps._turns.busy)
    assert page.findChild(SweepWindow) is None or not page.findChild(SweepWindow).isVisible()


def test_a_slide_of_it_shows_its_state_without_the_question(page):
    window = page.window()
    window.actions_by_name["lecture_add"].trigger()
    (slide,) = window.lectures.lecture.slides
    assert slide.question == ""
    assert slide.state.params == page.session.params
    assert "without the question" in window.statusBar().currentMessage()
