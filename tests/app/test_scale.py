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
    coarse = 0.5 / (scale.high - scale.low) if scale.integer else 0.006
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


def test_values_on_the_way_are_round():
    assert SCALES[0].value(0.6) == 0.1
    assert SCALES[0].stepped(0.1, 1) == 0.11
    assert SCALES[0].stepped(0.1, 1, "fine") == 0.101
    assert SCALES[0].stepped(0.1, -1, "coarse") == 0.05
    assert SCALES[1].stepped(0.0, 1) == 0.1
    assert SCALES[3].stepped(10, 1) == 11
