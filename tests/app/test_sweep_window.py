"""A sweep in the window: from a slider's menu to a curve or a map, a click that takes a state, stop and export."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.sweep.sweep_window import SweepWindow
from wk4gui.documents.recipe import figure_state
from wk4gui.lab.declarations import ParamError
from wk4gui.render.theme import DARK
from wk4gui.sweeps.journal import JournalStore


@pytest.fixture
def sweep(page: LabPage, qtbot):
    """Opens the sweep of the learning rate as its slider's menu does, and waits until it is computed."""
    page.panel.controls["learning_rate"].slider.sweep_requested.emit()
    window = opened(page, qtbot)
    finished(qtbot, window)
    yield window
    window.close()


def opened(page: LabPage, qtbot) -> SweepWindow:
    """The window of a sweep, which comes up in some turns of the event loop."""
    qtbot.waitUntil(lambda: (found := page.findChild(SweepWindow)) is not None and found.job is not None)
    return page.findChild(SweepWindow)


def finished(qtbot, window: SweepWindow) -> None:
    qtbot.waitUntil(lambda: window.progress.value() == 1000, timeout=30_000)


def choose(box, data) -> None:
    box.setCurrentIndex(next(i for i in range(box.count()) if box.itemData(i) == data))
    box.activated.emit(box.currentIndex())


def test_the_menu_of_a_slider_offers_a_sweep(page: LabPage, qtbot) -> None:
    slider = page.panel.controls["learning_rate"].slider
    menu = slider.menu()
    assert [action.text() for action in menu.actions()] == ["Sweep this…", "Default"]
    with qtbot.waitSignal(slider.sweep_requested):
        menu.actions()[0].trigger()
    opened(page, qtbot).close()
    menu.deleteLater()


def test_one_parameter_gives_a_curve_of_exact_values(page: LabPage, sweep: SweepWindow) -> None:
    found, survey = sweep._found, sweep._survey
    assert survey.n_axes == 1
    rates = survey.axes[0].values
    assert (rates[0], rates[-1]) == (1e-4, 10.0)
    lab = page.session.lab
    measure = next(each for each in lab.main.measures if each.name == survey.measure)
    for i in np.flatnonzero(found.known[:, 0])[:5]:
        params = page.session.params.with_(learning_rate=rates[i])
        assert found.values[i, 0, 0] == measure.value(params, lab.main.compute(params))
    assert "places computed" in sweep.said.text()


def test_a_second_parameter_gives_a_map_and_a_click_takes_its_settings(
    page: LabPage, sweep: SweepWindow, qtbot
) -> None:
    sweep.progress.setValue(0)
    choose(sweep.form.up.name, "n_steps")
    finished(qtbot, sweep)
    assert sweep._survey.n_axes == 2
    plot = sweep.picture.map
    point = plot.to_widget(8, 8).toPoint()
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
    values = [axis.values[8] for axis in sweep._survey.axes]
    assert [page.session.params.learning_rate, page.session.params.n_steps] == values
    assert sweep.again.isHidden()
    assert plot._place == (8.0, 8.0)
    page.session.history.undo()
    assert page.session.params.learning_rate == 0.1


def test_settings_that_are_not_swept_offer_another_sweep(page: LabPage, sweep: SweepWindow) -> None:
    page.session.set_param("n_steps", 20)
    assert not sweep.again.isHidden()
    page.session.set_param("n_steps", 10)
    assert sweep.again.isHidden()


def test_another_measure_needs_no_computation(sweep: SweepWindow, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    from wk4gui.sweeps import worker

    known = sweep._found.known.copy()
    computed = []
    monkeypatch.setattr(worker, "records_together", lambda *a: computed.append(a))
    sweep.progress.setValue(0)
    choose(sweep.form.measure, ("main", "first_loss"))
    finished(qtbot, sweep)
    assert not computed
    assert known.any()


def test_a_sweep_that_is_stopped_goes_on_where_it_was(page: LabPage, sweep: SweepWindow, qtbot) -> None:
    sweep.progress.setValue(0)
    choose(sweep.form.up.name, "n_steps")
    job = sweep.job
    with qtbot.waitSignals([job.cancelled]):
        sweep.stop.click()
    assert sweep.stop.text() == "Resume"
    assert "kept" in sweep.said.text()
    kept = len(sweep._store._records)
    sweep.stop.click()
    finished(qtbot, sweep)
    assert len(sweep._store._records) >= kept


def test_it_follows_the_theme(page: LabPage, sweep: SweepWindow) -> None:
    page.set_theme(DARK)
    assert sweep.picture.map.theme == sweep.picture.curve.theme == DARK


def test_closing_ends_the_computation(sweep: SweepWindow, qtbot) -> None:
    choose(sweep.form.up.name, "n_steps")
    job = sweep.job
    sweep.close()
    qtbot.waitUntil(lambda: not job.alive)


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf", ".csv", ".npz"])
def test_a_sweep_is_exported_like_every_picture(sweep: SweepWindow, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sweep{ending}"
    sweep.save(path)
    if ending in (".png", ".svg", ".pdf"):
        assert figure_state(path.read_bytes()).params == sweep._survey.plan.base
    elif ending == ".csv":
        assert "# lab: backprop" in path.read_text(encoding="utf-8")
    else:
        assert "measure_last_loss" in np.load(path)
    with pytest.raises(ParamError, match="none of"):
        sweep.save(tmp_path / "sweep.xls")


def test_no_sweep_gives_an_answer_away(page: LabPage, sweep: SweepWindow) -> None:
    page.predictor.ask_next()
    assert not sweep.isVisible()
    page.open_sweep("learning_rate")
    assert not sweep.isVisible()


def test_escape_ends_the_computation(sweep: SweepWindow, qtbot) -> None:
    choose(sweep.form.up.name, "n_steps")
    job = sweep.job
    qtbot.keyClick(sweep, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not job.alive)
    assert not sweep.isVisible()


def test_results_are_kept_between_starts_until_they_are_forgotten(make_window, settings_file, qtbot, tmp_path) -> None:
    def swept() -> tuple[SweepWindow, int]:
        page = make_window(settings_file, records=JournalStore(tmp_path / "sweeps.jsonl")).page
        page.panel.controls["learning_rate"].slider.sweep_requested.emit()
        window = opened(page, qtbot)
        finished(qtbot, window)
        size = (tmp_path / "sweeps.jsonl").stat().st_size
        window.close()
        return window, size

    _, size = swept()
    again, same = swept()
    assert size == same
    again.forget.click()
    assert not (tmp_path / "sweeps.jsonl").exists()
    assert "forgotten" in again.said.text()
    assert again.stop.text() == "Resume"
