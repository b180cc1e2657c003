"""Training with and without batch norm at a ladder of rates, against PyTorch."""

import numpy as np
import pytest

from wk4gui.core.ensemble import Shape
from wk4gui.labs.batch_norm.model.norm_race import N_SAMPLES, WIDTHS, race_norms, rate_ladder


def test_the_ladder_is_two_decades_about_its_middle() -> None:
    np.testing.assert_allclose(rate_ladder(0.1, 5), [0.01, 10**-1.5, 0.1, 10**-0.5, 1.0])
    np.testing.assert_allclose(rate_ladder(0.3, 1), [0.3])
    np.testing.assert_allclose(rate_ladder(0.1, 2), [0.01, 1.0])


def test_each_rate_alone_is_the_same() -> None:
    together = race_norms(0.05, 3, 20, "tanh", 0)
    alone = race_norms(0.05, 1, 20, "tanh", 0)
    np.testing.assert_allclose(together.with_bn[1], alone.with_bn[0], rtol=1e-10)
    np.testing.assert_allclose(together.without_bn[1], alone.without_bn[0], rtol=1e-10)


@pytest.mark.oracle
@pytest.mark.parametrize("batch_norm", [True, False])
def test_equal_to_pytorch(batch_norm: bool) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng([2, 0])
    x = np.sort(rng.uniform(-3.0, 3.0, N_SAMPLES))
    y = torch.tensor(np.sin(2.0 * x) + 0.1 * rng.standard_normal(N_SAMPLES))
    shape = Shape(1, WIDTHS, "tanh", batch_norm)
    start = shape.draw(1, np.random.default_rng([2, 1]))
    layers: list[object] = []
    for k, (W, b) in enumerate(shape.weights(start)):
        affine = torch.nn.Linear(W.shape[2], W.shape[1], dtype=torch.float64)
        with torch.no_grad():
            affine.weight.copy_(torch.tensor(W[0]))
            affine.bias.copy_(torch.tensor(b[0]))
        norm = [torch.nn.BatchNorm1d(W.shape[1], dtype=torch.float64)] if batch_norm else []
        layers += [affine, *norm, torch.nn.Tanh()] if k < len(WIDTHS) else [affine]
    network = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    losses = []
    for _ in range(11):
        optimizer.zero_grad()
        loss = ((network(torch.tensor(x[:, None]))[:, 0] - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    race = race_norms(0.1, 1, 10, "tanh", 2)
    np.testing.assert_allclose((race.with_bn if batch_norm else race.without_bn)[0], losses, rtol=1e-9)
