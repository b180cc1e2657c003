"""The picture of the activations lab: the probe, the zones, the layers, the ridge."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from shown_view import shown_view

from wk4gui.labs.activations import LAB


@pytest.fixture
def show(qtbot):
    """Makes a function that shows a preset, with changes, in a new view."""

    def make(preset="usual_start", **how):
        view, _, result = shown_view(qtbot, LAB, preset, **how)
        return view, result

    return make


def test_the_probe_reads_value_and_slope(show):
    view, _ = show(z=1.0)
    assert view.curve.readout.text == "f(1) = 0.73106"
    assert view.slope.readout.text == "f′(1) = 0.19661"


def test_the_probe_is_dragged_along_the_curve_and_stays_on_the_axis(show, qtbot):
    view, _ = show()
    edits, settled = [], []
    view.edited.connect(lambda changes, drag: edits.append((changes, drag)))
    view.settled.connect(lambda: settled.append(True))
    for plot in (view.curve, view.slope):
        port = plot.viewport()
        qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=plot.to_widget(0.0, 0.5).toPoint())
        qtbot.mouseMove(port, plot.to_widget(3.0, 0.5).toPoint())
        assert edits[-1][0]["z"] == pytest.approx(3.0, abs=0.06)
        qtbot.mouseMove(port, plot.to_widget(0.0, 0.5).toPoint() + QPoint(4000, 0))
        assert edits[-1][0]["z"] == 10.0
        qtbot.mouseRelease(port, Qt.MouseButton.LeftButton)
    assert len({drag for _, drag in edits}) >= 1
    assert 0 not in {drag for _, drag in edits}
    assert len(settled) == 2


def test_the_tangent_has_the_slope_of_the_curve(show):
    view, result = show(z=2.0)
    (x0, y0), (x1, y1) = view.curve._tangent.points[[0, -1]]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(result.df_at_z)
    assert np.interp(2.0, [x0, x1], [y0, y1]) == pytest.approx(result.f_at_z)


def test_flat_zones_are_shaded_where_the_result_says(show):
    view, result = show()
    for k, zones in enumerate((result.saturated_intervals, result.compare_saturated_intervals)):
        shaded = [band._interval for band in view.slope._zones[k] if band._interval]
        assert shaded == list(zones)
    assert [name.text for name in view.slope.zone_names[:2]] == ["sigmoid: flat from 4.585", "tanh: flat from 2.993"]


def test_the_morph_has_a_curve_of_its_own(show):
    view, result = show("morph")
    np.testing.assert_array_equal(view.curve._curves[2].points[:, 1], result.morph_f)
    assert "1.5σ(1.5z) − 0.5" in view.legends[0].names
    view, _ = show()
    assert len(view.curve._curves[2].points) == 0


def test_gradients_run_from_the_first_layer_to_the_output(show):
    view, result = show()
    drawn = view.gradients._curves[0].points
    np.testing.assert_array_equal(drawn[:, 0], np.arange(1, 9))
    np.testing.assert_allclose(drawn[:, 1], np.log10(result.grad_norm[::-1]))
    bound = view.gradients._bounds_curves[0].points
    np.testing.assert_allclose(bound[:, 1], np.log10(result.slope_factor[::-1]))


def test_a_gradient_of_zero_has_no_place_on_a_log_axis(show):
    view, result = show(function="hard_sigmoid", bias_offset=6.0, gain=0.1, compare=None)
    assert result.grad_norm[-1] == 0.0
    (low, high) = view.gradients.getViewBox().viewRange()[1]
    assert np.isfinite([low, high]).all()


def test_each_number_at_the_first_layer_stands_inside_the_plot(show):
    for preset in ("sigmoid_tanh", "gain_too_large", "fifty_layers", "tanh_worse"):
        view, result = show(preset, theme="projector")
        (low, high) = view.gradients.getViewBox().viewRange()[1]
        room = (high - low) / view.gradients.getViewBox().height()
        for norm in (result.grad_norm, result.compare_grad_norm):
            assert low + 20 * room < np.log10(norm[-1]) < high - 20 * room


@pytest.mark.parametrize(("depth", "layers"), [(1, (1,)), (2, (1, 2)), (50, (1, 25, 50))])
def test_the_ridge_shows_first_middle_and_last(show, depth, layers):
    view, result = show(depth=depth)
    assert [title.text for title in view.ridge.titles if title.text] == [f"layer {k}" for k in layers]
    assert f"saturated {round(100 * result.layer_saturated[0], 1):g} %" in view.ridge.words[0][0].text


def test_beside_the_ridge_words_get_fewer_where_there_is_less_room(show):
    view, _ = show()
    assert view.ridge.words[0][0].text == "sigmoid: mean 0.5, saturated 0 %"
    view.resize(500, 400)
    view.grab()
    assert view.ridge.words[0][0].text in ("sigmoid: saturated 0 %", "")


def test_one_function_alone(show):
    view, _ = show(compare=None)
    assert view.legends[2].names == ("sigmoid",)
    assert np.isnan(view.gradients._curves[1].points).all() or not len(view.gradients._curves[1].points)


def test_values_are_read_under_the_mouse(show):
    view, _ = show()
    assert view.curve.read(0.0) == "z = 0: f(z) = 0.5, 0"
    assert view.gradients.read(1.2).startswith("layer 1: |∂L/∂z| ")
    assert view.saturation.read(8.0) == "layer 8: saturated 0 %, 0 %"
    assert view.saturation.read(9.0) == ""


@pytest.mark.parametrize("depth", [2, 3, 8, 11, 20, 50])
@pytest.mark.parametrize("width", [260, 400, 900])
def test_the_axis_of_the_layers_names_the_first_and_the_last(qtbot, depth, width):
    view, _, _ = shown_view(qtbot, LAB, "sigmoid_tanh", size=(width, 700), depth=depth)
    ((named,),) = [view.gradients.getAxis("bottom")._tickLevels]
    assert [text for _, text in (named[0], named[-1])] == ["1", str(depth)]
    assert len({place for place, _ in named}) == len(named)
