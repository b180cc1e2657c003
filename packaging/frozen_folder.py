"""The folder of the program with its own Python, by PyInstaller, and the archive of it."""

import platform
import shutil
import stat
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

from build_environment import BUILD, DIST, PYTHON, call, project
from checkout import ROOT, Refused, say

SPEC = ROOT / "packaging" / "frozen" / "wk4gui.spec"
LICENCES = ROOT / "packaging" / "frozen" / "licences"
"""Of Qt, whose wheels have none, and what is in the folder."""
ICONS = BUILD / "icons"
PROGRAM = "wk4gui.exe" if sys.platform == "win32" else "wk4gui"
DRAW_ICONS = """
import sys
from pathlib import Path
from PIL import Image
image = Image.open(sys.argv[1])
folder = Path(sys.argv[2])
image.save(folder / "wk4gui.ico", sizes=[(16, 16), (32, 32), (48, 48), (256, 256)])
image.save(folder / "wk4gui.icns")
"""


def build_folder(wheel: Path) -> Path:
    """Makes the folder and tries it: it says its version and draws a picture."""
    del wheel  # it is installed in the environment already
    _draw_icons()
    say("Building the folder of the program")
    target = BUILD / "frozen"
    places = ["--distpath", str(target), "--workpath", str(BUILD / "pyinstaller")]
    call(
        [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, str(SPEC)],
        "PyInstaller failed",
    )
    folder = target / "wk4gui"
    _strip(folder)
    _copy_licences(folder)
    _try(folder)
    return folder


def zip_folder(folder: Path) -> Path:
    """The folder as an archive that keeps links and permissions."""
    path = DIST / f"wk4gui-{project()['version']}-{sys.platform}-{platform.machine().lower()}.zip"
    say(f"Zipping {path.name}")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if not file.is_dir() or file.is_symlink():
                _add(archive, file, str(Path("wk4gui") / file.relative_to(folder)))
    return path


def _add(archive: zipfile.ZipFile, file: Path, name: str) -> None:
    if not file.is_symlink():
        archive.write(file, name)
        return
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3  # Unix, which has links
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, str(file.readlink()))


def _draw_icons() -> None:
    """The icon in the formats of Windows and macOS."""
    ICONS.mkdir(parents=True, exist_ok=True)
    source = ROOT / "resources" / "desktop" / "icons" / "wk4gui-256.png"
    call([str(PYTHON), "-c", DRAW_ICONS, str(source), str(ICONS)], "the icons could not be drawn")


def _strip(folder: Path) -> None:
    """Leaves the symbols of a Python that was built from source out; those of libraries in wheels are out already."""
    for library in folder.glob("_internal/libpython*.so*"):
        if shutil.which("strip") and not library.is_symlink():
            subprocess.run(["strip", "--strip-unneeded", str(library)], check=False)


def _copy_licences(folder: Path) -> None:
    """The licence texts of everything in the folder, in one place."""
    target = folder / "licences"
    shutil.copytree(LICENCES, target)
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python.exists():
        shutil.copy(python, target / "Python.txt")
    for source in (folder / "_internal").glob("*.dist-info"):
        for file in source.rglob("*"):
            if file.is_file() and ("licenses" in file.parts or file.name.upper().startswith(("LICEN", "COPYING"))):
                place = target / source.name.removesuffix(".dist-info") / file.name
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, place)


def _try(folder: Path) -> None:
    program = folder / PROGRAM
    picture = BUILD / "tried.png"
    picture.unlink(missing_ok=True)
    call([str(program), "--version"], "the program does not start")
    call([str(program), "export", "backprop", "-o", str(picture)], "the program does not draw")
    if not picture.exists():
        raise Refused("the program draws nothing")
