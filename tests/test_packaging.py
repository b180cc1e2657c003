"""What travels in the wheel is complete and up to date; that it can be built and installed is tried apart."""

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

import wk4gui
from wk4gui.documents.class_setup import SESSION_ENDING
from wk4gui.documents.lecture import LECTURE_ENDING

ROOT = Path(__file__).resolve().parent.parent
DESKTOP = ROOT / "resources" / "desktop"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture
def packaging(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that writes the manual page."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    module: ModuleType = __import__("man_page")
    return module


def test_the_manual_page_is_up_to_date(packaging: ModuleType) -> None:
    there = packaging.PAGE.read_text(encoding="utf-8")
    assert there == packaging.man_page(), "run python packaging/man_page.py in the environment"


def test_every_command_is_in_the_manual_page() -> None:
    from wk4gui.cli.arguments import COMMANDS

    page = (DESKTOP / "wk4gui.1").read_text(encoding="utf-8")
    assert all(f".SS wk4gui {command}" in page for command in COMMANDS)


def test_everything_of_the_desktop_travels_in_the_wheel() -> None:
    shared = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    files = {str(path.relative_to(ROOT)) for path in DESKTOP.rglob("*") if path.is_file()}
    assert files | {"resources/icons/wk4gui.svg"} == shared.keys()
    assert all((ROOT / path).is_file() for path in shared)


def test_the_desktop_entry_opens_the_types_that_are_declared() -> None:
    entry = configparser.RawConfigParser(interpolation=None)
    entry.read(DESKTOP / "wk4gui.desktop", encoding="utf-8")
    section = entry["Desktop Entry"]
    types = ET.parse(DESKTOP / "wk4gui.xml").getroot()
    patterns = {kind.attrib["type"]: kind.find(f"{MIME}glob").attrib["pattern"] for kind in types}  # type: ignore[union-attr]
    assert list(patterns.values()) == [f"*{SESSION_ENDING}", f"*{LECTURE_ENDING}"]
    for kind in types:
        assert kind.find(f"{MIME}icon").attrib == kind.find(f"{MIME}generic-icon").attrib == {"name": section["Icon"]}  # type: ignore[union-attr]
    assert section["MimeType"].rstrip(";").split(";") == list(patterns)
    assert section["Exec"] == "wk4gui %f"
    about = ET.parse(DESKTOP / "wk4gui.metainfo.xml").getroot()
    assert [kind.text for kind in about.iter("mediatype")] == list(patterns)
    assert section["Comment"] == PROJECT["project"]["description"]
    assert about.findtext("project_license") == PROJECT["project"]["license"]


def test_the_version_is_one() -> None:
    assert PROJECT["project"]["version"] == wk4gui.__version__
    installer = (ROOT / "packaging" / "windows" / "wk4gui.iss").read_text(encoding="utf-8")
    assert f"AppVersion={wk4gui.__version__}\n" in installer


def test_the_long_description_has_no_picture_and_no_link_into_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("hatchling", "hatchling.metadata", "hatchling.metadata.plugin", "hatchling.metadata.plugin.interface"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))  # only the build has it
    sys.modules["hatchling.metadata.plugin.interface"].MetadataHookInterface = object  # type: ignore[attr-defined]
    source = (ROOT / "packaging" / "long_description.py").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    exec(compile(source, "long_description.py", "exec"), names)
    text = names["long_description"]((ROOT / "README.md").read_text(encoding="utf-8"))  # type: ignore[operator]
    assert text.startswith("# wk4gui\n\nA desktop program")
    assert "![" not in text
    assert not re.search(r"\]\((?!https?:)", text)
    assert "docs/sweeps.md" in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_each_shell_asks_the_program(shell: str) -> None:
    name = {"bash": "wk4gui.bash", "zsh": "_wk4gui", "fish": "wk4gui.fish"}[shell]
    assert f"wk4gui completion {shell}" in (DESKTOP / "completions" / name).read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_from_the_file_that_travels(tmp_path: Path) -> None:
    program = tmp_path / "wk4gui"
    program.write_text("#!/bin/sh\necho 'complete -W \"labs run\" wk4gui'\n")
    program.chmod(0o755)
    script = f"PATH={tmp_path}:$PATH; source {DESKTOP}/completions/wk4gui.bash; complete -p wk4gui"
    said = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout
    assert said == "complete -W 'labs run' wk4gui\n"
