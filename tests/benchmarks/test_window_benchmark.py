"""How quickly the window answers: from a slider's move to the finished repaint, and from start to first paint.

Run with `pytest tests/benchmarks --benchmark-only -k window`; times are reported, never asserted.
"""

import os
import subprocess
import sys
import textwrap

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from wk4gui.app.appearance import Appearance
from wk4gui.app.main_window import MainWindow
from wk4gui.app.settings import SettingsFile
from wk4gui.registry import LABS

SLIDERS = dict.fromkeys(LABS, "learning_rate") | {"activations": "gain", "batch_norm": "weight_scale"}
"""The slider that a lab's users drag most."""

STATES = [
    pytest.param(lab_id, preset.name, SLIDERS[lab_id], {}, id=f"{lab_id}-{preset.name}")
    for lab_id in SLIDERS
    for preset in (LABS[lab_id].lab.presets[i] for i in (0, -1))
]
STATES += [
    pytest.param(lab_id, preset, slider, changes, id=f"{lab_id}-{preset}-{slider}")
    for lab_id, preset, slider, changes in (
        ("activations", "fifty_layers", "gain", {}),
        ("activations", "fifty_layers", "bias_offset", {}),
        ("activations", "fifty_layers", "depth", {}),
        ("activations", "fifty_layers", "z", {}),
        ("activations", "fifty_layers", "threshold", {"function": "gelu"}),
        ("batch_norm", "question", "batch_size", {"n_steps": 500}),
        ("batch_norm", "with_and_without", "train_learning_rate", {}),
        ("batch_norm", "with_and_without", "train_steps", {}),
    )
]
"""The first and the last preset of each lab, the costly states, and the training behind a second picture."""

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
    from wk4gui.app import application
    from PySide6.QtCore import QTimer
    from wk4gui.render.qt_application import qt_application
    running = qt_application()
    application._AfterFirstPaint._open = lambda self: running.quit()
    application.run_window(None)
"""
OWN_LAB = """
    from wk4gui.app import application
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
def drag(qtbot, tmp_path):
    """Makes a function that moves a lab's slider one step further and waits until its result has been painted."""

    def make(lab_id, preset, slider_name, changes):
        window = MainWindow(Appearance(), SettingsFile(tmp_path / "settings.json"))
        qtbot.addWidget(window)
        window.show()
        page = window.open_lab(lab_id)
        page.load_preset(preset)
        page.session.load(page.session.params.with_(**changes))
        page.session.compute()
        qtbot.waitExposed(window)
        slider, session = page.panel.controls[slider_name].slider, page.session
        start, ticks = slider.handle_point().x(), iter(range(10**9))

        def busy():
            return session._requested or session._job is not None

        def move():
            before = session.params
            while session.params == before:  # a slider of whole numbers does not change with every pixel
                slider.move_to(start + REACH * abs((next(ticks) % 80) / 40 - 1) - REACH / 2, drag=1)
            while busy():  # asleep until something comes, or the result's thread would have to wait
                QApplication.processEvents(WAIT)  # noqa: TID251 - the result is a thread's
            for _ in range(2):
                QApplication.processEvents()  # noqa: TID251 - the repaint is what is timed

        qtbot.waitUntil(lambda: not busy(), timeout=20_000)
        return move

    return make


@pytest.mark.parametrize(("lab_id", "preset", "slider", "changes"), STATES)
def test_slider_latency(benchmark, drag, lab_id, preset, slider, changes):
    benchmark.pedantic(drag(lab_id, preset, slider, changes), rounds=200, warmup_rounds=20)
    if benchmark.stats is not None:
        benchmark.extra_info["p95_ms"] = round(1e3 * sorted(benchmark.stats.stats.data)[189], 2)


@pytest.mark.parametrize("program", ["bare pyqtgraph window", "first paint", "first lab"])
def test_start(benchmark, program, tmp_path):
    code = {"bare pyqtgraph window": BARE_WINDOW, "first paint": OWN_WINDOW, "first lab": OWN_LAB}[program]
    home = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    env = {**os.environ, **home, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def start():
        subprocess.run([sys.executable, "-c", textwrap.dedent(code)], env=env, check=True, stderr=subprocess.DEVNULL)

    benchmark.pedantic(start, rounds=7, warmup_rounds=1)
