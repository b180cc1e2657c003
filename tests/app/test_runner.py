"""Heavy labs: computed beside the window, the latest request wins, drafts while dragging, parts when shown."""

import threading
from dataclasses import replace

import pytest
from heavy_lab import GATE, LAB, HeavyView

from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.part_results import PartResults
from wk4gui.lab.frames import Frames
from wk4gui.lab.lesson import Lesson
from wk4gui.render.theme import LIGHT

EMPTY_LESSON = Lesson(title="Heavy", question=(), links=(), derivations=(), notice=(), beyond=(), answer=(), source=())


@pytest.fixture
def page(qtbot, monkeypatch):
    monkeypatch.setattr("wk4gui.app.lesson.lesson_panel.read_lesson", lambda _: EMPTY_LESSON)
    GATE.open.set()
    GATE.started.clear()
    GATE.part_runs.clear()
    GATE.threads.clear()
    page = LabPage(LabSession(LAB), HeavyView(LIGHT))
    page.begin()
    page.set_theme(LIGHT)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.view.label.text() == "20")
    yield page
    GATE.open.set()
    page.session.stop()


def test_heavy_work_is_not_done_on_the_thread_of_the_window(page):
    assert GATE.threads == {next(iter(GATE.threads))}
    assert threading.get_ident() not in GATE.threads


def test_the_latest_request_wins_and_what_it_replaced_never_answers(qtbot, page):
    GATE.open.clear()
    shown = []
    page.session.result_ready.connect(lambda: shown.append(page.session.result.size))
    for size in (30, 40, 50):
        page.session.set_param("size", size)
        page.session.compute()
    GATE.open.set()
    qtbot.waitUntil(lambda: page.view.label.text() == "50")
    assert shown == [50]


def test_progress_is_shown_and_can_be_cancelled(qtbot, page):
    GATE.open.clear()
    page.session.set_param("size", 60)
    qtbot.waitUntil(lambda: not page.progress.isHidden())
    page.progress.cancelled.emit()
    assert page.progress.isHidden()
    GATE.open.set()
    assert page.view.label.text() == "20", "the last good picture stays"
    page.session.set_param("size", 70)
    qtbot.waitUntil(lambda: page.view.label.text() == "70")


def test_a_drag_shows_drafts_marked_as_such_and_ends_in_the_full_result(qtbot, page):
    page.session.set_param("size", 80, 1)
    qtbot.waitUntil(lambda: page.view.label.text() == "2")
    assert page.summary.text.startswith("Draft. Done. The size was 2.")
    page.session.set_param("size", 90, 1)
    page.panel.settled.emit()
    qtbot.waitUntil(lambda: page.view.label.text() == "90")
    assert page.summary.text == "Done. The size was 90."


def test_what_a_draft_would_not_make_cheaper_needs_none(qtbot, page, monkeypatch):
    lab = page.session.lab
    parts = (replace(lab.main, light=("extra",)), *lab.parts[1:])
    monkeypatch.setattr(page.session, "lab", replace(lab, parts=parts))
    page.session.set_param("extra", 3, 1)
    qtbot.waitUntil(lambda: page.session.shown_params.extra == 3)
    assert not page.session.is_draft
    page.session.set_param("size", 80, 2)
    qtbot.waitUntil(lambda: page.session.is_draft)


def test_a_part_is_computed_only_when_it_is_shown_and_only_for_what_it_uses(qtbot, page):
    assert GATE.part_runs == []
    page.view.parts = ("extra",)
    page.view.state_changed.emit()
    qtbot.waitUntil(lambda: page.view.part_label.text() == "extra 100")
    page.session.set_param("size", 33)
    qtbot.waitUntil(lambda: page.view.label.text() == "33")
    page.session.set_param("extra", 4)
    qtbot.waitUntil(lambda: page.view.part_label.text() == "extra 104")
    assert GATE.part_runs == [0, 4]


def test_a_part_may_have_a_draft_for_while_a_slider_is_held(qtbot, page, monkeypatch):
    session = page.session
    main, extra = session.lab.parts
    part = replace(extra, draft=lambda params: params.with_(extra=1))
    lab = replace(session.lab, parts=(replace(main, light=("extra",)), part))
    monkeypatch.setattr(session, "lab", lab)
    monkeypatch.setattr(session, "parts", PartResults(lab))
    page.view.parts = ("extra",)
    page.view.state_changed.emit()
    session.set_param("extra", 4, 1)
    qtbot.waitUntil(lambda: page.view.part_label.text() == "extra 101")
    page.panel.settled.emit()
    qtbot.waitUntil(lambda: page.view.part_label.text() == "extra 104")


def test_an_error_keeps_the_last_picture_and_the_next_request_works(qtbot, page):
    with qtbot.waitSignal(page.session.failed) as failure:
        page.session.set_param("size", 13)
    assert isinstance(failure.args[0], RuntimeError)
    assert page.summary.text.startswith("Not computed. RuntimeError: thirteen is not computed")
    assert page.view.label.text() == "20"
    page.session.set_param("size", 14)
    qtbot.waitUntil(lambda: page.view.label.text() == "14")


def test_a_new_seed_changes_nothing_else(qtbot, page):
    before = page.session.params
    page.session.new_seed()
    assert page.session.params == before.with_(seed=1)


def test_a_draft_with_fewer_frames_does_not_move_the_frame(qtbot, page, monkeypatch):
    lab = replace(page.session.lab, frames=lambda params, result: Frames(result.size + 1))
    monkeypatch.setattr(page.session, "lab", lab)
    page.session.set_param("size", 30)
    qtbot.waitUntil(lambda: page.session.frames.count == 31)
    page.session.seek(12)
    page.session.set_param("size", 31, 1)
    qtbot.waitUntil(lambda: page.session.is_draft)
    assert page.session.frame == 2
    page.panel.settled.emit()
    qtbot.waitUntil(lambda: page.session.frames.count == 32)
    assert page.session.frame == 12


def test_what_takes_long_shows_its_draft_first(qtbot, page, monkeypatch):
    lab = page.session.lab
    parts = (replace(lab.main, slow=lambda params: params.size > 50), *lab.parts[1:])
    monkeypatch.setattr(page.session, "lab", replace(lab, parts=parts))
    GATE.started.clear()
    said = []
    page.session.result_ready.connect(lambda: said.append((page.session.result.size, page.summary.text)))
    page.session.set_param("size", 80)
    qtbot.waitUntil(lambda: page.session.ready and page.session.result.size == 80)
    assert GATE.started == [2, 80]
    assert said[0] == (2, "Draft. Done. The size was 2. The full result follows.")
    page.session.set_param("size", 40)
    qtbot.waitUntil(lambda: page.session.ready and page.session.result.size == 40)
    assert GATE.started == [2, 80, 40]
