"""How quickly the window answers: from a slider's move to the finished repaint, and from start to first paint.

Run with `pytest tests/benchmarks --benchmark-only -k window`; times are reported, never asserted.
"""

import os
import subprocess
import sys
import textwrap

import pytest
from PySide6.QtWidgets import QApplication

from wk4gui.app.appearance import Appearance
from wk4gui.app.main_window import MainWindow
from wk4gui.app.settings import SettingsFile
from wk4gui.registry import LABS

SLIDERS = dict.fromkeys(LABS, "learning_rate")
"""The slider that a lab's users drag most."""

STATES = [(lab_id, preset.name) for lab_id in SLIDERS for preset in (LABS[lab_id].lab.presets[i] for i in (0, -1))]

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
    """Makes a function that moves a lab's slider one step further and finishes the repaint."""

    def make(lab_id, preset):
        window = MainWindow(Appearance(), SettingsFile(tmp_path / "settings.json"))
        qtbot.addWidget(window)
        window.show()
        page = window.open_lab(lab_id)
        page.session.load_preset(preset)
        page.session.compute()
        qtbot.waitExposed(window)
        slider = page.panel.controls[SLIDERS[lab_id]].slider
        start, ticks = slider.handle_point().x(), iter(range(10**9))

        def move():
            slider.move_to(start + 40 * ((next(ticks) % 60) / 60 - 0.5), drag=1)
            for _ in range(2):
                QApplication.processEvents()  # noqa: TID251 - the repaint is what is timed

        return move

    return make


@pytest.mark.parametrize(("lab_id", "preset"), STATES)
def test_slider_latency(benchmark, drag, lab_id, preset):
    benchmark.pedantic(drag(lab_id, preset), rounds=200, warmup_rounds=20)
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
