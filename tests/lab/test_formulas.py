"""The typeset formulas are those of formulas.toml, and their files fit one another."""

import re
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from wk4gui.lab.formulas import formula_svg, read_formula

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "formulas"
SOURCE = tomllib.loads((FOLDER / "formulas.toml").read_text(encoding="utf-8"))

every_formula = pytest.mark.parametrize("name", SOURCE["formulas"])


@pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")  # of ziamath, as it reads its font
def test_the_pictures_are_up_to_date(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(ROOT / "packaging"), *sys.path])
    from typeset_formulas import typeset_all

    wanted = typeset_all()
    there = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.iterdir() if p.name != "formulas.toml"}
    assert there == wanted, "run packaging/typeset_formulas.py"


@every_formula
def test_text_and_picture_take_the_same_numbers(name):
    formula = read_formula(name)
    assert formula.numbers == set(re.findall(r"\{(\w+)\}", formula.text))
    assert formula.read(dict.fromkeys(formula.numbers, "7")).count("7") == formula.text.count("{")


@every_formula
def test_every_piece_is_an_element_inside_the_picture(name):
    formula = read_formula(name)
    pieces = [piece for line in formula.lines for piece in line.pieces]
    assert {piece.id for piece in pieces} == set(re.findall(r'id="(\w+)"', formula_svg(name)))
    assert all(p.x >= 0 and p.x + p.width <= formula.width for p in pieces)
    assert all(p.y >= 0 and p.y + p.height <= formula.height for p in pieces)


@every_formula
def test_numbers_do_not_touch_what_stands_beside_them(name):
    for line in read_formula(name).lines:
        ends = sorted((part.x, part.x + part.width) for part in (*line.pieces, *line.slots))
        assert all(right < left for (_, right), (left, _) in pairwise(ends))
