"""Zones on a slider: coloured by what a value does, hatched where it does it in a manner of its own."""

from wk4gui.app.controls.scale import Scale
from wk4gui.app.controls.value_slider import ValueSlider
from wk4gui.lab.zone import Zone

ZONES = (
    Zone("rate", 0.0, 4.0, "good"),
    Zone("rate", 4.0, 10.0, "diverges"),
    Zone("rate", 2.0, 4.0, "zig-zags", hatched=True),
)


def shown(qtbot, zones):
    slider = ValueSlider("rate", Scale(0.0, 10.0))
    qtbot.addWidget(slider)
    slider.resize(220, 22)
    slider.set_value(9.0)
    slider.set_zones(zones)
    return slider


def test_a_hatched_zone_is_said_behind_what_the_value_does(qtbot):
    slider = shown(qtbot, ZONES)
    said = [slider.meaning_at(slider.handle_point(value).x()) for value in (1.0, 3.0, 6.0)]
    assert said == ["1: good", "3: good, zig-zags", "6: diverges"]


def test_the_hatch_lies_over_its_own_part_of_the_zone_alone(qtbot):
    plain, hatched = (shown(qtbot, zones).grab().toImage() for zones in (ZONES[:2], ZONES))
    slider = shown(qtbot, ZONES)
    left, right = (round(slider.handle_point(value).x()) for value in (2.0, 4.0))
    changed = {x for x in range(220) for y in range(22) if plain.pixel(x, y) != hatched.pixel(x, y)}
    assert changed
    assert left - 1 <= min(changed) <= max(changed) <= right + 1
