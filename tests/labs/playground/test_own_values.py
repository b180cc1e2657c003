"""Own values of any size are learned, standardised as inputs are; the picture says what outputs mean and names axes."""

import re
from dataclasses import replace

import numpy as np
import pytest
from labs.playground.claims import check_run
from shown_view import shown_view

from wk4gui.lab.declarations import ParamError
from wk4gui.labs.playground.model.compute import compute, evaluate, state_at
from wk4gui.labs.playground.model.control import branched
from wk4gui.labs.playground.model.findings import find
from wk4gui.labs.playground.model.maps import unit_maps, window_of
from wk4gui.labs.playground.model.own_points import own_points
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.model.reasons import loss_reason, score_reason
from wk4gui.labs.playground.model.swarm import compute_swarm
from wk4gui.labs.playground.model.verdict import summarize
from wk4gui.labs.playground.picture.difference import PinnedRun, pinned_output
from wk4gui.labs.playground.picture.history_plots import log_window
from wk4gui.labs.playground.picture.state import State
from wk4gui.registry import LABS

RNG = np.random.default_rng(3)
X = np.column_stack([RNG.uniform(40, 200, 90), RNG.uniform(0, 60, 90)]).round()
PRICES = (1500 * X[:, 0] - 800 * X[:, 1] + RNG.normal(0, 9000, 90) + 20000).round()


def prices(factor=1.0, shift=0.0, **changes):
    own = {"data": "own", "own_X": X.tolist(), "own_y": (factor * PRICES + shift).tolist()}
    return Params(n_train=60, n_test=30, n_epochs=60).with_(**own, **changes)


@pytest.mark.parametrize("changes", [{}, {"loss": "half_mse"}, {"n_test": 0}])
def test_prices_are_learned_with_the_settings_of_a_fresh_start(changes):
    params = prices(**changes)
    run = compute(params)
    finding = find(params, run, len(run.update) - 1)
    assert finding.score > 0.9
    assert finding.outcome in ("solved", "learns")


def test_a_run_that_learns_next_to_nothing_is_told_from_one_that_learns():
    params = prices(learning_rate=1e-5, n_epochs=2)
    run = compute(params)
    assert find(params, run, len(run.update) - 1).outcome == "no progress"


def test_the_unit_of_the_values_does_not_matter():
    one, other = compute(prices()), compute(prices(0.001, -7.0))
    np.testing.assert_allclose(one.theta, other.theta, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(one.test_loss, other.test_loss, rtol=1e-6)


def test_what_outputs_mean_and_r_squared_are_those_of_the_values_themselves():
    params = prices()
    run, problem = compute(params), problem_of(params)
    none = (np.zeros((1, 0)), np.zeros((1, 0)))
    for y, points, on_test in ((run.y_train, run.X_train, False), (run.y_test, run.X_test, True)):
        meant = problem.meant(evaluate(params, run.theta[-1:], none, problem.inputs(points))[0, 0])
        right = 1.0 - ((meant - y) ** 2).sum() / ((y - y.mean()) ** 2).sum()
        reason = score_reason(params, run, -1, on_test=on_test)
        assert reason.value == pytest.approx(right, rel=1e-9)
        of_losses = reason.equations[0].formula.terms[1][1].top.number
        assert of_losses == pytest.approx((run.test_loss if on_test else run.train_loss)[-1] * len(y), rel=1e-9)
    assert run.train_loss[-1] == pytest.approx(((meant_of(params, run) - run.y_train) ** 2).mean() / PRICES.var())
    assert set(run.y_train) <= set(PRICES)
    assert (run.middle, run.spread) == (PRICES.mean(), PRICES.std())
    assert (run.centre == X.mean(axis=0)).all()
    assert (run.scale == X.std(axis=0)).all()


def meant_of(params, run):
    none, problem = (np.zeros((1, 0)), np.zeros((1, 0))), problem_of(params)
    return problem.meant(evaluate(params, run.theta[-1:], none, problem.inputs(run.X_train))[0, 0])


def test_a_swarm_scores_as_its_single_runs():
    params = prices(n_seeds=2, n_epochs=5)
    swarm = compute_swarm(params)
    runs = [compute(params.with_(seed=params.seed + k)) for k in range(2)]
    found = [find(params.with_(seed=params.seed + k), run, len(run.update) - 1).score for k, run in enumerate(runs)]
    np.testing.assert_allclose(swarm.swarm_score[:, -1], found, rtol=1e-9)


def test_values_that_are_not_standardised_are_learned_as_they_are():
    params = prices(standardize=False)
    assert not problem_of(params).learns_standardised
    assert (problem_of(params).targets(PRICES[:3])[0] == PRICES[:3]).all()


def test_classes_are_not_standardised():
    params = prices().with_(own_y=["cheap" if price < 150_000 else "dear" for price in PRICES])
    assert not problem_of(params).learns_standardised


def test_values_that_are_all_alike_are_learned_less_their_mean():
    problem = problem_of(prices(0.0, 5.0, task="regression"))
    assert (problem.targets(np.array([5.0, 6.0])) == [[0.0, 1.0]]).all()


def test_the_sentence_of_a_ringed_point_says_what_the_output_means(qtbot):
    params = prices()
    view, _, run = shown_view(qtbot, LABS["playground"], "own")
    run = compute(params)
    view.set_state(State(sample=1))
    view.show_result(params, run, len(run.update) - 1)
    y, problem = run.y_train[0], problem_of(params)
    learned = (y - PRICES.mean()) / PRICES.std()
    text = str(view.numbers.text())
    assert f"The ringed point is {y:.0f}, standardised {learned:.3f}".rstrip("0").replace("-", "−") in text
    assert f"which means {meant_of(params, run)[0]:.0f}" in text
    assert problem.meant(np.array(learned)) == pytest.approx(y)


@pytest.mark.parametrize(("chosen", "sign"), [(0, -1), (1, 1)])
def test_a_click_adds_a_value_within_reach_of_the_others(chosen, sign):
    params = prices(data_seed=None)
    run = compute(params.with_(n_epochs=1))
    more = params.with_(**own_points(params, run, [100.0, 30.0], chosen, None))
    assert more.own_y[60] == pytest.approx(PRICES.mean() + sign * PRICES.std())


def test_a_click_stays_within_what_is_allowed():
    params = Params(n_train=4, n_epochs=1).with_(
        data="own", own_X=[[0, 0], [1, 1], [2, 0], [3, 1], [4, 0]], own_y=[1e6, 1e6, 1e6, 1e6, 0.5], data_seed=None
    )
    assert 1e6 in params.with_(**own_points(params, compute(params), [0.0, 0.0], 1, None)).own_y


def test_which_rows_train_does_not_change_the_unit():
    units = {
        (problem_of(one).middle, problem_of(one).spread, *problem_of(one).centre, *problem_of(one).scale)
        for one in (prices(), prices(data_seed=5), prices(n_train=20), prices(n_test=0))
    }
    assert len(units) == 1


@pytest.mark.parametrize("value", [0.7, 0.1, -3.3, 123456.7])
def test_values_that_are_all_alike_are_learned_as_zero(value):
    params = Params(n_train=7, n_test=0).with_(data="own", own_X=X[:7].tolist(), own_y=[value] * 7, task="regression")
    assert (problem_of(params).learned_values[0] == 0.0).all()


def test_a_branch_does_not_outlive_another_unit():
    params = prices(n_epochs=2)
    branch = params.with_(**branched(params, state_at(params, compute(params), 5)))
    assert LABS["playground"].edited(branch, "standardize", False).start is None
    assert LABS["playground"].edited(branch, "learning_rate", 0.01).start is not None


def test_a_pin_is_compared_in_the_unit_that_is_shown():
    window, none = window_of(prices()), (np.zeros(0), np.zeros(0))
    params, raw = prices(), prices(standardize=False)
    run = compute(params)
    pin = PinnedRun(params, run.theta[-1], none)
    own = unit_maps(params, run.theta[-1], none, window, 9).output.copy()
    np.testing.assert_array_equal(pinned_output(pin, params, window, 9), own)
    np.testing.assert_allclose(pinned_output(pin, raw, window, 9), PRICES.mean() + PRICES.std() * own, rtol=1e-5)
    other = prices(0.001)
    back = pinned_output(pin, other, window, 9) * (0.001 * PRICES.std()) + 0.001 * PRICES.mean()
    np.testing.assert_allclose(back, PRICES.mean() + PRICES.std() * own, rtol=1e-5)


def test_reasons_say_that_values_are_standardised():
    params, raw = prices(n_epochs=1), prices(n_epochs=1, standardize=False)
    for one, said in ((params, True), (raw, False)):
        run = compute(one)
        for reason in (loss_reason(one, run, 0, "train_loss"), score_reason(one, run, 0, on_test=True)):
            assert any("y standardised: less" in line for line in reason.formulas) is said


@pytest.mark.parametrize(("y", "said"), [(None, "price = 1"), (["dear", "cheap"] * 45, "price = ")])
def test_the_ringed_point_has_the_name_of_its_column(qtbot, y, said):
    params = prices(n_epochs=1, own_names=("size", "age", "price"))
    params = params if y is None else params.with_(own_y=y)
    view, _, _ = shown_view(qtbot, LABS["playground"], "own")
    view.set_state(State(sample=1))
    view.show_result(params, compute(params), 0)
    assert f"The ringed point is {said}" in view.numbers.text()


@pytest.mark.parametrize(
    ("names", "titles"),
    [
        ((), ("x₁", "x₂")),
        (("size", "age", "price"), ("x₁, size", "x₂, age")),
        (("<b>size</b>", "a" * 80, "y"), ("x₁, <b>size</b>", f"x₂, {'a' * 23}…")),
    ],
)
def test_axes_have_the_names_of_own_columns(qtbot, names, titles):
    view, _, _ = shown_view(qtbot, LABS["playground"], "ring", n_epochs=1)
    params = prices(own_names=names, n_epochs=1)
    view.show_result(params, compute(params), 0)
    axes = [view.boundary.getAxis(side) for side in ("bottom", "left")]
    assert tuple(axis.label.toPlainText().strip() for axis in axes) == titles
    view.swarm.show_run(params)
    assert view.swarm.mean.getAxis("bottom").label.toPlainText().strip() == titles[0]
    other = params.with_(data="xor")
    view.show_result(other, compute(other), 0)
    assert axes[0].label.toPlainText().strip() == "x₁"


def test_names_are_those_of_all_columns_or_none():
    with pytest.raises(ParamError, match="is 2; 3 are wanted, of both inputs and of the target, or none"):
        LABS["playground"].decode({"own_names": ["size", "age"]})


def test_points_that_are_drawn_and_then_clicked_have_no_names():
    params = Params(n_epochs=1).with_(own_names=("size", "age", "price"))
    assert params.with_(**own_points(params, compute(params), [0.0, 0.0], 1, None)).own_names == ()
    own = prices(n_epochs=1, own_names=("size", "age", "price"))
    assert own.with_(**own_points(own, compute(own), [100.0, 30.0], 1, None)).own_names == own.own_names


def test_the_legend_of_a_regression_says_what_colours_part(qtbot):
    view, _, _ = shown_view(qtbot, LABS["playground"], "hills", n_epochs=1)
    assert "below 0" in view.point_legend.accessibleName()
    params = prices(n_epochs=1)
    view.show_result(params, compute(params), 0)
    assert "below mean" in view.point_legend.accessibleName()


@pytest.mark.parametrize(
    "changes", [{}, {"loss": "half_mse"}, {"standardize": False, "factor": 1e-5}, {"learning_rate": 1e-5}]
)
def test_what_is_claimed_of_own_values_holds(changes):
    params = prices(changes.get("factor", 1.0), n_epochs=4, **{k: v for k, v in changes.items() if k != "factor"})
    run = compute(params)
    for frame in range(0, len(run.update), 5):
        check_run(params, run, frame, summarize(params, run, frame).claims, (changes, frame))


def test_a_network_that_has_blown_up_is_drawn_and_told_in_numbers_that_can_be_read(qtbot):
    params = prices(n_epochs=1)
    run = compute(params)
    theta = run.theta.copy()
    theta[-1, -3:] = (3e67, -2e67, -1e67)  # of the output layer, whose units are near 1 and −1
    blown = replace(run, theta=theta)
    output = unit_maps(params, theta[-1], (np.zeros(0), np.zeros(0)), window_of(params), 24).output
    assert np.isfinite(output).all()
    assert output.min() < -1e66
    view, _, _ = shown_view(qtbot, LABS["playground"], "own")
    view.set_state(State(sample=1))
    view.show_result(params, blown, len(run.update) - 1)
    said = re.search(r"ŷ (\S+), which", view.numbers.text())[1]
    assert len(said) < 12
    assert "e" in said


def test_a_loss_axis_holds_where_all_begin_that_grow_far_above_it():
    assert log_window(np.array([3.0, 2.0, 1e133, 1e300]), 0.5).low < np.log10(2.0)
    assert log_window(np.array([3.0, 1e-30]), 0.5).low > -14.0
