"""The trainer: TensorFlow Playground's own weights, central differences, swarms and branches to the byte."""

import json
from itertools import product
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tiers import sample

from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.lab.declarations import ParamError
from wk4gui.labs.playground.model.compute import compute, state_at, trainer_of
from wk4gui.labs.playground.model.judge import Judge
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.passes import Values
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.schedules import Schedule
from wk4gui.labs.playground.model.swarm import compute_swarm, members_of
from wk4gui.labs.playground.model.trainer import Trainer, Training, fresh_state, recorded_updates

ORACLE = json.loads((Path(__file__).parents[2] / "data" / "tf_playground.json").read_text())
OUTPUTS = ("sigmoid_bce", "softmax_cross_entropy", "tanh_half_mse", "linear_half_mse", "linear_mse")


def theta_of(layout: Layout, named: dict[str, list]) -> np.ndarray:
    theta = np.zeros(layout.n_parameters)
    for (W, b), own_W, own_b in zip(layout.weights(theta), named["W"], named["b"], strict=True):
        W[:], b[:] = own_W, own_b
    return theta


def test_the_weights_are_those_of_tensorflow_playground():
    layout, points = Layout((2, 4, 2, 1)), np.array(ORACLE["train_x1_x2_label"])
    training = Training(
        "tanh", "tanh_half_mse", settings=OptimizerSettings(ORACLE["learning_rate"]), batch_size=ORACLE["batch_size"],
        shuffle="never", n_epochs=10,
    )  # fmt: skip
    start = fresh_state(layout, theta_of(layout, ORACLE["start"])[None])
    trainer = Trainer(layout, training, start, points[:, :2].T, points[:, 2:].T, [0])
    for epochs, after in ORACLE["after_epochs"].items():
        while trainer.epoch < int(epochs):
            trainer.step()
        assert np.abs(trainer.theta[0] - theta_of(layout, after["params"])).max() < 1e-12


def one_step(theta, layout, training, X, y, running=None):
    """A trainer at θ, and the objective of its first batch with its masks."""
    trainer = Trainer(layout, training, fresh_state(layout, theta[None]), X, y, [3])
    trainer.descend()
    return trainer, float(trainer.last_batch_loss()[0])


def objective(theta, layout, training, X, y):
    weights = theta * layout.is_weight
    penalty = training.l1 * np.abs(weights).sum() + 0.5 * training.l2 * (weights @ weights)
    return one_step(theta, layout, training, X, y)[1] + penalty


CASES = list(product(OUTPUTS, (0.0, 0.4), (False, True), ((0.0, 0.0), (0.02, 0.3)), ("tanh", "gelu", "relu")))


@pytest.mark.parametrize(("output", "drop_prob", "batch_norm", "penalties", "activation"), sample(CASES, 24))
def test_a_step_follows_the_gradient_of_the_objective(output, drop_prob, batch_norm, penalties, activation):
    rng = np.random.default_rng(5)
    layout = Layout((3, 5, 4, 3 if output.startswith("softmax") else 1), batch_norm)
    theta, X = rng.normal(size=layout.n_parameters), rng.normal(size=(3, 7))
    y = np.eye(3)[:, rng.integers(3, size=7)] if output.startswith("softmax") else (rng.random((1, 7)) > 0.5) * 1.0
    y = 2.0 * y - 1.0 if output.startswith("tanh") else y
    training = Training(
        activation, output, settings=OptimizerSettings(1e-3), batch_size=7, l1=penalties[0], l2=penalties[1],
        drop_prob=drop_prob, n_epochs=2,
    )  # fmt: skip
    trainer, _ = one_step(theta, layout, training, X, y)
    trainer.move()
    gradient = (theta - trainer.theta[0]) / 1e-3
    step, numeric = 1e-6, np.empty_like(theta)
    for i in range(len(theta)):
        ends = [
            objective(theta + sign * step * (np.arange(len(theta)) == i), layout, training, X, y) for sign in (1, -1)
        ]
        numeric[i] = (ends[0] - ends[1]) / (2 * step)
    assert np.abs(gradient - numeric).max() < 1e-7 * max(1.0, np.abs(numeric).max())


SWARMS = [
    {"swarm_over": "start"},
    {"swarm_over": "data", "data": "spiral", "hidden": [16] * 6, "batch_size": 33},
    {"swarm_over": "both", "data": "arms", "drop_prob": 0.3, "batch_norm": True, "optimizer": "adam",
     "hidden": [8, 16, 3], "batch_size": 7},
    {"data": "hills", "l1": 0.001, "weight_decay": 0.1, "shuffle": "once", "optimizer": "momentum", "hidden": [16] * 3},
    {"data": "xor", "hidden": [], "shuffle": "never", "optimizer": "rmsprop", "schedule": "cosine", "seed": 9998},
]  # fmt: skip


@pytest.mark.parametrize("changes", SWARMS, ids=range(len(SWARMS)))
def test_every_member_of_a_swarm_is_the_single_run_to_the_byte(changes):
    params = Params(n_epochs=4, n_seeds=5).with_(**changes)
    swarm = compute_swarm(params)
    for i, member in enumerate(members_of(params)):
        run = compute(member)
        shared = np.isin(run.update, swarm.swarm_update)
        assert run.theta[-1].tobytes() == swarm.swarm_theta[i].tobytes()
        assert run.train_loss[shared].tobytes() == swarm.swarm_train_loss[i].tobytes()
        assert run.test_loss[shared].tobytes() == swarm.swarm_test_loss[i].tobytes()


def test_one_network_of_any_width_takes_the_steps_of_many_to_the_byte():
    widths = sample(product(range(1, 17), range(1, 17), (1, 2, 3, 10, 33, 250)), 200)
    for width, second, batch_size in widths:
        layout, rng = Layout((2, width, second, 1 + width % 3)), np.random.default_rng([width, second, batch_size])
        theta = rng.normal(size=(3, layout.n_parameters))
        X, y = rng.normal(size=(2, 250)), rng.normal(size=(layout.sizes[-1], 250))
        training = Training("tanh", "linear_mse", batch_size=batch_size)
        many = Trainer(layout, training, fresh_state(layout, theta), X, y, range(3))
        one = Trainer(layout, training, fresh_state(layout, theta[1:2]), X, y, [1])
        for trainer in (many, one):
            for _ in range(3):
                trainer.step()
        assert many.theta[1].tobytes() == one.theta[0].tobytes(), (layout.sizes, batch_size)


def test_the_seeds_of_a_swarm_begin_anew_after_9999():
    assert [member.seed for member in members_of(Params(seed=9998, n_seeds=4))] == [9998, 9999, 0, 1]


BRANCHES = [
    {},
    {"optimizer": "adam", "drop_prob": 0.3, "batch_norm": True, "weight_decay": 0.1},
    {"optimizer": "nesterov", "schedule": "warm-up cosine", "warmup_epochs": 2, "batch_size": 33},
    {"optimizer": "adagrad", "schedule": "step", "step_epochs": 2, "shuffle": "once", "data": "hills"},
]


@pytest.mark.parametrize("changes", BRANCHES, ids=range(len(BRANCHES)))
@pytest.mark.parametrize("frame", [0, 7, 16])
def test_a_branch_without_a_change_goes_on_as_its_run_does(changes, frame):
    params = Params(n_epochs=6, n_train=70).with_(**changes)
    run = compute(params)
    branch = compute(params.with_(start=msgspec.to_builtins(state_at(params, run, frame))))
    assert branch.update[0] == run.update[frame]
    assert branch.epoch[0] == run.epoch[frame]
    of_branch, of_run = np.isin(branch.update, run.update), np.isin(run.update, branch.update)
    assert of_run.sum() > 1
    for name in ("theta", "train_loss", "test_loss", "grad_norm", "batch_loss"):
        assert getattr(branch, name)[of_branch].tobytes() == getattr(run, name)[of_run].tobytes(), name


def test_a_branch_with_another_optimizer_begins_it_anew():
    params = Params(n_epochs=4, optimizer="adam")
    run = compute(params)
    start = msgspec.to_builtins(state_at(params, run, 30))
    branch = compute(params.with_(optimizer="momentum", start=start))
    assert branch.theta[0].tobytes() == run.theta[30].tobytes()
    assert not branch.state.first[0].any()
    assert branch.state.optimizer_steps[0] == 0


def test_a_bias_before_batch_norm_changes_no_weight_and_is_followed_by_the_mean():
    params = Params(n_epochs=2, batch_norm=True)
    plain = compute(params)
    place = layout_of(params).layers[0].b.start
    theta = plain.theta[0].copy()
    theta[place] += 2.0
    raised = compute(params.with_(start={"theta": theta.tolist()}))
    biases = np.zeros(len(theta), bool)
    for layer in layout_of(params).layers[:-1]:
        biases[layer.b] = True
    assert np.abs(raised.theta - plain.theta)[:, ~biases].max() < 1e-12
    lead = (raised.theta[:, place] - raised.state.running_mean[:, 0]) - (
        plain.theta[:, place] - plain.state.running_mean[:, 0]
    )
    assert lead == pytest.approx(2.0 * 0.9**plain.update, abs=1e-12)


def test_the_gradient_belongs_to_the_update_that_follows():
    params = Params(n_epochs=1, batch_size=250, shuffle="never", optimizer="sgd")
    run = compute(params)
    layout = layout_of(params)
    for k, layer in enumerate(layout.layers):
        change = (run.theta[1] - run.theta[0])[layer.W.start : layer.b.stop] / params.learning_rate
        assert run.grad_norm[0, k] == pytest.approx(np.linalg.norm(change), rel=1e-9)
    assert run.batch_loss[0] == pytest.approx(run.train_loss[:2], rel=1e-12)


def test_recorded_are_the_start_the_first_twenty_and_then_evenly():
    updates = recorded_updates(0, 7500, 1000)
    assert updates[:22] == [*range(21), 28]
    assert len(updates) <= 1000
    assert updates[-1] == 7500
    assert recorded_updates(5, 9, 1000) == [5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("schedule", "at", "factor"),
    [
        (Schedule("step", step_epochs=2, step_factor=0.5), (50, 5), 0.25),
        (Schedule("cosine"), (50, 5), 0.5),
        (Schedule("warm-up cosine", warmup_epochs=2), (0, 0), 1 / 20),
        (Schedule("warm-up cosine", warmup_epochs=2), (60, 6), 0.5),
    ],
)
def test_schedules(schedule, at, factor):
    assert schedule.factor(*at, n_updates=100, updates_per_epoch=10) == pytest.approx(factor)


def test_a_divergence_keeps_the_shape_and_says_when():
    run = compute(Params(data="plane", activation="relu", learning_rate=10.0, n_epochs=20))
    assert run.diverged_at is not None
    gone = run.update >= run.diverged_at
    assert gone.any()
    assert np.isnan(run.train_loss[gone]).all()
    assert np.isfinite(run.train_loss[~gone]).all()
    assert len(run.train_loss) == len(run.update)


def test_the_first_update_that_is_not_finite_is_found_between_two_records():
    params = Params(
        data="plane",
        activation="linear",
        schedule="warm-up cosine",
        warmup_epochs=500,
        n_epochs=500,
        learning_rate=10.0,
    )
    run = compute(params)
    assert run.diverged_at not in run.update.tolist()
    trainer, last = trainer_of(params), int(run.update[run.update < run.diverged_at].max())
    judge = Judge(trainer, params.activation, [problem_of(params)], "train")
    with np.errstate(all="ignore"):
        while trainer.update < run.diverged_at - 1:
            trainer.step()
        assert trainer.update >= last
        assert np.isfinite(judge.loss()[0])
        trainer.step()
        assert not np.isfinite(judge.loss()[0])


@pytest.mark.parametrize("size", [5, 50, 250])
def test_a_branch_with_batches_of_another_size_keeps_its_place_in_the_epoch_and_in_the_schedule(size):
    params = Params(batch_size=1, n_epochs=30, schedule="cosine")
    run = compute(params)
    frame = int(np.searchsorted(run.epoch, 10.25))
    start = state_at(params, run, frame)
    before, after = (trainer_of(params.with_(start=start, batch_size=each)) for each in (1, size))
    assert before.update > 2000
    assert 0.0 <= before.epochs_done - after.epochs_done < size / 250
    assert after.rate_factor() == pytest.approx(0.5 * (1.0 + np.cos(np.pi * after.epochs_done / 30)))


@pytest.mark.parametrize("given", ["first", "second", "running_mean", "running_variance"])
def test_half_of_a_state_is_refused(given):
    changes = {"optimizer": "adam", "batch_norm": True, "hidden": (3,)}
    params = Params().with_(**changes)
    n = 3 if given.startswith("running") else layout_of(params).n_parameters
    start = {"theta": [0.1] * layout_of(params).n_parameters, given: [0.0] * n}
    with pytest.raises(ParamError, match=f"start needs both .*{given}.*, or neither"):
        params.with_(start=start)


def test_training_points_never_contain_test_points():
    problem = problem_of(Params())
    assert not {tuple(x) for x in problem.train.X} & {tuple(x) for x in problem.test.X}


def test_dropout_keeps_its_share_and_scales_the_survivors():
    layout = Layout((2, 16, 16, 1))
    training = Training("tanh", "sigmoid_bce", batch_size=500, drop_prob=0.4, n_epochs=1)
    rng = np.random.default_rng(0)
    start = fresh_state(layout, rng.normal(size=(1, layout.n_parameters)))
    trainer = Trainer(layout, training, start, rng.normal(size=(2, 500)), np.zeros((1, 500)), [0])
    trainer.descend()
    masks = np.concatenate([trainer._masks[0, span].ravel() for span in Values(layout, 1, 1).spans])
    assert set(np.unique(masks)) == {0.0, 1.0 / 0.6}
    assert (masks == 0.0).mean() == pytest.approx(0.4, abs=0.02)


def test_each_epoch_has_an_order_of_its_own_unless_it_is_to_be_kept():
    def orders(shuffle):
        params = Params(n_epochs=3, n_train=50, batch_size=50, shuffle=shuffle)
        trainer, seen = trainer_of(params), []
        for _ in range(3):
            seen.append(trainer.next_batch()[0].tolist())
            trainer.step()
        return seen

    first, second, third = orders("each epoch")
    assert sorted(first) == sorted(second) == list(range(50))
    assert first != second != third
    assert orders("once") == [first] * 3
    assert orders("never") == [list(range(50))] * 3


def test_l2_with_sgd_is_weight_decay_and_with_adam_is_not():
    def weights(**changes):
        return compute(Params(n_epochs=5, n_test=0).with_(**changes)).theta[-1]

    assert weights(l2=0.05) == pytest.approx(weights(weight_decay=0.05), abs=1e-12)
    adam = {"optimizer": "adam", "learning_rate": 0.01}
    assert np.abs(weights(l2=0.05, **adam) - weights(weight_decay=0.05, **adam)).max() > 1e-3
