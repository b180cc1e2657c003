"""A virtual screen with mouse and keyboard, and what is to be seen on it."""

import itertools
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

SCREEN = (1400, 960)
_FIRST = 100 + os.getpid() % 30_000
"""A number of this process's own: servers that choose one themselves get into each other's way."""
_NUMBERS = itertools.count()
TOOLS = ("Xvfb", "xdotool")


def missing_tools() -> list[str]:
    """The tools that this machine lacks."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class Display:
    """One virtual screen; positions are in its pixels."""

    def __init__(self, name: str, framebuffer: Path) -> None:
        self.env = {**os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        self._framebuffer = framebuffer

    def do(self, *words: object) -> str:
        """One xdotool command."""
        done = subprocess.run(
            ["xdotool", *map(str, words)], env=self.env, capture_output=True, text=True, timeout=30, check=False
        )
        return done.stdout.strip()

    def window(self, title: str) -> tuple[int, int]:
        """Left upper corner of the visible window of that title, as soon as it is there."""
        return self.geometry(title)[:2]

    def geometry(self, title: str) -> tuple[int, int, int, int]:
        """Left end, top, width and height of the visible window of that title, as soon as it is there."""
        ids = wait_for(lambda: self.do("search", "--onlyvisible", "--name", f"^{title}$").split(), f"window {title}")
        lines = dict(line.split("=") for line in self.do("getwindowgeometry", "--shell", ids[-1]).splitlines())
        return int(lines["X"]), int(lines["Y"]), int(lines["WIDTH"]), int(lines["HEIGHT"])

    def has_window(self, title: str) -> bool:
        return bool(self.do("search", "--onlyvisible", "--name", f"^{title}$"))

    def drag(self, start: tuple[float, float], end: tuple[float, float], moves: int = 12) -> None:
        self.do("mousemove", *map(round, start), "mousedown", 1)
        for i in range(1, moves + 1):
            at = (a + (b - a) * i / moves for a, b in zip(start, end, strict=True))
            self.do("mousemove", *map(round, at))
        self.do("mouseup", 1)

    def click(self, x: float, y: float) -> None:
        self.do("mousemove", round(x), round(y), "click", 1)

    def take_keyboard(self, x: float, y: float, title: str = "wk4gui") -> None:
        """A click into the window of that title that brings it the keyboard, and waits until it has it.

        Without a window manager nothing else does, and a key that came earlier would be lost.
        """
        self.click(x, y)
        wait_for(lambda: self.do("getwindowfocus", "getwindowname") == title, f"the keyboard in {title}")

    def keys(self, *names: str) -> None:
        self.do("key", "--delay", 20, *names)

    def type(self, text: str) -> None:
        self.do("type", "--delay", 15, "--", text)

    def still(self) -> bool:
        """Whether the screen stays as it is for a moment."""
        before = self.shot()
        time.sleep(0.4)  # noqa: TID251 - another process is waited for
        return bool((before == self.shot()).all())

    def shot(self) -> np.ndarray:
        """What is on the screen, (height, width, 3) in RGB, read from Xvfb's own framebuffer file."""
        raw = self._framebuffer.read_bytes()
        header = struct.unpack(">25I", raw[:100])
        header_size, width, height, line, colors = header[0], header[4], header[5], header[12], header[19]
        start = header_size + colors * 12
        pixels = np.frombuffer(raw, np.uint8, line * height, start).reshape(height, line // 4, 4)
        return pixels[:, :width, 2::-1]


@contextmanager
def virtual_display(folder: Path) -> Iterator[Display]:
    """A screen of its own that lives as long as the context.

    It does not start anew (`-noreset`) when its last client leaves: whoever comes meanwhile would be turned away.
    """
    number = _FIRST + next(_NUMBERS)
    read_end, write_end = os.pipe()
    screen = f"-screen 0 {SCREEN[0]}x{SCREEN[1]}x24"
    command = f"Xvfb :{number} -displayfd {write_end} {screen} -nolisten tcp -noreset -fbdir".split()
    server = subprocess.Popen([*command, str(folder)], pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    try:
        with os.fdopen(read_end) as numbers:
            name = f":{numbers.readline().strip()}"
        display = Display(name, folder / "Xvfb_screen0")
        wait_for(lambda: display.do("getdisplaygeometry"), "the screen")
        yield display
    finally:
        server.terminate()
        server.wait(10)


def appears(condition: Callable[[], object], seconds: float = 2.0) -> bool:
    """Whether a condition comes true within a while."""
    try:
        wait_for(condition, "", seconds)
    except AssertionError:
        return False
    return True


def wait_for(condition: Callable[[], object], what: str, seconds: float = 60.0) -> object:
    """The first true value of a condition; fails in words after a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.03)  # noqa: TID251 - another process is waited for
    raise AssertionError(f"waited {seconds:g} s in vain for: {what}")
