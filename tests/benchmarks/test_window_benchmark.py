"""How quickly the window answers: from a slider's move to the finished repaint, and from start to first paint.

Run with `pytest tests/benchmarks --benchmark-only -k window`; times are reported, never asserted.
"""

import itertools
import os
import subprocess
import sys
import textwrap
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import SettingsFile

SIX = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]


class Case(NamedTuple):
    """A lab in a state, and the slider that is dragged there."""

    lab: str
    preset: str
    changes: dict[str, Any]
    slider: str


CASES = {
    "backprop": Case("backprop", "tutorial", {}, "learning_rate"),
    "backprop, six layers": Case("backprop", "six_layers", {}, "learning_rate"),
    "learning_rate": Case("learning_rate", "ladder", {}, "learning_rate"),
    "learning_rate, 9 rates x 1000 steps": Case(
        "learning_rate", "ladder", {"n_rates": 9, "n_steps": 1000}, "learning_rate"
    ),
    "saddle": Case("saddle", "double_well", {}, "learning_rate"),
    "saddle, 6 optimizers x 1000 steps": Case(
        "saddle", "six_optimizers", {"optimizers": SIX, "n_steps": 1000}, "learning_rate"
    ),
    "saddle, 1000 runs": Case("saddle", "plain_saddle", {"n_runs": 1000}, "noise"),
    "activations": Case("activations", "sigmoid_tanh", {}, "gain"),
    "activations, depth 50: gain": Case("activations", "fifty_layers", {}, "gain"),
    "activations, depth 50: bias offset": Case("activations", "fifty_layers", {}, "bias_offset"),
    "activations, depth 50: depth": Case("activations", "fifty_layers", {}, "depth"),
    "activations, depth 50: z": Case("activations", "fifty_layers", {}, "z"),
    "activations, depth 50: threshold": Case("activations", "fifty_layers", {"function": "gelu"}, "threshold"),
    "batch_norm": Case("batch_norm", "question", {}, "weight_scale"),
    "batch_norm, 500 batches": Case("batch_norm", "question", {"n_steps": 500}, "batch_size"),
    "batch_norm, training: rate": Case("batch_norm", "with_and_without", {}, "train_learning_rate"),
    "batch_norm, training: steps": Case("batch_norm", "with_and_without", {}, "train_steps"),
    "weight_decay": Case("weight_decay", "question", {}, "weight_decay"),
    "weight_decay, momentum, 5000 steps": Case("weight_decay", "momentum", {"n_steps": 5000}, "weight_decay"),
    "dropout": Case("dropout", "linear", {}, "drop_prob"),
    "dropout, 4096 masks": Case("dropout", "many", {}, "drop_prob"),
    "bias_variance: training points": Case("bias_variance", "question", {}, "n_train"),
    "bias_variance: degree": Case("bias_variance", "question", {}, "degree"),
    "bias_variance, 2000 training sets": Case("bias_variance", "overfit", {"n_trials": 2000}, "noise"),
}
WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
REACH = 60
"""How far the slider's handle goes to and fro, in pixels."""

BARE_WINDOW = """
    import time
    start = time.perf_counter()
    from PySide6.QtCore import QTimer
    import pyqtgraph as pg
    application = pg.mkQApp()
    plot = pg.PlotWidget()
    plot.plot([1, 3, 2])
    plot.show()
    QTimer.singleShot(0, application.quit)
    application.exec()
"""
OWN_WINDOW = """
    from wk4gui.app.window import application
    from PySide6.QtCore import QTimer
    from wk4gui.render.qt_application import qt_application
    running = qt_application()
    application._AfterFirstPaint._open = lambda self: running.quit()
    application.run_window(None)
"""
OWN_LAB = """
    from wk4gui.app.window import application
    from PySide6.QtCore import QTimer
    from wk4gui.render.qt_application import qt_application
    running = qt_application()
    opened = application._AfterFirstPaint._open
    def open_and_quit(self):
        opened(self)
        QTimer.singleShot(0, running.quit)
    application._AfterFirstPaint._open = open_and_quit
    application.run_window(None)
"""


@pytest.fixture
def open_page(qtbot, tmp_path):
    """Makes a function that opens a lab in a state and waits for its picture."""

    def make(lab_id, preset, changes):
        window = MainWindow(Appearance(), SettingsFile(tmp_path / "settings.json"))
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        page = window.open_lab(lab_id)
        page.load_preset(preset)
        page.session.set_params(changes)
        finish(page)
        return page

    return make


def finish(page):
    """Lets everything happen until the result of the present parameters is painted."""
    while page.session.busy:  # asleep until something comes, or the result's thread would have to wait
        QApplication.processEvents(WAIT)  # noqa: TID251 - the repaint is what is timed
    for _ in range(2):
        QApplication.processEvents()  # noqa: TID251


def measure(benchmark, move):
    benchmark.pedantic(move, rounds=200, warmup_rounds=20)
    if benchmark.stats is not None:
        benchmark.extra_info["p95_ms"] = round(1e3 * sorted(benchmark.stats.stats.data)[189], 2)


@pytest.mark.parametrize("name", CASES)
def test_slider_latency(benchmark, open_page, name):
    case = CASES[name]
    page = open_page(case.lab, case.preset, case.changes)
    slider = page.panel.controls[case.slider].slider
    start, ticks = slider.handle_point().x(), itertools.count()

    def move():
        before = page.session.params
        while page.session.params == before:  # a slider of whole numbers does not change with every pixel
            slider.move_to(start + REACH * abs((next(ticks) % 80) / 40 - 1) - REACH / 2, drag=1)
        finish(page)

    measure(benchmark, move)


def test_changing_the_surface(benchmark, open_page):
    page = open_page("saddle", "double_well", {})
    surfaces = itertools.cycle(["himmelblau", "beale", "three_hump_camel", "styblinski_tang", "double_well"])

    def change():
        page.session.set_param("surface", next(surfaces))
        finish(page)

    measure(benchmark, change)


def test_turning_the_surface(benchmark, open_page):
    page = open_page("saddle", "double_well", {})
    angles = itertools.cycle(range(-180, 180, 7))

    def turn():
        page.view.space.turned.emit(next(angles), 35.0)
        finish(page)

    measure(benchmark, turn)


@pytest.mark.parametrize("program", ["bare pyqtgraph window", "first paint", "first lab"])
def test_start(benchmark, program, tmp_path):
    code = {"bare pyqtgraph window": BARE_WINDOW, "first paint": OWN_WINDOW, "first lab": OWN_LAB}[program]
    home = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    env = {**os.environ, **home, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def start():
        subprocess.run([sys.executable, "-c", textwrap.dedent(code)], env=env, check=True, stderr=subprocess.DEVNULL)

    benchmark.pedantic(start, rounds=7, warmup_rounds=1)
