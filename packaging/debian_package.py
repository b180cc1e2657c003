"""A Debian package of the folder: the program in a folder of its own, and what the desktop looks for beside it."""

import gzip
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from build_environment import BUILD, DIST, call, needed, project
from checkout import ROOT, say

DEPENDS = (
    "libc6 (>= {libc})",
    "libgl1",
    "libegl1",
    "libxcb1",
    "libwayland-cursor0",
    "libwayland-egl1",
    "fontconfig-config",
)
"""What the folder leaves to the system: the C library, and what belongs to the drivers of its screen."""
RECOMMENDS = ("shared-mime-info", "desktop-file-utils", "hicolor-icon-theme")
CONTROL = """Package: wk4gui
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Section: education
Priority: optional
Description: {description}
 Drag a slider or type a number into the picture, and every number follows at
 once. Labs: backpropagation, learning rates, saddle points, activations, batch
 norm, dropout, weight decay, bias and variance, and networks of your own to
 train. With its own Python.
"""
COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: wk4gui

Files: *
Copyright: The wk4gui authors
License: MIT
{mit}

Files: usr/lib/wk4gui/_internal/wk4gui/_resources/fonts/*
Copyright: the authors of Inter and of STIX Two Math
License: OFL-1.1
 The texts are in /usr/lib/wk4gui/licences, beside those of Python, Qt and the
 libraries in /usr/lib/wk4gui/_internal.
"""
MAINTAINER = ("DEBFULLNAME", "DEBEMAIL")
"""The variables in which Debian's tools look for who publishes a package."""
NOBODY = ("The wk4gui authors", "unpublished@wk4gui.invalid")
"""The field must have an address; this one cannot exist, for names that end in .invalid never do (RFC 2606)."""


def build_debian_package(folder: Path) -> Path:
    """The package; it needs no root rights."""
    dpkg = needed("dpkg-deb", "dpkg")
    say("Building the Debian package")
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder, root / "usr" / "lib" / "wk4gui", symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "wk4gui").symlink_to("../lib/wk4gui/wk4gui")
    copy_shared(root / "usr")
    _write_documents(root / "usr" / "share" / "doc" / "wk4gui")
    _compress(root / "usr" / "share" / "man" / "man1" / "wk4gui.1")
    _write_control(root)
    architecture = _architecture()
    path = DIST / f"wk4gui_{project()['version']}_{architecture}.deb"
    call([dpkg, "--root-owner-group", "-Zxz", "--build", str(root), str(path)], "dpkg-deb failed")
    return path


def copy_shared(prefix: Path) -> None:
    """Copies what the wheel carries for desktops, manuals and shells under a prefix such as usr."""
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    for source, place in shared.items():
        target = prefix / place.replace("zsh/site-functions", "zsh/vendor-completions")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, target)
        target.chmod(0o644)


def _write_documents(folder: Path) -> None:
    folder.mkdir(parents=True)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    mit = "\n".join(f" {line}" if line else " ." for line in licence.strip().splitlines())
    (folder / "copyright").write_text(COPYRIGHT.format(mit=mit), encoding="utf-8")
    shutil.copy(ROOT / "CHANGELOG.md", folder / "changelog")
    _compress(folder / "changelog")


def _compress(path: Path) -> None:
    """Replaces a file by its compressed form, the same bytes at every build."""
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    path.unlink()


def _write_control(root: Path) -> None:
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    control = root / "DEBIAN"
    control.mkdir()
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())):
        folder.chmod(0o755)
    for library in (path for path in files if ".so" in path.suffixes):
        library.chmod(0o644)
    libc = subprocess.run(["getconf", "GNU_LIBC_VERSION"], capture_output=True, text=True, check=True).stdout.split()[1]
    text = CONTROL.format(
        version=project()["version"],
        architecture=_architecture(),
        maintainer=_maintainer(),
        size=sum(path.stat().st_size for path in files) // 1024,
        depends=", ".join(DEPENDS).format(libc=libc),
        recommends=", ".join(RECOMMENDS),
        description=project()["description"].lower(),
    )
    (control / "control").write_text(text, encoding="utf-8")
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files)
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")


def _maintainer() -> str:
    """Who answers for the package: whoever publishes it says so."""
    chosen = [os.environ.get(name, "") for name in MAINTAINER]
    if not all(chosen):
        say(f"Nobody answers for the Debian package: set {' and '.join(MAINTAINER)} before it is given to others")
        chosen = list(NOBODY)
    name, address = chosen
    return f"{name} <{address}>"


def _architecture() -> str:
    command = ["dpkg", "--print-architecture"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
