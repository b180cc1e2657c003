"""The diagram's geometry: nothing touches, nothing leaves the picture, from one neuron to six layers of eight."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import amount

from wk4gui.labs.backprop.picture.network_layout import TypeSizes, network_layout

SIZES = st.lists(st.integers(1, 8), min_size=2, max_size=7).map(tuple)


def layout_of(sizes, width=740.0, height=330.0, line=14.0):
    types = TypeSizes(
        line=line, value=2.4 * line, foot=4.6 * line, plates=(2.8 * line,) * (len(sizes) - 1), loss=7.3 * line
    )
    return network_layout(sizes, width, height, types)


def solid(layout):
    """What must not overlap: units, feet, plates and the loss box."""
    units = [unit for column in layout.units for unit in column]
    feet = [foot for column in layout.feet for foot in column]
    return units, feet, list(layout.plates.values())


@settings(max_examples=amount(40, 200, 2000))
@given(sizes=SIZES, width=st.floats(600, 1800), height=st.floats(290, 1000))
def test_nothing_touches_and_nothing_leaves_the_picture(sizes, width, height):
    layout = layout_of(sizes, width, height)
    units, feet, plates = solid(layout)
    assert not any(a.touches(b) for a, b in combinations(units, 2))
    assert not any(a.touches(b) for a, b in combinations(plates, 2))
    assert not any(plate.touches(unit) for plate in plates for unit in units)
    assert not any(plate.touches(foot) for plate in plates for foot in feet)
    assert not any(foot.touches(unit) for foot in feet for unit in units)
    assert not any(layout.loss.touches(unit) for unit in units)
    for rect in (*units, *plates, layout.loss):
        assert rect.left >= 0
        assert rect.right <= width
        assert rect.top >= -0.5
        assert rect.bottom <= height + 0.5


def test_the_tutorial_has_circles_of_three_lines_and_every_label():
    layout = layout_of((2, 3, 1))
    assert layout.detail == 3
    assert len(layout.plates) == 9
    assert all(unit.w == unit.h for column in layout.units for unit in column)
    assert all(h > 28 for _, h in layout.plate_sizes), "weight over gradient"


def test_every_input_is_named_where_only_one_hidden_unit_is():
    layout = layout_of((2, 3, 1), 440, 280, 22.0)
    assert list(map(len, layout.names)) == [2, 1, 1]
    assert not any(name.touches(unit) for name in layout.names[0] for unit in layout.units[0])


def test_every_bias_has_its_place_where_weights_have_labels():
    for sizes in [(1, 1), (2, 3, 1), (2, 3, 3, 1), (8, 8), (3, 5, 2)]:
        layout = layout_of(sizes)
        labelled = {layer for layer, _, _ in layout.plates}
        assert all(layout.feet[layer] for layer in labelled), sizes


def test_a_dense_network_leaves_the_labels_out():
    layout = layout_of((8, 8, 8, 8, 8, 8, 8))
    assert not layout.plates
    assert layout.detail == 1


@pytest.mark.parametrize("sizes", [(1, 1), (2, 3, 1), (2, 3, 3, 1), (2, 8, 8, 8, 8, 8, 1)])
def test_a_larger_picture_never_shows_less(sizes):
    small, large = layout_of(sizes), layout_of(sizes, 1400.0, 800.0)
    assert large.detail >= small.detail
    assert len(large.plates) >= len(small.plates)


def test_a_label_without_room_still_has_a_place_on_its_edge():
    layout = layout_of((8, 8, 8, 8, 8, 8, 8))
    plate = layout.plate_on_edge(2, 3, 4)
    x0, y0, x1, y1 = layout.edge(2, 3, 4)
    assert x0 < plate.x < x1
    assert min(y0, y1) <= plate.y <= max(y0, y1)


@pytest.mark.parametrize("width", range(320, 1300, 20))
def test_biases_of_neighbouring_columns_do_not_touch(width):
    type_sizes = TypeSizes(line=25.0, value=60.0, foot=150.0, plates=(60.0,) * 3, loss=180.0, bias=60.0)
    layout = network_layout((2, 3, 3, 1), float(width), 500.0, type_sizes)
    feet = [foot for column in layout.feet for foot in column]
    assert not [(one, other) for one, other in combinations(feet, 2) if one.touches(other)]
    assert all(foot.w == (150.0 if layout.feet_have_gradients else 60.0) for foot in feet)


def test_no_room_is_kept_for_biases_that_are_left_out():
    type_sizes = TypeSizes(line=14.0, value=40.0, foot=110.0, plates=(40.0,) * 3, loss=120.0, bias=60.0)
    layout = network_layout((2, 4, 2, 1), 370.0, 240.0, type_sizes)
    last, box = layout.units[-1][0], layout.loss
    foot = layout.feet[-1][0].w if layout.feet[-1] else 0.0
    assert box.left - last.x <= max(last.w, foot) / 2 + 15.0
