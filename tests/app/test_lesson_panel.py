"""The lesson beside a lab, worked through by clicks and keys on a page."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea
from tiers import sample

from wk4gui.app.lesson.lesson_panel import LessonPanel
from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.page.lab_session import LabSession
from wk4gui.lab.lesson import LessonAction, read_lesson
from wk4gui.registry import LABS, find_lab
from wk4gui.render.fonts import CAPTION, TEXT, text_font
from wk4gui.render.qt_application import apply_theme, qt_application
from wk4gui.render.theme import DARK, LIGHT, PROJECTOR, THEMES
from wk4gui.render.views import make_view

LINKS = [(lab_id, i) for lab_id in LABS for i in range(len(read_lesson(lab_id).links))]


def page_of(lab_id, qtbot) -> LabPage:
    apply_theme(qt_application(), LIGHT)
    page = LabPage(LabSession(find_lab(lab_id)), make_view(LABS[lab_id], LIGHT))
    page.begin()
    page.session.setParent(page)
    qtbot.addWidget(page, before_close_func=lambda page: page.session.stop())
    page.resize(1280, 800)
    page.set_theme(LIGHT)
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.fixture
def page(qtbot):
    return page_of("backprop", qtbot)


def press(page, index, qtbot):
    link = page.lesson.links[index]
    page.findChild(QScrollArea).ensureWidgetVisible(link)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("lab_id", "index"), sample(LINKS, 2, of=lambda link: link[0]))
def test_links_set_their_state(lab_id, index, qtbot):
    page = page_of(lab_id, qtbot)
    action = page.lesson.links[index].link.action
    press(page, index, qtbot)
    expected = page.session.lab.preset_params(action.preset or page.session.lab.presets[0].name)
    for name, value in action.params.items():
        expected = page.session.lab.edited(expected, name, value)
    qtbot.waitUntil(lambda: page.session.params == expected)
    if action.frame is not None:
        qtbot.waitUntil(lambda: page.session.frame == action.frame)
    preset_view = page.session.lab.preset(action.preset).view if action.preset else {}
    expected_view = page.view.State().with_(**{**preset_view, **action.view})
    assert page.view.state == expected_view


def test_a_frame_follows_the_result_that_it_belongs_to(page, qtbot):
    page.lesson.action_requested.emit(LessonAction(preset="six_layers", frame=30))
    qtbot.waitUntil(lambda: page.session.frame == 30)
    page.lesson.action_requested.emit(LessonAction(preset="six_layers", frame=3))
    assert page.session.frame == 3
    page.session.set_param("learning_rate", 0.02)
    qtbot.waitUntil(lambda: page.session.result.loss[1] > 0 and page.session.frame == 3)


def test_what_does_not_fit_is_refused_in_words(page, qtbot):
    before = page.session.params
    with qtbot.waitSignal(page.session.refused):
        page.lesson.action_requested.emit(LessonAction(params={"learning_rate": -1}))
    with qtbot.waitSignal(page.session.refused):
        page.lesson.action_requested.emit(LessonAction(view={"digits": 99}))
    assert page.session.params == before
    assert page.summary.text == "Not accepted. Digits: a whole number from 0 to 8 is expected, not 99."


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_links_are_pressed_with_keys(page, key, qtbot):
    link = page.lesson.links[1]
    assert link.focusPolicy() & Qt.FocusPolicy.TabFocus
    link.setFocus()
    with qtbot.waitSignal(page.lesson.action_requested):
        qtbot.keyClick(link, key)


def test_focus_is_visible(page, qtbot):
    link = page.lesson.links[2]
    page.setFocus()
    calm = link.grab().toImage()
    link.setFocus()
    qtbot.waitUntil(link.hasFocus)
    assert link.grab().toImage() != calm


def test_the_answer_is_shown_on_demand(page, qtbot):
    lesson = page.lesson
    assert not lesson.answer.isVisible()
    assert lesson.answer_button.text() == "Show the answer"
    lesson.answer_button.click()
    assert lesson.answer.isVisible()
    assert lesson.answer_button.text() == "Hide the answer"
    assert "866.7136" in lesson.answer.plain_text
    lesson.answer_button.click()
    assert not lesson.answer.isVisible()


def test_painting_a_lesson_leaves_shared_fonts_as_they_are(page):
    page.grab()
    shared = [text_font(LIGHT.px(size)) for size in (CAPTION, TEXT)]
    assert [(font.weight(), font.letterSpacing()) for font in shared] == [(400, 0.0)] * 2


def test_what_is_beyond_the_sheet_unfolds_and_folds(page, qtbot):
    heading, beyond = page.lesson.beyond_heading, page.lesson.beyond
    assert "2592" in beyond.plain_text
    assert not beyond.isVisible()
    page.findChild(QScrollArea).ensureWidgetVisible(heading)
    folded = heading.grab().toImage()
    qtbot.mouseClick(heading, Qt.MouseButton.LeftButton)
    assert beyond.isVisible()
    assert heading.accessibleDescription() == "open"
    assert heading.grab().toImage() != folded
    qtbot.mouseClick(heading, Qt.MouseButton.LeftButton)
    assert not beyond.isVisible()
    assert heading.accessibleDescription() == "folded"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_what_is_beyond_the_sheet_unfolds_with_keys(page, key, qtbot):
    heading = page.lesson.beyond_heading
    assert heading.focusPolicy() & Qt.FocusPolicy.TabFocus
    heading.setFocus()
    for unfolded in (True, False):
        qtbot.keyClick(heading, key)
        assert page.lesson.beyond.isVisible() is unfolded


def test_numbers_follow_a_parameter(page, qtbot):
    chain, descent, ascent = page.lesson.derivations
    assert chain.shown.text.endswith("6 · (−1) · 1 · 1 = −6")
    assert descent.shown.text.endswith("2 − 0.1 · (−6) = 2.6")
    assert ascent.isHidden()
    page.session.set_param("learning_rate", 0.5)
    qtbot.waitUntil(lambda: descent.shown.text.endswith("2 − 0.5 · (−6) = 5"))
    page.session.set_param("update", "ascent")
    qtbot.waitUntil(lambda: not ascent.isHidden())
    assert descent.isHidden()


def test_numbers_in_sentences_follow_too(page, qtbot):
    assert "learning rate of 0.0145 brings" in page.lesson.notice.plain_text
    page.load_preset("one_neuron")
    qtbot.waitUntil(lambda: "0.0145" not in page.lesson.notice.plain_text)


def test_another_network_has_another_chain_rule(page, qtbot):
    (chain, *_) = page.lesson.derivations
    page.load_preset("two_hidden")
    qtbot.waitUntil(lambda: chain.shown.formula.name == "chain_rule_deep")
    assert sum(not view.isHidden() for view in chain.formulas) == 1


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_nothing_is_cut_off_in_any_theme(page, theme, qtbot):
    lesson = page.lesson
    apply_theme(qt_application(), theme)
    page.set_theme(theme)
    lesson.show_answer(shown=True)
    lesson.beyond_heading.click()
    qtbot.waitUntil(lambda: lesson.height() >= lesson.heightForWidth(lesson.width()))
    for prose in (lesson.question, lesson.notice, lesson.answer, lesson.beyond, lesson.source):
        assert prose.height() >= prose.heightForWidth(prose.width())
    for link in lesson.links:
        assert link.height() >= link.heightForWidth(link.width())


def test_the_theme_switches_at_once(page, qtbot):
    link = page.lesson.links[0]
    light = link.grab().toImage()
    for theme in (DARK, PROJECTOR):
        apply_theme(qt_application(), theme)
        page.set_theme(theme)
        assert link.grab().toImage() != light


def test_a_section_without_content_is_absent(qtbot, monkeypatch):
    lesson = replace(read_lesson("saddle"), derivations=(), beyond=())
    monkeypatch.setattr("wk4gui.app.lesson.lesson_panel.read_lesson", lambda _: lesson)
    panel = LessonPanel(replace(find_lab("saddle"), question=None, questions=()))
    qtbot.addWidget(panel)
    panel.show()
    headings = [label.text() for label in panel.findChildren(QLabel) if label.text().isupper()]
    assert headings == ["QUESTION", "TRY", "NOTICE"]
    assert panel.beyond_heading.isHidden()
