"""The virtual environment in the checkout: made once, and again only when something has changed."""

import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable

from checkout import PYTHON, ROOT, VENV, Refused, say
from system_packages import ensure_packages

CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
STAMP = VENV / "wk4gui-installed.json"


def ensure_environment(extras: tuple[str, ...]) -> None:
    """Makes the environment hold the program and its extras in the versions of constraints.txt."""
    wanted, found = _fingerprint(), _stamp()
    if found.get("fingerprint") == wanted and set(extras) <= set(found["extras"]) and _works():
        return
    _ensure_venv(found)
    extras = tuple(sorted({*extras, *found.get("extras", ())}))
    _install(extras)
    STAMP.write_text(json.dumps({"fingerprint": wanted, "extras": extras, "root": str(ROOT)}), encoding="utf-8")


def _fingerprint() -> str:
    """What an installation depends on."""
    parts = (ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), sys.version.encode(), str(ROOT).encode()
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamp() -> dict:
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _works() -> bool:
    """Whether the environment's Python starts, is of this version and has pip."""
    probe = "import pip, sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.split() == [str(number) for number in sys.version_info[:2]]


def _ensure_venv(stamp: dict) -> None:
    """Makes the environment, anew if it has been moved, since its scripts name the old place."""
    if _works() and stamp.get("root", str(ROOT)) == str(ROOT):
        return
    _ensure_ensurepip()
    say(f"Making the virtual environment {VENV}")
    _call([sys.executable, "-m", "venv", "--clear", str(VENV)], "the virtual environment could not be made")


def _ensure_ensurepip() -> None:
    """Debian keeps the part of Python that makes environments in a package of its own."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not (sys.platform.startswith("linux") and ensure_packages([package])):
        raise Refused("this Python cannot make virtual environments: its modules venv and ensurepip are not installed")


def _install(extras: Iterable[str]) -> None:
    target = str(ROOT) + (f"[{','.join(extras)}]" if extras else "")
    say(f"Installing wk4gui{' with ' + ', '.join(extras) if extras else ''}; the first time takes a minute or more")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _call([*command, "--constraint", str(CONSTRAINTS), "--editable", target], "pip could not install wk4gui")


def _call(command: list[str], complaint: str) -> None:
    if status := subprocess.call(command):
        raise Refused(f"{complaint} (status {status}); what it said stands above")
