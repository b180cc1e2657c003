"""Settings at the edge: targets all alike, a setting with one value, as many points as are allowed."""

from dataclasses import replace

import numpy as np
import pytest

from wk4gui.lab.declarations import to_json
from wk4gui.labs.playground.model.compute import compute, state_at
from wk4gui.labs.playground.model.findings import find
from wk4gui.labs.playground.model.ladders import points, rates
from wk4gui.labs.playground.model.own_points import own_points
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.reasons import epoch_reason
from wk4gui.labs.playground.model.swarm import compute_swarm
from wk4gui.labs.playground.model.verdict import summarize, swarm_verdict
from wk4gui.registry import LABS

SHORT = {"n_epochs": 2, "n_seeds": 3, "n_train": 20}
ALIKE = {"data": "own", "own_X": [[0, 0], [1, 1], [2, 0]], "own_y": [0.1, 0.1, 0.1]}


@pytest.mark.parametrize(
    ("changes", "which"),
    [({"data": "plane", "n_test": 1}, "test"), ({"data": "hills", "n_test": 1, "loss": "half_mse"}, "test"),
     (ALIKE, "training")],
)  # fmt: skip
def test_targets_that_are_all_alike_have_no_r_squared(changes, which):
    params = Params().with_(**SHORT, **changes)
    run, swarm = compute(params), compute_swarm(params)
    for frame in (0, len(run.update) - 1):
        summary = summarize(params, run, frame)
        if summary.verdict != "Overfits.":
            assert f"there is no R², since the {which} targets are all alike" in str(summary.detail)
    assert np.isnan(swarm.swarm_score).all()
    assert f"there is no R², since the {which} targets are all alike" in str(swarm_verdict(params, swarm).detail)


def test_a_setting_is_compared_with_other_values_alone():
    assert [value for value, _ in rates(Params(learning_rate=10.0))] == [1.0, 10.0]
    assert [value for value, _ in points(Params(n_train=1000))] == [1000.0]
    part = LABS["playground"].part("points")
    params = Params(n_epochs=1, n_seeds=2, n_train=1000, n_test=20)
    summary = part.summarize(params, part.compute(params), 0)
    assert summary.verdict == "Nothing to compare."
    assert "one number of points alone, 1000" in str(summary.detail)


@pytest.mark.parametrize(("n_train", "n_test", "values"), [(10, 5, [10, 35]), (10, 0, [10, 40]), (250, 0, [40])])
def test_more_own_points_are_those_that_neither_train_nor_test(n_train, n_test, values):
    own = {"data": "own", "own_X": [[i, i % 3] for i in range(40)], "own_y": [i % 2 for i in range(40)]}
    params = Params().with_(**own, n_train=n_train, n_test=n_test)
    found = points(params)
    assert [value for value, _ in found] == values
    for value, each in found:
        run = compute(each.with_(n_epochs=1))
        assert len(run.y_train) == value
        assert len(run.y_test) == n_test


def test_a_point_that_is_added_trains_also_where_no_more_may():
    params = Params(n_train=1000, n_test=5, n_epochs=1)
    more = compute(params.with_(**own_points(params, compute(params), [4.5, -4.5], 1, None)))
    assert (4.5, -4.5) in set(map(tuple, more.X_train))
    assert (len(more.y_train), len(more.y_test)) == (1000, 6)


@pytest.mark.parametrize(("train", "outcome"), [(0.4995, "no progress"), (0.49, "overfits")])
def test_a_training_loss_that_reads_the_same_has_not_fallen(train, outcome):
    params = Params(data="plane", n_epochs=1, n_train=20, n_test=20, batch_size=10)
    run = compute(params)
    run = replace(
        run, y_train=np.zeros(20), test_loss=np.array([1.0, 0.5, 0.6]), train_loss=np.array([1.0, 0.5, train])
    )
    assert find(params, run, 2).outcome == outcome


@pytest.mark.parametrize(("frame", "batch_size"), [(10, 20), (11, 5), (13, 40)])
def test_the_epochs_of_a_branch_with_other_batches_are_counted_from_it(frame, batch_size):
    params = Params(n_epochs=6, n_train=40, n_test=20)
    start = state_at(params, compute(params), frame)
    params = params.with_(start=to_json(start), batch_size=batch_size)
    run = compute(params)
    for at in (0, 1, len(run.update) - 1):
        reason = epoch_reason(params, run, at)
        assert reason.steps[-1].value == pytest.approx(run.epoch[at])
        assert f"{run.update[at] - start.update:g} / {-(-40 // batch_size)}" in str(reason.steps[-1])


@pytest.mark.parametrize(("n_gone", "said"), [(0, "0.5"), (2, "0.7"), (3, "∞"), (5, "∞")])
def test_a_network_that_diverged_counts_as_the_largest_loss(n_gone, said):
    params = Params(**SHORT).with_(n_seeds=5)
    swarm = compute_swarm(params)
    loss = swarm.swarm_test_loss.copy()
    loss[:, -1] = [0.5, 0.3, 0.7, 0.2, 0.9]
    loss[[4, 1, 0, 2, 3][:n_gone], -1] = np.nan
    swarm = replace(swarm, swarm_test_loss=loss)
    summary = swarm_verdict(params, swarm)
    assert str(summary.detail).endswith(f"the median test loss is {said}.")
    reason = summary.detail.numerals[-1].why()
    assert (reason is None) == (said == "∞")
    if reason is not None:
        assert reason.steps[-1].value == pytest.approx(float(said))
        assert ("2 that diverged count as the largest" in reason.steps[0]) == (n_gone == 2)


def test_a_ladder_of_which_everything_diverges_has_no_best_value():
    part = LABS["playground"].part("rates")
    params = Params().with_(data="plane", hidden=[], start={"theta": [1e308] * 3}, n_seeds=4, n_epochs=1)
    result = part.compute(params)
    summary = part.summarize(params, result, 0)
    assert summary.verdict == "They diverge."
    assert "at least half of the runs from 4 seeds diverge" in str(summary.detail)
