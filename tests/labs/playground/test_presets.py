"""What presets promise, and what a lesson's link shows."""

import pytest

from wk4gui.labs.playground.model.answers import LINE, RING, boundary_shape
from wk4gui.registry import LABS

LAB = LABS["playground"]


@pytest.mark.parametrize(("name", "shape"), [("width_two", LINE), ("width_three", RING), ("ring", RING)])
@pytest.mark.parametrize("seed", [0, 1])
def test_two_units_leave_the_ring_open_and_three_close_it(name, shape, seed):
    params = LAB.preset_params(name).with_(seed=seed)
    assert boundary_shape(params, LAB.main.compute(params)) == shape


def test_own_points_are_added_by_a_click():
    assert LAB.preset("own").view == {"click": "add"}
