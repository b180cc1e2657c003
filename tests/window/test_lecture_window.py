"""A lecture in a real window, driven by the keys that presenters' remotes send."""

import pytest
from display import SCREEN, wait_for
from PySide6.QtCore import QPoint
from test_real_window import Seen, close, display, start  # noqa: F401 - fixtures

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import SettingsFile
from wk4gui.documents.lecture import Lecture, Slide, encode_lecture
from wk4gui.documents.saved_state import SavedState
from wk4gui.registry import LABS

from test_real_window import pytestmark  # isort: skip  # noqa: F401 - the same needs


def lecture() -> Lecture:
    """Eight states, the third with a question."""
    states = [(entry, preset) for entry in LABS.values() for preset in entry.presets[:2]][:8]
    slides = [
        Slide(
            state=SavedState(lab=lab.id, params=lab.preset_params(preset.name), frame=preset.frame),
            title=preset.title,
            question="What will happen?" if i == 2 else "",
        )
        for i, (lab, preset) in enumerate(states)
    ]
    return Lecture(title="Week 4", slides=tuple(slides))


@pytest.fixture
def presenter(qtbot, tmp_path):
    """The same lecture offscreen, all slides computed."""
    window = MainWindow(Appearance(), SettingsFile(tmp_path / "twin.json"))
    qtbot.addWidget(window)
    window.show()
    window._screen.fill = lambda: window.resize(*SCREEN)  # the twin's own screen is a small one
    window.lectures.lecture = lecture()
    window.lectures.start()
    presenter = window.lectures.presenter
    qtbot.waitUntil(lambda: len(presenter.slides) == 8, timeout=30_000)
    qtbot.waitUntil(lambda: not any(page.session.busy for page in presenter.slides.values()), timeout=30_000)
    yield presenter
    window.close()


def test_eight_slides_by_page_keys(display, presenter, start, tmp_path):  # noqa: F811 - fixtures
    path = tmp_path / "talk.wk4lecture.json"
    path.write_bytes(encode_lecture(lecture()))
    program = start(path)
    seen = Seen(display, presenter.window(), program)
    wait_for(lambda: display.geometry("wk4gui") == (0, 0, *SCREEN), "a window that fills the screen")
    seen.wait_same(presenter.slide, "the first slide")
    while presenter.at < 7:
        presenter.forward()
        display.keys("Next")
        seen.wait_same(presenter.slide, f"slide {presenter.at + 1}")
    presenter.back()
    display.keys("Prior")
    seen.wait_same(presenter.slide, "the slide before")
    display.keys("Escape")
    wait_for(lambda: seen.difference(presenter.slide) > 0.05, "the labs again")
    wait_for(lambda: display.geometry("wk4gui")[2:] != SCREEN, "a window of its own size")
    display.take_keyboard(*seen.point(presenter.window(), QPoint(500, 12)))
    close(display, program)
