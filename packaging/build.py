"""Builds what is published and installed; everything goes into dist/.

    python3 packaging/build.py [wheel] [folder] [deb] [appimage]

    wheel      the wheel and the source distribution
    folder     the program with its own Python, zipped: no Python is needed where it runs
    deb        a Debian package of that folder (needs dpkg-deb)
    appimage   an AppImage of it (needs mksquashfs and appimagetool's runtime: APPIMAGE_RUNTIME=FILE)

Without a word all that this machine has the tools for. The environment of the build is build/venv, with the versions of
constraints.txt. The folder and what is made of it run on systems whose libc is not older than this one's.
On Windows and macOS `folder` makes the program of that system; docs/installing.md has the rest of those recipes.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
    sys.exit("wk4gui needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

from collections.abc import Callable
from pathlib import Path

from app_image import build_app_image
from build_environment import DIST, build_packages, ensure_build_environment
from checkout import Refused, say
from debian_package import build_debian_package
from frozen_folder import build_folder, zip_folder

KINDS = ("wheel", "folder", "deb", "appimage")


def main(arguments: list[str]) -> int:
    """Builds the kinds that are named, or all, and returns the exit status."""
    if {"-h", "--help"} & set(arguments):
        print(__doc__)
        return 0
    try:
        for kind in arguments:
            if kind not in KINDS:
                raise Refused(f"{kind!r} is none of {', '.join(KINDS)}")
        if arguments:
            build(arguments)
        else:
            build(KINDS, leave_out=True)
    except Refused as error:
        print(f"build: {error}", file=sys.stderr)
        return 2
    return 0


def build(kinds: list[str] | tuple[str, ...], *, leave_out: bool = False) -> None:
    """Builds each kind; those whose tools are missing are refused, or left out."""
    ensure_build_environment()
    packages = build_packages()
    made = list(packages)
    folder = build_folder(packages[0]) if set(kinds) - {"wheel"} else None
    makers: dict[str, Callable[[Path], Path]] = {
        "folder": zip_folder,
        "deb": build_debian_package,
        "appimage": build_app_image,
    }
    for kind in (kind for kind in makers if folder and kind in kinds):
        try:
            made.append(makers[kind](folder))
        except Refused as error:
            if not leave_out:
                raise
            say(f"Left out: {kind}: {error}")
    for path in made:
        say(f"{path.relative_to(DIST.parent)}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
