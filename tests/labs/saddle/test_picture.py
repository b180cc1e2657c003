"""The picture of a race on a surface: what is drawn up to a frame, the legend, and what can be grabbed."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTransform, QWheelEvent
from shown_view import shown_view
from tiers import sample

from wk4gui.labs.saddle import LAB
from wk4gui.labs.saddle.picture.camera import Camera
from wk4gui.labs.saddle.picture.race_looks import NAMES, SHOWN_RUNS, joined, optimizer_look
from wk4gui.labs.saddle.picture.surface_quads import SurfaceQuads
from wk4gui.render.heights import Heights
from wk4gui.render.segments import pieces_of
from wk4gui.render.theme import THEMES


@pytest.fixture
def show(qtbot):
    """Makes a function that shows a preset, with changes, in a new view at a frame."""

    def make(preset="double_well", **how):
        view, _, result = shown_view(qtbot, LAB, preset, **how)
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
    assert np.nanmax(view.losses.noisy[0].points[:, 0]) == 10


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
    looks = [optimizer_look(theme, name) for name in NAMES]
    assert len({color for color, _ in looks}) == len({dash for _, dash in looks}) == len(NAMES)


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


def windows(view):
    """Collects the edits of the window that the view asks for."""
    asked = []
    view.edited.connect(lambda changes, drag: asked.append((changes, drag)))
    return asked


def wheel(view, at, clicks):
    plot = view.map
    here = QPointF(place(view, *at))
    event = QWheelEvent(
        here,
        plot.viewport().mapToGlobal(here),
        QPoint(),
        QPoint(0, 120 * clicks),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    plot.wheelEvent(event)


def test_the_wheel_zooms_about_the_pointer_and_shows_it_at_once(show):
    view, _ = show()
    asked = windows(view)
    wheel(view, (1.0, 0.5), 1)
    (changes, drag), (x_range, y_range) = asked[-1], view.map.getViewBox().viewRange()
    assert drag > 0
    assert changes["x_range"] == pytest.approx([1.0 - 3.0 / 1.25, 1.0 + 1.0 / 1.25], abs=0.02)
    assert changes["x_range"] == pytest.approx(x_range, abs=0.01)
    assert changes["y_range"] == pytest.approx(y_range, abs=0.01)


def test_quick_turns_of_the_wheel_are_one_edit(show):
    view, _ = show()
    asked = windows(view)
    for _ in range(3):
        wheel(view, (0.0, 0.0), 1)
    assert len({drag for _, drag in asked}) == 1


def test_dragging_the_map_pans_it_and_a_late_result_does_not_move_it_back(show, qtbot):
    view, _ = show()
    asked = windows(view)
    viewport = view.map.viewport()
    start, end = place(view, -0.5, -1.0), place(view, 0.5, -1.0)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, end)
    assert asked[-1][0]["x_range"] == pytest.approx([-3.0, 1.0], abs=0.05)
    view.show_result(LAB.params(), LAB.main.compute(LAB.params().with_(resolution=61)), 50)
    assert view.map.getViewBox().viewRange()[0] == pytest.approx([-3.0, 1.0], abs=0.05)
    with qtbot.waitSignal(view.settled):
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


@pytest.mark.parametrize(
    ("key", "window"),
    [
        (Qt.Key.Key_Right, ([-1.6, 2.4], [-2.0, 2.0])),
        (Qt.Key.Key_Down, ([-2.0, 2.0], [-2.4, 1.6])),
        (Qt.Key.Key_Plus, ([-1.6, 1.6], [-1.6, 1.6])),
        (Qt.Key.Key_Minus, ([-2.5, 2.5], [-2.5, 2.5])),
        (Qt.Key.Key_Home, (None, None)),
    ],
)
def test_keys_pan_and_zoom(show, qtbot, key, window):
    view, _ = show()
    asked = windows(view)
    qtbot.keyClick(view.map, key)
    found = asked[-1][0]
    for name, expected in zip(("x_range", "y_range"), window, strict=True):
        assert found[name] == (expected if expected is None else pytest.approx(expected))


def test_the_window_never_leaves_what_the_parameters_allow(show, qtbot):
    view, _ = show()
    asked = windows(view)
    for _ in range(60):
        qtbot.keyClick(view.map, Qt.Key.Key_Minus)
    for _ in range(120):
        qtbot.keyClick(view.map, Qt.Key.Key_Plus)
    for changes, _drag in asked:
        LAB.params().with_(**changes)


def test_arrow_keys_turn_the_surface(show, qtbot):
    view, _ = show()
    azimuth, elevation = view.state.azimuth, view.state.elevation
    qtbot.keyClick(view.space, Qt.Key.Key_Right)
    qtbot.keyClick(view.space, Qt.Key.Key_Up)
    assert view.state.azimuth == azimuth + 5
    assert view.state.elevation == elevation + 5


def test_the_pointer_over_the_map_is_seen_in_space(show):
    view, _ = show()
    before = view.space.grab().toImage()
    view.map.pointed.emit(1.0, -1.0)
    assert view.space.grab().toImage() != before
    view.map.left.emit()
    assert view.space.grab().toImage() == before


def test_the_legend_says_which_rate_each_optimizer_uses(show):
    view, _ = show("six_optimizers")
    texts = view.map.legend.texts
    assert "Adam, α = 0.05" in texts
    assert "SGD, α = 0.005" in texts
    assert any(text.startswith("same start, 3 of 20 runs each") for text in texts)


def test_a_hill_hides_what_lies_behind_it():
    axis = np.linspace(-1.0, 1.0, 41)
    grid = 2.0 * np.exp(-8.0 * (axis[:, None] ** 2 + axis**2))
    quads = SurfaceQuads(axis, axis, grid, Heights(grid))
    camera = Camera(0.0, 10.0).fitted(300, 200)
    depths = quads.depths(camera, 300, 200)
    before, behind = (camera.seen(quads.place(np.array([[0.0, y, 0.0]]))) for y in (-0.9, 0.9))
    assert not depths.hides(before)[0]
    assert depths.hides(behind)[0]


def test_every_plot_reads_off_its_values(show):
    view, result = show()
    assert view.losses.read(0.0).splitlines()[1] == "SGD: 1.125 without noise, median 1.125"
    width = view.escapes._read_from[2]
    counted = sum(int(view.escapes.read(x).rsplit(" ", 1)[1]) for x in range(0, 120, width))
    assert counted == sum(t is not None for t in result.escape_step[0])
    assert view.losses.read(-3.0) == ""


def test_runs_that_fly_to_and_fro_are_fewer_and_all_ends_stay(show):
    view, _ = show("double_well", surface="styblinski_tang", start=(0.2, 0.1))
    drawn = len(pieces_of(view.map.runs[0].points))
    assert 1 <= drawn < 20
    assert any(f"{drawn} of 200 runs, all ends" in text for text in view.map.legend.texts)
    assert len(view.map.ends[0]._points) == 200


SIZES = ((605, 340), (1008, 560), (1200, 800), (1600, 1000))
SHOWN = [(preset.name, size) for preset in LAB.presets for size in SIZES]
WINDOWS = {
    "": {},
    "zoomed in": {"x_range": (-1.3, 1.3), "y_range": (-1.3, 1.3)},
    "many": {"surface": "himmelblau", "noise_kind": "gaussian"},
}


@pytest.mark.parametrize("window", WINDOWS.values(), ids=list(WINDOWS))
@pytest.mark.parametrize(("preset", "size"), sample(SHOWN, 8, 16))
def test_the_legend_hides_no_critical_point_and_is_always_somewhere(show, preset, size, window):
    view, result = show(preset, size=size, **window)
    view.grab()
    legend, to_plot = view.map.legend, QTransform(view.map.viewportTransform())
    to_widget = view.map.getViewBox().childGroup.sceneTransform() * to_plot
    plate = legend.plate(to_widget, 1.0)
    assert (plate is None) == view.lower_legend.isVisibleTo(view)
    if plate is not None:
        marks = [view.map.to_widget(point.x, point.y) for point in result.critical_points]
        assert not [mark for mark in marks if plate.adjusted(-5, -5, 5, 5).contains(mark)]
