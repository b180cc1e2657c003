"""The commands that draw: the drawing modules are replaced, so that these tests see what they are asked for."""

import base64
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from wk4gui.cli.commands import main
from wk4gui.documents.lecture import Lecture, Slide, encode_lecture
from wk4gui.documents.metadata import png_with_text
from wk4gui.documents.recipe import encode_recipe
from wk4gui.documents.saved_state import SavedState
from wk4gui.export.choices import ExportChoices
from wk4gui.registry import LABS, find_lab

Refuse = Callable[..., str]
SMALL_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""One pixel."""


class Recorder(ModuleType):
    """Stands for a module whose functions note what they are called with."""

    def __init__(self, **answers: object) -> None:
        super().__init__("recorder")
        self.calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        for name, answer in answers.items():
            setattr(self, name, partial(self._note, answer))

    def _note(self, answer: object, *args: Any, **kwargs: Any) -> object:
        self.calls.append((args, kwargs))
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(run_window=0)
    monkeypatch.setitem(sys.modules, "wk4gui.app.window.application", recorder)
    return recorder


@pytest.fixture
def image(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(export_figure=None, export_gallery=[Path("gallery/a.png")])
    monkeypatch.setitem(sys.modules, "wk4gui.export.drawing", recorder)
    return recorder


def opened(window: Recorder) -> Any:
    ((state, lecture), _) = window.calls[-1]
    assert lecture is None
    return state


def test_without_a_word_the_window_opens_where_it_was_left(window: Recorder) -> None:
    assert main([]) == 0
    assert opened(window) is None


def test_a_lab_opens_in_the_state_that_is_asked_for(window: Recorder) -> None:
    for arguments in (["backprop"], ["gui", "backprop"]):
        assert main([*arguments, "--preset", "printed_sign", "--set", "n_steps=3", "--frame", "5"]) == 0
        state = opened(window)
        assert (state.lab, state.params.update, state.params.n_steps, state.frame) == ("backprop", "ascent", 3, 5)


def test_a_session_opens_with_its_view_and_frame(window: Recorder, session: Path) -> None:
    assert main([str(session), "--set", "n_steps=9"]) == 0
    state = opened(window)
    assert (state.params.learning_rate, state.params.n_steps, state.view, state.frame) == (0.02, 9, {"digits": 4}, 7)


def test_a_lecture_is_presented(window: Recorder, tmp_path: Path) -> None:
    lab = LABS["saddle"]
    lecture = Lecture(slides=(Slide(state=SavedState(lab=lab.id, params=lab.params()), title="Off the saddle"),))
    path = tmp_path / "talk.wk4lecture.json"
    path.write_bytes(encode_lecture(lecture))
    assert main([str(path)]) == 0
    ((state, presented), _) = window.calls[-1]
    assert state is None
    assert presented == lecture


def test_a_lecture_takes_no_parameters_and_needs_slides(window: Recorder, refuse: Refuse, tmp_path: Path) -> None:
    path = tmp_path / "talk.wk4lecture.json"
    path.write_bytes(encode_lecture(Lecture()))
    assert "no slides" in refuse(str(path))
    assert "slides have their own parameters" in refuse(str(path), "--set", "n_steps=3")


def test_without_a_display_the_window_is_refused(
    window: Recorder, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "wk4gui gallery DIR" in refuse("backprop")
    assert not window.calls


def test_export_passes_on_what_was_asked_for(image: Recorder, session: Path) -> None:
    words = ["--size", "800x500", "--dpi", "300", "--theme", "dark", "--caption", "--frame", "4", "--pane", "network"]
    words += ["--view", "digits=2", "--view", "loss_axis=log"]
    assert main(["export", "backprop", "--params", str(session), "-o", "a.svg", *words]) == 0
    (state, choices, path), _ = image.calls[-1]
    assert (state.lab, state.params.learning_rate, path) == ("backprop", 0.02, Path("a.svg"))
    assert (state.frame, state.view) == (4, {"digits": 2, "loss_axis": "log"})
    assert choices == ExportChoices((800, 500), "dark", caption=True, pane="network", dpi=300.0)


def test_an_animation_passes_on_what_was_asked_for(image: Recorder) -> None:
    assert main(["export", "backprop", "-o", "a.gif", "--fps", "2.5", "--max-frames", "30"]) == 0
    assert image.calls[-1][0][1] == ExportChoices(fps=2.5, max_frames=30)
    assert main(["export", "backprop", "-o", "a.webp"]) == 0
    assert image.calls[-1][0][1] == ExportChoices()


@pytest.mark.parametrize("words", [("--fps", "0"), ("--fps", "x"), ("--max-frames", "1"), ("--max-frames", "1001")])
def test_a_speed_or_length_that_no_animation_has_is_refused(refuse: Refuse, words: tuple[str, str]) -> None:
    assert words[1] in refuse("export", "backprop", "-o", "a.gif", *words)


def test_a_picture_that_stands_still_has_no_speed(refuse: Refuse) -> None:
    assert "belongs to animations" in refuse("export", "backprop", "-o", "a.png", "--fps", "3")


def test_a_figure_opens_in_the_state_in_which_it_was_exported(window: Recorder, tmp_path: Path) -> None:
    path = tmp_path / "figure.png"
    params = find_lab("backprop").decode({"learning_rate": 0.02})
    state = SavedState(lab="backprop", params=params, view={"digits": 4}, frame=7)
    path.write_bytes(png_with_text(SMALL_PNG, encode_recipe(state)))
    assert main([str(path), "--set", "n_steps=9"]) == 0
    shown = opened(window)
    assert (shown.params.learning_rate, shown.params.n_steps, shown.view, shown.frame) == (0.02, 9, {"digits": 4}, 7)
    assert main(["backprop", "--params", str(path)]) == 0
    assert opened(window) == state


def test_a_figure_without_a_recipe_is_refused(refuse: Refuse, tmp_path: Path) -> None:
    path = tmp_path / "figure.png"
    path.write_bytes(SMALL_PNG)
    assert "carries no recipe" in refuse(str(path))
    assert "carries no recipe" in refuse("run", "backprop", "--params", str(path))
    assert "No such file" in refuse("missing.webp")


def test_gallery_prints_what_it_wrote(image: Recorder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gallery", "somewhere", "--theme", "dark"]) == 0
    assert [arguments for arguments, _ in image.calls] == [(Path("somewhere"), ExportChoices((1280, 800), "dark"))]
    assert Path(capsys.readouterr().out.strip()) == Path("gallery/a.png")


def test_a_picture_that_cannot_be_written_is_refused(refuse: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    failing = Recorder(export_figure=PermissionError(13, "Permission denied"))
    monkeypatch.setitem(sys.modules, "wk4gui.export.drawing", failing)
    assert refuse("export", "backprop", "-o", "a.png") == "wk4gui: cannot write a.png: Permission denied"


def test_a_missing_library_of_the_system_is_told_in_one_line(refuse: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(ModuleType):
        def __getattr__(self, name: str) -> Any:
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setitem(sys.modules, "wk4gui.export.drawing", Broken("broken"))
    assert "libEGL.so.1" in refuse("export", "backprop", "-o", "a.png")
