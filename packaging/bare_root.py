"""A bare Debian in a folder, in which commands run as on a machine on which nothing is installed yet (needs root)."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from build_environment import BUILD, needed
from checkout import Refused, say

ROOTS = BUILD / "roots"
SOURCES = Path("/etc/apt")
CERTIFICATES = "etc/ssl/certs/of-this-machine.crt"
_PATIENCE = 600
"""Seconds that a script may take; programs that it starts and leaves running need an output of their own."""
_PASSED = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL")


@dataclass(frozen=True)
class BareRoot:
    """A Debian in a folder, with the display of this machine."""

    path: Path
    display: str

    def command(self, script: str) -> list[str]:
        """What runs a script of the shell in it."""
        variables = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "PIP_ROOT_USER_ACTION": "ignore",
            "DISPLAY": self.display,
            **({"PIP_CERT": f"/{CERTIFICATES}"} | {"SSL_CERT_FILE": f"/{CERTIFICATES}"} if _certificates() else {}),
            **{name: os.environ[name] for name in _PASSED if name in os.environ},
        }
        words = [f"{name}={value}" for name, value in variables.items()]
        return ["env", "-i", *words, "chroot", str(self.path), "sh", "-ec", script]

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Runs a script and returns what it said."""
        return subprocess.run(
            self.command(script), capture_output=True, text=True, errors="replace", check=False, timeout=_PATIENCE
        )


@contextmanager
def bare_root(suite: str, display: str) -> Iterator[BareRoot]:
    """A fresh copy of a bare Debian, deleted in the end."""
    if os.geteuid() != 0:
        raise Refused("a bare root needs root rights")
    source, path = _debootstrapped(suite), ROOTS / f"{suite}-{os.getpid()}"
    subprocess.run(["cp", "-a", str(source), str(path)], check=True)
    mounts = [("proc", path / "proc"), ("/dev", path / "dev"), ("/tmp/.X11-unix", path / "tmp" / ".X11-unix")]
    try:
        _connect(path)
        for what, where in mounts:
            where.mkdir(parents=True, exist_ok=True)
            kind = ["-t", "proc"] if what == "proc" else ["--bind"]
            subprocess.run(["mount", *kind, what, str(where)], check=True)
        yield BareRoot(path, display)
    finally:
        _end_processes(path)
        for _, where in reversed(mounts):
            subprocess.run(["umount", str(where)], check=False, stderr=subprocess.DEVNULL)
        if not any(where.is_mount() for _, where in mounts):
            shutil.rmtree(path)


def _end_processes(path: Path) -> None:
    """Ends what was started in it and still runs, such as a bus of the desktop."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "root").readlink().is_relative_to(path):
                os.kill(int(process.name), signal.SIGKILL)


def _debootstrapped(suite: str) -> Path:
    path = ROOTS / suite
    if not (path / "etc" / "debian_version").exists():
        say(f"Making a bare Debian {suite}")
        ROOTS.mkdir(parents=True, exist_ok=True)
        command = [needed("debootstrap", "debootstrap"), "--variant=minbase", suite, str(path), _mirror()]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


def _mirror() -> str:
    """The mirror that this machine's own packages come from."""
    for file in sorted(SOURCES.glob("sources.list")) + sorted(SOURCES.glob("sources.list.d/*")):
        found = re.search(r"^(?:URIs:|deb(?: \[.*?\])?) +(\S+/debian)/?(?=\s)", file.read_text(), re.MULTILINE)
        if found:
            return found[1]
    raise Refused("the mirror of this machine's packages was not found under /etc/apt")


def _certificates() -> str:
    """The authorities that this machine trusts, where it does not trust those of Debian alone."""
    return os.environ.get("SSL_CERT_FILE", "")


def _connect(path: Path) -> None:
    shutil.copy("/etc/resolv.conf", path / "etc" / "resolv.conf")
    if file := _certificates():
        (path / CERTIFICATES).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, path / CERTIFICATES)
