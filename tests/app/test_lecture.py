"""Lectures through the window: collecting slides, the list, presenting with a presenter's keys."""

import os
import subprocess
import sys

import lecture_moments
import pytest
from opening import opened
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from tiers import amount

from wk4gui.documents.lecture import Lecture, Slide, encode_lecture
from wk4gui.documents.saved_state import SavedState
from wk4gui.registry import LABS


def slide(lab_id, title, question="", **changes):
    params = LABS[lab_id].params().with_(**changes)
    return Slide(state=SavedState(lab=lab_id, params=params), title=title, question=question)


@pytest.fixture
def presenting(window, qtbot):
    """A window that presents three slides, the second with a question."""
    window.lectures.lecture = Lecture(
        title="Week 4",
        slides=(
            slide("backprop", "One step"),
            slide("learning_rate", "Too high", "Which curve diverges?"),
            slide("saddle", "Off the saddle"),
        ),
    )
    window.actions_by_name["lecture_start"].trigger()
    presenter = window.lectures.presenter
    qtbot.waitUntil(lambda: len(presenter.slides) == 3)
    return presenter


def press(qtbot, presenter, *keys):
    for key in keys:
        qtbot.keyClick(presenter, key)


def test_slides_are_collected_and_listed(window, qtbot):
    window.actions_by_name["lecture_add"].trigger()
    window.open_lab("saddle")
    window.actions_by_name["lecture_add"].trigger()
    assert [s.state.lab for s in window.lectures.lecture.slides] == ["backprop", "saddle"]
    window.lectures.show_list()
    dialog = window.lectures._dialog
    assert dialog.list.count() == 2
    dialog.list.setCurrentRow(1)
    dialog.buttons["Up"].click()
    dialog.title.setText("Noise")
    dialog.title.textEdited.emit("Noise")
    dialog.question.textEdited.emit("Who leaves?")
    first = window.lectures.lecture.slides[0]
    assert (first.state.lab, first.title, first.question) == ("saddle", "Noise", "Who leaves?")
    assert dialog.list.item(0).text() == "Noise · Saddle points  ?"
    dialog.buttons["Remove"].click()
    assert [s.state.lab for s in window.lectures.lecture.slides] == ["backprop"]


def test_page_keys_go_through_the_slides_and_questions_come_first(presenting, qtbot):
    press(qtbot, presenting, Qt.Key.Key_PageDown)
    assert presenting.at == 1
    assert presenting.slide.covered
    press(qtbot, presenting, Qt.Key.Key_PageDown)
    assert presenting.at == 1
    assert not presenting.slide.covered
    press(qtbot, presenting, Qt.Key.Key_PageDown)
    assert presenting.at == 2
    press(qtbot, presenting, Qt.Key.Key_PageDown)
    assert presenting.at == 2
    press(qtbot, presenting, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp)
    assert presenting.at == 0


def test_nothing_but_the_window_is_shown(window, presenting, qtbot):
    qtbot.waitUntil(lambda: not any(page.session.busy for page in presenting.slides.values()))
    others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
    assert others == []


def test_every_slide_is_computed_ahead(presenting, qtbot):
    qtbot.waitUntil(lambda: all(page.session.result is not None for page in presenting.slides.values()))
    assert presenting.at == 0


def test_only_picture_and_verdict_are_shown_on_the_projector(window, presenting, qtbot):
    assert window.appearance.theme.name == "projector"
    assert window.header.isHidden()
    assert window.labs.isHidden()
    assert window.menuBar().isHidden()
    assert presenting.slide.view.theme.name == "projector"
    qtbot.waitUntil(lambda: presenting.slide.frame.sentence.text() != "")


def test_arrows_go_through_the_frames_of_a_slide(presenting, qtbot):
    session = presenting.slide.session
    qtbot.waitUntil(lambda: not session.busy)
    before = session.frame
    press(qtbot, presenting, Qt.Key.Key_Left)
    assert session.frame == max(before - 1, 0)
    press(qtbot, presenting, Qt.Key.Key_Right)
    assert session.frame == before if before else 1


def test_a_blank_screen_and_back(presenting, qtbot):
    press(qtbot, presenting, Qt.Key.Key_B)
    assert presenting.stack.isHidden()
    press(qtbot, presenting, Qt.Key.Key_B)
    assert not presenting.stack.isHidden()


def test_escape_leaves_everything_as_it_was(window, presenting, qtbot):
    press(qtbot, presenting, Qt.Key.Key_Escape)
    assert window.page is not None
    assert window.page.session.lab.id == "backprop"
    assert window.appearance.theme.name == "light"
    assert not window.header.isHidden()
    assert not window.menuBar().isHidden()
    assert window.lectures.presenter is None


def test_a_digit_opens_its_lab(window, presenting, qtbot):
    press(qtbot, presenting, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: window.page is not None and window.page.session.lab.id == "saddle")
    assert window.lectures.presenter is None


def test_a_lecture_that_begins_meanwhile_leads_back_to_the_lab_that_was_wanted(window):
    window.visit("saddle")
    window.present_lecture(Lecture(title="Week 4", slides=(slide("backprop", "One step"),)))
    assert window.lectures.presenter is not None
    assert not window.visits.busy
    window.lectures.stop()
    assert window.page.session.lab.id == "saddle"


def test_digits_jump_to_labs_outside_a_lecture_but_not_in_a_field(window, qtbot):
    window.activateWindow()
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: window.page is not None and window.page.session.lab.id == "learning_rate")
    entry = window.page.panel.controls["learning_rate"].entry
    entry.setFocus()
    qtbot.keyClick(entry, Qt.Key.Key_3)
    assert not window.visits.busy
    assert window.page.session.lab.id == "learning_rate"


def test_a_lecture_file_is_opened_and_presented(window, tmp_path, qtbot):
    path = tmp_path / "talk.wk4lecture.json"
    window.lectures.lecture = Lecture(title="Week 4", slides=(slide("saddle", "Off the saddle"),))
    window.lectures.save_file(path)
    window.lectures.lecture = Lecture()
    opened(qtbot, window, path)
    assert window.lectures.presenter is not None
    assert window.lectures.lecture.title == "Week 4"
    window.lectures.stop()


@pytest.mark.parametrize("content", [b"{}", b"nonsense", encode_lecture(Lecture(title="empty"))])
def test_a_bad_lecture_changes_nothing(qtbot, window, tmp_path, content, monkeypatch):
    said = []
    monkeypatch.setattr(window, "refuse", lambda title, text: said.append(text))
    path = tmp_path / "talk.wk4lecture.json"
    path.write_bytes(content)
    opened(qtbot, window, path)
    assert len(said) == 1
    assert "talk.wk4lecture.json" in said[0]
    assert window.lectures.presenter is None


def assert_agreed(window, lab_id):
    """Page, header and list are of one lab."""
    assert window.page.session.lab.id == lab_id
    assert window.header.page is window.page
    assert window.labs.list.currentItem().data(Qt.ItemDataRole.UserRole) == lab_id
    assert window.lectures.presenter is None
    assert window.appearance.theme.name == "light"
    assert not window.header.isHidden()
    assert not window.labs.isHidden()
    assert not window.menuBar().isHidden()


def test_page_header_and_list_agree_after_a_lecture(window, qtbot):
    for lab_id in ("saddle", "dropout", "learning_rate"):
        window.open_lab(lab_id)
    window.lectures.lecture = Lecture(slides=(slide("backprop", "One step"),))
    window.lectures.start()
    qtbot.keyClick(window.lectures.presenter, Qt.Key.Key_Escape)
    assert_agreed(window, "learning_rate")


def test_a_session_opened_during_a_lecture_ends_it(window, presenting):
    window.open_state(slide("saddle", "").state)
    assert_agreed(window, "saddle")


def test_a_lecture_opened_during_a_lecture_replaces_it(window, presenting, tmp_path, qtbot):
    path = tmp_path / "other.wk4lecture.json"
    path.write_bytes(encode_lecture(Lecture(title="Other", slides=(slide("dropout", "Masks"),))))
    opened(qtbot, window, path)
    second = window.lectures.presenter
    assert second is not presenting
    assert [s.title for s in second.lecture.slides] == ["Masks"]
    assert second.isVisible()
    qtbot.keyClick(second, Qt.Key.Key_Escape)
    assert_agreed(window, "backprop")


def test_no_slide_is_made_after_the_end(window, qtbot):
    window.lectures.lecture = Lecture(slides=tuple(slide("bias_variance", f"{i}") for i in range(4)))
    window.lectures.start()
    presenter = window.lectures.presenter
    presenter.stop()
    made = dict(presenter.slides)
    QCoreApplication.sendPostedEvents(presenter)
    assert presenter.slides == made
    for page in made.values():
        QCoreApplication.sendPostedEvents(page.session)
        assert not page.session._runner.isRunning()
    window.lectures.stop()


def test_a_slide_that_does_not_fit_says_so_and_every_key_lives(window, monkeypatch, tmp_path, qtbot):
    said = []
    monkeypatch.setattr(window, "refuse", lambda title, text: said.append(text))
    strange = SavedState(lab="saddle", params=LABS["saddle"].params(), view={"nonsense": 1})
    path = tmp_path / "talk.wk4lecture.json"
    bad = Slide(state=strange, title="Strange", question="What?")
    path.write_bytes(encode_lecture(Lecture(slides=(slide("backprop", "Good"), bad, slide("dropout", "Last")))))
    opened(qtbot, window, path)
    assert len(said) == 1
    assert said[0].startswith("Slide 2: ")
    assert "nonsense" in said[0]
    presenter = window.lectures.presenter
    press(qtbot, presenter, Qt.Key.Key_PageDown)
    assert "cannot be shown" in presenter.slide.question.text()
    press(qtbot, presenter, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageDown)
    assert presenter.at == 2
    press(qtbot, presenter, Qt.Key.Key_PageUp)
    assert presenter.slide.question.isVisible()
    press(qtbot, presenter, Qt.Key.Key_Escape)
    assert_agreed(window, "backprop")
    window.lectures._go_to(bad)
    assert "nonsense" in said[1]


def test_a_slide_that_cannot_be_computed_says_so(window, monkeypatch, qtbot):
    window.lectures.lecture = Lecture(slides=(slide("backprop", "Fails", "What?"),))
    window.lectures.start()
    presenter = window.lectures.presenter
    presenter.slide.session.failed.emit(RuntimeError("thirteen is not computed"))
    assert presenter.slide.question.text() == "This slide cannot be shown: thirteen is not computed."
    press(qtbot, presenter, Qt.Key.Key_PageDown)
    assert presenter.slide.question.isVisible()


def test_an_arrow_before_the_result_leaves_the_frame_of_the_slide(window, qtbot):
    state = SavedState(lab="backprop", params=LABS["backprop"].params(), frame=5)
    window.lectures.lecture = Lecture(slides=(Slide(state=state),))
    window.lectures.start()
    presenter = window.lectures.presenter
    press(qtbot, presenter, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: presenter.slide.session.result is not None)
    assert presenter.slide.session.frame == 5


def test_a_lecture_is_left_at_any_moment(tmp_path):
    moments = amount(10, 20, 200)
    command = [sys.executable, "-X", "faulthandler", lecture_moments.__file__, str(moments), str(tmp_path)]
    # What is used after it was freed is found at once if what is freed is overwritten.
    env = {**os.environ, "MALLOC_PERTURB_": "165", "PYTHONMALLOC": "malloc"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert (done.returncode, done.stdout) == (0, f"left {moments} times\n"), done.stderr
    assert "Error" not in done.stderr  # what a slot raises is only printed
    assert "QThread" not in done.stderr
