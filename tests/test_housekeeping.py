"""What is easily forgotten and ruff does not see: sizes, colours, paths and pinned versions."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wk4gui"
SOURCES = [path for folder in ("wk4gui", "packaging", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
TEXTS = (".py", ".md", ".toml", ".txt", ".desktop", ".json", ".svg")
HEX_COLOUR = re.compile(r"""["']#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})["']""")
OWN_PATH = re.compile(r"(?<![\w.}])/(?:work|root|home|opt|Users)/\w|[A-Z]:\\\\?Users")
PINNED = re.compile(r"([A-Za-z0-9_.-]+)==([0-9][0-9a-z.]*)")


def texts() -> Iterator[Path]:
    """Every text file of the project."""
    for folder in ("wk4gui", "tests", "packaging", "resources", ".ci"):
        yield from (p for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix in (*TEXTS, ""))
    yield from (p for p in ROOT.iterdir() if p.is_file() and p.suffix in TEXTS)


def plain_name(requirement: str) -> str:
    return re.split(r"[<>=!\[; ]", requirement)[0].lower().replace("_", "-")


def pinned() -> dict[str, str]:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    matches = [PINNED.fullmatch(line) for line in lines if line and not line.startswith("#")]
    assert all(matches)
    return {plain_name(match[1]): match[2] for match in matches if match}


def test_modules_stay_readable() -> None:
    assert len(SOURCES) > 300
    assert not [path for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 400]


def test_colours_stand_in_the_theme_alone() -> None:
    coloured = [path for path in SOURCES if PACKAGE in path.parents and HEX_COLOUR.search(path.read_text("utf-8"))]
    assert coloured == [PACKAGE / "render" / "theme.py"]


def test_no_file_names_a_place_of_one_machine() -> None:
    found = {path: OWN_PATH.findall(path.read_text(encoding="utf-8")) for path in texts()}
    assert len(found) > 20
    assert not {path: places for path, places in found.items() if places}


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    assert {plain_name(requirement) for requirement in wanted} <= pinned().keys()


def test_torch_is_exactly_the_one_that_the_oracles_were_checked_with() -> None:
    assert pinned()["torch"] == "2.13.0"
