"""The data sets: the formulas of their shapes, label noise and its floor, and the tasks of own data."""

import numpy as np
import pytest

from wk4gui.lab.declarations import ParamError
from wk4gui.labs.playground.model.data_sets import DATA_SETS, height_of, hill_height
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import draw_points, output_of, problem_of, unavoidable_loss


@pytest.mark.parametrize("name", DATA_SETS)
@pytest.mark.parametrize("n", [10, 11, 250])
def test_every_data_set_has_as_many_points_as_asked_for(name, n):
    data = DATA_SETS[name]
    X, y = data.draw(n, 0.1, np.random.default_rng(0), "2 * sin(x)")
    assert X.shape == (n, 2)
    assert y.shape == (n,)
    assert np.abs(X).max() < 12.0
    if data.n_classes:
        assert set(np.unique(y)) == set(range(data.n_classes))


def test_without_noise_the_labels_are_those_of_the_formulas():
    def drawn(name, expression=""):
        return DATA_SETS[name].draw(400, 0.0, np.random.default_rng(1), expression)

    X, y = drawn("circle")
    assert np.array_equal(y == 1.0, np.hypot(*X.T) < 2.5)
    X, y = drawn("xor")
    assert np.array_equal(y == 1.0, X[:, 0] * X[:, 1] >= 0.0)
    assert np.abs(X).min() >= 0.3
    X, y = drawn("curve", "x**2 / 5")
    assert np.array_equal(y == 1.0, X[:, 1] > X[:, 0] ** 2 / 5)
    X, y = drawn("plane")
    assert y == pytest.approx(X.sum(axis=1) / 10)
    assert np.abs(y).max() > 1.0
    X, y = drawn("spiral")
    first = X[:200]
    i = np.arange(200)
    assert np.hypot(*first.T) == pytest.approx(5 * i / 200, abs=1e-12)
    assert first[7] == pytest.approx(
        5 * 7 / 200 * np.array([np.sin(1.75 * 2 * np.pi * 7 / 200), np.cos(1.75 * 2 * np.pi * 7 / 200)])
    )
    assert X[200:] == pytest.approx(-first, abs=1e-12)


def test_the_hill_that_is_largest_in_size_counts():
    at = np.array([[-4.0, 2.5], [0.0, 2.5], [0.0, 1.5], [6.0, 6.0]])
    assert hill_height(at) == pytest.approx([1.0, -1.0, -0.5, 0.0])


def test_label_noise_flips_its_share_and_its_floor_is_what_the_best_guess_costs():
    params = Params(n_train=1000, noise=0.0, label_noise=0.2)
    clean, noisy = draw_points(Params(n_train=1000, noise=0.0), 1000, 1), draw_points(params, 1000, 1)
    true = (np.hypot(*noisy.X.T) < 2.5) * 1.0
    assert (noisy.y != true).mean() == pytest.approx(0.2, abs=0.04)
    assert set(map(tuple, clean.X)) == set(map(tuple, noisy.X))
    guess = np.where(true == 1.0, 0.8, 0.2)
    rng = np.random.default_rng(0)
    y = np.where(rng.random((2000, 1000)) < 0.2, 1.0 - true, true)
    cost = -(y * np.log(guess) + (1 - y) * np.log(1 - guess)).mean()
    assert unavoidable_loss(params) == pytest.approx(cost, abs=2e-3)
    assert unavoidable_loss(Params(data="arms", label_noise=0.2)) == pytest.approx(
        -(0.8 * np.log(0.8) + 0.2 * np.log(0.1))
    )
    assert unavoidable_loss(Params(loss="half_mse", label_noise=0.2)) == pytest.approx(2 * 0.2 * 0.8)
    assert unavoidable_loss(Params(data="plane", label_noise=0.2)) == pytest.approx(0.04)


OWN = {"data": "own", "own_X": [[1, 2], [3, 5], [4, 1], [0, 0]]}


@pytest.mark.parametrize(
    ("y", "task", "output"),
    [
        ([0, 1, 1, 0], "auto", "sigmoid_bce"),
        ([3, 1, 2, 1], "auto", "softmax_cross_entropy"),
        ([0.5, 1, 1, 0], "auto", "linear_mse"),
        ([0, 1, 1, 0], "regression", "linear_mse"),
        (["b", "a", "b", "a"], "auto", "sigmoid_bce"),
        ([1.5, 2.5, 2.5, 1.5], "classes", "sigmoid_bce"),
    ],
)
def test_the_task_is_found_from_the_targets(y, task, output):
    assert output_of(Params().with_(**OWN, own_y=y, task=task)) == output


@pytest.mark.parametrize("y", [[0.0, -0.0, 1.0, 1.0], [-0.0, 0.0, 1.0, 1.0], ["a", -0.0, 0.0, "a"]])
def test_minus_nought_is_the_class_nought(y):
    problem = problem_of(Params().with_(**OWN, own_y=y, data_seed=None))
    assert problem.classes[0] == "0"
    assert len(problem.classes) == 2
    assert problem.train.y.tolist() in ([0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 0.0, 1.0])


@pytest.mark.parametrize(
    ("y", "classes"),
    [
        ([1.0000001, 1.0000002, 2.0, 2.0], ("1.0000001", "1.0000002", "2")),
        ([123456.2, 123456.1, 123456.3, 123456.1], ("123456.1", "123456.2", "123456.3")),
        ([1 / 3, 0.1 + 0.2, 0.3, 1.0], ("0.3", "0.30000000000000004", "0.333333", "1")),
        ([1 / 3, 1.0, 1 / 3, -2.0], ("-2", "0.333333", "1")),
    ],
)
def test_classes_that_are_numbers_are_told_apart_by_their_digits(y, classes):
    problem = problem_of(Params().with_(**OWN, own_y=y, task="classes", data_seed=None))
    assert problem.train.y.tolist() == [float(sorted(set(y)).index(value)) for value in y]
    assert [float(name) for name in problem.classes] == pytest.approx(sorted(set(y)), rel=1e-6)
    assert problem.classes == classes


def test_own_columns_are_standardised_and_classes_are_in_order():
    problem = problem_of(Params().with_(**OWN, own_y=["b", "a", "b", "a"], n_train=10, data_seed=None))
    rows = problem.inputs(problem.train.X)
    assert rows.mean(axis=1) == pytest.approx([0.0, 0.0])
    assert rows.std(axis=1) == pytest.approx([1.0, 1.0])
    assert problem.classes == ("a", "b")
    assert problem.train.y.tolist() == [1.0, 0.0, 1.0, 0.0]


@pytest.mark.parametrize("n", [7, 9, 13, 30])
@pytest.mark.parametrize("constant", [0.1, 1 / 3, 1e5 + 0.1])
def test_a_column_of_equal_numbers_is_not_divided_by_rounding(constant, n):
    own = {"data": "own", "own_X": [[constant, k] for k in range(n)], "own_y": [k % 2 for k in range(n)]}
    problem = problem_of(Params().with_(**own, data_seed=None))
    assert problem.scale.tolist() == [1.0, np.arange(n).std()]
    assert np.abs(problem.inputs(problem.train.X)[0]).max() < 1e-9


def test_numbers_too_small_for_a_standard_deviation_are_not_divided_by_0():
    own = {"data": "own", "own_X": [[1e-300 * k, k] for k in range(5)], "own_y": [0, 1, 0, 1, 0]}
    assert problem_of(Params().with_(**own)).scale[0] == 1.0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"own_y": [0, 1]}, "there are 4 rows in own_X and 2 in own_y"),
        ({"own_y": [1, 1, 1, 1]}, "one class alone, 1"),
        ({"own_y": ["a", "b", "c", "d"], "own_X": [[1, 2], [3, 5], [4, 1], [1e7, 0]]}, "row 4 of your data"),
        ({"own_y": ["a", 1, 2, 3], "task": "regression"}, "row 1 of your data has the target 'a'"),
        ({"own_X": [], "own_y": []}, "there are fewer than 2 rows in own_X"),
    ],
)
def test_own_data_that_does_not_fit_is_one_sentence(changes, sentence):
    with pytest.raises(ParamError, match=sentence):
        Params().with_(**{**OWN, **changes})


def test_a_formula_that_cannot_be_read_is_refused():
    with pytest.raises(ParamError):
        Params(data="circle").with_(data="curve", expression="2 +")
    with pytest.raises(ParamError, match="y in it, and the curve is a function of x alone"):
        Params(data="circle").with_(data="curve", expression="x - y")
    for expression, names in (
        ("foo(x)", "there are x, pi, e, sin"),
        ("", "may use x, pi"),
        ("2 +", "a number, x or a"),
    ):
        with pytest.raises(ParamError, match=names):
            Params().with_(data="curve", expression=expression)
    assert height_of("3", np.zeros(4)).tolist() == [3.0] * 4
