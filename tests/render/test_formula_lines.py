"""Formulas side by side: as many as have room, a count of the rest, and none cut off without a sign."""

import pytest

from wk4gui.render.formula_lines import FormulaStrip, formula_width
from wk4gui.render.theme import LIGHT

LONG = "z = 1 · 2 + 3 · 4 + 5 · 6 + 7 · 8 + 9 · 10 = 190"


@pytest.fixture
def strip(qtbot):
    made = FormulaStrip(LIGHT, "formulas")
    qtbot.addWidget(made)
    made.resize(600, 60)
    return made


def test_what_has_room_is_shown_and_the_rest_counted(strip):
    strip.show_formulas([f"a = {k}" for k in range(100)])
    shown = [text for _, _, text in strip._placed()]
    assert shown[-1] == f"… and {strip.hidden} more"
    assert len(shown) - 1 + strip.hidden == 100
    assert strip.accessibleName().endswith(shown[-1])


def test_a_formula_that_is_too_wide_ends_with_dots(strip):
    strip.show_formulas([LONG, "a = 190"])
    assert strip.hidden == 0
    strip.resize(200, 60)
    first = strip._placed()[0][2]
    assert first.endswith("…")
    assert LONG.startswith(first[:-1])
    assert formula_width(first, strip._px) <= 200
    assert strip.hidden == 1
