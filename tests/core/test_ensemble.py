"""Networks trained together are the networks trained alone, by the gradients that differences show."""

import numpy as np
import pytest

from wk4gui.core import ensemble
from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.ensemble import Data, Training, hidden_activations, predict, train
from wk4gui.core.ensemble_batch_norm import BATCH_NORM_EPS
from wk4gui.core.ensemble_noise import Noise
from wk4gui.core.ensemble_pass import Pass
from wk4gui.core.ensemble_shape import Shape
from wk4gui.core.optimizers import OPTIMIZERS, OptimizerSettings
from wk4gui.core.prepared_calls import perform

SHAPES = [
    Shape(2, (3,)),
    Shape(1, (4, 3)),
    Shape(2, (3,), batch_norm=True),
    Shape(2, (4, 3, 2), batch_norm=True),
]


def problem(shape: Shape, n_networks: int = 3, n_samples: int = 7, seed: int = 0) -> tuple[np.ndarray, Data]:
    rng = np.random.default_rng(seed)
    data = Data(rng.standard_normal((n_networks, n_samples, shape.n_in)), rng.standard_normal((n_networks, n_samples)))
    start = shape.draw(n_networks, rng, 1.5)
    return start + 0.1 * rng.standard_normal(start.shape), data


def by_hand(shape: Shape, theta: np.ndarray, X: np.ndarray) -> np.ndarray:
    """ŷ of one network on (n_samples, n_in), layer by layer."""
    a, position, layers = X, 0, []
    for n_out, n_in in shape.layers:
        block = theta[position : position + n_out * (n_in + 1)].reshape(n_out, n_in + 1)
        layers.append((block[:, :-1], block[:, -1]))
        position += block.size
    for k, (W, b) in enumerate(layers):
        z = a @ W.T + b
        if k == len(layers) - 1:
            return z[:, 0]
        if shape.batch_norm:
            units = len(b)
            gamma, beta = theta[position : position + units], theta[position + units : position + 2 * units]
            position += 2 * units
            z = gamma * (z - z.mean(0)) / np.sqrt(z.var(0) + BATCH_NORM_EPS) + beta
        a = ACTIVATIONS[shape.activation].f(z)
    raise AssertionError


def objective(shape: Shape, theta: np.ndarray, X: np.ndarray, y: np.ndarray, l2: float) -> float:
    return float(np.mean((by_hand(shape, theta, X) - y) ** 2) + l2 * np.sum(shape.is_weight * theta**2))


def one_step_gradient(shape: Shape, start: np.ndarray, data: Data, l2: float) -> np.ndarray:
    """The gradient that one step of rate 1 reveals."""
    after = train(shape, start, data, Training(1, "sgd", OptimizerSettings(1.0), l2=l2)).theta
    return start - after


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_outputs_are_those_of_the_layers(shape):
    theta, data = problem(shape)
    expected = [by_hand(shape, t, X) for t, X in zip(theta, data.X, strict=True)]
    np.testing.assert_allclose(predict(shape, theta, data.X), expected, rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(predict(shape, theta, data.X[0])[0], expected[0], rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(predict(shape, theta, data.X, "single"), expected, rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize("shape", [*SHAPES, *(Shape(2, (5,), name) for name in ACTIVATIONS)], ids=str)
def test_gradients_are_those_that_differences_show(shape):
    theta, data = problem(shape)
    gradient = one_step_gradient(shape, theta, data, 0.3)
    h = 1e-6
    for k in range(len(theta)):
        for p in range(shape.n_parameters):
            up, down = theta[k].copy(), theta[k].copy()
            up[p] += h
            down[p] -= h
            f_up, f_down = (objective(shape, t, data.X[k], data.y[k], 0.3) for t in (up, down))
            assert gradient[k, p] == pytest.approx((f_up - f_down) / (2 * h), rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_steps_are_those_of_the_plain_rules(name):
    shape = Shape(2, (4,))
    theta, data = problem(shape)
    rates = np.array([0.003, 0.01, 0.03])
    settings = OptimizerSettings(0.01, momentum=0.8, beta1=0.85, beta2=0.97, rho=0.9, eps=1e-6, weight_decay=0.4)
    got = train(shape, theta, data, Training(25, name, settings, rates=rates)).theta
    for k, rate in enumerate(rates):
        decay = settings.weight_decay * shape.is_weight if name == "adamw" else 0.0
        one = OptimizerSettings(rate, 0.8, 0.85, 0.97, 0.9, 1e-6, decay)
        w, state = theta[k], OPTIMIZERS[name].init(theta[k])
        for _ in range(25):
            own = Data(data.X[k], data.y[k])
            w, state = OPTIMIZERS[name].step(w, one_step_gradient(shape, w[None], own, 0.0)[0], state, one)
        np.testing.assert_allclose(got[k], w, rtol=1e-8, atol=1e-10)


def test_networks_do_not_depend_on_one_another_nor_on_chunks(monkeypatch):
    shape = Shape(1, (6,))
    theta, data = problem(shape, 9)
    training = Training(30, l2=0.01, record_at=(0, 7, 30))
    together = train(shape, theta, data, training)
    alone = [train(shape, theta[k : k + 1], Data(data.X[k], data.y[k]), training) for k in range(9)]
    np.testing.assert_allclose(together.theta, np.concatenate([one.theta for one in alone]), rtol=1e-11, atol=1e-12)
    monkeypatch.setattr(ensemble, "_LONG_CHUNK_BYTES", 1000)
    chunked = train(shape, theta, data, training)
    np.testing.assert_allclose(together.theta, chunked.theta, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(together.train_loss, chunked.train_loss, rtol=1e-11)


def test_each_network_has_its_own_rate_and_penalty_in_every_chunk(monkeypatch):
    shape = Shape(1, (6,))
    theta, data = problem(shape, 6)
    rates, l2 = np.linspace(0.001, 0.05, 6), np.linspace(0.0, 0.5, 6)
    monkeypatch.setattr(ensemble, "_LONG_CHUNK_BYTES", 800)
    together = train(shape, theta, data, Training(20, rates=rates, l2=l2)).theta
    for k in range(6):
        own = Data(data.X[k], data.y[k])
        alone = train(
            shape, theta[k : k + 1], own, Training(20, settings=OptimizerSettings(float(rates[k])), l2=float(l2[k]))
        )
        np.testing.assert_allclose(together[k], alone.theta[0], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("noise", [None, "dropout"])
def test_recorded_losses_are_those_of_the_parameters(noise):
    shape = Shape(2, (5,))
    theta, data = problem(shape)
    test = Data(data.X[0] + 0.3, data.y[0])

    def training(n_steps: int, record_at: tuple[int, ...]) -> Training:
        return Training(n_steps, noise=noise, drop_prob=0.4, record_at=record_at, seed=3)

    recorded = train(shape, theta, data, training(12, (0, 5, 12)), test)
    for column, n_steps in enumerate((0, 5, 12)):
        there = train(shape, theta, data, training(n_steps, ())).theta
        expected = np.mean((predict(shape, there, data.X) - data.y) ** 2, axis=1)
        np.testing.assert_allclose(recorded.train_loss[:, column], expected, rtol=1e-10)
        expected = np.mean((predict(shape, there, test.X) - test.y) ** 2, axis=1)
        np.testing.assert_allclose(recorded.test_loss[:, column], expected, rtol=1e-10)


def test_mini_batches_take_the_samples_named():
    shape = Shape(2, (3,))
    theta, data = problem(shape)
    batches = np.array([[0, 2, 5]])
    got = train(shape, theta, data, Training(1, "sgd", OptimizerSettings(0.1), batches=batches)).theta
    part = Data(data.X[:, [0, 2, 5]], data.y[:, [0, 2, 5]])
    np.testing.assert_allclose(
        got, train(shape, theta, part, Training(1, "sgd", OptimizerSettings(0.1))).theta, rtol=1e-14
    )


def test_a_network_that_diverges_leaves_the_others_alone():
    shape = Shape(1, (4,), "relu")
    theta, data = problem(shape)
    rates = np.array([0.01, 1e3, 0.01])
    trained = train(shape, theta, data, Training(60, "sgd", OptimizerSettings(0.01), rates=rates, record_at=range(61)))
    diverged = np.isnan(trained.train_loss)
    assert not diverged[[0, 2]].any()
    assert diverged[1].any()
    assert np.all(np.diff(diverged[1].astype(int)) >= 0)


def test_noise_has_mean_one_and_the_variance_of_dropout():
    for kind in ("dropout", "gaussian"):
        noise = Noise(kind, 0.3, (100, 1001), np.dtype(np.float64), np.random.default_rng(0))
        factors = np.stack([noise.draw().copy() for _ in range(5)])
        assert factors.mean() == pytest.approx(1.0, abs=4e-3)
        assert factors.var() == pytest.approx(0.3 / 0.7, rel=0.01)
        assert abs(np.corrcoef(factors[0].ravel(), factors[1].ravel())[0, 1]) < 0.02
    assert set(
        np.round(np.unique(Noise("dropout", 0.5, (9, 9), np.dtype(float), np.random.default_rng(1)).draw()), 12)
    ) == {0, 2}


def test_a_noisy_pass_multiplies_the_activations():
    shape = Shape(2, (5,))
    theta, data = problem(shape)
    noise = Noise("dropout", 0.5, (3, 5, 7), np.dtype(np.float64), np.random.default_rng(0))
    blocks, (X, _) = shape.split(theta), data.rows(slice(0, 3), np.dtype(np.float64))
    one = Pass(shape, blocks, X, [noise])
    y_hat = (pull := one.forward_in_training()).copy()
    a = hidden_activations(shape, theta, data.X) * noise.factors.swapaxes(1, 2)
    (W, b) = shape.weights(theta)[-1]
    np.testing.assert_allclose(y_hat, np.einsum("knj,koj->kn", a, W) + b, rtol=1e-12, atol=1e-13)
    gradient = np.zeros_like(theta)
    pull[:] = 1.0
    perform(one.backward_calls(parts := [np.zeros_like(block) for block in blocks]))
    gradient = np.concatenate([part.reshape(3, -1) for part in parts], axis=1)
    for p in range(shape.n_parameters):
        moved = theta.copy()
        moved[:, p] += 1e-6
        hidden = hidden_activations(shape, moved, data.X) * noise.factors.swapaxes(1, 2)
        (W, b) = shape.weights(moved)[-1]
        rise = (np.einsum("knj,koj->kn", hidden, W) + b - y_hat).sum(axis=1) / 1e-6
        np.testing.assert_allclose(gradient[:, p], rise, rtol=1e-4, atol=1e-5)


def test_dropout_is_seeded_and_matters():
    shape = Shape(1, (8,))
    theta, data = problem(shape)
    same = [train(shape, theta, data, Training(20, noise="dropout", drop_prob=0.5, seed=s)).theta for s in (1, 1, 2)]
    np.testing.assert_array_equal(same[0], same[1])
    assert np.abs(same[0] - same[2]).max() > 1e-3


def test_progress_is_reported_in_order():
    shape, seen = Shape(1, (4,)), []
    theta, data = problem(shape)
    train(shape, theta, data, Training(300), checkpoint=seen.append)
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] == 1.0
    assert len(seen) > 30


@pytest.mark.parametrize("arguments", [(0, (3,)), (1, ()), (1, (3, 0)), (1, (3,), "cosine")])
def test_shapes_that_do_not_exist_are_refused(arguments):
    with pytest.raises(ValueError, match=r"no activation|needs an input"):
        Shape(*arguments)


@pytest.mark.oracle
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_gradients_are_torchs(shape):
    torch = pytest.importorskip("torch")
    theta, data = problem(shape)
    gradient = one_step_gradient(shape, theta, data, 0.1)
    for k in range(len(theta)):
        t = torch.tensor(theta[k], requires_grad=True)
        a, position = torch.tensor(data.X[k]), 0
        spots = [(rows, columns) for rows, columns in shape.blocks]
        parts = []
        for rows, columns in spots:
            parts.append(t[position : position + rows * columns].reshape(rows, columns))
            position += rows * columns
        n = len(shape.layers)
        for layer, block in enumerate(parts[:n]):
            a = torch.nn.functional.linear(a, block[:, :-1], block[:, -1])
            if layer < n - 1:
                if shape.batch_norm:
                    normal = parts[n + layer]
                    a = torch.nn.functional.batch_norm(a, None, None, normal[0], normal[1], training=True)
                a = torch.tanh(a)
        loss = torch.mean((a[:, 0] - torch.tensor(data.y[k])) ** 2)
        loss = loss + 0.1 * sum((block[:, :-1] ** 2).sum() for block in parts[:n])
        loss.backward()
        np.testing.assert_allclose(gradient[k], t.grad.numpy(), rtol=1e-9, atol=1e-11)
