"""Work in the background says how far it is, but not more often than the window can show it."""

from pytestqt.qtbot import QtBot

from wk4gui.app.page.job import Job
from wk4gui.app.sweep.sweep_job import SweepJob
from wk4gui.registry import find_lab
from wk4gui.sweeps.store import MemoryStore
from wk4gui.sweeps.survey import make_survey


def test_progress_is_reported_at_once_then_not_at_every_step_and_at_the_end(qtbot: QtBot) -> None:
    job, reports = Job("Nothing"), list[float]()
    job.progressed.connect(reports.append)

    def work(checkpoint) -> None:
        for i in range(1000):
            checkpoint(i / 1000)

    with qtbot.waitSignal(job.finished):
        job.start(work)
    assert reports[0] == 0.0
    assert reports[-1] == 1.0, "the end is reported, however soon after the last report it comes"
    assert len(reports) < 100


def test_a_sweep_announces_nothing_new_until_the_last_was_taken(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr("wk4gui.app.sweep.sweep_job._EVERY", 0.0)
    lab = find_lab("learning_rate")
    survey = make_survey(lab, lab.main, lab.main.measures[0].name, lab.params(), [("momentum", 0.0, 0.9)], 1)
    job, announced = SweepJob(survey, MemoryStore()), list[int]()
    job.advanced.connect(lambda: announced.append(1))
    with qtbot.waitSignal(job.finished, timeout=30_000):
        job.begin()
    assert announced == [1]
    assert job.take().known.shape == survey.shape
    assert job.take() is None
