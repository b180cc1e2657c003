"""The builders, on a folder of three small files; the real ones are tried by packaging/try_builds.py."""

import importlib
import os
import runpy
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import wk4gui

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packages of Linux")


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Imports a module of packaging/ that works in a folder of its own."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    (tmp_path / "dist").mkdir()

    def load(name: str) -> ModuleType:
        module = importlib.import_module(name)
        for place in ("BUILD", "DIST"):
            if hasattr(module, place):
                monkeypatch.setattr(module, place, tmp_path / place.lower())
        return module

    monkeypatch.setattr(load("build_environment"), "BUILD", tmp_path / "build")
    (tmp_path / "build").mkdir()
    return load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as PyInstaller makes it: a program, a library, and a link to it."""
    path = tmp_path / "frozen" / "wk4gui"
    (path / "_internal").mkdir(parents=True)
    (path / "wk4gui").write_text('#!/bin/sh\necho it runs: "$@"\n')
    (path / "wk4gui").chmod(0o755)
    (path / "_internal" / "libQt.so.6").write_bytes(b"a library")
    (path / "_internal" / "libQt.so.6").chmod(0o755)
    (path / "_internal" / "libQt.so").symlink_to("libQt.so.6")
    return path


def test_the_archive_keeps_links_and_permissions(builder, folder):
    with zipfile.ZipFile(builder("frozen_folder").zip_folder(folder)) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
        assert archive.read("wk4gui/_internal/libQt.so") == b"libQt.so.6"
    assert stat.S_ISLNK(modes["wk4gui/_internal/libQt.so"])
    assert modes["wk4gui/wk4gui"] & 0o111 == 0o111


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs dpkg-deb")
def test_the_debian_package_holds_the_program_and_what_the_desktop_looks_for(builder, folder, tmp_path):
    package = builder("debian_package").build_debian_package(folder)
    subprocess.run(["dpkg-deb", "--extract", package, tmp_path / "out"], check=True)
    usr = tmp_path / "out" / "usr"
    said = subprocess.run([usr / "bin" / "wk4gui", "labs"], capture_output=True, text=True, check=True).stdout
    assert said == "it runs: labs\n"
    for place in (
        "share/applications/wk4gui.desktop",
        "share/mime/packages/wk4gui.xml",
        "share/metainfo/wk4gui.metainfo.xml",
        "share/icons/hicolor/scalable/apps/wk4gui.svg",
        "share/man/man1/wk4gui.1.gz",
        "share/doc/wk4gui/copyright",
        "share/bash-completion/completions/wk4gui",
        "share/zsh/vendor-completions/_wk4gui",
    ):
        assert (usr / place).is_file(), place
    assert not (usr / "lib" / "wk4gui" / "_internal" / "libQt.so.6").stat().st_mode & 0o111
    fields = subprocess.run(["dpkg-deb", "--field", package], capture_output=True, text=True, check=True).stdout
    assert f"Package: wk4gui\nVersion: {wk4gui.__version__}\n" in fields
    assert "Depends: libc6 (>= 2" in fields


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs dpkg-deb")
@pytest.mark.parametrize(("address", "expected"), [("ada@example.org", "Ada L <ada@example.org>"), ("", ".invalid>")])
def test_whoever_publishes_the_debian_package_answers_for_it(builder, folder, monkeypatch, capfd, address, expected):
    monkeypatch.setenv("DEBFULLNAME", "Ada L")
    monkeypatch.setenv("DEBEMAIL", address)
    package = builder("debian_package").build_debian_package(folder)
    field = ["dpkg-deb", "--field", package, "Maintainer"]
    assert subprocess.run(field, capture_output=True, text=True, check=True).stdout.strip().endswith(expected)
    assert ("Nobody answers for the Debian package" in capfd.readouterr().err) == (not address)


def test_an_app_image_needs_its_runtime_and_is_the_image_behind_it(builder, folder, tmp_path, monkeypatch):
    module = builder("app_image")
    monkeypatch.setattr(module, "needed", lambda program, package: program)
    monkeypatch.delenv(module.RUNTIME, raising=False)
    with pytest.raises(module.Refused, match=module.RUNTIME):
        module.build_app_image(folder)
    monkeypatch.setattr(module, "call", lambda command, complaint: Path(command[2]).write_bytes(b"image"))
    (tmp_path / "runtime").write_bytes(b"runtime ")
    monkeypatch.setenv(module.RUNTIME, str(tmp_path / "runtime"))
    image = module.build_app_image(folder)
    assert image.read_bytes() == b"runtime image"
    assert image.stat().st_mode & 0o111
    start = tmp_path / "build" / "wk4gui.AppDir" / "AppRun"
    said = subprocess.run([start, "labs"], capture_output=True, text=True, check=True).stdout
    assert said == "it runs: labs\n"


@pytest.mark.parametrize("name", ["build", "try_builds"])
def test_an_unknown_word_is_one_sentence(builder, capfd, name):
    assert builder(name).main(["frobnicate"]) == 2
    said = capfd.readouterr().err
    assert said.startswith(f"{name}: 'frobnicate' is none of ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("before", [None, "/own/libraries"])
def test_programs_of_the_system_do_not_get_the_libraries_of_the_folder(monkeypatch, before):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/the/folder/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "")
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    runpy.run_path(str(ROOT / "packaging" / "frozen" / "start.py"))["give_others_their_libraries"]()
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
    assert os.environ["PYINSTALLER_RESET_ENVIRONMENT"] == "1"
