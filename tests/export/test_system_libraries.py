"""Where Qt's window cannot open, one sentence says why and what to type, before Qt ends the process."""

import ctypes
import shutil
import sys

import pytest

from wk4gui.export import system_libraries
from wk4gui.export.system_libraries import INSTALLERS, PACKAGES, choose_platform, explained
from wk4gui.lab.declarations import ParamError

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries of a Linux system")

X11, WAYLAND = {"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine on which every library loads, both displays answer, and nothing installs packages."""

    def prepare(*, without=(), manager=None, x11=True, wayland=True):
        def load(name):
            if name in without or any(f"libq{platform}.so" in name for platform in plugins_broken):
                raise OSError(f"{name}: cannot open shared object file: No such file or directory")

        plugins_broken = {"xcb" if "xcb" in name else "wayland" for name in without}
        monkeypatch.setattr(ctypes, "CDLL", load)
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == manager else None)
        monkeypatch.setattr(system_libraries, "_x11_answers", lambda: x11)
        monkeypatch.setattr(system_libraries, "_wayland_answers", lambda environment: wayland)

    return prepare


@pytest.mark.parametrize(("manager", "package"), [*zip(INSTALLERS, PACKAGES["libxcb-cursor.so.0"], strict=True)])
def test_a_missing_library_is_one_sentence_with_the_command(machine, manager, package):
    machine(without=["libxcb-cursor.so.0"], manager=manager)
    with pytest.raises(ParamError) as refused:
        choose_platform(X11)
    sentence = str(refused.value)
    assert "libxcb-cursor.so.0 missing" in sentence
    assert f"{INSTALLERS[manager]} {package};" in sentence
    assert "\n" not in sentence


def test_without_a_known_package_manager_the_library_is_named(machine):
    machine(without=["libxcb-cursor.so.0", "libxcb-xkb.so.1"])
    with pytest.raises(ParamError, match=r"libxcb-cursor\.so\.0, libxcb-xkb\.so\.1 missing; `wk4gui gallery"):
        choose_platform(X11)


def test_wayland_is_taken_where_it_runs(machine):
    machine()
    assert choose_platform(X11 | WAYLAND) == "wayland"
    assert choose_platform(WAYLAND) == "wayland"
    assert choose_platform(X11) == "xcb"
    assert choose_platform(X11 | {"QT_QPA_PLATFORM": "vnc"}) is None


def test_x11_is_taken_where_wayland_does_not_run(machine):
    machine(without=["libwayland-client.so.0"])
    assert choose_platform(X11 | WAYLAND) == "xcb"
    machine(wayland=False)
    assert choose_platform(X11 | WAYLAND) == "xcb"
    machine(without=["libxcb-cursor.so.0"])
    assert choose_platform(X11 | WAYLAND) == "wayland"


@pytest.mark.parametrize(
    ("environment", "state", "said"),
    [
        ({}, {}, "there is no display"),
        (X11, {"x11": False}, "the display ':0' does not answer"),
        (WAYLAND, {"wayland": False}, "the Wayland display does not answer"),
    ],
)
def test_a_display_that_does_not_answer_is_told_as_such(machine, environment, state, said):
    machine(**state)
    with pytest.raises(ParamError, match=said):
        choose_platform(environment)


def test_a_library_that_drawing_takes_is_told_with_the_command(machine):
    machine(without=["libEGL.so.1"], manager="apt")
    error = explained(ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"))
    assert str(error).endswith("this installs what is missing: sudo apt install libegl1")
    assert explained(ImportError("No module named 'nothing'")) is None


def test_every_library_has_a_package_for_every_manager():
    assert all(len(row) == len(INSTALLERS) and all(row) for row in PACKAGES.values())
