"""A screen without a monitor, and the program's window on it: how long it takes to come, and a picture of it."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from build_environment import needed
from checkout import Refused

TITLE = "wk4gui"
PATIENCE = 60.0
_SLOWING = ("PYTHONDONTWRITEBYTECODE",)
"""Variables with which a program would be compiled at every start."""
SCREEN = "1400x960x24"


@contextmanager
def screen() -> Iterator[str]:
    """A display of its own, by name."""
    needed("xdotool", "xdotool")
    name = f":{100 + os.getpid() % 30_000}"
    server = subprocess.Popen(
        [needed("Xvfb", "xvfb"), name, "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(lambda: Path(f"/tmp/.X11-unix/X{name[1:]}").exists(), "the screen")
        yield name
    finally:
        server.terminate()
        server.wait()


def seconds_to_window(command: list[str], display: str, picture: Path | None = None, settle: float = 0.0) -> float:
    """Starts a program, waits for its window, takes a picture and ends it; returns the seconds until it was there."""
    start = time.perf_counter()
    variables = {name: value for name, value in os.environ.items() if name not in _SLOWING} | {"DISPLAY": display}
    said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True)
    try:
        _wait(lambda: bool(windows(display)) or process.poll() is not None, "the window")
        taken = time.perf_counter() - start
        if not windows(display):
            said.seek(0)
            raise Refused(f"{command[-1]} ended with status {process.poll()}: {said.read().decode(errors='replace')}")
        if picture is not None:
            take_picture(display, picture, settle)
        return taken
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        said.close()
        close_windows(display)


def windows(display: str) -> list[str]:
    """The numbers of the program's windows that are seen."""
    return _tool(display, "search", "--onlyvisible", "--name", f"^{TITLE}$").split()


def process_of(window: str, display: str) -> int:
    """The process that a window belongs to."""
    return int(_tool(display, "getwindowpid", window) or 0)


def wait_for_window(display: str) -> str:
    """The window, as soon as it is there."""
    _wait(lambda: bool(windows(display)), "the window")
    return windows(display)[0]


def close_windows(display: str) -> None:
    """Ends the processes whose windows are still there, and waits until none is."""
    for window in windows(display):
        if (process := process_of(window, display)) > 1:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
    _wait(lambda: not windows(display), "the end of the window")


def take_picture(display: str, path: Path, settle: float = 0.0) -> None:
    """A picture of the whole screen, after so many seconds."""
    time.sleep(settle)  # a window of another program does not tell when it has drawn everything
    path.unlink(missing_ok=True)
    subprocess.run([needed("scrot", "scrot"), str(path)], env={**os.environ, "DISPLAY": display}, check=True)


def _tool(display: str, *words: str) -> str:
    variables = {**os.environ, "DISPLAY": display}
    return subprocess.run(
        ["xdotool", *words], env=variables, capture_output=True, text=True, check=False
    ).stdout.strip()


def _wait(condition: Callable[[], bool], what: str) -> None:
    end = time.perf_counter() + PATIENCE
    while not condition():
        if time.perf_counter() > end:
            raise Refused(f"{what} did not come within {PATIENCE:.0f} seconds")
        time.sleep(0.005)  # a screen and its windows send no signal: they are asked again, much faster than one opens
