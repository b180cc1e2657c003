"""What a lecturer does beside going through the slides: full screen, live slides, panes, counting, saving."""

import json

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wk4gui.app.lecture.slide_page import CHANGED, LIVE, SlidePage
from wk4gui.app.window.file_questions import CANCEL, NOT_NOW, SAVE
from wk4gui.app.window.full_screen import FullScreen
from wk4gui.documents.lecture import Lecture, Slide, decode_lecture, default_title, encode_lecture
from wk4gui.documents.saved_state import preset_state
from wk4gui.registry import LABS
from wk4gui.render.qt_application import dress_alone
from wk4gui.render.theme import PROJECTOR

CTRL = Qt.KeyboardModifier.ControlModifier


def slide(lab_id, **fields):
    return Slide(state=preset_state(LABS[lab_id]), title=lab_id, **fields)


ASKED = slide("backprop", question="Where does the loss go?", answers=("down", "up"))


@pytest.fixture
def presenting(window, qtbot):
    """A window that presents a slide, a question, and a slide of text."""
    window.lectures.lecture = Lecture(slides=(slide("learning_rate"), ASKED, Slide(title="Break", text="Ten minutes")))
    window.lectures.start()
    presenter = window.lectures.presenter
    qtbot.waitUntil(lambda: len(presenter.slides) == 3)
    qtbot.waitUntil(lambda: presenter.slide.session.ready)
    return presenter


def press(qtbot, presenter, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        qtbot.keyClick(presenter, key, modifier)


def test_a_lecture_fills_the_screen_and_gives_it_back(window, presenting, qtbot, monkeypatch):
    given_back = []
    qtbot.waitUntil(window.isFullScreen)
    press(qtbot, presenting, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    press(qtbot, presenting, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    monkeypatch.setattr(
        window._screen, "give_back", lambda: given_back.append(1)
    )  # the screen here is too small to see it
    press(qtbot, presenting, Qt.Key.Key_Escape)
    assert given_back == [1]


def test_a_window_that_filled_the_screen_before_still_does(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    screen = FullScreen(widget)
    screen.toggle()
    qtbot.waitUntil(widget.isFullScreen)
    screen.fill()
    screen.give_back()
    assert widget.isFullScreen()
    screen.toggle()
    qtbot.waitUntil(lambda: not widget.isFullScreen())


def test_the_keys_of_the_window_work_in_a_lecture(window, presenting, qtbot):
    before = presenting.slide.theme.px(13)
    press(qtbot, presenting, Qt.Key.Key_Plus, Qt.Key.Key_Plus, modifier=CTRL)
    assert presenting.slide.theme.px(13) > before
    press(qtbot, presenting, Qt.Key.Key_Q, modifier=CTRL)
    assert window.isHidden()


def test_every_slide_says_which_it_is(presenting, qtbot):
    for number in (1, 2, 3):
        assert presenting.slide.frame.place.text() == f"{number} / 3"
        press(qtbot, presenting, Qt.Key.Key_Space, Qt.Key.Key_Space)


def test_edits_of_a_live_slide_stay_with_it_until_they_are_kept(window, presenting, qtbot):
    page, said = presenting.slide, window.lectures.lecture
    press(qtbot, presenting, Qt.Key.Key_L)
    assert page.panel.isVisible()
    assert page.frame.name.text() == LIVE
    page.panel.edited.emit("learning_rate", 0.05, 0)
    qtbot.waitUntil(lambda: page.session.ready and page.session.params.learning_rate == 0.05)
    press(qtbot, presenting, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert page.frame.name.text() == CHANGED
    press(qtbot, presenting, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    assert presenting.slide.session.params.learning_rate == 0.05
    assert window.lectures.lecture == said
    assert not window.lectures.unsaved
    press(qtbot, presenting, Qt.Key.Key_K)
    assert window.lectures.lecture.slides[0].state.params.learning_rate == 0.05
    assert window.lectures.unsaved
    assert page.frame.name.text() == "2 Learning rate: learning_rate"


def test_what_was_changed_is_taken_back(presenting, qtbot):
    page = presenting.slide
    before = page.session.params
    page.session.set_param("learning_rate", 0.05)
    qtbot.waitUntil(lambda: page.session.ready and page.changed)
    press(qtbot, presenting, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: page.session.ready)
    assert page.session.params == before
    assert not page.changed


def test_another_frame_is_no_change(presenting, qtbot):
    press(qtbot, presenting, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert not presenting.slide.changed


def test_keys_choose_what_is_large(window, presenting, qtbot):
    layout = presenting.slide.view.slide
    assert layout.panes[:2] == (("costs",), "paths")
    press(qtbot, presenting, Qt.Key.Key_X)
    assert layout.panes[:2] == (("paths",), "costs")
    press(qtbot, presenting, Qt.Key.Key_N)
    assert layout.panes[:2] == (("slice",), "paths")
    press(qtbot, presenting, Qt.Key.Key_O)
    assert layout.panes[:2] == (("slice",), "")
    assert [pane.name for pane in presenting.slide.view.panes if pane.isVisible()] == ["slice"]
    press(qtbot, presenting, Qt.Key.Key_O, Qt.Key.Key_K)
    assert window.lectures.lecture.slides[0].panes == ("slice", "paths")


def test_answers_are_counted_and_shown_after_the_reveal_alone(window, presenting, qtbot):
    press(qtbot, presenting, Qt.Key.Key_PageDown)
    page = presenting.slide
    assert not page.frame.sentence.isVisible()
    press(qtbot, presenting, Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_3)
    assert window.lectures.lecture.slides[1].counts == (1, 2)  # there is no third answer
    assert page.board.rows() == ["1  down", "2  up", "3 answered"]
    press(qtbot, presenting, Qt.Key.Key_Space)
    assert page.frame.sentence.isVisible()
    assert page.board.rows() == ["1  down: 1", "2  up: 2"]
    assert window.lectures.unsaved
    again = decode_lecture(encode_lecture(window.lectures.lecture))
    assert again.slides[1].counts == (1, 2)


def test_counts_are_typed(window, presenting, qtbot):
    press(qtbot, presenting, Qt.Key.Key_PageDown, Qt.Key.Key_C)
    presenting.counts.setText("12, many")
    with qtbot.waitSignal(presenting.said) as said:
        qtbot.keyClick(presenting.counts, Qt.Key.Key_Return)
    assert said.args[0].startswith("Not counted: up to ")
    assert presenting.counts.isVisible()
    assert window.lectures.lecture.slides[1].counts == ()
    presenting.counts.setText("12, 5")
    qtbot.keyClick(presenting.counts, Qt.Key.Key_Return)
    assert not presenting.counts.isVisible()
    assert window.lectures.lecture.slides[1].counts == (12, 5)
    assert (presenting.at, presenting.slide.covered) == (1, True)
    press(qtbot, presenting, Qt.Key.Key_C, Qt.Key.Key_PageUp)
    assert presenting.at == 0
    assert not presenting.counts.isVisible()


def test_a_question_about_what_is_seen_hides_the_sentence_alone(window, qtbot):
    window.lectures.lecture = Lecture(slides=(slide("backprop", question="Falls it?", picture_seen=True),))
    window.lectures.start()
    page = window.lectures.presenter.slide
    assert page.view.isVisible()
    assert not page.frame.sentence.isVisible()
    press(qtbot, window.lectures.presenter, Qt.Key.Key_Space)
    assert page.frame.sentence.isVisible()


def test_slides_are_named_after_lab_and_preset(window):
    window.page.load_preset("works")
    window.page.session.set_param("learning_rate", 0.02)
    window.actions_by_name["lecture_add"].trigger()
    named = window.lectures.lecture.slides[0]
    assert named.title.startswith(f"Backprop: {LABS['backprop'].preset('works').title}, ")
    assert "0.02" in named.title
    assert default_title(preset_state(LABS["saddle"])) == "Saddle points: The tutorial's question"


def test_a_question_that_is_asked_becomes_the_slides(window):
    page = window.page
    question = page.session.lab.questions[0]
    page.predictor.ask(question)
    window.actions_by_name["lecture_add"].trigger()
    assert window.lectures.lecture.slides[0].question == question.prompt


@pytest.mark.parametrize("lab_id", ["learning_rate", "activations"])
def test_no_name_on_a_question_slide_gives_the_answer_away(lab_id, window):
    page = window.open_lab(lab_id)
    for number, question in enumerate(page.session.lab.questions, start=1):
        if question.map is None:
            page.predictor.ask(question)
            window.actions_by_name["lecture_add"].trigger()
            asked = window.lectures.lecture.slides[-1]
            assert asked.title == f"{page.session.lab.title}: prediction {number}"
            preset = page.session.lab.preset(question.preset or page.session.preset).title
            for slide_now in (asked, replace(asked, title="")):
                assert preset not in slide_now.foot
            page.predictor.stop()


def test_a_parameter_without_effect_is_not_in_a_title():
    hidden = preset_state(LABS["learning_rate"], "mystery", {"learning_rate": 0.3, "seed": 4})
    assert default_title(hidden) == "Learning rate: A mystery curve, Seed 4"


def test_the_list_duplicates_replaces_and_adds_text(window):
    window.actions_by_name["lecture_add"].trigger()
    window.lectures.show_list()
    dialog = window.lectures._dialog
    dialog.notes.setPlainText("Slowly")
    dialog.buttons["Duplicate"].click()
    window.open_lab("saddle")
    dialog.buttons["Replace by current view"].click()
    dialog.buttons["Add text slide"].click()
    dialog.text.setPlainText("One\nTwo")
    first, second, third = window.lectures.lecture.slides
    assert (first.state.lab, second.state.lab, third.state) == ("backprop", "saddle", None)
    assert (first.notes, second.notes, third.text) == ("Slowly", "Slowly", "One\nTwo")
    assert second.title.startswith("Saddle points")


@pytest.fixture
def answers(window, monkeypatch):
    """Takes the place of the question; what it answers is set, and how often it was asked is counted."""
    asked = []

    def ask(parent, n_slides):
        asked.append(n_slides)
        return ask.answer

    monkeypatch.setattr("wk4gui.app.lecture.lecture_actions.ask_about_lecture", ask)
    return ask, asked


def test_an_unsaved_lecture_is_asked_about_and_remembered(make_window, window, answers, qtbot):
    ask, asked = answers
    window.actions_by_name["lecture_add"].trigger()
    lecture, ask.answer = window.lectures.lecture, CANCEL
    window.close()
    assert window.isVisible()
    ask.answer = NOT_NOW
    window.close()
    assert not window.isVisible()
    assert asked == [1, 1]
    again = make_window()
    assert encode_lecture(again.lectures.lecture) == encode_lecture(lecture)
    assert again.lectures.unsaved


def test_a_saved_lecture_is_not_asked_about(make_window, window, answers, tmp_path, monkeypatch):
    ask, asked = answers
    window.actions_by_name["lecture_add"].trigger()
    path = tmp_path / "talk.wk4lecture.json"
    monkeypatch.setattr("wk4gui.app.lecture.lecture_actions.ask_where_to_save_lecture", lambda _: path)
    ask.answer = SAVE
    window.close()
    assert not window.isVisible()
    assert path.read_bytes() == encode_lecture(window.lectures.lecture)
    assert asked == [1]
    assert make_window().lectures.lecture == Lecture()


def test_the_window_writes_a_handout(window, qtbot, tmp_path):
    window.lectures.lecture = Lecture(slides=(slide("saddle", notes="Look at the ridge"), Slide(title="Break")))
    path = tmp_path / "handout.pdf"
    window.lectures.write_handout(path)
    qtbot.waitUntil(path.exists, timeout=20_000)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_lecture_of_version_1_still_opens():
    plain = json.loads(encode_lecture(Lecture(slides=(slide("saddle"),))))
    old = {
        "version": 1,
        "title": "",
        "slides": [{key: plain["slides"][0][key] for key in ("state", "title", "question")}],
    }
    assert decode_lecture(json.dumps(old).encode()).slides[0].title == "saddle"


@pytest.mark.parametrize("lab_id", ["batch_norm", "backprop", "saddle"])
def test_no_control_of_a_live_slide_is_cut_off(qtbot, qapp, lab_id):
    page = SlidePage(slide(lab_id), PROJECTOR)
    qtbot.addWidget(page)
    dress_alone(page, PROJECTOR)
    page.resize(1280, 720)
    page.show()
    page.set_live(live=True)
    page.grab()
    page.stop()
    right = page._controls.mapTo(page, page._controls.rect().topRight()).x()
    seen = {name: control for name, control in page.panel.controls.items() if control.isVisible()}
    assert [name for name, it in seen.items() if it.mapTo(page, it.rect().topRight()).x() > right] == []
    assert right <= page.width()
    if lab_id == "batch_norm":  # the slide of the bias has the sliders of the bias, with their numbers
        widgets = (*seen["bias"].sliders, *seen["bias"].entries)
        assert all(widget.visibleRegion().boundingRect() == widget.rect() for widget in widgets)
