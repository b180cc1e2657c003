"""An AppImage of the folder: one file to start, which is a small program with a file system image behind it.

The small program, AppImage's runtime, is no package of Debian or Python: whoever builds names the file.
"""

import os
import platform
import shutil
from pathlib import Path

from build_environment import BUILD, DIST, call, needed, project
from checkout import ROOT, Refused, say
from debian_package import copy_shared

RUNTIME = "APPIMAGE_RUNTIME"
START = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/usr/lib/wk4gui/wk4gui" "$@"
"""


def build_app_image(folder: Path) -> Path:
    """The AppImage."""
    squash = needed("mksquashfs", "squashfs-tools")
    runtime = Path(os.environ.get(RUNTIME) or "no file")
    if not runtime.is_file():
        raise Refused(f"the variable {RUNTIME} has to name the runtime of AppImages for this processor")
    image = BUILD / "wk4gui.squashfs"
    image.unlink(missing_ok=True)
    say("Building the AppImage")
    options = ["-root-owned", "-noappend", "-quiet", "-no-progress", "-comp", "zstd"]
    call([squash, str(app_folder(folder)), str(image), *options], "mksquashfs failed")
    path = DIST / f"wk4gui-{project()['version']}-{platform.machine()}.AppImage"
    path.write_bytes(runtime.read_bytes() + image.read_bytes())
    path.chmod(0o755)
    return path


def app_folder(folder: Path) -> Path:
    """What is inside: the program, its desktop entry and its icon, laid out as AppImages are."""
    root = BUILD / "wk4gui.AppDir"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder, root / "usr" / "lib" / "wk4gui", symlinks=True)
    copy_shared(root / "usr")
    shutil.copy(ROOT / "resources" / "desktop" / "wk4gui.desktop", root)
    shutil.copy(ROOT / "resources" / "icons" / "wk4gui.svg", root)
    (root / ".DirIcon").symlink_to("wk4gui.svg")
    start = root / "AppRun"
    start.write_text(START, encoding="utf-8")
    start.chmod(0o755)
    return root
