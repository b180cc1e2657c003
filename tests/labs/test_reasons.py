"""Why?: every number of every picture has a reason whose arithmetic is right."""

import math
import re

import numpy as np
import pytest
from labs.test_numerals import LOOSE_NUMBER, check_numeral, settings
from tiers import THOROUGH, sample

from wk4gui.core.expression_parser import ExpressionError, parse_expression
from wk4gui.lab.declarations import to_json
from wk4gui.registry import LABS
from wk4gui.render.plot import Plot
from wk4gui.render.plot_marks import Label
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.theme import LIGHT
from wk4gui.render.views import make_view

PRESETS = [(lab_id, preset.name) for lab_id in LABS for preset in LABS[lab_id].presets]
STATES = sample(PRESETS, 3, 5, of=lambda state: state[0])
_CLOSE = 0.01
_N = 24 if THOROUGH else 10
"""Rows and columns of the grid of places on each widget."""
_OF_ITEM = 200 if THOROUGH else 12
"""So many points of one curve are clicked."""


def arithmetic(text):
    """The value of a side of a formula; None where it is not made of numbers alone."""
    plain = text.translate(str.maketrans({"−": "-", "·": "*", "×": "*", "½": "0.5"})).strip()
    for power, sign in enumerate("²³⁴⁵⁶", 2):
        plain = plain.replace(sign, f"**{power}")
    plain = re.sub(r"√\(", "sqrt(", plain)
    plain = re.sub(r"√([\d.]+)", r"sqrt(\1)", plain)
    plain = plain.replace("ln", "log").replace("^", "**").replace(" ", "").removesuffix("%")
    try:
        program = parse_expression(plain).program
    except ExpressionError:
        return None
    return float(program[0].value) if len(program) == 1 and program[0].op == "number" else None


def check(reason):
    """The sides of each line that are numbers are equal, and the last line ends with the number itself."""
    for line in reason.formulas:
        sides = [value for side in re.split(r" [=←≈] ", line) if (value := arithmetic(side)) is not None]
        for value in sides[1:]:
            assert value == pytest.approx(sides[0], rel=_CLOSE, abs=1e-3 * max(1.0, abs(sides[0]))), line
    last = arithmetic(re.split(r" [=←≈] ", reason.formulas[-1])[-1])
    if math.isfinite(reason.value):
        assert last == pytest.approx(reason.value, rel=_CLOSE, abs=1e-3), reason
    assert reason.subject
    assert len(reason.formulas) <= 8


def places(widget):
    """Places all over a widget and those of a plot's items: in the plot's coordinates, elsewhere in pixels."""
    if isinstance(widget, Plot):
        (x0, x1), (y0, y1) = widget.getViewBox().viewRange()
    else:
        x0, x1, y0, y1 = 0.0, widget.width(), 0.0, widget.height()
    steps = [(k + 0.5) / _N for k in range(_N)]
    found = [(x0 + a * (x1 - x0), y0 + b * (y1 - y0)) for a in steps for b in steps]
    if isinstance(widget, Plot):
        found += [point for item in widget.area.items for point in own_points(item)]
    return found


def own_points(item):
    """Where the values of a plot's item stand."""
    points = np.reshape(getattr(item, "points", ()), (-1, 2))
    points = points[np.isfinite(points).all(axis=1)]
    if len(points):
        return [tuple(map(float, row)) for row in points[:: -(-len(points) // _OF_ITEM)]]
    centre = item.boundingRect().center()
    return [(centre.x(), centre.y())]


def shown(lab, preset, qtbot):
    params = lab.preset_params(preset)
    result = lab.main.compute(params)
    view = make_view(lab, LIGHT)
    qtbot.addWidget(view)
    view.resize(1200, 760)
    view.set_state(view.state.with_(**lab.preset(preset).view))
    view.show_result(params, result, lab.frames(params, result).opening)
    for part in lab.parts[1:]:
        if part.name in view.wanted_parts():
            view.show_part(part.name, params, part.compute(params))
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    return view, params, result


@pytest.mark.parametrize(("lab_id", "preset"), STATES)
def test_every_reason_is_right(lab_id, preset, qtbot):
    lab = LABS[lab_id]
    view, _, _ = shown(lab, preset, qtbot)
    if view.hides_numbers:
        return
    found = {
        each.widget: [reason for place in places(each.widget) if (reason := each.reason_at(*place)) is not None]
        for each in view.explained
        if each.widget.isVisible()
    }
    for reasons in found.values():
        for reason in reasons:
            check(reason)
    assert any(found.values())


LABELS = sample(PRESETS, 2, 4, of=lambda state: state[0])


@pytest.mark.parametrize(("lab_id", "preset"), LABELS)
def test_every_number_of_a_label_knows_what_it_is(lab_id, preset, qtbot):
    """Labels of plots and sentences in the picture: a number is a setting, a count, or has its own reason."""
    view, params, _ = shown(LABS[lab_id], preset, qtbot)
    set_, where = settings(to_json(params)), f"{lab_id} {preset}"
    for widget in (*view.plots(), *view.findChildren(SentenceLabel)):
        if widget.isVisible():
            for number in widget.numerals():
                check_numeral(number, set_, f"{where} {widget.accessibleName()}")
    for plot in view.plots():
        for item in plot.area.items if plot.isVisible() else ():
            if isinstance(item, Label) and item.isVisible():
                words = [piece for piece in item.sentence.pieces if isinstance(piece, str)]
                assert not any(LOOSE_NUMBER.search(piece) for piece in words), (where, item.text)
