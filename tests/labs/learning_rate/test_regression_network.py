"""Gradient and exact Hessian of the networks with one hidden layer."""

import numpy as np
import pytest

from wk4gui.core.network import backward, forward, loss_of, make_network
from wk4gui.labs.learning_rate.model.regression_network import RegressionProblem, sine_problem, tutorial_problem

PROBLEMS = {"tutorial": tutorial_problem(), "sine": sine_problem(0), "sine 7": sine_problem(7)}
every_problem = pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS)


def shifted(problem: RegressionProblem, seed: int = 0) -> np.ndarray:
    """Two networks near the start, away from kinks."""
    rng = np.random.default_rng(seed)
    return problem.start + 0.05 * rng.standard_normal((2, len(problem.start)))


@every_problem
def test_the_gradient_by_central_differences(problem: RegressionProblem) -> None:
    theta = shifted(problem)
    loss, gradient = problem.loss_and_gradient(theta)
    np.testing.assert_array_equal(loss, problem.loss(theta))
    for k in range(theta.shape[1]):
        step = np.zeros(theta.shape[1])
        step[k] = 1e-6
        difference = (problem.loss(theta + step) - problem.loss(theta - step)) / 2e-6
        np.testing.assert_allclose(gradient[:, k], difference, rtol=1e-6, atol=1e-7 * np.abs(gradient).max())


@every_problem
def test_the_hessian_by_central_differences_of_the_gradient(problem: RegressionProblem) -> None:
    theta = shifted(problem)[0]
    hessian = problem.hessian(theta)
    np.testing.assert_array_equal(hessian, hessian.T)
    for k in range(len(theta)):
        step = np.zeros(len(theta))
        step[k] = 1e-6
        (_, up), (_, down) = (problem.loss_and_gradient((theta + s * step)[None]) for s in (1.0, -1.0))
        np.testing.assert_allclose(hessian[k], (up - down)[0] / 2e-6, rtol=1e-6, atol=1e-7 * np.abs(hessian).max())


def test_the_tutorial_network_is_the_first_questions() -> None:
    problem = tutorial_problem()
    loss, gradient = problem.loss_and_gradient(problem.start[None])
    assert loss.tolist() == [9.0]
    rows = [-6, -12, -6, 0, 0, 0, 12, 24, 12]
    assert gradient[0].tolist() == [*rows, 24, 0, 30, 6]


def test_the_gradient_is_that_of_the_general_network() -> None:
    problem = sine_problem(0)
    theta = problem.start
    hidden, output = theta[:32].reshape(16, 2), theta[32:48]
    weights, biases = [hidden[:, :1], output[None]], [hidden[:, 1], theta[48:]]
    network = make_network(weights, biases, ["tanh", "linear"], "mse")
    X, y = problem.X[:1].T, problem.y[:, None]
    values = forward(network, X)
    slopes = backward(network, X, y, values)
    loss, gradient = problem.loss_and_gradient(theta[None])
    assert loss[0] == pytest.approx(float(loss_of(network, values, y)), rel=1e-13)
    whole = np.concatenate([np.column_stack([slopes.grad_W[0], slopes.grad_b[0]]).ravel(), slopes.grad_W[1][0]])
    np.testing.assert_allclose(gradient[0, :-1], whole, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(gradient[0, -1], slopes.grad_b[1][0], rtol=1e-11, atol=1e-13)


def test_batches_of_an_epoch_average_to_the_whole_gradient() -> None:
    problem = sine_problem(3)
    theta = shifted(problem)
    order = np.random.default_rng(0).permutation(64).reshape(8, 8)
    loss, whole = problem.loss_and_gradient(theta)
    parts = [problem.loss_and_gradient(theta, batch) for batch in order]
    np.testing.assert_allclose(np.mean([gradient for _, gradient in parts], axis=0), whole, rtol=1e-12, atol=1e-14)
    assert all((each == loss).all() for each, _ in parts)


@every_problem
@pytest.mark.oracle
def test_the_largest_eigenvalue_against_autograd(problem: RegressionProblem) -> None:
    torch = pytest.importorskip("torch")
    X, y = torch.tensor(np.array(problem.X)), torch.tensor(np.array(problem.y))
    n = problem.width * len(X)
    f = torch.relu if problem is PROBLEMS["tutorial"] else torch.tanh

    def loss(theta):  # type: ignore[no-untyped-def]
        a = f(theta[:n].reshape(problem.width, -1) @ X)
        return torch.mean((theta[n:-1] @ a + theta[-1] - y) ** 2)

    theirs = torch.autograd.functional.hessian(loss, torch.tensor(np.array(problem.start))).numpy()
    ours = problem.hessian(problem.start)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-11 * np.abs(theirs).max())
    assert np.linalg.eigvalsh(ours)[-1] == pytest.approx(np.linalg.eigvalsh(theirs)[-1], rel=1e-12)
