"""Sliders: round values, the same ends for everyone, and steps that always move."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wk4gui.app.controls.scale import Scale

SCALES = [
    Scale(1e-4, 10.0, logarithmic=True),
    Scale(-10.0, 10.0),
    Scale(0.0, 0.95),
    Scale(0, 200, integer=True),
    Scale(1, 1000, logarithmic=True, integer=True),
    Scale(0.0, 10.0, logarithmic=True),
    Scale(0.1, 10.0, logarithmic=True),
]


@pytest.mark.parametrize("scale", SCALES)
def test_both_ends_are_exact_and_keys_reach_them(scale):
    assert scale.value(0.0) == scale.low
    assert scale.value(1.0) == scale.high
    value = scale.value(0.5)
    for _ in range(10_000):
        if (further := scale.stepped(value, 1)) == value:
            break
        value = further
    assert value == scale.high


@given(scale=st.sampled_from(SCALES), position=st.floats(0, 1))
def test_a_position_gives_a_value_at_that_position(scale, position):
    value = scale.value(position)
    assert scale.low <= value <= scale.high
    coarse = 0.5 / (scale.high - scale.low) if scale.integer else 0.03
    if scale.integer and scale.logarithmic:
        assume(value > 20)
        coarse = 0.01
    assert abs(scale.position(value) - position) <= coarse


STRIDES = st.sampled_from(["fine", "step", "coarse"])


@given(scale=st.sampled_from(SCALES), position=st.floats(0.02, 0.98), stride=STRIDES)
def test_a_step_moves_the_right_way(scale, position, stride):
    value = scale.value(position)
    up, down = scale.stepped(value, 1, stride), scale.stepped(value, -1, stride)
    assert up > value or value == scale.high
    assert down < value or value == scale.low


@given(scale=st.sampled_from(SCALES), position=st.floats(0, 1))
def test_a_drag_stops_at_values_of_two_digits_and_with_shift_at_finer_ones(scale, position):
    value, fine = scale.value(position), scale.value(position, fine=True)
    assert scale.integer or float(f"{value:.2g}") == value or not scale.logarithmic
    assert abs(scale.position(fine) - position) <= abs(scale.position(value) - position) + 1e-9


def test_a_log_scale_may_begin_at_zero():
    scale = SCALES[5]
    assert scale.value(0.01) == scale.position(0.0) == 0.0
    assert scale.value(scale.position(0.001)) == scale.stepped(0.0, 1) == 0.001
    assert scale.stepped(0.001, -1) == 0.0
    assert scale.position(0.0005) == 0.0


def test_values_on_the_way_are_round():
    assert SCALES[0].value(0.6) == 0.1
    assert SCALES[0].value(0.787) == 0.8
    assert SCALES[2].value(0.4563) == 0.43
    assert SCALES[2].value(0.4563, fine=True) == 0.433
    assert SCALES[0].stepped(0.1, 1) == 0.11
    assert SCALES[0].stepped(0.1, 1, "fine") == 0.101
    assert SCALES[0].stepped(0.1, -1, "coarse") == 0.05
    assert SCALES[1].stepped(0.0, 1) == 0.1
    assert SCALES[3].stepped(10, 1) == 11
