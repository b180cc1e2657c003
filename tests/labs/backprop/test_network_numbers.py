"""Places of the diagram, their texts and order, and the paths that a selection lights up."""

from itertools import pairwise

import numpy as np
import pytest
from layout import collisions, placed_texts
from PySide6.QtCore import QRectF
from shown_view import shown_view

from wk4gui.labs.backprop import LAB
from wk4gui.labs.backprop.picture.network_layout import TypeSizes, network_layout
from wk4gui.labs.backprop.picture.network_legend import NetworkLegend, Shown, shown_in
from wk4gui.labs.backprop.picture.network_numbers import Place, paths_through, places
from wk4gui.labs.backprop.picture.network_painter import rough_number
from wk4gui.render.theme import LIGHT


def test_places_come_in_the_order_of_computation():
    texts = [str(place) for place in places((2, 1, 1))]
    assert texts == ["x[0]", "x[1]", "W[0][0][0]", "W[0][0][1]", "b[0][0]", "W[1][0][0]", "b[1][0]", "y[0]"]


def test_a_place_is_read_back_from_its_text():
    for place in [*places((2, 3, 1)), Place("unit", 1, 0)]:
        assert Place.parse(str(place)) == place


@pytest.mark.parametrize("text", ["W", "W[0]", "W[0][1]", "b[0]", "q[0]", "W[0][0][0]x", "x[-1]", "x[a]", "y[0][0]"])
def test_other_texts_are_no_place(text):
    assert Place.parse(text) is None


def test_a_place_beyond_the_network_does_not_fit():
    sizes = (2, 3, 1)
    assert all(place.fits(sizes) for place in places(sizes))
    for text in ("x[2]", "y[1]", "W[0][3][0]", "W[0][0][2]", "W[2][0][0]", "b[1][1]", "unit[2][0]"):
        place = Place.parse(text)
        assert place is not None
        assert not place.fits(sizes), text


def test_the_paths_of_a_weight_lead_through_every_later_unit():
    sizes = (2, 3, 3, 1)
    paths = paths_through(Place("W", 0, 1, 0), sizes)
    assert paths == {(0, 1, 0), (1, 0, 1), (1, 1, 1), (1, 2, 1), (2, 0, 0), (2, 0, 1), (2, 0, 2)}
    assert paths_through(Place("b", 1, 2), sizes) == {(2, 0, 2)}
    assert paths_through(None, sizes) is None


@pytest.mark.parametrize(
    ("value", "text"), [(-0.08, "−0.1"), (2.28e-4, "≈0"), (-0.04, "≈0"), (0.0, "0"), (0.62, "0.6"), (-1.97, "−2")]
)
def test_a_number_without_room_for_its_exponent_is_rough_and_never_nothing(value, text):
    assert rough_number(value) == text


def test_no_unit_of_the_largest_network_is_empty(qtbot):
    """16 units in 6 layers on a slide at 1280 × 720: each shows a number."""
    rng = np.random.default_rng(0)
    sizes = [4, *[16] * 6, 2]
    weights = [(rng.standard_normal((o, i)) / i**0.5).round(3).tolist() for i, o in pairwise(sizes)]
    changes = {
        "x": [rng.standard_normal(4).round(2).tolist()],
        "y": [[0.5, -0.5]],
        "weights": weights,
        "biases": [[0.0] * n for n in sizes[1:]],
        "activations": [*["tanh"] * 6, "linear"],
    }
    view, _, _ = shown_view(qtbot, LAB, "tutorial", size=(1230, 480), theme="projector", **changes)
    texts = [placed.text for placed in placed_texts(view.diagram)]
    numbers = [text for text in texts if text[:1] in "0123456789−≈" and text != "…"]
    assert len(numbers) == 6 * 16 + 2 + 4 + 1  # the units of the layers, the inputs and the loss


@pytest.mark.parametrize(
    ("sizes", "width", "expected"),
    [
        ((2, 3, 1), 900, ["edge: w over ∂L/∂w", "unit: z, activation, ∂L/∂z", "below: b and ∂L/∂b"]),
        ((2, 16, 16, 16, 1), 600, ["unit: activation"]),
    ],
)
def test_the_legend_names_what_there_is_room_for(sizes, width, expected):
    type_sizes = TypeSizes(14.0, 30.0, 60.0, (30.0,) * (len(sizes) - 1), 150.0, 30.0)
    shown = shown_in(network_layout(sizes, width, 320.0, type_sizes), biases=True, mean=False)
    words = ["".join(text for text, _ in piece) for piece in shown.pieces()]
    assert words == [*expected, "dashed: negative weight, unit off"]


def test_the_legend_says_that_gradients_are_means():
    words = ["".join(text for text, _ in piece) for piece in Shown(mean=True).pieces()]
    assert words[0] == "edge: w over the mean ∂L/∂w"
    assert words[2] == "below: b and the mean ∂L/∂b"


@pytest.mark.parametrize("width", [700, 1230])
def test_names_of_narrow_columns_stand_apart(qtbot, width):
    rng, n = np.random.default_rng(1), 16
    changes = {
        "x": rng.normal(size=(3, n)).tolist(),
        "y": rng.normal(size=(3, n)).tolist(),
        "weights": [rng.normal(size=(n, n)).tolist() for _ in range(7)],
        "biases": [rng.normal(size=n).tolist() for _ in range(7)],
        "activations": ["tanh"] * 6 + ["linear"],
    }
    view, _, _ = shown_view(qtbot, LAB, "tutorial", size=(width, 700), **changes)
    names = [placed for placed in placed_texts(view.diagram) if placed.text in ("x₁", "tanh", "linear")]
    assert {"x₁", "linear"} < {placed.text for placed in names}
    assert not collisions(names)
    assert (len(names) == 8) == (width > 1000)


def test_the_legend_shortens_its_words_then_takes_two_rows_then_says_how_many_are_left(qtbot):
    legend = NetworkLegend(LIGHT)
    qtbot.addWidget(legend)
    words = [["".join(text for text, _ in piece) for piece in Shown().pieces(short=short)] for short in (False, True)]
    seen = []
    for width in range(1200, 60, -10):
        legend.resize(width, 40)
        texts, hidden, rows = legend.shown_texts(), legend.hidden, round(legend.heightForWidth(width) / 17)
        short = texts[:1] != words[0][:1]
        note = [f"… and {hidden} more"] if hidden else []
        assert texts == [*words[short][: len(words[short]) - hidden], *note]
        seen.append((short, rows, hidden))
    assert seen == sorted(seen)
    assert list(dict.fromkeys((short, rows, hidden > 0) for short, rows, hidden in seen)) == [
        (False, 1, False),
        (True, 1, False),
        (True, 2, False),
        (True, 2, True),
    ]


@pytest.mark.parametrize("digits", [2, 4])
def test_no_number_of_a_narrow_unit_runs_over_its_rim(qtbot, digits):
    """A 2-4-2-1 network with ten samples, as the playground hands it over, beside the table of its samples."""
    rng, sizes = np.random.default_rng(3), (2, 4, 2, 1)
    changes = {
        "x": rng.normal(size=(10, 2)).round(2).tolist(),
        "y": [[float(k % 2)] for k in range(10)],
        "weights": [rng.normal(size=shape).round(2).tolist() for shape in ((4, 2), (2, 4), (1, 2))],
        "biases": [rng.normal(size=n).round(2).tolist() for n in sizes[1:]],
        "activations": ["tanh", "tanh", "sigmoid"],
        "loss": "bce",
    }
    view, _, _ = shown_view(qtbot, LAB, "tutorial", size=(720, 760), view={"digits": digits}, **changes)
    layout = view.diagram.layout_now
    assert layout.detail == 2
    for column in layout.units[1:]:
        for unit in column:
            box = QRectF(unit.left, unit.top, unit.w, unit.h)
            inside = [each for each in placed_texts(view.diagram) if box.contains(each.box.center())]
            assert inside
            assert all(each.line.width() <= unit.w for each in inside), [each.text for each in inside]
