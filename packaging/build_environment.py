"""The environment in which packages are built: the program with exactly what it needs, and PyInstaller."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from checkout import ROOT, Refused, say

BUILD, DIST = ROOT / "build", ROOT / "dist"
VENV = BUILD / "venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"


def project() -> dict:
    """The table `project` of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def ensure_build_environment() -> None:
    """Makes the environment unless it is there."""
    BUILD.mkdir(exist_ok=True)
    if not PYTHON.exists():
        say(f"Making the environment of the build, {VENV.relative_to(ROOT)}")
        call([sys.executable, "-m", "venv", "--clear", str(VENV)], "the environment of the build could not be made")
    say("Installing the tools of the build")
    pip(*project()["optional-dependencies"]["build"])


def build_packages() -> tuple[Path, Path]:
    """Builds the source distribution and of it the wheel, and installs that; returns both, the wheel first."""
    name = f"wk4gui-{project()['version']}"
    wheel, source = DIST / f"{name}-py3-none-any.whl", DIST / f"{name}.tar.gz"
    say("Building the source distribution and the wheel")
    call([str(PYTHON), "-m", "build", "--outdir", str(DIST), str(ROOT)], "the packages could not be built")
    pip(str(wheel))
    pip("--force-reinstall", "--no-deps", str(wheel))
    return wheel, source


def pip(*words: str) -> None:
    """Installs into the environment, in the versions that are known to work together."""
    quiet = ["--quiet", "--disable-pip-version-check", "--constraint", str(CONSTRAINTS)]
    call([str(PYTHON), "-m", "pip", "install", *quiet, *words], "pip could not install what the build needs")


def call(command: list[str], complaint: str) -> None:
    """Runs a command that must succeed, outside the checkout, whose modules it must not find.

    Raises:
        Refused: it did not.
    """
    if status := subprocess.call(command, stdout=sys.stderr, cwd=BUILD):
        raise Refused(f"{complaint} (status {status}); what it said stands above")


def needed(program: str, package: str) -> str:
    """The path of a program that a kind of package needs.

    Raises:
        Refused: it is not installed.
    """
    if path := shutil.which(program):
        return path
    raise Refused(f"{program} is not installed (Debian package {package})")
