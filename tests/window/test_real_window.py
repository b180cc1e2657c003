"""The real program in a real window: a person's first minutes with it, by mouse and keyboard.

A twin of the window, offscreen in this process, tells where things are and what they must look like.
"""

import signal
import subprocess
import sys
from pathlib import Path

import drag_source
import numpy as np
import pytest
from display import Display, appears, missing_tools, virtual_display, wait_for
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.file_dialogs import write_state
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import Settings, SettingsFile
from wk4gui.documents.opening import read_state
from wk4gui.labs.backprop.picture.network_numbers import Place

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(bool(missing_tools()), reason=f"needs {' and '.join(missing_tools())}"),
]


@pytest.fixture
def display(tmp_path):
    with virtual_display(tmp_path) as display:
        yield display


@pytest.fixture
def make_twin(qtbot, tmp_path):
    """Makes the twin of a window that begins with a question, or does not."""

    def make(questions: str) -> MainWindow:
        window = MainWindow(Appearance(), SettingsFile(tmp_path / "twin.json"))
        window.questions.choose(questions)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        page = window.open_lab("backprop")
        qtbot.waitUntil(lambda: not page.turns.busy)
        return window

    return make


@pytest.fixture
def twin(make_twin):
    return make_twin("never")


@pytest.fixture
def start(display, tmp_path):
    """Makes a function that starts the program in its window; what still runs is ended here."""
    started = []

    def start(*arguments: object, questions: str = "never") -> subprocess.Popen:
        settings = Settings(export={"folder": str(tmp_path)}, questions=questions)
        if not started:
            SettingsFile(tmp_path / "wk4gui" / "settings.json").write(settings)
        env = {**display.env, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        command = [sys.executable, "-X", "faulthandler", "-m", "wk4gui", *map(str, arguments)]
        started.append(subprocess.Popen(command, env=env, stderr=subprocess.PIPE, cwd=tmp_path))
        return started[-1]

    yield start
    for running in started:
        with running:
            if running.poll() is None:
                running.terminate()


def opened(display: Display, program: subprocess.Popen) -> tuple[int, int]:
    """Left upper corner of the program's window, once it is there; if the program ended instead, what it said."""
    wait_for(lambda: program.poll() is not None or display.has_window("wk4gui"), "the window, or the program's end")
    assert program.poll() is None, program.stderr.read().decode()
    return display.window("wk4gui")


def close(display: Display, program: subprocess.Popen) -> None:
    """Quits by the keyboard; the program ends well and says nothing."""
    display.keys("ctrl+q")
    if not appears(lambda: program.poll() is not None, 60.0):
        program.send_signal(signal.SIGABRT)  # it says where it stands
    _, complaints = program.communicate(timeout=60)
    assert complaints == b""
    assert program.returncode == 0


class Seen:
    """What a widget of the twin looks like, and whether the screen shows the same."""

    def __init__(self, display: Display, window: MainWindow, program: subprocess.Popen) -> None:
        self.display, self.window, self.program = display, window, program
        self.corner = opened(display, program)

    def point(self, widget: QWidget, at: QPoint) -> tuple[int, int]:
        there = widget.mapTo(self.window, at)
        return self.corner[0] + there.x(), self.corner[1] + there.y()

    def difference(self, widget: QWidget) -> float:
        """Share of a widget's pixels that differ between the twin and the screen."""
        left, top = self.point(widget, QPoint(0, 0))
        image = self.window.grab(widget.rect().translated(widget.mapTo(self.window, QPoint()))).toImage()
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        wanted = lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)
        shown = self.display.shot()[top : top + image.height(), left : left + image.width()].astype(int)
        return float((np.abs(wanted - shown).max(axis=2) > 40).mean())

    def same(self, widget: QWidget) -> bool:
        return self.difference(widget) < 0.002

    def wait_same(self, widget: QWidget, what: str) -> None:
        wait_for(lambda: self.program.poll() is not None or self.same(widget), f"the screen shows {what}")
        assert self.program.poll() is None, self.program.stderr.read().decode()


def test_a_newcomer_predicts_first_by_a_key(display, make_twin, start):
    program = start(questions="first time")
    twin = make_twin("first time")
    seen, page = Seen(display, twin, program), twin.page
    seen.wait_same(page.view.diagram, "the network at the frame of the question")
    display.take_keyboard(*seen.point(page.column, QPoint(page.column.width() - 30, 14)))
    display.keys("1")
    page.predictor.reveal("up")
    seen.wait_same(page.summary, "how the prediction compares")
    seen.wait_same(page.view.diagram, "the step that was asked about")
    close(display, program)


def test_first_minutes(display, twin, start, tmp_path):
    program = start()
    seen, page = Seen(display, twin, program), twin.page
    seen.wait_same(page.view.diagram, "the tutorial's network")
    seen.wait_same(page.summary, "that the step overshoots")

    # Drag the learning rate: the loss changes.
    slider = page.panel.controls["learning_rate"].slider
    start, end = slider.handle_point().toPoint(), slider.handle_point(0.007).toPoint()
    display.drag(seen.point(slider, start), seen.point(slider, end))
    page.session.set_param("learning_rate", slider.value_at(end.x()))
    page.session.compute()
    assert page.summary.text.startswith("Falls")
    seen.wait_same(page.summary, "that the loss falls now")

    # Type a weight in the diagram: every number follows.
    weight = Place("W", 0, 0, 0)
    display.click(*seen.point(page.view.diagram, page.view.diagram.rect_of(weight).center()))
    page.view.select(str(weight))
    display.type("-1")
    display.keys("Return")
    page.session.set_param("weights", (((-1.0, 1.0), (1.0, -1.0), (1.0, 2.0)), ((-1.0, 1.0, 2.0),)))
    page.session.compute()
    display.do("mousemove", 5, 5)
    seen.wait_same(page.summary, "the verdict of the new weight")
    seen.wait_same(page.view.table, "the new weights")

    # Export the picture.
    figure = export_picture(display, tmp_path)
    assert QImage(str(figure)).width() > 600
    assert read_state(figure).params == page.session.params

    # Close; the dialog had the keyboard.
    display.take_keyboard(*seen.point(page, QPoint(6, 6)))
    close(display, program)


def test_a_working_session(display, twin, start, tmp_path, qtbot):
    """A session is opened, edited, undone, redone, darkened, exported, dropped back, left and found again."""
    page, session = twin.page, tmp_path / "mine.wk4.json"
    page.session.load(page.session.params.with_(learning_rate=0.02), 5)
    page.session.compute()
    write_state(session, page.saved_state())
    program = start(session)
    seen = Seen(display, twin, program)
    seen.wait_same(page.summary, "the session's step")

    slider = page.panel.controls["learning_rate"].slider
    end = slider.handle_point(0.5).toPoint()
    display.drag(
        seen.point(slider, slider.handle_point().toPoint()),
        seen.point(slider, end),
    )
    page.session.set_param("learning_rate", slider.value_at(end.x()))
    page.session.compute()
    edited = page.session.params
    seen.wait_same(page.summary, "the edited step")
    for keys, action in (("ctrl+z", page.session.undo), ("ctrl+shift+z", page.session.redo)):
        display.keys(keys)
        action()
        page.session.compute()
        seen.wait_same(page.summary, f"the step after {keys}")
    display.keys("ctrl+t")
    twin.appearance.choose("dark")
    qtbot.waitUntil(lambda: not page.turns.busy)
    display.do("mousemove", 5, 5)
    seen.wait_same(page.view.diagram, "the diagram in the dark")

    figure = export_picture(display, tmp_path)
    display.take_keyboard(*seen.point(page, QPoint(6, 6)))
    display.keys("ctrl+z")
    page.session.undo()
    page.session.compute()
    seen.wait_same(page.summary, "the step before the edit")
    with subprocess.Popen([sys.executable, drag_source.__file__, str(figure)], env=display.env) as source:
        display.window("drag source")
        page.session.load(edited, 5)
        page.session.compute()
        for _ in range(5):  # what is dropped before the window has said that it takes it is lost
            display.drag((30, 30), seen.point(page.view.diagram, QPoint(60, 60)), moves=25)
            if appears(lambda: seen.same(page.summary)):
                break
        seen.wait_same(page.summary, "the dropped figure's step")
        source.terminate()
    assert read_state(figure).params == edited

    display.take_keyboard(*seen.point(page, QPoint(6, 6)))
    close(display, program)
    again = start()
    seen = Seen(display, twin, again)
    seen.wait_same(page.summary, "the step that was left, after the next start")
    seen.wait_same(page.view.diagram, "the dark diagram, after the next start")
    display.take_keyboard(*seen.point(page, QPoint(6, 6)))
    close(display, again)


def export_picture(display: Display, folder: Path) -> Path:
    """Through the dialog, as a person would; it opens with the choices remembered from the last time."""
    display.keys("ctrl+e")
    wait_for(lambda: display.has_window("Export Backprop"), "the export dialog")
    for _ in range(10):  # the keyboard comes to a new window a little later than the window
        display.keys("Return")
        if appears(lambda: list(folder.glob("*.png"))):
            break
    assert list(folder.glob("*.png")), "the exported file"
    display.keys("Escape")
    wait_for(lambda: not display.has_window("Export Backprop"), "the dialog to close")
    return next(folder.glob("*.png"))
