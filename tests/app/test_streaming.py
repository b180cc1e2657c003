"""Results so far: the latest is shown and named as such, it is kept when cancelled, and nothing takes it for whole."""

import threading
from types import SimpleNamespace

import pytest
from heavy_lab import GATE, LAB, HeavyView, Result
from PySide6.QtCore import QCoreApplication, QEvent
from test_runner import EMPTY_LESSON

from wk4gui.app.page import precedence
from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.runner import PartialResult, Runner, _Watch
from wk4gui.app.page.when_ready import when_ready
from wk4gui.lab.checkpoint import hand_out
from wk4gui.lab.question import Choice, Question
from wk4gui.render.theme import LIGHT

QUESTION = Question("size", "Which size?", Choice(("10", "40")), lambda params, result: str(result.size), lambda *_: "")


@pytest.fixture
def page(qtbot, monkeypatch):
    monkeypatch.setattr("wk4gui.app.lesson.lesson_panel.read_lesson", lambda _: EMPTY_LESSON)
    monkeypatch.setattr("wk4gui.app.page.runner._PARTIAL_EVERY", 0.0)
    monkeypatch.setattr("wk4gui.app.page.runner._FIRST_PARTIAL", 0.0)
    monkeypatch.setattr("wk4gui.app.page.runner._PARTIAL_SHARE", 1e9)
    monkeypatch.setattr("wk4gui.app.page.runner._LEFT", 0.0)
    GATE.open.set()
    GATE.started.clear()
    GATE.part_runs.clear()
    GATE.stopped.clear()
    page = LabPage(LabSession(LAB), HeavyView(LIGHT))
    page.begin()
    page.set_theme(LIGHT)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.view.label.text() == "20")
    yield page
    GATE.stops_at = None
    page.session.stop()


def stop_at(qtbot, page, size, at):
    """Computes until ``at`` of ``size``."""
    GATE.stops_at = at
    page.session.set_param("size", size)
    qtbot.waitUntil(lambda: page.view.label.text() == str(at))


def test_what_is_computed_so_far_is_shown_and_named_as_such(qtbot, page):
    stop_at(qtbot, page, 50, 25)
    assert page.summary.text == "So far 50 %. Done. The size was 25."
    assert page.session.shown_params.size == 50
    qtbot.waitUntil(lambda: not page.progress.isHidden())
    GATE.stops_at = None
    qtbot.waitUntil(lambda: page.view.label.text() == "50")
    assert page.summary.text == "Done. The size was 50."


def test_the_latest_wins_while_the_window_is_busy(qtbot, page):
    shown = []
    page.session.partial_ready.connect(lambda _: shown.append(page.session.result.size))
    GATE.stops_at = 30
    page.session.set_param("size", 60)
    page.session.compute()
    assert GATE.stopped.wait(10.0)  # thirty results so far wait for this thread
    qtbot.waitUntil(lambda: page.view.label.text() == "30")
    assert shown == [30]


def test_cancelling_keeps_what_there_is_and_says_so(qtbot, page):
    stop_at(qtbot, page, 50, 25)
    page.progress.cancelled.emit()
    assert page.progress.isHidden()
    assert page.view.label.text() == "25"
    assert page.summary.text == "Stopped at 50 %. Done. The size was 25."
    assert not page.session.busy
    GATE.stops_at = None
    page.session.set_param("size", 70)
    qtbot.waitUntil(lambda: page.view.label.text() == "70")


def test_cancelling_before_there_is_anything_says_that_the_picture_shows_the_state_before(qtbot, page):
    GATE.open.clear()
    page.session.set_param("size", 50)
    qtbot.waitUntil(lambda: page.session._job is not None)
    page.progress.cancelled.emit()
    assert page.view.label.text() == "20"
    assert page.summary.text == "Not computed. The picture still shows the state before."
    assert not page.session.ready
    GATE.open.set()
    page.session.set_param("size", 20)
    qtbot.waitUntil(lambda: page.summary.text == "Done. The size was 20.")


def test_a_draft_whose_result_was_cancelled_does_not_promise_it(qtbot, page, monkeypatch):
    monkeypatch.setattr(page.session.lab.main.__class__, "slow", lambda self, params: True)
    GATE.stops_at = 0
    page.session.set_param("size", 50, 1)
    GATE.stops_at = None
    qtbot.waitUntil(lambda: page.session.is_draft)
    GATE.open.clear()
    page.session.settle()
    qtbot.waitUntil(lambda: page.session._job is not None)
    page.progress.cancelled.emit()
    assert page.summary.text == "Draft. Done. The size was 2. The full result was not computed."
    assert not page.session.coming
    assert not page.session.ready


def test_a_part_that_was_cancelled_is_not_computed_again_until_it_is_wanted_anew(qtbot, page):
    GATE.stops_at = 5
    page.view.parts = ("extra",)
    page.view.state_changed.emit()
    qtbot.waitUntil(lambda: page.view.part_label.text() == "extra 5")
    page.progress.cancelled.emit()
    page.view.state_changed.emit()  # such as other digits
    assert not page.session.busy
    GATE.stops_at = None
    page.view.parts = ()
    page.view.state_changed.emit()
    page.view.parts = ("extra",)
    page.view.state_changed.emit()
    qtbot.waitUntil(lambda: page.view.part_label.text() == "extra 100")


def test_a_computation_that_was_replaced_shows_nothing_more(qtbot, page):
    stop_at(qtbot, page, 50, 25)
    shown = []
    page.session.partial_ready.connect(lambda _: shown.append(page.session.shown_params.size))
    page.session.set_param("size", 80)
    GATE.stops_at = 7  # now, since the replaced one goes on until it is
    qtbot.waitUntil(lambda: page.view.label.text() == "7")
    assert set(shown) == {80}


def test_what_waits_for_a_result_waits_for_the_whole(qtbot, page):
    stop_at(qtbot, page, 50, 25)
    sizes = []
    when_ready(page.session, lambda: sizes.append(page.session.result.size))
    assert not page.session.ready
    GATE.stops_at = None
    qtbot.waitUntil(lambda: sizes == [50])


def test_what_was_stopped_is_not_taken_for_the_result_of_its_parameters(qtbot, page):
    stop_at(qtbot, page, 50, 25)
    page.session.cancel()
    assert not page.session.ready
    assert not page.session.is_whole
    GATE.stops_at = None
    page.session.load(page.session.params)
    qtbot.waitUntil(lambda: page.view.label.text() == "50")
    assert page.session.ready


def test_a_part_is_shown_so_far_and_is_not_taken_for_whole(qtbot, page):
    GATE.stops_at = 5
    page.view.parts = ("extra",)
    page.view.state_changed.emit()
    qtbot.waitUntil(lambda: page.view.part_label.text() == "extra 5")
    session = page.session
    assert session.fraction_shown("extra") == 0.25
    assert not session.parts.holds("extra", session.params)
    GATE.stops_at = None
    qtbot.waitUntil(lambda: page.view.part_label.text() == "extra 100")
    assert session.parts.holds("extra", session.params)


def test_a_draft_is_not_shown_so_far(qtbot, page):
    GATE.stops_at = 1
    shown = []
    page.session.partial_ready.connect(shown.append)
    page.session.set_param("size", 90, 1)
    qtbot.waitUntil(GATE.stopped.is_set)
    GATE.stops_at = None
    qtbot.waitUntil(lambda: page.session.is_draft)
    assert shown == []


def test_a_result_so_far_does_not_answer_a_question(qtbot, page):
    GATE.stops_at = 10
    page.session.set_param("size", 40)
    page.predictor.question = QUESTION
    qtbot.waitUntil(lambda: page.session.so_far == 0.25)
    assert page.view.label.text() == "20"
    assert page.predictor.verdict is None


@pytest.mark.parametrize(
    ("moments", "handed_out"),
    [
        ([(0.0004, 0.004), (0.0006, 0.006), (0.006, 0.06)], [0.006]),  # it will take a tenth of a second
        ([(0.0021, 0.06), (0.0045, 0.12), (0.0051, 0.13)], [0.13]),  # a twentieth: its first result may wait
        ([(0.0021, 0.4), (0.0045, 0.8), (0.0051, 0.9)], []),  # it is nearly done: the whole comes first
        ([(0.2, 0.5), (0.4, 0.94), (0.6, 0.97)], [0.5, 0.94]),
    ],
)
def test_results_so_far_come_early_but_not_shortly_before_the_whole(monkeypatch, moments, handed_out):
    now, offered = [0.0], []
    monkeypatch.setattr("wk4gui.app.page.runner.time", SimpleNamespace(monotonic=lambda: now[0]))
    kept = SimpleNamespace(
        is_latest=lambda ticket: True,
        offer_partial=lambda partial: offered.append(partial.fraction),
        progressed=SimpleNamespace(emit=lambda ticket, fraction: None),
    )
    watch = _Watch(kept, 1)
    for now[0], fraction in moments:
        watch.hand_out(fraction, lambda: "so far")
    assert offered == handed_out


def test_results_so_far_are_made_where_the_work_is_done_and_not_too_often(monkeypatch, qtbot):
    monkeypatch.setattr("wk4gui.app.page.runner._PARTIAL_EVERY", 1e9)
    for name in ("_FIRST_PARTIAL", "_FIRST_OF_LONG"):
        monkeypatch.setattr(f"wk4gui.app.page.runner.{name}", 1e9)
    made, runner = [], Runner()

    def compute(params, checkpoint):
        for i in range(100):
            hand_out(checkpoint, i / 100, lambda: made.append(threading.get_ident()))
        return "whole"

    with qtbot.waitSignal(runner.finished_request):
        runner.submit(compute, None)
    runner.stop()
    assert made == []


def test_the_computation_waits_until_its_result_so_far_is_taken(monkeypatch, qtbot):
    monkeypatch.setattr("wk4gui.app.page.runner._TAKEN_WITHIN", 60.0)
    runner, went_on = Runner(), threading.Event()

    def compute(params, checkpoint):
        runner.offer_partial(PartialResult(1, 0.5, "half"))
        went_on.set()

    with qtbot.waitSignal(runner.finished_request):
        with qtbot.waitSignal(runner.partial_ready):
            runner.submit(compute, None)
        assert not went_on.wait(0.02)
        assert runner.take_partial().result == "half"
    runner.stop()


def test_the_computation_does_not_wait_for_a_request_that_is_replaced(monkeypatch, qtbot):
    monkeypatch.setattr("wk4gui.app.page.runner._TAKEN_WITHIN", 60.0)
    runner = Runner()
    with qtbot.waitSignal(runner.finished_request) as finished:
        with qtbot.waitSignal(runner.partial_ready):
            runner.submit(lambda params, checkpoint: runner.offer_partial(PartialResult(1, 0.5, "half")), None)
        runner.submit(lambda params, checkpoint: "new", None)
    assert finished.args == [2, "new"]
    runner.stop()


def test_a_result_so_far_of_the_parameters_before_an_edit_is_not_shown(qtbot):
    session, shown = LabSession(LAB), []
    session.partial_ready.connect(shown.append)
    GATE.open.clear()
    session.compute()
    session.set_param("size", 7)
    session._runner.offer_partial(PartialResult(session._job.ticket, 0.5, Result(3)))
    QCoreApplication.sendPostedEvents(session, QEvent.Type.MetaCall)
    session._take_partial()
    GATE.open.set()
    session.stop()
    assert shown == []


def test_a_computation_waits_from_an_edit_until_the_one_that_replaces_it(qtbot):
    session = LabSession(LAB)
    session.set_param("size", 7)
    assert not precedence._DRAWINGS.free.is_set()
    QCoreApplication.sendPostedEvents(session)
    assert precedence._DRAWINGS.free.is_set()
    session.stop()


def test_a_result_so_far_of_a_cancelled_request_is_dropped(qtbot):
    runner = Runner()
    runner.offer_partial(PartialResult(0, 0.5, "half"))
    runner.cancel()
    assert runner.take_partial() is None


def test_a_checkpoint_that_only_counts_gets_the_fraction_alone():
    fractions, made = [], []
    hand_out(fractions.append, 0.5, lambda: made.append(1))
    assert (fractions, made) == ([0.5], [])


def test_an_export_of_what_was_stopped_computes_it_to_the_end(qtbot, window, monkeypatch):
    monkeypatch.setattr("wk4gui.app.page.runner._PARTIAL_EVERY", 0.0)
    monkeypatch.setattr("wk4gui.app.page.runner._FIRST_PARTIAL", 0.0)
    monkeypatch.setattr("wk4gui.app.page.runner._LEFT", 0.0)
    page = window.open_lab("bias_variance")
    qtbot.waitUntil(lambda: page.session.ready, timeout=30_000)
    page.session.set_params({"model": "network", "n_trials": 150, "n_steps": 100, "seed": 4321})
    qtbot.waitUntil(lambda: page.session.so_far is not None, timeout=30_000)
    page.session.cancel()
    assert page.summary.text.startswith("Stopped at ")
    sizes = []
    window.files._when_ready(lambda shown: sizes.append(len(shown.session.result.predictions)))
    qtbot.waitUntil(lambda: sizes == [150], timeout=30_000)
