"""Places of the diagram, their texts and order, and the paths that a selection lights up."""

import pytest

from wk4gui.labs.backprop.picture.network_numbers import Place, paths_through, places


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
