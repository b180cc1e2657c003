"""The rules of the seven optimizers, by hand and against PyTorch on shared gradients."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from wk4gui.core.optimizers import OPTIMIZERS, OptimizerSettings

DEFAULT = OptimizerSettings(0.1)
every_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)


def run(name: str, gradients: np.ndarray, settings: OptimizerSettings) -> np.ndarray:
    """The weights after every step, from ones, on given gradients."""
    optimizer = OPTIMIZERS[name]  # type: ignore[index]
    w = np.ones(gradients.shape[1:])
    state = optimizer.init(w)
    visited = []
    for gradient in gradients:
        w, state = optimizer.step(w, gradient, state, settings)
        visited.append(w)
    return np.array(visited)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("sgd", 0.8, 0.7),
        ("momentum", 0.8, 0.52),
        ("nesterov", 0.62, 0.268),
        ("adagrad", 0.9, 0.9 - 0.1 / 5**0.5),
        ("rmsprop", 0.0, -0.1 / (0.99 * 0.04 + 0.01) ** 0.5),
        ("adam", 0.9, 0.9 - 0.1 * (0.28 / 0.19) / (0.004996 / 0.001999) ** 0.5),
        ("adamw", 0.899, 0.899 * 0.999 - 0.1 * (0.28 / 0.19) / (0.004996 / 0.001999) ** 0.5),
    ],
)
def test_two_steps_by_hand(name: str, first: float, second: float) -> None:
    visited = run(name, np.array([[2.0], [1.0]]), replace(DEFAULT, eps=0.0))
    np.testing.assert_allclose(visited[:, 0], [first, second], rtol=1e-13, atol=1e-13)


@every_optimizer
def test_shapes_make_no_difference_and_nothing_is_written_in_place(name: str) -> None:
    gradients = np.random.default_rng(1).normal(size=(20, 2, 3, 4))
    before = gradients.copy()
    whole = run(name, gradients, DEFAULT)
    alone = run(name, gradients[:, 1, 2, 3].reshape(-1, 1), DEFAULT)
    np.testing.assert_array_equal(whole[:, 1, 2, 3], alone[:, 0])
    np.testing.assert_array_equal(gradients, before)


@every_optimizer
@pytest.mark.oracle
def test_every_rule_is_pytorchs_on_shared_gradients(name: str) -> None:
    torch = pytest.importorskip("torch")
    settings = OptimizerSettings(0.03, momentum=0.85, beta1=0.8, beta2=0.98, rho=0.95, eps=1e-7, weight_decay=0.02)
    betas = {"betas": (settings.beta1, settings.beta2), "eps": settings.eps}
    makers: dict[str, tuple[Any, dict[str, Any]]] = {
        "sgd": (torch.optim.SGD, {}),
        "momentum": (torch.optim.SGD, {"momentum": settings.momentum}),
        "nesterov": (torch.optim.SGD, {"momentum": settings.momentum, "nesterov": True}),
        "adagrad": (torch.optim.Adagrad, {"eps": settings.eps}),
        "rmsprop": (torch.optim.RMSprop, {"alpha": settings.rho, "eps": settings.eps}),
        "adam": (torch.optim.Adam, betas),
        "adamw": (torch.optim.AdamW, betas | {"weight_decay": settings.weight_decay}),
    }
    rng = np.random.default_rng(0)
    gradients = rng.normal(size=(1000, 6)) * 10.0 ** rng.integers(-3, 3, size=(1000, 1))
    ours = run(name, gradients, settings)
    weights = torch.ones(6, dtype=torch.float64, requires_grad=True)
    kind, options = makers[name]
    optimizer = kind([weights], lr=settings.learning_rate, **options)
    for step, gradient in enumerate(gradients):
        weights.grad = torch.tensor(gradient)
        optimizer.step()
        theirs = weights.detach().numpy()
        np.testing.assert_allclose(ours[step], theirs, rtol=1e-12, atol=1e-12 * max(1.0, np.abs(theirs).max()))
