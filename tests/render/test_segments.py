"""Quick lines: dashes cut by length, thinning that nobody sees, gaps, and the same picture on pixels as in vectors."""

from functools import partial
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from wk4gui.render.dots import paint_dots
from wk4gui.render.polyline_clip import clipped, cut
from wk4gui.render.qt_application import qt_application
from wk4gui.render.segments import Strokes, dashed, pieces_of, segments_of, stroke, thinned

RECT = (0.0, 0.0, 60.0, 40.0)
coordinates = st.floats(-30.0, 90.0, allow_subnormal=False)
polylines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=20).map(lambda p: np.array(p, float))


def length(segments):
    return float(np.hypot(*(segments[:, 2:] - segments[:, :2]).T).sum())


def test_dashes_are_cut_by_length_around_corners():
    corner = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])
    lines = dashed(segments_of(corner), np.array([4.0, 2.0]))
    assert lines.tolist() == [[0, 0, 3, 0], [3, 0, 3, 1], [3, 3, 3, 4]]
    assert dashed(segments_of(corner), np.zeros(0)).tolist() == [[0, 0, 3, 0], [3, 0, 3, 4]]


@given(polylines)
def test_dashes_leave_their_share_of_the_length(points):
    segments = segments_of(points)
    drawn, total = length(dashed(segments, np.array([3.0, 2.0]))), length(segments)
    expected = 3.0 * (total // 5.0) + min(total % 5.0, 3.0)
    assert drawn == pytest.approx(expected, abs=1e-6 * (1.0 + total))


@given(polylines)
def test_cutting_pieces_and_clipping_the_whole_leave_the_same_length(points):
    pieces = [segments_of(piece) for piece in clipped(points, RECT)]
    whole = sum(map(length, pieces))
    assert length(cut(segments_of(points), RECT)) == pytest.approx(whole, abs=1e-6)


def test_what_is_not_finite_interrupts_a_line():
    line = np.array([[0.0, 0.0], [1.0, 0.0], [np.nan, 0.0], [5.0, 0.0], [np.inf, 1.0], [7.0, 1.0], [8.0, 1.0]])
    assert segments_of(line).tolist() == [[0, 0, 1, 0], [7, 1, 8, 1]]
    assert [piece.tolist() for piece in pieces_of(line)] == [[[0, 0], [1, 0]], [[7, 1], [8, 1]]]


def test_points_that_stay_in_place_are_joined_and_gaps_kept():
    still = np.array([[0.0, 0.0], [0.1, 0.0], [0.2, 0.1], [5.0, 0.0], [np.nan, np.nan], [9.0, 9.0], [9.1, 9.0]])
    kept = thinned(still, 0.7)
    assert np.array_equal(kept, still[[0, 3, 4, 5, 6]], equal_nan=True)


def painted(paint):
    qt_application()
    image = QImage(60, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(40, 60, 4)[:, :, :3].astype(float)


@pytest.mark.parametrize("dash", [(), (3, 2)])
def test_pieces_on_pixels_look_like_the_line_that_qt_strokes(dash):
    angle = np.linspace(0.0, 2.0 * np.pi, 40)
    ring = np.column_stack([30.0 + 20.0 * np.cos(angle), 20.0 + 15.0 * np.sin(angle)])
    pen = QPen(QColor("black"), 2.0)
    if dash:
        pen.setDashPattern(list(dash))

    def by_qt(painter):
        painter.setPen(QPen(QColor("black"), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        for x0, y0, x1, y1 in dashed(segments_of(ring), np.array(dash) * 2.0):
            painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))

    ours = painted(lambda painter: stroke(painter, ring, (pen,), RECT, 1.0))
    assert (ours < 128).any()
    assert np.abs(ours - painted(by_qt)).mean() < 4.0


def test_dots_stand_where_they_belong():
    places = np.array([[10.0, 10.0], [45.0, 30.0]])
    pen = QPen(QColor("black"), 1.0)
    ours = painted(lambda painter: paint_dots(painter, places, pen, QColor("black"), 3.0))
    dark_y, dark_x = np.nonzero(ours[:, :, 0] < 128)
    near = np.hypot(dark_x[:, None] - places[:, 0] + 0.5, dark_y[:, None] - places[:, 1] + 0.5)
    assert len(dark_x) > 40
    assert near.min(axis=1).max() < 4.5
    assert (near.min(axis=0) < 1.5).all()


def test_a_dash_of_one_rounding_at_the_end_is_left_out():
    step = np.spacing(4.0)
    line, pattern = np.array([[0.0, 0.0, 4.0 + 2 * step, 0.0]]), np.array([3.0, 1.0 + step])
    assert dashed(line, pattern).tolist() == [[0.0, 0.0, 3.0, 0.0]]


def test_kept_pieces_are_those_of_the_present_points_place_and_pen():
    rng = np.random.default_rng(2)
    kept, plain, dotted = Strokes(), QPen(QColor("black"), 1.5), QPen(QColor("red"), 2.0)
    dotted.setDashPattern([3.0, 2.0])
    walk, other = (rng.normal(size=(50, 2)).cumsum(axis=0) + 20.0 for _ in range(2))
    places = QTransform(), QTransform.fromTranslate(3.0, 1.0)
    pictures = set()
    for points, place, pens in product((walk, walk, other), places, ((plain,), (plain, dotted))):
        again = painted(partial(kept.paint, points=points, to_device=place, pens=pens, rect=RECT, scale=1.0))
        anew = painted(partial(Strokes().paint, points=points, to_device=place, pens=pens, rect=RECT, scale=1.0))
        assert np.array_equal(again, anew)
        pictures.add(again.tobytes())
    assert len(pictures) == 8
