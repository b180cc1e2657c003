"""From a slider's move to the repaint of all panes with the new numbers, in repaints of a bare plot."""

import math
import random
import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import pytest
from bench import ALL, Bench
from budget_table import Row
from event_loop import BarePlot, EventLoop
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from wk4gui.app.controls.controls import NumberControl
from wk4gui.app.controls.value_slider import ValueSlider
from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.application import SWITCH_S
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import SettingsFile
from wk4gui.registry import LABS
from wk4gui.render.pane import Pane

FEW, MOVES, REACH = 8, 7, 30
"""Settings of a lab in the sample, moves of each, and how far the handle goes, in pixels."""


class Setting(NamedTuple):
    """A slider in a preset."""

    preset: str
    param: str


class Moved(NamedTuple):
    """One move: until everything and until the first pane was painted, in bare plots, and the longest pass, seconds."""

    setting: Setting
    ratio: float
    first: float
    longest: float


class FirstPane(QObject):
    """When the first pane with new numbers has been painted: when the paint event after its own comes."""

    def __init__(self, is_new: Callable[[], bool]) -> None:
        super().__init__()
        self._is_new, self._begun, self.painted = is_new, False, math.inf
        QCoreApplication.instance().installEventFilter(self)

    def wait(self) -> None:
        self._begun, self.painted = False, math.inf

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and self.painted == math.inf:
            if self._begun:
                self.painted = perf_counter()
            elif self._is_new():
                self._begun = _is_in_a_pane(watched)
        return False


class Mover:
    """Opens one lab and moves its sliders."""

    def __init__(self, window: MainWindow, lab_id: str) -> None:
        self._loop = EventLoop()
        self._bare = BarePlot(self._loop)
        self._lab, self._pages, self._window = LABS[lab_id], list[LabPage](), window
        self._loop.run(lambda: self._pages.append(window.open_lab(lab_id)), lambda: not self._pages or self._busy())
        self._first = FirstPane(lambda: not self._waits_for_numbers())
        self._loop.run(lambda: None, lambda: window._stock.busy)  # the next lab is made before sliders are measured

    def _busy(self) -> bool:
        page = self._pages[0]
        return page.session.coming or page.turns.busy

    def _waits_for_numbers(self) -> bool:
        """Whether a pane does not show the new parameters yet: neither their draft nor their result so far."""
        page = self._pages[0]
        session = page.session
        awaited = session.busy and (session.so_far is None or session.shown_params != session.params)
        return awaited or page.turns.busy

    def moves(self) -> list[Moved]:
        """The moves of a sample of settings, in all presets with --all."""
        settings = [setting for preset in self._lab.presets for setting in self._settings(preset.name)]
        return [move for setting in _sample(settings) for move in self._of(setting)]

    def _settings(self, preset: str) -> list[Setting]:
        params = self._lab.preset_params(preset)
        hidden = self._lab.inactive_fields(params)
        controls = self._pages[0].panel.controls
        return [
            Setting(preset, name)
            for name, control in controls.items()
            if isinstance(control, NumberControl) and name not in hidden
        ]

    def _of(self, setting: Setting) -> Iterator[Moved]:
        page = self._pages[0]
        self._loop.run(lambda: page.load_preset(setting.preset), self._busy)
        slider = page.panel.controls[setting.param].slider
        bare = median(self._bare.repaint() for _ in range(MOVES))  # while nothing is computed
        for number in range(MOVES + 1):
            self._first.wait()
            begun = perf_counter()
            stay = self._loop.run(lambda number=number: self._move(slider, number), self._waits_for_numbers)
            if number:
                first = min(self._first.painted - begun, stay.total)
                yield Moved(setting, stay.total / bare, first / bare, stay.longest)
        self._loop.run(page.session.settle, self._busy)

    def _move(self, slider: ValueSlider, number: int) -> None:
        """Moves the handle to and fro about its place, further where a value does not change with every pixel."""
        before, start = slider.current, slider.handle_point().x()
        inward = 1 if start < slider.width() / 2 else -1
        side = inward if number % 2 == 0 else -inward
        for reach in range(REACH // 3, 4 * REACH, 5):
            slider.move_to(start + side * (reach + number), drag=1)
            if slider.current != before:
                return


@pytest.fixture
def mover(qtbot: Any, tmp_path: Any, request: pytest.FixtureRequest) -> Iterator[Mover]:
    """In the window as the program runs it."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    window = MainWindow(Appearance(), SettingsFile(tmp_path / "settings.json"))
    window.questions.choose("never")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield Mover(window, request.param)
    sys.setswitchinterval(before)


@pytest.mark.parametrize("mover", LABS, indirect=True)
def test_slider(bench: Bench, mover: Mover, request: pytest.FixtureRequest) -> None:
    moves: list[Moved] = []
    bench.once(lambda: moves.extend(mover.moves()))
    title = request.node.callspec.params["mover"]
    by_setting: dict[Setting, list[float]] = {}
    for move in moves:
        by_setting.setdefault(move.setting, []).append(move.ratio)
    medians = {setting: median(ratios) for setting, ratios in by_setting.items()}
    worst = max(medians, key=lambda setting: medians[setting])
    slowest = max(moves, key=lambda move: move.longest)
    ratios = sorted(move.ratio for move in moves)
    bench.add(Row(f"slider, {title}: median, bare plots", median(ratios), 2, note=f"{len(medians)} settings"))
    first = median(move.first for move in moves)
    bench.add(Row(f"slider, {title}: first pane, bare plots", first, 3 if title == "playground" else None))
    bench.add(Row(f"slider, {title}: slowest setting", medians[worst], 3, note=_said(worst)))
    bench.add(Row(f"slider, {title}: 95th percentile", ratios[int(0.95 * len(ratios))], 4))
    bench.add(Row(f"slider, {title}: longest pass, ms", 1e3 * slowest.longest, 50, note=_said(slowest.setting)))


def _sample(settings: list[Setting]) -> list[Setting]:
    """A few, the same at every run, or all."""
    return settings if ALL else random.Random(0).sample(settings, min(FEW, len(settings)))


def _is_in_a_pane(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, Pane):
        widget = widget.parentWidget()
    return widget is not None


def _said(setting: Setting) -> str:
    return f"{setting.preset}, {setting.param}"
