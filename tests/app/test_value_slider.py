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


def groove_colors(slider, low, high):
    """The colours inside a part of the groove, away from its edges and the handle."""
    image = slider.grab().toImage()
    left, right = (round(slider.handle_point(value).x()) for value in (low, high))
    return {image.pixel(x, y) for x in range(left + 3, right - 3) for y in range(8, 14)}


def test_zones_differ_by_a_pattern_too(qtbot):
    zones = (Zone("rate", 0.0, 4.0, "good"), Zone("rate", 4.0, 8.0, "diverges"))
    slider = shown(qtbot, zones)
    assert len(groove_colors(slider, 0.0, 4.0)) == 1
    assert len(groove_colors(slider, 4.0, 8.0)) > 1


def test_a_legend_names_the_zones_from_the_left(qtbot):
    slider = shown(qtbot, (*ZONES, Zone("rate", 3.0, 3.0, "best")))
    assert slider.legend == ("good", "zig-zags", "best", "diverges")
    assert slider.height() > 22
    assert slider.handle_point().y() == 11  # the groove stays where it is
    wide, narrow = slider.height(), 110
    slider.show()
    slider.resize(narrow, wide)
    assert slider.height() > wide
    assert all(place.x() < narrow for _, place in slider._legend_places())


def test_without_zones_there_is_no_legend(qtbot):
    slider = shown(qtbot, ZONES)
    slider.set_zones(())
    assert (slider.legend, slider.height()) == ((), 22)
