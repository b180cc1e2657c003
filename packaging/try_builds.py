"""Tries what was built on bare Debian systems: from nothing to a window, by each way of installing.

    python3 packaging/try_builds.py [SUITE:WAY]...         (all: bookworm and trixie, every way)

It needs root rights, debootstrap, Xvfb, xdotool and scrot, the environment of bootstrap.py, and what packaging/build.py
has put into dist/. Each way is one command. Then a window must open, a figure be exported, `doctor` find no fault, and
a session open by its MIME type. The time to the window is compared with that of the checkout's environment. Pictures
go into build/tried/.
"""

import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

import checkout
from bare_root import BareRoot, bare_root
from build_environment import BUILD, DIST, project
from checkout import Refused, say
from seen_window import close_windows, process_of, screen, seconds_to_window, take_picture, wait_for_window
from system_packages import OFFSCREEN, WINDOW

SUITES = ("bookworm", "trixie")
STARTS = 7
PICTURES = BUILD / "tried"
INBOX = "inbox"
VERSION = project()["version"]
WHEEL = f"/{INBOX}/wk4gui-{VERSION}-py3-none-any.whl"
SOURCE = f"/{INBOX}/wk4gui-{VERSION}.tar.gz"
LIBRARIES = " ".join((*OFFSCREEN, *WINDOW))
APT = "apt-get update -qq && apt-get install -qq -y --no-install-recommends"
DESKTOP = "libglib2.0-bin shared-mime-info desktop-file-utils"
SESSION = '{"version": 2, "lab": "saddle", "params": {"surface": "himmelblau"}}\n'


@dataclass(frozen=True)
class Way:
    """A way to install.

    Attributes:
        command: the one command, from nothing to where the window can be opened.
        program: the command that opens the window.
        entry: whether the desktop knows the program without `wk4gui desktop`.
    """

    command: str
    program: str
    entry: bool = False


WAYS = {
    "deb": Way(f"{APT} /{INBOX}/wk4gui_{VERSION}_amd64.deb", "wk4gui", entry=True),
    "zip": Way(
        f"{APT} unzip {LIBRARIES} && unzip -q /{INBOX}/wk4gui-{VERSION}-linux-x86_64.zip -d /srv", "/srv/wk4gui/wk4gui"
    ),
    "pip": Way(
        f"{APT} python3-venv {LIBRARIES} && python3 -m venv $HOME/labs && $HOME/labs/bin/pip install -q {WHEEL}",
        "$HOME/labs/bin/wk4gui",
    ),
    "sdist": Way(
        f"{APT} python3-venv {LIBRARIES} && python3 -m venv $HOME/labs && $HOME/labs/bin/pip install -q {SOURCE}",
        "$HOME/labs/bin/wk4gui",
    ),
    "pipx": Way(f"{APT} pipx {LIBRARIES} && pipx install {WHEEL}", "$HOME/.local/bin/wk4gui"),
    "uvx": Way(
        f"{APT} python3-venv {LIBRARIES} && python3 -m venv $HOME/uv && $HOME/uv/bin/pip install -q uv"
        f" && $HOME/uv/bin/uvx --from {WHEEL} wk4gui --version",
        f"$HOME/uv/bin/uvx --offline --from {WHEEL} wk4gui",
    ),
    "bootstrap": Way(
        f"{APT} python3 && cd /srv && tar -xzf {SOURCE} && cd wk4gui-{VERSION}"
        " && python3 packaging/bootstrap.py run --version",
        f"python3 /srv/wk4gui-{VERSION}/packaging/bootstrap.py run",
    ),
}


def main(arguments: list[str]) -> int:
    """Tries each way on each system; returns 1 if one fails."""
    everything = [f"{suite}:{way}" for suite in SUITES for way in WAYS]
    chosen = arguments or everything
    try:
        for place in chosen:
            if place not in everything:
                raise Refused(f"{place!r} is none of {', '.join(everything)}")
        PICTURES.mkdir(parents=True, exist_ok=True)
        with screen() as display:
            failed = [place for place in chosen if not _tried(place, display)]
    except Refused as error:
        print(f"try_builds: {error}", file=sys.stderr)
        return 2
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed")
    return int(bool(failed))


def _tried(place: str, display: str) -> bool:
    suite, _, name = place.partition(":")
    say(f"{place}: {WAYS[name].command} && {WAYS[name].program}")
    try:
        with bare_root(suite, display) as root:
            _fill_inbox(root)
            _try(root, WAYS[name], place.replace(":", "-"))
    except Refused as error:
        say(f"{place}: FAILED: {error}")
        return False
    return True


def _fill_inbox(root: BareRoot) -> None:
    inbox = root.path / INBOX
    inbox.mkdir()
    for file in DIST.iterdir():
        (inbox / file.name).write_bytes(file.read_bytes())
    (root.path / "root" / "mine.wk4.json").write_text(SESSION, encoding="utf-8")


def _try(root: BareRoot, way: Way, name: str) -> None:
    _must(root, way.command)
    window = root.command(f"exec {way.program}")
    seconds_to_window(window, root.display, PICTURES / f"{name}.png", settle=3)
    _must(root, f"cd $HOME && {way.program} export backprop -o figure.svg && grep -q '<svg' figure.svg")
    said = _must(root, f"{way.program} doctor")
    (PICTURES / f"{name}-doctor.txt").write_text(said, encoding="utf-8")
    _compare(window, root.display, name)
    _open_by_type(root, way, name)


def _compare(window: list[str], display: str, name: str) -> None:
    """The median times of starts by turns: of the window that was installed, and of the checkout's."""
    ours = [str(checkout.PYTHON), "-m", "wk4gui"]
    times = [(seconds_to_window(window, display), seconds_to_window(ours, display)) for _ in range(STARTS)]
    there, here = (statistics.median(column) for column in zip(*times, strict=True))
    say(f"{name}: window after {there:.2f} s, of the checkout after {here:.2f} s: {there / here:.2f} times")


def _open_by_type(root: BareRoot, way: Way, name: str) -> None:
    """Opens a session as a file manager does: by the program that the desktop knows for its type."""
    _must(root, f"apt-get install -qq -y --no-install-recommends {DESKTOP}")
    if not way.entry:
        _must(root, f"{way.program} desktop")
    said = _must(root, "gio info -a standard::content-type $HOME/mine.wk4.json")
    if "application/x-wk4gui-session+json" not in said:
        raise Refused(f"the type of a session is not known: {said}")
    _must(root, "gio open $HOME/mine.wk4.json </dev/null >/dev/null 2>&1")
    window = wait_for_window(root.display)
    words = Path(f"/proc/{process_of(window, root.display)}/cmdline").read_text(encoding="utf-8").split("\0")
    take_picture(root.display, PICTURES / f"{name}-by-type.png", settle=3)
    close_windows(root.display)
    if not any(word.endswith("mine.wk4.json") for word in words):
        raise Refused(f"the session was not passed on: {' '.join(words)}")
    say(f"{name}: a session opens by its type")


def _must(root: BareRoot, script: str) -> str:
    """What a script prints, which must succeed."""
    answer = root.run(script)
    if answer.returncode:
        last = "\n".join((answer.stdout + answer.stderr).strip().splitlines()[-8:])
        raise Refused(f"`{script}` ended with status {answer.returncode}: {last}")
    return answer.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
