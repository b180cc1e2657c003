"""Penalty and decay on a quadratic, against closed forms, differences and other rules."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.labs.weight_decay.model.decay_paths import descend_with_decay
from wk4gui.labs.weight_decay.model.penalties import QuadraticLoss, penalty, strength

LOSS = QuadraticLoss((1.0, 8.0), 30.0, (2.0, 1.0))
START = (-1.0, 2.0)
numbers = st.floats(-50, 50)
curvatures = st.floats(0.05, 50)


def test_the_hessian_has_the_curvatures_along_its_directions():
    for k in range(2):
        direction = LOSS.directions[:, k]
        np.testing.assert_allclose(LOSS.hessian @ direction, LOSS.curvature[k] * direction, atol=1e-14)
    np.testing.assert_allclose(LOSS.directions[:, 0], [np.cos(np.pi / 6), np.sin(np.pi / 6)])


@given(k1=curvatures, k2=curvatures, angle=st.floats(-90, 90), x=numbers, y=numbers)
def test_loss_and_gradient_belong_together(k1, k2, angle, x, y):
    loss = QuadraticLoss((k1, k2), angle, (1.0, -2.0))
    w, h = np.array([x, y]), 1e-5
    for axis in np.eye(2):
        slope = (loss.loss(w + h * axis) - loss.loss(w - h * axis)) / (2 * h)
        assert slope == pytest.approx(float(loss.gradient(w) @ axis), rel=1e-6, abs=1e-5)
    expected = 0.5 * (w - [1.0, -2.0]) @ loss.hessian @ (w - [1.0, -2.0])
    assert loss.loss(w) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(k1=curvatures, k2=curvatures, angle=st.floats(-90, 90), s=st.floats(0, 20))
def test_at_the_regularised_optimum_the_whole_gradient_is_zero(k1, k2, angle, s):
    loss = QuadraticLoss((k1, k2), angle, (2.0, 1.0))
    w = loss.regularized_optimum(s)
    np.testing.assert_allclose(loss.gradient(w) + s * w, 0.0, atol=1e-11)
    kept = loss.directions.T @ w / (loss.directions.T @ np.array([2.0, 1.0]))
    np.testing.assert_allclose(kept, loss.kept_fraction(s), rtol=1e-6)


def test_the_two_conventions():
    w = np.array([3.0, 4.0])
    assert penalty(w, 0.5, "half") == 6.25
    assert penalty(w, 0.5, "full") == 12.5
    assert (strength(0.5, "half"), strength(0.5, "full")) == (0.5, 1.0)


def test_an_ellipse_lies_on_its_level():
    points = LOSS.level_ellipse(3.0)
    np.testing.assert_allclose(LOSS.loss(points), 3.0, rtol=1e-12)
    np.testing.assert_allclose(points[0], points[-1], atol=1e-12)


def by_hand(rule, n_steps, alpha, s, mu=0.9):
    w = np.array(START)
    v, u = np.zeros(2), np.zeros(2)
    path = [w]
    for _ in range(n_steps):
        g = LOSS.gradient(w)
        if rule == "sgd l2":
            w = w - alpha * (g + s * w)
        elif rule == "sgd decay":
            w = (1 - alpha * s) * w - alpha * g
        elif rule == "sgd printed":
            w = (1 - alpha * s) * w - g
        elif rule == "momentum l2":
            v = mu * v + g + s * w
            w = w - alpha * v
        elif rule == "momentum decay":
            v = mu * v + g
            w = (1 - alpha * s) * w - alpha * v
        elif rule == "momentum decay velocity":
            v, u = mu * v + g, mu * u + s * w
            w = w - alpha * u - alpha * v
        path.append(w)
    return np.array(path)


@pytest.mark.parametrize(
    ("optimizer", "row", "rule"),
    [
        ("sgd", 1, "sgd l2"),
        ("sgd", 2, "sgd decay"),
        ("momentum", 1, "momentum l2"),
        ("momentum", 2, "momentum decay"),
        ("momentum", 3, "momentum decay velocity"),
    ],
)
def test_paths_follow_their_rules(optimizer, row, rule):
    paths = descend_with_decay(LOSS, START, optimizer, OptimizerSettings(0.05), 0.5, 60)
    np.testing.assert_allclose(paths.w[row], by_hand(rule, 60, 0.05, 0.5), rtol=0, atol=1e-13)
    np.testing.assert_allclose(paths.gradient[row], LOSS.gradient(paths.w[row]), atol=1e-13)
    plain = descend_with_decay(LOSS, START, optimizer, OptimizerSettings(0.05), 0.0, 60)
    np.testing.assert_allclose(paths.w[0], plain.w[1], atol=1e-14)


def test_the_printed_rule_has_no_rate_before_its_gradient():
    paths = descend_with_decay(LOSS, START, "sgd", OptimizerSettings(0.01), 0.5, 5, as_printed=True)
    np.testing.assert_allclose(paths.w[2], by_hand("sgd printed", 5, 0.01, 0.5), rtol=1e-12)
    right = descend_with_decay(LOSS, START, "sgd", OptimizerSettings(0.01), 0.5, 5)
    np.testing.assert_array_equal(paths.w[[0, 1]], right.w[[0, 1]])


def test_moves_add_up_to_the_step():
    paths = descend_with_decay(LOSS, START, "adam", OptimizerSettings(0.05), 0.5, 30)
    np.testing.assert_allclose(paths.shrink_move, -0.05 * 0.5 * paths.w[2, :-1], rtol=1e-12)
    np.testing.assert_allclose(paths.w[2, 1:] - paths.w[2, :-1], paths.shrink_move + paths.gradient_move, atol=1e-14)


def test_a_divergence_is_said_and_leaves_the_others_alone():
    paths = descend_with_decay(LOSS, START, "sgd", OptimizerSettings(1.0), 0.5, 2000)
    assert None not in paths.diverged_at
    for row, end in enumerate(paths.diverged_at):
        assert np.isfinite(paths.w[row, :end]).all()
        assert np.isnan(paths.w[row, end:]).all()
    mixed = descend_with_decay(LOSS, START, "sgd", OptimizerSettings(0.24), 3.0, 9000)
    assert [end is None for end in mixed.diverged_at] == [True, False, False]


@pytest.mark.oracle
@pytest.mark.parametrize(("optimizer", "row"), [("adam", 1), ("adam", 2), ("sgd", 1), ("momentum", 1)])
def test_paths_are_torchs(optimizer, row):
    torch = pytest.importorskip("torch")
    makers = {
        ("adam", 1): lambda w: torch.optim.Adam([w], lr=0.05, weight_decay=0.5),
        ("adam", 2): lambda w: torch.optim.AdamW([w], lr=0.05, weight_decay=0.5),
        ("sgd", 1): lambda w: torch.optim.SGD([w], lr=0.05, weight_decay=0.5),
        ("momentum", 1): lambda w: torch.optim.SGD([w], lr=0.05, weight_decay=0.5, momentum=0.9),
    }
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    rule, path = makers[optimizer, row](w), [np.array(START)]
    hessian, optimum = torch.tensor(LOSS.hessian), torch.tensor(LOSS.optimum, dtype=torch.float64)
    for _ in range(60):
        rule.zero_grad()
        (0.5 * (w - optimum) @ hessian @ (w - optimum)).backward()
        rule.step()
        path.append(w.detach().numpy().copy())
    paths = descend_with_decay(LOSS, START, optimizer, OptimizerSettings(0.05), 0.5, 60)
    np.testing.assert_allclose(paths.w[row], path, atol=1e-9)
