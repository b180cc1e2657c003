"""Labels never touch, whatever the bundle of lines."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from wk4gui.labs.backprop.picture.label_placement import place_labels
from wk4gui.labs.backprop.picture.rect import Rect

LINES = [(0.0, y0, 300.0, y1) for y0, y1 in product((60.0, 160.0), (30.0, 130.0, 230.0))]


def test_labels_stand_in_one_column_where_they_can():
    placed = place_labels(LINES, (40.0, 260.0), (36.0, 28.0), 4.0)
    assert placed is not None
    assert len({label.x for label in placed}) == 1
    assert placed[0].x > 150, "the column stands on the targets' side"


def test_labels_slide_back_where_one_column_is_too_low():
    placed = place_labels(LINES, (40.0, 260.0), (36.0, 40.0), 4.0)
    assert placed is not None
    assert len({label.x for label in placed}) > 1


def test_no_room_is_no_labels():
    assert place_labels(LINES, (140.0, 160.0), (36.0, 60.0), 4.0) is None
    assert place_labels(LINES, (160.0, 140.0), (36.0, 10.0), 4.0) is None


def test_labels_keep_off_obstacles():
    wall = Rect(230.0, 130.0, 40.0, 300.0)
    placed = place_labels(LINES, (40.0, 260.0), (36.0, 28.0), 4.0, [wall])
    assert placed is not None
    assert not any(label.touches(wall, 4.0) for label in placed)


@given(
    ys=st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400)), min_size=1, max_size=12),
    w=st.floats(10, 80),
    h=st.floats(8, 40),
)
def test_no_two_labels_touch_and_each_stands_on_its_line(ys, w, h):
    lines = [(0.0, y0, 250.0, y1) for y0, y1 in ys]
    placed = place_labels(lines, (50.0, 200.0), (w, h), 4.0)
    if placed is None:
        return
    assert not any(a.touches(b, 4.0) for a, b in combinations(placed, 2))
    for (_, y0, _, y1), label in zip(lines, placed, strict=True):
        assert abs(label.y - (y0 + (y1 - y0) * label.x / 250.0)) < 1e-6
