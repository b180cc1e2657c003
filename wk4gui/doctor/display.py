"""Whether a window can open here, and what Qt sees: asked of another process, for Qt ends the one in which it fails."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wk4gui.doctor.finding import Finding
from wk4gui.export.system_libraries import choose_platform, missing_libraries, with_command
from wk4gui.lab.declarations import ParamError

VARIABLES = ("XDG_SESSION_TYPE", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR")
LEAST_SCREEN = (1024, 700)
"""On smaller screens the window has no room for its panels."""
_COMMAND = "; this installs what is missing: "
"""What stands between a complaint and its command."""
_PATIENCE = 60
"""Seconds that Qt may take to start."""

Facts = Mapping[str, Any]


def display(facts: Facts | None = None) -> Iterator[Finding]:
    """Platform, plugin, screens and fonts.

    Args:
        facts: what Qt sees, if it runs already; None to ask another process.
    """
    named = ", ".join(f"{name}={value}" for name in VARIABLES if (value := os.environ.get(name)))
    yield Finding("display", "session", named or "no variable of a display is set")
    opens = facts is not None
    if not opens:
        window = _window()
        opens = window.state == "ok"
        yield window
    if facts is None:
        answer = asked("" if opens else "offscreen")
        if isinstance(answer, Finding):
            yield answer
            return
        facts = answer
    yield Finding("display", "plugin", f"{facts['platform']} of Qt {facts['qt']}")
    if opens:
        yield from map(_screen, facts["screens"])
    yield from _fonts(facts)


def _window() -> Finding:
    """Whether the window can open, before Qt tries."""
    try:
        platform = choose_platform(os.environ)
    except ParamError as error:
        sentence, _, command = str(error).partition("; ")
        no_display = sentence.startswith("there is no display")
        return Finding("display", "window", sentence, "note" if no_display else "fault", command)
    return Finding("display", "window", f"can open ({platform or os.environ.get('QT_QPA_PLATFORM') or 'Qt chooses'})")


def asked(platform: str) -> Facts | Finding:
    """What Qt sees in a process of its own, or the fault that keeps it from starting."""
    variables = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(_root())])),
    }
    try:
        chosen = platform or choose_platform(os.environ)
        answer = subprocess.run(
            own_command("doctor", "--screens"),
            env={**variables, **({"QT_QPA_PLATFORM": chosen} if chosen else {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
        return dict(json.loads(answer.stdout))
    except ValueError:
        return _cannot_start((answer.stderr.strip().splitlines() or [f"it ended with status {answer.returncode}"])[-1])
    except (OSError, subprocess.TimeoutExpired) as error:
        return _cannot_start(str(error))


def own_command(*words: str) -> list[str]:
    """The command that starts this program once more."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-P", "-m", "wk4gui", *words]
    beside = Path(sys.executable).with_name("wk4gui.exe")  # on Windows the one that can print
    return [str(beside if beside.exists() else sys.executable), *words]


def _root() -> Path:
    return Path(__file__).resolve().parent.parent.parent


def _cannot_start(why: str) -> Finding:
    why = why.removeprefix("wk4gui: ").removeprefix("Qt cannot start on this machine: ")
    lost = missing_libraries("drawing") if sys.platform.startswith("linux") else []
    why = why.partition(_COMMAND)[0]
    sentence, _, command = with_command(why, lost).partition(_COMMAND)
    todo = command or "install the program anew; if that does not help, report what stands here"
    return Finding("display", "Qt", f"does not start: {sentence}", "fault", todo)


def _screen(screen: Facts) -> Finding:
    width, height = screen["size"]
    value = f"{width} × {height}, scale {screen['scale']:g}, {screen['dpi']:g} dpi, {screen['hertz']:g} Hz"
    small = width < LEAST_SCREEN[0] or height < LEAST_SCREEN[1]
    advice = "hide the lab list (F8) and the panels (F9), or make text smaller (Ctrl+-)" if small else ""
    return Finding("display", f"screen {screen['name']}".strip(), value, "note" if small else "ok", advice)


def _fonts(facts: Facts) -> Iterator[Finding]:
    for family, loaded in facts["fonts"].items():
        advice = "" if loaded else "the font file travels in the program: install it anew"
        yield Finding("fonts", family, "loaded" if loaded else "missing", "ok" if loaded else "fault", advice)
    yield Finding("fonts", "families in all", str(facts["system_fonts"]))
