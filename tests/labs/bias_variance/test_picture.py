"""The picture of the bias and variance lab: curves, bars, the sweep, and the board of operations."""

import dataclasses
from functools import cache

import numpy as np
import pytest
from layout import collisions, placed_texts
from shown_view import shown_view

from wk4gui.labs.bias_variance import LAB
from wk4gui.labs.bias_variance.model.operations import OPERATIONS
from wk4gui.labs.bias_variance.model.sweep import compute_sweep
from wk4gui.labs.bias_variance.model.table import compute_effects
from wk4gui.labs.bias_variance.picture.trial_curves import MOST_CURVES
from wk4gui.render.boxes import below
from wk4gui.render.error_bars import PartsBars
from wk4gui.render.theme import LIGHT

LIGHT_WORK = {"n_trials": 20, "n_steps": 150}


@cache
def effects_of(**changes):
    return compute_effects(LAB.params().with_(**LIGHT_WORK, **changes))


@pytest.fixture
def show(qtbot):
    """Makes a function that shows a preset, with changes, in a new view, with the parts that it wants."""

    def make(preset="question", **how):
        return shown_view(qtbot, LAB, preset, **how)

    return make


def texts(row):
    return [cell.words.text() for cell in row]


def test_the_curves_have_their_mean_and_the_target(show):
    view, _, result = show()
    assert view.curves.drawn == MOST_CURVES
    np.testing.assert_allclose(view.curves._mean.points[:, 1], result.mean_prediction)
    assert view.legends[0].names == ("target", "mean curve", "100 of 200 curves", "one training set")
    at = view.curves.read(0.5)
    i = int(np.argmin(np.abs(result.x_grid - 0.5)))
    assert f"{result.mean_prediction[i] - result.target[i]:.4f}".replace("-", "−") in at


def test_the_bars_are_the_parts_and_the_measured_error(show):
    view, _, result = show()
    measured, parts = view.bars._stacks
    assert parts.pieces[-1].high == pytest.approx(result.decomposition)
    assert measured.pieces[0].high == pytest.approx(result.expected_error)
    low, high = view.bars._errors.rows[0][1:]
    assert high - low == pytest.approx(2.0 * result.expected_error_error)
    assert view.bars.labels.texts()[1].startswith("variance 0.0114 ± ")
    assert f"bias²: {result.bias_squared:.4f}" in view.bars.read(1.0)


def test_without_a_sweep_every_setting_is_offered(show):
    view, _, _ = show()
    found = []
    view.edited.connect(lambda changes, drag: found.append((changes, drag)))
    assert view.offer.isVisibleTo(view)
    view.offer.buttons["degree"].click()
    view.offer.buttons["width"].click()
    assert found == [({"vary": "degree"}, 0), ({"vary": "width"}, 0)]
    assert LAB.edited(LAB.params(), "vary", "width").model == "network"


@pytest.mark.parametrize("width", range(190, 480, 10))
def test_every_bar_keeps_its_title(show, qtbot, width):
    stacks = show()[0].bars._stacks
    bars = PartsBars(LIGHT)
    around = below(bars)
    qtbot.addWidget(around)
    around.resize(width, 320)
    bars.show_stacks(stacks)
    around.grab()
    texts = placed_texts(around)
    written = {placed.text for placed in texts}
    assert "measured" in written
    assert {"sum of", "parts"} <= written or "sum of parts" in written
    assert collisions(texts) == []


def test_the_pane_of_the_sweep_is_there_while_something_is_varied(show):
    view, params, result = show()
    sweep = next(pane for pane in view.panes if pane.name == "sweep")
    assert sweep.isHidden()
    view.show_result(params.with_(vary="degree"), result, 0)
    assert not sweep.isHidden()
    assert view.offer.isHidden()
    view.show_result(params, result, 0)
    assert sweep.isHidden()
    assert view.offer.isVisibleTo(view)
    view.fill(sweep)
    assert not sweep.isHidden()


def test_the_sweep_marks_todays_setting(show):
    view, params, _ = show("sweep", n_values=5)
    sweep = compute_sweep(params)
    view.show_part("sweep", params, sweep)
    view.grab()
    assert view.sweep.currentIndex() == 1
    assert view.sweep.plot.today.text == "today"
    assert view.sweep.plot._today._value == params.degree
    for curve, values in zip(
        view.sweep.plot.curves,
        (sweep.sweep_bias_squared, sweep.sweep_variance, sweep.sweep_expected_error),
        strict=False,
    ):
        np.testing.assert_allclose(curve.points[:, 1], values)
    assert view.sweep.plot.read(params.degree).startswith("3\nbias²: 0.02")
    found = []
    view.edited.connect(lambda changes, drag: found.append(changes))
    view.sweep.leave.click()
    assert found == [{"vary": None}]


def test_a_wild_sweep_is_seen_on_a_log_axis(show):
    view, params, _ = show("peak", n_values=3, view={"error_axis": "log"})
    view.show_part("sweep", params, compute_sweep(params))
    view.grab()
    assert view.sweep.plot.log_y
    assert all(np.isfinite(curve.points).all() for curve in view.sweep.plot.curves)


class TestBoard:
    def test_nothing_is_trained_before_an_operation_is_pressed(self, show):
        view, _, _ = show()
        assert view.wanted_parts() == ("sweep",)
        asked = []
        view.state_changed.connect(lambda: asked.append(view.wanted_parts()))
        view.board.buttons[1].click()
        assert view.state.operation == "widen"
        assert asked == [("sweep", "effects")]

    def test_both_arrows_are_predicted_before_they_are_seen(self, show):
        view, params, _ = show()
        view.board.buttons[0].click()
        view.show_part("effects", params, effects_of())
        assert [cell.currentIndex() for cell in view.board.cells[0]] == [1, 1]
        assert [cell.currentIndex() for cell in view.board.cells[1]] == [0, 0]
        assert view.panes[0].title.text() == "Regularise the weights: before"
        bias, variance = view.board.cells[0]
        bias.buttons["up"].click()
        assert not view.state.revealed[0]
        assert "±" not in bias.words.text()
        variance.buttons["up"].click()
        assert view.state.revealed[0]
        assert [cell.currentIndex() for cell in view.board.cells[0]] == [0, 0]
        effect = effects_of().effects[0]
        for cell, error, guess, came in (
            (bias, effect.bias_change_error, "up", effect.bias),
            (variance, effect.variance_change_error, "up", effect.variance),
        ):
            assert "±" in cell.words.text()
            digit = f"{error:.1g}"[-1]
            assert f"± 0.00{digit}" in cell.words.text() or f"± 0.0{digit}" in cell.words.text() or error < 1e-3
            assert ("yes" if guess == came else "no") in cell.words.text()

    def test_before_and_after_are_seen_once_they_are_revealed(self, show):
        view, params, _ = show()
        view.show_part("effects", params, effects_of())
        view.board.buttons[1].click()
        assert view.curves._before.is_empty()
        view.board.skips[1].click()
        assert not view.curves._before.is_empty()
        assert view.panes[0].title.text() == "Widen the layer: before and after"
        after = view.bars._stacks[1].pieces
        assert after[1].value == pytest.approx(effects_of().effects[1].variance_after)
        np.testing.assert_allclose(view.curves._mean.points[:, 1], effects_of().effect_mean[1, 1])
        view.board.buttons[1].click()
        assert view.state.operation == "none"
        assert view.panes[0].title.text() == "Curves of many training sets"

    def test_it_says_where_the_sheet_is_wrong(self, show):
        view, params, _ = show()
        effects = effects_of()
        first = effects.effects[0]
        wrong = dataclasses.replace(first, bias="same", agrees_with_table=False)
        for effect, words in ((first, "as measured" if first.agrees_with_table else "not here"), (wrong, "not here")):
            view.show_part("effects", params, dataclasses.replace(effects, effects=(effect, *effects.effects[1:])))
            view.set_state(view.state.with_(revealed=[True, False, False, False]))
            assert words in view.board.verdicts[0].text()
            assert view.board.verdicts[0].text().startswith("↑ ↓")
            assert view.board.verdicts[1].text() == ""

    def test_the_whole_table_has_a_verdict(self, show):
        view, params, _ = show()
        view.show_part("effects", params, effects_of())
        view.set_state(view.state.with_(revealed=[True] * 4, bias_guesses=["up", "open", "open", "open"]))
        assert "rows hold" in view.board.hint.text()
        assert "of 1 predictions were right" in view.board.hint.text()

    def test_rows_are_being_measured_until_they_are_there(self, show):
        view, _, _ = show()
        view.board.buttons[2].click()
        view.board.skips[2].click()
        assert all("measuring" in text for text in texts(view.board.cells[2]))

    def test_what_was_predicted_is_plain_data(self, show):
        view, _, _ = show()
        view.board.buttons[3].click()
        view.board.cells[3][0].buttons["same"].click()
        assert view.state.bias_guesses == ("open", "open", "open", "same")

    def test_a_picture_has_no_buttons_to_predict_with(self, show):
        view, _, _ = show(view={"operation": "widen"})
        view.set_interactive(interactive=False)
        assert [cell.currentIndex() for cell in view.board.cells[1]] == [0, 0]
        assert view.board.skips[1].isHidden()
        assert len(view.board.buttons) == len(OPERATIONS)


def found_in(view, *widgets):
    """Every reason that is found at some place of some widgets."""
    found = []
    for each in view.explained:
        if each.widget in widgets:
            found += [reason for place in places(each.widget) if (reason := each.reason_at(*place)) is not None]
    return found


def places(widget):
    if hasattr(widget, "getViewBox"):
        (x0, x1), (y0, y1) = widget.getViewBox().viewRange()
        y0 -= 0.05 * (y1 - y0)
    else:
        x0, x1, y0, y1 = 0.0, widget.width(), 0.0, widget.height()
    steps = (np.arange(40) + 0.5) / 40
    return [(x0 + a * (x1 - x0), y0 + b * (y1 - y0)) for a in steps for b in steps]


def texts_of(reasons):
    return [f"{reason.subject} {' '.join(reason.formulas)}" for reason in reasons]


@pytest.mark.parametrize("k", range(4))
def test_nothing_gives_an_operation_away_before_it_is_revealed(show, k):
    changes = {"model": "network", **LIGHT_WORK}
    view, params, _ = show(**changes, view={"operation": OPERATIONS[k].name})
    view.show_part("effects", params, effects_of())
    view.show()
    view.grab()
    effect = effects_of().effects[k]
    found = found_in(view, view.curves, view.bars, view.board)
    assert effect.bias_before in [reason.value for reason in found]
    assert effect.variance_before in [reason.value for reason in found]
    hidden = {effect.bias_after, effect.variance_after, effect.bias_change, effect.variance_change}
    assert not hidden & {reason.value for reason in found}
    assert not any("after" in text or "change" in text for text in texts_of(found))
    assert not found_in(view, view.board)


def test_a_revealed_operation_explains_bars_curves_and_arrows(show):
    changes = {"model": "network", **LIGHT_WORK}
    revealed = [False, True, False, False]
    view, params, _ = show(**changes, view={"operation": "widen", "revealed": revealed})
    view.show_part("effects", params, effects_of())
    view.show()
    view.grab()
    effect = effects_of().effects[1]
    arrows = {reason.value for reason in found_in(view, view.board)}
    assert arrows == {effect.bias_change, effect.variance_change}
    bars = {reason.value for reason in found_in(view, view.bars)}
    assert {effect.bias_before, effect.bias_after, effect.variance_before, effect.variance_after} <= bars
    texts = texts_of(found_in(view, view.curves))
    assert any("curves before" in text for text in texts)
    assert any("curves after" in text for text in texts)


def test_titles_and_labels_of_the_bars_have_reasons(show):
    view, _, result = show()
    view.show()
    view.grab()
    (reason_at,) = (each.reason_at for each in view.explained if each.widget is view.bars)
    assert reason_at(0.0, -0.001).value == result.expected_error
    assert reason_at(1.0, -0.001).value == result.decomposition
    values = {"bias²": result.bias_squared, "variance": result.variance, "noise": result.noise_variance}
    for _, label in view.bars.labels._painted:
        numeral = view.bars.labels._words(label).numerals
        assert numeral[0].why().value == values[label.short]
    assert reason_at(0.5, 0.01) is None


def test_the_points_of_a_sweep_and_its_verdict_have_reasons(show):
    view, params, _ = show("sweep", size=(1400, 1000), n_values=5)
    sweep = compute_sweep(params)
    (reason_at,) = (each.reason_at for each in view.explained if each.widget is view.sweep.plot)
    assert reason_at(0.0, 0.0) is None
    view.show_part("sweep", params, sweep)
    view.show()
    view.grab()
    best = sweep.sweep_expected_error.min()
    for curve, values in zip(view.sweep.plot.curves, (sweep.sweep_bias_squared, sweep.sweep_variance), strict=False):
        assert reason_at(*curve.points[0]).value == values[0]
    assert best in {numeral.why().value for numeral in view.sweep.verdict.numerals() if numeral.reason is not None}
