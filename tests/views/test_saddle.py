"""The picture of a race on a surface: what is drawn up to a frame, the legend, and what can be grabbed."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from wk4gui.labs.saddle import LAB
from wk4gui.render.camera import Camera
from wk4gui.render.heights import Heights
from wk4gui.render.qt_application import qt_application
from wk4gui.render.race_looks import RACERS, SHOWN_RUNS, joined, racer_look
from wk4gui.render.segments import pieces_of
from wk4gui.render.theme import THEMES
from wk4gui.render.views import make_view


@pytest.fixture
def show(qtbot):
    """Makes a function that shows a preset, with changes, in a new view at a frame."""

    def make(preset="double_well", frame=None, **changes):
        qt_application()
        params = LAB.preset_params(preset).with_(**changes)
        result = LAB.compute(params)
        view = make_view("saddle", THEMES["light"])
        qtbot.addWidget(view)
        view.resize(1200, 800)
        view.grab()
        view.show_result(params, result, params.n_steps if frame is None else frame)
        view.grab()
        return view, result

    return make


def place(view, x, y):
    here = view.map.to_widget(x, y)
    return QPoint(round(here.x()), round(here.y()))


def test_only_escapes_up_to_the_frame_are_counted(show):
    for frame in (0, 30, 100):
        view, result = show(frame=frame)
        escaped = sum(t is not None and t <= frame for t in result.escape_step[0])
        assert sum(bars.total for bars in view.escapes.bars) == escaped
    assert "predicted median 37" in view.escapes.name.text


def test_many_runs_are_drawn_as_twenty_and_all_ends(show):
    view, result = show()
    drawn = pieces_of(view.map.runs[0].points)
    assert len(drawn) == SHOWN_RUNS < result.paths.shape[1] == len(view.map.ends[0]._points)
    assert any("20 of 200 runs" in text for text in view.map.legend.texts)


def test_nothing_is_drawn_beyond_the_frame(show):
    view, result = show(frame=10)
    assert np.array_equal(view.map.plain[0].points, result.paths_noise_free[0, :11])
    assert np.nanmax(view.losses.runs[0].points[:, 0]) == 10


def test_the_start_is_dragged_and_one_drag_is_one_edit(show, qtbot):
    view, _ = show()
    edits, settled = [], []
    view.edited.connect(lambda changes, drag: edits.append((changes, drag)))
    view.settled.connect(lambda: settled.append(True))
    port = view.map.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=place(view, 0.0, 1.5))
    for x in (0.2, 0.5):
        qtbot.mouseMove(port, place(view, x, 1.0))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=place(view, 0.5, 1.0))
    assert {drag for _, drag in edits} == {1}
    assert edits[-1][0]["start"] == pytest.approx([0.5, 1.0], abs=0.01)
    assert settled == [True]


def test_a_click_on_a_critical_point_starts_exactly_there(show, qtbot):
    view, _ = show()
    with qtbot.waitSignal(view.edited) as caught:
        qtbot.mousePress(view.map.viewport(), Qt.MouseButton.LeftButton, pos=place(view, 0.0, 0.0))
    assert caught.args == [{"start": [0.0, 0.0]}, 0]
    shift = Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(view.edited) as caught:
        qtbot.mousePress(view.map.viewport(), Qt.MouseButton.LeftButton, shift, place(view, 0.0, 0.0))
    assert abs(caught.args[0]["start"][0]) == pytest.approx(0.04)
    assert caught.args[0]["start"][1] == 0.0


def test_the_map_reads_off_the_surface_under_the_pointer(show, qtbot):
    view, _ = show()
    qtbot.mouseMove(view.map.viewport(), place(view, 1.0, 0.0))
    assert "f = −0.25" in view.reading.text()


def test_words_stand_where_nothing_can_be_counted(show):
    assert show("rosenbrock")[0].escapes.nothing.text == "no saddle in the window"
    assert show(noise=0.0)[0].escapes.nothing.text == "no run leaves the saddle"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_no_two_optimizers_look_alike(theme):
    looks = [racer_look(theme, name) for name in RACERS]
    assert len({color for color, _ in looks}) == len({dash for _, dash in looks}) == len(RACERS)


def test_long_runs_are_thinned_but_keep_their_last_point():
    runs = np.random.default_rng(0).normal(size=(40, 5001, 2))
    points = joined(runs[:SHOWN_RUNS], 5000)
    assert len(points) < 25_000
    assert np.array_equal(points[-2], runs[SHOWN_RUNS - 1, 5000])


def test_shares_keep_the_order_of_heights_and_mask_what_is_not_finite():
    grid = np.array([[np.nan, 3.0, -2.0], [1e9, 0.0, np.inf]])
    shares = Heights(grid).shares(grid)
    assert np.isnan(shares[0, 0])
    assert np.isnan(shares[1, 2])
    assert shares[0, 2] == 0.0 < shares[1, 1] < shares[0, 1] < shares[1, 0] == 1.0
    assert np.isfinite(Heights(np.full((3, 3), 2.0)).shares(np.full(4, 2.0))).all()


def test_a_drag_turns_the_surface_and_the_view_state_remembers(show, qtbot):
    view, _ = show()
    before = view.state
    qtbot.mousePress(view.space, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    qtbot.mouseMove(view.space, QPoint(70, 60))
    qtbot.mouseRelease(view.space, Qt.MouseButton.LeftButton, pos=QPoint(70, 60))
    assert view.state.azimuth == pytest.approx(before.azimuth + 10)
    assert view.state.elevation == pytest.approx(before.elevation + 5)
    assert view.space.camera.azimuth == view.state.azimuth


@pytest.mark.parametrize("azimuth", [-180.0, -35.0, 0.0, 77.0])
@pytest.mark.parametrize("elevation", [5.0, 38.0, 90.0])
def test_the_whole_cube_is_in_the_picture(azimuth, elevation):
    cube = np.stack(np.meshgrid([-1, 1], [-1, 1], [-0.55, 0.55]), axis=-1).reshape(-1, 3)
    seen = Camera(azimuth, elevation).fitted(300, 200).seen(cube)
    assert (seen[:, :2] >= -1e-9).all()
    assert (seen[:, :2] <= np.array([300, 200]) + 1e-9).all()


def test_from_above_the_surface_lies_as_the_map_does():
    x, y, high = Camera(0.0, 90.0).seen(np.eye(3))
    assert x == pytest.approx([1, 0, 0], abs=1e-12)
    assert y == pytest.approx([0, -1, 0], abs=1e-12)
    assert high == pytest.approx([0, 0, 1], abs=1e-12)


def test_what_has_no_value_is_left_out_of_the_surface(show):
    whole, _ = show("own_function", expression="x**2 + y**2")
    half, _ = show("own_function", expression="x**2 + log(y)")
    assert 0 < len(half.space._quads) < len(whole.space._quads)
    assert np.isfinite(half.space._quads._quads).all()
    image = half.map._heat._image
    assert [image.pixelColor(60, y).alpha() for y in (10, 110)] == [255, 0]


def test_runs_that_leave_the_map_do_not_stretch_the_loss_axis(show):
    view, result = show("monkey_saddle")
    _, (low, _) = view.losses.getViewBox().viewRange()
    assert low >= 1.2 * np.nanmin(result.grid)
