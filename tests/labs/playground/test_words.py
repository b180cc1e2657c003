"""What the playground says: epochs without exponents, what a begun run is called, titles that count rightly."""

from dataclasses import replace

import numpy as np
import pytest
from shown_view import shown_view

from wk4gui.labs.playground.model.compute import compute
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
    run = replace(run, train_loss=np.full(len(run.update), share * run.y_train.var()))
    assert find(params, run, 5).outcome == outcome
    assert "largest class" not in str(summarize(params, run, 5).detail)


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
