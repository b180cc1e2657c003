"""What the playground says: epochs without exponents, what a begun run is called, titles that count rightly."""

from dataclasses import replace

import numpy as np
import pytest
from shown_view import shown_view

from wk4gui.labs.playground.model.compute import compute, state_at
from wk4gui.labs.playground.model.control import branched
from wk4gui.labs.playground.model.findings import find
from wk4gui.labs.playground.model.ladders import rates
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.reasons import at_epoch
from wk4gui.labs.playground.model.verdict import summarize
from wk4gui.labs.playground.picture.state import State
from wk4gui.labs.playground.picture.view import LADDERS
from wk4gui.registry import LABS

LAB = LABS["playground"]
NUMBERS = {"two": 2, "three": 3, "four": 4}


def test_a_part_of_an_epoch_is_plain_wherever_it_stands(qtbot):
    view, params, run = shown_view(qtbot, LAB, "one_update")
    assert f"Update 1, epoch 0.004: {100 * run.test_accuracy[1]:.1f} %" in str(summarize(params, run, 1).detail)
    assert str(summarize(params, run, len(run.update) - 1).detail).startswith("Epoch 1: ")
    assert LAB.frames(params, run).label(1) == "epoch 0.004"
    assert at_epoch(run, 1) == "at update 1, epoch 0.004"
    assert at_epoch(run, 0) == "at epoch 0"
    for plot in (view.losses, view.gradients, view.shares):
        assert plot.read(0.004).startswith("epoch 0.004\n")


def test_every_frame_has_a_place_no_longer_than_the_longest():
    for changes in ({"batch_size": 1, "n_epochs": 1}, {"n_epochs": 30}, {"batch_size": 3, "n_epochs": 2}):
        params = Params(n_train=250).with_(**changes)
        frames = LAB.frames(params, compute(params))
        places = [frames.place(k) for k in range(frames.count)]
        assert not any("e" in place for place in places)
        assert max(map(len, places)) <= len(frames.longest_place)
        assert len(set(places)) == frames.count


def begun(accuracy, largest, **changes):
    """A run of two records whose loss falls, with this accuracy on test points of which ``largest`` are of class 0."""
    params = Params(n_epochs=1, n_train=50, n_test=100).with_(**changes)
    run, y = compute(params), np.arange(100) >= round(100 * largest)
    n = len(run.update)
    return params, replace(
        run, y_test=y * 1.0, test_accuracy=np.full(n, accuracy), train_loss=np.linspace(0.7, 0.6, n),
        test_loss=np.linspace(0.7, 0.6, n),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("accuracy", "largest", "outcome"),
    [(0.536, 0.52, "begins"), (0.61, 0.5, "begins"), (0.63, 0.5, "learns"), (0.84, 0.8, "begins"),
     (0.86, 0.8, "learns"), (0.4, 0.5, "begins"), (0.96, 0.5, "solved")],
)  # fmt: skip
def test_a_run_hardly_better_than_its_largest_class_has_only_begun(accuracy, largest, outcome):
    params, run = begun(accuracy, largest)
    assert find(params, run, 5).outcome == outcome
    summary = summarize(params, run, 5)
    said = f", and {100 * largest:g} % are of the largest class"
    assert (said in str(summary.detail)) == (outcome == "begins")
    assert (summary.verdict == "Begins to learn.") == (outcome == "begins")


@pytest.mark.parametrize(("share", "outcome"), [(0.8, "begins"), (0.7, "learns")])
def test_a_regression_has_only_begun_below_a_quarter(share, outcome):
    params = Params(data="plane", n_epochs=1, n_train=50, n_test=0)
    run = compute(params)
    losses = np.array([1.0, *[share] * (len(run.update) - 1)]) * run.y_train.var()
    run = replace(run, train_loss=losses)
    assert find(params, run, 5).outcome == outcome
    assert "largest class" not in str(summarize(params, run, 5).detail)


SAID = [
    # an accuracy that rises is not level
    ("Overconfident.", "at higher accuracy", -1,
     {"n_train": 20, "n_test": 200, "learning_rate": 0.3, "n_epochs": 100, "hidden": (8,), "seed": 8, "data_seed": 12}),
    # two points are not fitted, five others are
    ("Training loss no better than a constant's.", "R² is 0.741", -1,
     {"data": "plane", "hidden": (), "activation": "selu", "init": "he_normal", "learning_rate": 0.5403412477298299,
      "optimizer": "adam", "batch_size": 50, "n_epochs": 3, "weight_decay": 0.1, "batch_norm": True, "n_train": 2,
      "n_test": 5, "noise": 0.0, "label_noise": 0.2, "data_seed": 40, "seed": 96}),
    # all of five points, and fewer than the largest class of fifty others
    ("Fits the training points alone.", "40 % of the test points are right, and 56 % are of the largest class", -1,
     {"data": "xor", "hidden": (8, 6), "activation": "selu", "loss": "half_mse", "init": "he_normal",
      "learning_rate": 0.0002057284210527515, "optimizer": "momentum", "batch_size": 10, "n_epochs": 20, "l2": 1.0,
      "n_train": 5, "n_test": 50, "data_seed": 26, "seed": 55}),
    # a batch has gradients where the running statistics leave none
    ("A layer is dead.", "at every training point with the running statistics.", 0,
     {"data": "gauss", "hidden": (3, 1), "activation": "relu", "batch_norm": True, "learning_rate": 3.360053259047621,
      "batch_size": 10, "n_epochs": 2, "n_train": 40, "n_test": 10, "seed": 73}),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "words", "frame", "changes"), SAID)
def test_a_verdict_says_no_more_than_its_numbers(verdict, words, frame, changes):
    params = Params().with_(**changes)
    run = compute(params)
    summary = summarize(params, run, frame % len(run.update))
    assert summary.verdict == verdict
    assert words in str(summary.detail)


def test_a_run_that_begins_from_given_weights_is_not_called_untrained():
    params = Params(n_epochs=60)
    trained = compute(params)
    branch = params.with_(start={"theta": trained.theta[-1].tolist()}, n_epochs=1)
    summary = summarize(branch, compute(branch), 0)
    assert (summary.verdict, summarize(params, trained, 0).verdict) == ("At the start.", "Untrained.")


def test_a_loss_above_that_of_the_start_is_not_called_learning():
    params, run = begun(0.7, 0.5)
    run = replace(run, train_loss=np.linspace(0.5, 0.6, len(run.update)))
    assert summarize(params, run, 5).verdict == "Training loss not below its start."


def test_where_a_branch_begins_its_loss_is_not_compared_with_itself():
    params = Params(n_epochs=4)
    run = compute(params)
    branch = params.with_(**branched(params, state_at(params, run, len(run.update) // 2)))
    assert find(branch, compute(branch), 0).outcome in ("begins", "learns", "solved")


def test_a_swarm_counts_the_networks_that_solve_the_task_at_its_end():
    params = Params(learning_rate=0.3, n_epochs=60, n_seeds=8)
    part = LAB.part("swarm")
    result = part.compute(params)
    at_end, at_some_time = (result.swarm_score[:, -1] >= 0.95).sum(), (result.swarm_score.max(axis=1) >= 0.95).sum()
    assert at_end < at_some_time
    said = f"{at_end} of 8 networks have an accuracy of 95 % or more at epoch 60;"
    assert said in str(part.summarize(params, result, 0).detail)


@pytest.mark.parametrize("learning_rate", [1e-5, 0.03, 10.0])
def test_no_title_counts_other_rates_than_there_are(learning_rate):
    labels = State.__annotations__["show"].__metadata__[0].extra["labels"]
    counted = [
        NUMBERS[word] for text in (LADDERS["rates"][0], labels["rates"]) for word in text.split() if word in NUMBERS
    ]
    assert set(counted) <= {len(rates(Params(learning_rate=learning_rate)))}


def test_a_guess_that_is_always_the_same_solves_nothing():
    params = Params(data="curve", expression="4.7", init="zeros", n_epochs=20)
    run = compute(params)
    assert run.test_accuracy[-1] >= 0.95
    assert str(summarize(params, run, len(run.update) - 1)).startswith("No better than a constant.")


@pytest.mark.parametrize(("n_test", "which"), [(0, "training"), (20, "test")])
def test_comparisons_name_the_points_that_were_looked_at(n_test, which):
    params = Params(n_test=n_test, n_train=20, n_seeds=2, n_epochs=1, l2=0.01)
    for name in ("versus", "rates"):
        part = LAB.part(name)
        assert f"median {which} loss" in str(part.summarize(params, part.compute(params), 0))
