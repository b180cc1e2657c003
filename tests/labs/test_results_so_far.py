"""The labs that hand out results so far: they are whole in themselves, and the last result is what it always was."""

import numpy as np
import pytest

from wk4gui.export.data import as_bytes, write_npz
from wk4gui.export.report import Report, result_fields
from wk4gui.labs.bias_variance.model.params import rules_of
from wk4gui.labs.bias_variance.model.trials import Trials, fit_both
from wk4gui.registry import LABS

CASES = [
    ("bias_variance", "main", {"model": "network", "n_trials": 150, "n_steps": 20, "seed": 7}),
    ("bias_variance", "main", {"model": "polynomial", "n_trials": 600, "x_design": "random", "seed": 7}),
    ("dropout", "training", {"n_networks": 4, "n_steps": 100, "seed": 7}),
    ("weight_decay", "network", {"seed": 77}),
    ("playground", "main", {"n_epochs": 20, "seed": 7}),
    ("playground", "swarm", {"n_epochs": 10, "n_seeds": 4, "seed": 7}),
]


class Collector:
    """A checkpoint that takes every result so far."""

    def __init__(self):
        self.taken = []

    def __call__(self, fraction):
        assert 0.0 <= fraction <= 1.0

    def hand_out(self, fraction, make):
        result = make()
        self.taken.append((fraction, result, content(result)))


def content(result):
    return as_bytes(write_npz, Report("", {}, "", {}, result_fields(result)))


@pytest.mark.parametrize(("lab_id", "name", "changes"), CASES)
def test_what_is_handed_out_is_whole_and_never_changes(lab_id, name, changes):
    lab, collector = LABS[lab_id], Collector()
    params, part = lab.params().with_(**changes), LABS[lab_id].part(name)
    part.compute(params, collector)
    assert len(collector.taken) >= 2
    fractions = [fraction for fraction, _, _ in collector.taken]
    assert fractions == sorted(fractions)
    for _, result, before in collector.taken:
        assert content(result) == before
        assert str(part.summarize(params, result, 0))


def test_the_errors_shrink_with_the_training_sets_so_far():
    lab, collector = LABS["bias_variance"], Collector()
    lab.main.compute(lab.params().with_(n_trials=2000, seed=8), collector)
    sizes = [len(result.predictions) for _, result, _ in collector.taken]
    errors = [result.variance_error for _, result, _ in collector.taken]
    assert sizes == [200 * k for k in range(1, 10)]
    assert errors[-1] < 0.5 * errors[0]


@pytest.mark.parametrize("changes", [{}, {"x_design": "random"}, {"drop_prob": 0.2}, {"model": "polynomial"}])
def test_training_sets_in_blocks_are_those_at_once(changes):
    network = {"model": "network", "n_trials": 110, "n_steps": 15, "seed": 9}
    rules = rules_of(LABS["bias_variance"].params().with_(**(network | changes)))
    found = fit_both(rules, lambda fraction: None, lambda fits, others: None)
    for fits, wanted in zip(found, (rules, rules.others()), strict=True):
        alone = Trials(wanted).fit(slice(None), lambda fraction: None)
        for name in ("x", "y", "predictions", "train_loss"):
            np.testing.assert_array_equal(getattr(fits, name), getattr(alone, name))
