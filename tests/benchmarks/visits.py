"""A visit to every lab in a process of its own, run by the benchmarks: prints times, passes and memory as JSON."""

import gc
import json
import sys
from pathlib import Path

import psutil
from event_loop import EventLoop, Stay

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.application import SWITCH_S, collect_in_this_thread
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import SettingsFile
from wk4gui.registry import LABS
from wk4gui.render.qt_application import qt_application

MIB = 1 << 20


def visit(folder: Path, switches: int) -> dict[str, object]:
    """Opens every lab, changes the theme, then switches between labs that many times."""
    loop, window = EventLoop(), MainWindow(Appearance(), SettingsFile(folder / "settings.json"))
    window.questions.choose("never")
    collector = collect_in_this_thread(window)  # as the program runs
    loop.run(window.show)

    def busy() -> bool:
        page = window.page
        return page is None or page.session.coming or page.turns.busy

    opened = {lab_id: _opened(loop, window, lab_id) for lab_id in LABS}
    for lab_id in LABS:
        loop.run(lambda lab_id=lab_id: window.open_lab(lab_id), busy)
    themes = {name: loop.run(lambda name=name: window.appearance.choose(name), busy) for name in ("dark", "light") * 3}
    text = loop.run(window.appearance.larger, busy)
    loop.run(window.appearance.normal, busy)
    gc.collect()
    first = _memory()
    for number in range(switches):
        lab_id = list(LABS)[number % len(LABS)]
        loop.run(lambda lab_id=lab_id: window.open_lab(lab_id), busy)
    gc.collect()
    memory = [first, _memory()]
    window.close()
    prepared = _prepared(loop, folder)
    collector.stop()
    return {"opened": opened, "prepared": prepared, "themes": themes, "text": text, "memory": memory}


def _prepared(loop: EventLoop, folder: Path) -> dict[str, tuple[Stay, Stay]]:
    """The preparation of every lab but the first in idle time, and its opening after that."""
    window = MainWindow(Appearance(), SettingsFile(folder / "settings.json"))
    window.questions.choose("never")
    loop.run(window.show)
    first, *others = LABS
    _opened(loop, window, first)
    found = {}
    for lab_id in others:
        preparation = loop.run(lambda: None, lambda: window._stock.busy)
        found[lab_id] = preparation, _opened(loop, window, lab_id)
    window.close()
    return found


def _opened(loop: EventLoop, window: MainWindow, lab_id: str) -> Stay:
    """Until the first picture of the lab is painted."""
    return loop.run(
        lambda: window.visit(lab_id),
        lambda: window.page is None or window.page.session.lab.id != lab_id or window.page.session.result is None,
    )


def _memory() -> float:
    return psutil.Process().memory_info().rss / MIB


if __name__ == "__main__":
    application = qt_application()
    sys.setswitchinterval(SWITCH_S)
    sys.stdout.write(json.dumps(visit(Path(sys.argv[1]), int(sys.argv[2]))))
