"""The picture of the dropout lab: the network and its mask, the wall, the one axis, and the four explanations."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from shown_view import shown_view

from wk4gui.labs.dropout import LAB
from wk4gui.labs.dropout.model.compute import output_histogram
from wk4gui.labs.dropout.model.training import compute_training

LIGHT_WORK = {"n_networks": 3, "n_steps": 60, "width": 16}


@pytest.fixture
def show(qtbot):
    """Makes a function that shows a preset, with changes, in a new view."""

    def make(preset="linear", **how):
        return shown_view(qtbot, LAB, preset, **how)

    return make


def edits_of(view):
    found = []
    view.edited.connect(lambda changes, drag: found.append(changes))
    return found


def test_a_click_drops_a_unit_and_another_keeps_it(show, qtbot):
    view, params, result = show("one_mask")
    found = edits_of(view)
    for unit in (0, 1):
        at = view.network.columns()[1][unit].toPoint()
        qtbot.mouseClick(view.network, Qt.MouseButton.LeftButton, pos=at)
        expected = [flag != (j == unit) for j, flag in enumerate(result.mask)]
        assert found[-1] == {"mask": expected}
        assert LAB.edited(params, "mask", expected).mask == tuple(expected)


def test_the_diagram_says_what_is_dropped(show):
    view, _, result = show("one_mask")
    assert view.network.accessibleName() == "Network with its mask; dropped: h₂, h₅"
    assert "dropped; click to keep it" in view.network.tip(1)
    assert "click to drop it" in view.network.tip(0)
    assert f"{2.0 * result.hidden[0]:.4f}".rstrip("0") in view.network.tip(0)


def test_a_layer_in_between_has_its_numbers(show):
    view, _, result = show("second_layer")
    between = view.network._numbers.between
    np.testing.assert_allclose(1.0 / (1.0 + np.exp(-(between @ result.W2.T + result.b2))), result.mask_output)


def test_the_buttons_keep_all_and_draw(show):
    view, _, _ = show("one_mask")
    found = edits_of(view)
    view.keep_all.click()
    view.from_seed.click()
    assert found == [{"mask": [True] * 5}, {"mask": None}]


def test_the_wall_has_every_mask_and_marks_the_shown_one(show, qtbot):
    view, _, result = show("one_mask")
    thinned = view.wall._thinned
    assert len(thinned.outputs) == 32
    assert tuple(bool(flag) for flag in thinned.masks[thinned.shown]) == result.mask
    assert thinned.outputs[thinned.shown] == pytest.approx(result.mask_output[0])
    assert "probability 0.0312" in view.wall.tip(thinned.shown) or "probability 0.0313" in view.wall.tip(thinned.shown)
    found = edits_of(view)
    qtbot.mouseClick(view.wall, Qt.MouseButton.LeftButton, pos=view.wall.cell(3).center().toPoint())
    assert found == [{"mask": [bool(flag) for flag in thinned.masks[3]]}]


@pytest.mark.parametrize("size", [(1200, 800), (700, 900)])
def test_every_cell_of_the_wall_is_found_again(show, size):
    view, _, _ = show(size=size)
    for i in range(32):
        centre = view.wall.cell(i).center()
        assert view.wall.cell_at(centre.x(), centre.y()) == i


def test_beyond_six_units_there_is_a_histogram(show):
    view, _, result = show("many")
    assert view.stacked.currentIndex() == 1
    _, shares = output_histogram(result, 0)
    assert view.histogram.bars.total == pytest.approx(shares.sum()) == pytest.approx(1.0)
    assert "probability" in view.histogram.read(float(result.ensemble_mean[0])) or not shares.any()
    assert view.legends[0].names[:2] == ("mean of all", "scaled network")


class TestAxis:
    def test_the_answers_stand_where_they_are(self, show):
        view, _, result = show("softmax")
        values = {answer.name: answer.value for answer in view.axis._answers}
        assert values["mean of all"] == result.ensemble_mean[0]
        assert values["scaled network"] == pytest.approx(values["geometric mean"], abs=1e-12)
        assert values["scaled network"] != pytest.approx(values["mean of all"], abs=1e-3)

    def test_the_estimate_has_as_many_masks_as_are_asked_for(self, show):
        view, _, result = show()
        for drawn in ("10", "100", "1000", "10000"):
            view.set_state(view.state.with_(drawn=drawn))
            answer = view.axis._answers[-1]
            assert answer.name == f"{drawn} drawn masks"
            i = result.monte_carlo_n.tolist().index(int(drawn))
            assert (answer.value, answer.error) == (result.monte_carlo_mean[i, 0], result.monte_carlo_error[i, 0])
            low, high = view.axis.whiskers[2].rows[0][1:]
            assert high - low == pytest.approx(2.0 * answer.error)

    def test_another_output_of_a_softmax_can_be_seen(self, show):
        view, _, result = show("softmax")
        view.set_state(view.state.with_(output=3))
        assert view.axis._answers[0].value == result.ensemble_mean[2]
        view, _, result = show("linear", view={"output": 3})
        assert view.axis._answers[0].value == result.ensemble_mean[0]

    def test_it_can_be_as_short_as_the_answers_need(self, show):
        view, _, _ = show("softmax")
        whole = np.ptp(view.axis.getViewBox().viewRange()[0])
        view.closer.click()
        assert view.state.axis == "means"
        assert np.ptp(view.axis.getViewBox().viewRange()[0]) < 0.7 * whole
        values = [answer.value for answer in view.axis._answers]
        low, high = view.axis.getViewBox().viewRange()[0]
        assert low < min(values) < max(values) < high

    def test_it_reads_every_answer(self, show):
        view, _, _ = show("softmax")
        assert view.axis.read(0.0).count("\n") == 3

    def test_nothing_to_average_is_drawn(self, show):
        view, _, _ = show(drop_prob=0)
        assert view.axis._answers[0].value == view.axis._answers[1].value


class TestTraining:
    @pytest.fixture
    def trained(self, show):
        view, params, _ = show("training", **LIGHT_WORK)
        result = compute_training(params)
        view.show_part("training", params, result)
        view.grab()
        return view, result

    def test_it_is_wanted_only_where_it_is_shown(self, show):
        view, _, _ = show()
        assert view.wanted_parts() == ()
        view.set_state(view.state.with_(show="training"))
        assert view.wanted_parts() == ("training",)

    def test_each_explanation_has_its_number_for_each_kind(self, trained):
        view, result = trained
        for name, plot in view.measures.items():
            means = [marker.point[1] for marker in plot.means]
            assert means == pytest.approx(result.comparison[name].mean)
            assert plot.read(1).startswith("dropout: ")

    @pytest.mark.parametrize(
        ("direction", "words"),
        [
            ("down", "Down, as expected."),
            ("up", "Up, against expectation."),
            ("same", "The same."),
            ("not_resolved", "Not resolved."),
        ],
    )
    def test_what_is_found_is_said_whichever_way(self, trained, direction, words):
        view, result = trained
        found = result.comparison["test_loss"]
        found = dataclasses.replace(found, pairs=dataclasses.replace(found.pairs, direction=direction))
        changed = dataclasses.replace(result, comparison={**result.comparison, "test_loss": found})
        view.show_part("training", view._shown[0], changed)
        assert words in view.findings["test_loss"].text()
        assert "of 3 pairs" in view.findings["test_loss"].text()

    def test_sparsity_is_expected_to_rise(self, trained):
        view, result = trained
        found = result.comparison["sparsity"]
        found = dataclasses.replace(found, pairs=dataclasses.replace(found.pairs, direction="up"))
        changed = dataclasses.replace(result, comparison={**result.comparison, "sparsity": found})
        view.show_part("training", view._shown[0], changed)
        assert "Up, as expected." in view.findings["sparsity"].text()

    def test_losses_are_drawn_over_the_steps(self, trained):
        view, result = trained
        curve = view.test_loss.curves[1].points
        assert curve[-1, 0] == result.steps[-1]
        last = float(result.test_loss[1, :, -1].mean())
        assert curve[-1, 1] == pytest.approx(np.log10(last) if view.test_loss.log_y else last)

    def test_one_network_proves_little(self, show):
        view, params, _ = show("training", **(LIGHT_WORK | {"n_networks": 1}))
        view.show_part("training", params, compute_training(params))
        view.grab()
        assert all("Not resolved." in label.text() for label in view.findings.values())

    def test_a_training_that_diverges_is_marked(self, show):
        view, params, _ = show("training", **LIGHT_WORK)
        result = compute_training(params)
        losses = np.array(result.train_loss)
        losses[0, :, 5:] = np.nan
        view.train_loss.show_losses(result.steps.astype(float), losses.mean(axis=1))
        assert view.train_loss.crosses[0].point is not None
        assert view.train_loss.crosses[1].point is None


def reasons_of(view, widget):
    return [each.reason_at for each in view.explained if each.widget is widget]


@pytest.mark.parametrize("preset", ["one_mask", "second_layer", "many", "softmax"])
def test_every_number_of_the_diagram_has_its_reason(show, preset):
    view, params, result = show(preset)
    for c, column in enumerate(view.network.columns()):
        for j, at in enumerate(column):
            (explained,) = (each for each in view.explained if each.widget is view.network)
            values = (params.x, result.kept, result.mask_output)
            if result.W_between is not None:
                values = (params.x, result.kept, view.network._numbers.between, result.mask_output)
            assert explained.reason_at(at.x(), at.y()).value == pytest.approx(values[c][j])
            assert explained.has_left_click_action(at.x(), at.y()) == (c == 1)


def test_a_number_beside_a_small_unit_is_its_own(show):
    view, _, result = show("many", size=(900, 600))
    radius = view.network._radius()
    at = view.network.columns()[1][0]
    (reason_at,) = reasons_of(view, view.network)
    assert reason_at(at.x() + radius + 12.0, at.y()).value == result.kept[0]
    assert radius < 17.0


def test_the_factor_in_the_title_has_its_reason(show):
    view, _, _ = show("linear", drop_prob=0.2)
    at = view.network.columns()[1][0]
    for reason_at in reasons_of(view, view.network):
        assert reason_at(at.x(), 6.0).value == pytest.approx(1.25)


def test_each_answer_and_each_output_of_the_axis_has_its_reason(show):
    view, _, _ = show("softmax", view={"output": 2})
    (reason_at,) = reasons_of(view, view.axis)
    answers = view.axis._answers
    assert len(answers) == 4
    for i, answer in enumerate(answers):
        assert reason_at(answer.value, 4.0 - i).value == pytest.approx(answer.value)
    for x, y in view.axis._seen[:8]:
        assert reason_at(x, y).value == pytest.approx(x, abs=0.02)
    low = view.axis.getViewBox().viewRange()[0][0]
    assert reason_at(low - 0.01, 0.0).value == 32.0


def test_the_wall_says_how_likely_a_network_is(show):
    view, _, result = show("linear", drop_prob=0.2)
    (reason_at,) = reasons_of(view, view.wall)
    for i, row in enumerate(result.wall_order):
        centre = view.wall.cell(i).center()
        reason = reason_at(centre.x(), centre.y())
        assert reason.value == result.subnet_output[row, 0]
        likely = float(reason.formulas[0].rpartition(" = ")[2].replace("−", "-"))
        assert likely == pytest.approx(result.subnet_probability[row], rel=1e-4)


def test_bars_and_lines_of_the_histogram_are_told_apart(show):
    view, _, result = show("many")
    (reason_at,) = reasons_of(view, view.histogram)
    edges, shares = output_histogram(result, 0)
    b = int(np.argmax(shares))
    middle = (edges[b] + edges[b + 1]) / 2.0
    assert reason_at(middle, shares[b] / 2.0).value == pytest.approx(shares[b])
    top = view.histogram.getViewBox().viewRange()[1][1]
    scaled = view.histogram._answers[1].value
    assert reason_at(scaled, 0.95 * top).value == pytest.approx(scaled)
    assert reason_at(edges[-1] + 1.0, 0.0) is None


def test_every_number_of_the_training_has_its_reason(show):
    view, params, _ = show("training", **LIGHT_WORK)
    trained = compute_training(params)
    view.show_part("training", params, trained)
    view.grab()
    for measure, plot in view.measures.items():
        compared = trained.comparison[measure]
        (reason_at,) = reasons_of(view, plot)
        assert [numeral.why().value for numeral in view.findings[measure].numerals()[:2]] == list(compared.median[:2])
        for kind, label in enumerate(plot.values):
            at = plot.place_at(label._painted.center())
            assert reason_at(at.x(), at.y()).value == compared.mean[kind]
        x, y = plot._places[2][1]
        assert reason_at(x, y).value == pytest.approx(y)
    for plot, losses in ((view.train_loss, trained.train_loss), (view.test_loss, trained.test_loss)):
        (reason_at,) = reasons_of(view, plot)
        for kind in range(3):
            assert reason_at(*plot.curves[kind].points[-1]).value in losses[:, :, -1].mean(axis=1)


@pytest.mark.parametrize("preset", ["linear", "softmax", "second_layer", "many"])
def test_values_stand_beside_the_lines_of_the_answers_where_there_is_room(show, preset):
    view, _, _ = show(preset, size=(1600, 1000))
    axis = view.axis
    lines = [axis.to_widget(answer.value, 0.0).x() for answer in axis._answers]
    boxes = [label._painted for label in axis.values if label.text]
    assert len(boxes) == len(lines) > 2
    assert all(box.left() > max(lines) or box.right() < min(lines) for box in boxes)


def test_the_findings_have_their_room_before_anything_is_painted(show):
    view, params, _ = show("training", **LIGHT_WORK)
    before = {name: plot.height() for name, plot in view.measures.items()}
    view.show_part("training", params, compute_training(params))
    for name, label in view.findings.items():
        assert label.height() >= label.heightForWidth(label.width()) > 0
        assert view.measures[name].height() < before[name]
