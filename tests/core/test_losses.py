from typing import get_args

import numpy as np
import pytest

from wk4gui.core.losses import LOSSES, Loss, LossName, check_loss

EVERY = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())


def sample(loss: Loss) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    output, y = rng.normal(size=(5, 3)), rng.uniform(size=(5, 3))
    return output, y / y.sum(axis=1, keepdims=True) if loss.name == "cross_entropy" else y


def test_the_four_are_there() -> None:
    assert tuple(LOSSES) == get_args(LossName)


@EVERY
def test_gradient_equals_central_difference(loss: Loss) -> None:
    output, y = sample(loss)
    if loss.name == "cross_entropy":
        y[0] = [0.0, 1.0, 0.0]
    steps = np.eye(output.size).reshape(output.size, *output.shape) * 1e-6
    numeric = (loss.value(output + steps, y) - loss.value(output - steps, y)) / 2e-6
    np.testing.assert_allclose(loss.grad(output, y), numeric.reshape(output.shape), atol=1e-9)


@EVERY
def test_leading_axes_are_many_networks(loss: Loss) -> None:
    output, y = sample(loss)
    many = np.stack([output, 2.0 * output])
    np.testing.assert_allclose(loss.value(many, y), [loss.value(output, y), loss.value(2.0 * output, y)])


def test_values_by_hand() -> None:
    y_hat, y = np.array([[6.0], [1.0]]), np.array([[3.0], [0.0]])
    assert LOSSES["mse"].value(y_hat, y) == 5.0
    assert LOSSES["half_mse"].value(y_hat, y) == 2.5
    assert LOSSES["bce"].value(np.array([[0.0]]), np.array([[1.0]])) == pytest.approx(np.log(2.0))
    assert LOSSES["cross_entropy"].value(np.zeros((1, 4)), np.eye(4)[:1]) == pytest.approx(np.log(4.0))


@pytest.mark.parametrize("name", ["bce", "cross_entropy"])
def test_huge_logits_stay_finite(name: str) -> None:
    output, y = np.array([[1e6, -1e6]]), np.array([[0.0, 1.0]])
    assert LOSSES[name].value(output, y) == pytest.approx(1e6 if name == "bce" else 2e6)
    assert np.isfinite(LOSSES[name].grad(output, y)).all()


@pytest.mark.parametrize(
    ("name", "activation", "y", "words"),
    [
        ("bce", "relu", [0.5], ["bce", "linear or sigmoid", "relu"]),
        ("bce", "linear", [3.0], ["bce", "0 and 1", "3"]),
        ("cross_entropy", "sigmoid", [1.0, 0.0], ["cross_entropy", "linear", "sigmoid"]),
        ("cross_entropy", "linear", [0.5, 0.25], ["add up to 1", "0.75"]),
        ("cross_entropy", "linear", [-1.0, 2.0], ["cross_entropy", "0 and 1", "-1"]),
    ],
)
def test_what_does_not_fit_is_named(name: str, activation: str, y: list[float], words: list[str]) -> None:
    with pytest.raises(ValueError, match="loss") as error:
        check_loss(LOSSES[name], activation, np.array(y))
    assert all(word in str(error.value) for word in words)


@pytest.mark.parametrize("name", LOSSES)
def test_what_fits_passes(name: str) -> None:
    check_loss(LOSSES[name], "linear", np.array([0.25, 0.75]))
