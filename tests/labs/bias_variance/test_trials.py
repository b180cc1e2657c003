"""Training sets: independent where they should be, the same chance where they can be."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from wk4gui.core.last_results import LastResults
from wk4gui.core.other_process import OtherProcess
from wk4gui.core.target_functions import TARGETS
from wk4gui.labs.bias_variance.model import trials
from wk4gui.labs.bias_variance.model.trial_rules import TrialRules
from wk4gui.labs.bias_variance.model.trials import GRID, fit_each, fit_trials

RULES = TrialRules(
    model="polynomial",
    degree=3,
    width=4,
    hidden_layers=1,
    l2=0.0,
    drop_prob=0.0,
    n_train=30,
    noise=0.3,
    n_trials=200,
    n_steps=20,
    learning_rate=0.03,
    target="sine",
    x_design="random",
    seed=0,
)


def test_other_training_sets_have_nothing_in_common_with_the_first():
    shown, others = fit_trials(RULES), fit_trials(RULES.others())
    assert abs(np.corrcoef(shown.x.ravel(), others.x.ravel())[0, 1]) < 0.05
    noise = [fits.y - TARGETS["sine"](fits.x) for fits in (shown, others)]
    assert abs(np.corrcoef(noise[0].ravel(), noise[1].ravel())[0, 1]) < 0.05
    networks = replace(RULES, model="network", n_steps=1)
    first, second = fit_trials(networks), fit_trials(networks.others())
    assert abs(np.corrcoef(first.predictions[:, 50], second.predictions[:, 50])[0, 1]) < 0.3


def test_noise_and_places_are_as_declared():
    fits = fit_trials(replace(RULES, n_trials=1000))
    noise = fits.y - TARGETS["sine"](fits.x)
    assert noise.mean() == pytest.approx(0.0, abs=0.01)
    assert noise.std() == pytest.approx(0.3, rel=0.02)
    assert (fits.x.min(), fits.x.max()) == (pytest.approx(-1, abs=0.01), pytest.approx(1, abs=0.01))
    grid = fit_trials(replace(RULES, x_design="grid"))
    np.testing.assert_array_equal(grid.x, np.linspace(-1, 1, 30))


def test_learners_meet_the_same_noise():
    for changes in ({"degree": 9}, {"model": "network"}, {"l2": 0.1}, {"noise": 0.3}):
        np.testing.assert_array_equal(fit_trials(RULES).y, fit_trials(replace(RULES, **changes)).y)
    doubled = fit_trials(replace(RULES, noise=0.6))
    truth = TARGETS["sine"](doubled.x)
    np.testing.assert_allclose(doubled.y - truth, 2.0 * (fit_trials(RULES).y - truth), atol=1e-12)


def test_networks_learn_the_target_and_report_their_training_loss():
    rules = replace(RULES, model="network", n_trials=20, n_steps=600, width=16)
    fits = fit_trials(rules)
    assert np.mean((fits.predictions.mean(axis=0) - TARGETS["sine"](GRID)) ** 2) < 0.02
    assert fits.train_loss.max() < 0.15
    assert fit_trials(rules) is fits


@pytest.mark.parametrize("name", TARGETS)
def test_targets_are_bounded(name):
    values = TARGETS[name](GRID)
    assert values.shape == GRID.shape
    assert np.abs(values).max() <= 1.5


def test_a_learner_is_the_same_to_the_byte_in_another_process():
    process = OtherProcess()
    for l2, drop_prob in ((0.0, 0.0), (0.1, 0.3)):
        learner = replace(RULES, model="network", n_trials=30, l2=l2, drop_prob=drop_prob)
        here, there = fit_trials(learner), process.call(trials._fit_trials, (learner,), lambda fraction: None)
        for name in ("x", "y", "predictions", "train_loss"):
            assert getattr(here, name).tobytes() == getattr(there, name).tobytes()
    process.stop()


def test_large_trainings_may_be_done_in_processes_and_come_back_read_only(monkeypatch):
    asked = []

    def pickled(tasks, weights, checkpoint, *, n_threads, in_processes):
        asked.append(in_processes)
        return [pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(task))(checkpoint))) for task in tasks]

    monkeypatch.setattr(trials, "spread", pickled)
    for least in (1e12, 0.0):
        monkeypatch.setattr(trials, "_WORTH_PROCESSES", least)
        monkeypatch.setattr(trials, "_last_results", LastResults(trials._fit_trials, 2))
        fits = fit_each([replace(RULES, model="network", n_trials=5)], lambda fraction: None)
        assert not any(getattr(fits[0], name).flags.writeable for name in ("x", "y", "predictions", "train_loss"))
    assert asked == [False, True]
