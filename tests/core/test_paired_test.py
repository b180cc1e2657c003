"""Three answers: few false alarms whatever the tails, power where there is a change, and honest gaps."""

import math

import numpy as np
import pytest

from tests.tiers import amount
from wk4gui.core.paired_test import FEWEST, LEVEL, compare_pairs, judge_change, student_quantile

NULLS = {
    "normal": lambda rng, n: rng.standard_normal(n),
    "heavy": lambda rng, n: rng.standard_t(1.5, n),
    "Cauchy": lambda rng, n: rng.standard_cauchy(n),
    "skewed arms": lambda rng, n: rng.lognormal(size=n) - rng.lognormal(size=n),
    "skewed": lambda rng, n: rng.lognormal(size=n) - 1.0,
}


def resolved(draw, n: int, n_experiments: int, seed: int = 0) -> int:
    rng = np.random.default_rng([seed, n])
    return sum(compare_pairs(np.zeros(n), draw(rng, n)).direction != "not_resolved" for _ in range(n_experiments))


@pytest.mark.parametrize("n", [8, 16, 64])
@pytest.mark.parametrize("name", NULLS)
def test_nothing_is_seldom_called_a_change(name, n):
    n_experiments = amount(300, 1000, 3000)
    assert resolved(NULLS[name], n, n_experiments) <= 0.01 * n_experiments


@pytest.mark.parametrize(("n", "least"), [(9, 0.15), (16, 0.45), (32, 0.8), (64, 0.98)])
def test_a_change_of_one_standard_deviation_is_seen(n, least):
    n_experiments = amount(300, 1000, 3000)
    assert resolved(lambda rng, n: rng.standard_normal(n) + 1.0, n, n_experiments) >= least * n_experiments


def test_the_direction_is_that_of_the_second_arm():
    first = np.linspace(1.0, 2.0, 16)
    found = compare_pairs(first, 0.5 * first)
    assert (found.direction, found.n, found.better, found.worse) == ("down", 16, 16, 0)
    assert found.p_value == 2.0**-15
    assert found.median_change == pytest.approx(-0.75)
    assert compare_pairs(0.5 * first, first).direction == "up"


def test_fifteen_of_sixteen_are_enough_and_eight_are_not():
    change = -np.ones(16)
    change[0] = 1e9
    assert compare_pairs(np.zeros(16), change).direction == "down"
    for n in (1, 2, FEWEST - 1, FEWEST):
        found = compare_pairs(np.zeros(n), -np.ones(n))
        assert (found.direction, found.better) == ("not_resolved", n)
    assert compare_pairs(np.zeros(9), -np.ones(9)).direction == "down"


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_diverged_pairs_are_counted_and_never_a_finding(wrong):
    nothing = compare_pairs(np.full(16, wrong), np.full(16, wrong))
    assert (nothing.direction, nothing.diverged, nothing.p_value) == ("not_resolved", 16, 1.0)
    assert math.isnan(nothing.median_change)
    assert compare_pairs(np.zeros(16), np.full(16, wrong), same_within=1.0).direction == "not_resolved"
    second = np.full(16, -1.0)
    second[:5] = wrong
    mixed = compare_pairs(np.zeros(16), second)
    assert (mixed.direction, mixed.better, mixed.diverged) == ("not_resolved", 11, 5)
    second[:4] = -1.0
    assert compare_pairs(np.zeros(16), second).direction == "down"


def test_the_same_needs_a_bound_and_enough_pairs_within_it():
    rng = np.random.default_rng(1)
    change = 0.01 * rng.standard_normal(64)
    assert compare_pairs(np.zeros(64), change).direction == "not_resolved"
    assert compare_pairs(np.zeros(64), change, same_within=0.03).direction == "same"
    assert compare_pairs(np.zeros(64), change + 0.03, same_within=0.03).direction == "up"
    assert compare_pairs(np.zeros(64), change + 0.01, same_within=0.03).direction == "same"
    assert compare_pairs(np.zeros(7), np.zeros(7), same_within=1.0).direction == "not_resolved"
    assert compare_pairs(np.zeros(9), np.zeros(9), same_within=0.0).direction == "same"


def test_a_change_at_the_bound_is_seldom_called_the_same():
    rng, n_experiments = np.random.default_rng(2), amount(300, 1000, 3000)
    for draw in NULLS.values():
        found = [compare_pairs(np.zeros(16), draw(rng, 16) + 3.0, same_within=3.0) for _ in range(n_experiments)]
        assert sum(each.direction == "same" for each in found) <= 0.01 * n_experiments


def test_arms_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"two rows of the same length, not \(3,\) and \(4,\)"):
        compare_pairs(np.zeros(3), np.zeros(4))


def test_an_estimate_is_judged_by_its_standard_error():
    t = student_quantile(0.5 * LEVEL, 199)
    assert judge_change(t + 0.01, 1.0, 200) == "up"
    assert judge_change(-t - 0.01, 1.0, 200) == "down"
    assert judge_change(t - 0.01, 1.0, 200) == "not_resolved"
    assert judge_change(t - 0.01, 1.0, 200, same_within=10.0) == "same"
    assert judge_change(t - 0.01, 1.0, 200, same_within=5.0) == "not_resolved"
    assert judge_change(3.5, 1.0, 10) == "not_resolved"
    assert judge_change(100.0, 1.0, FEWEST - 1) == "not_resolved"
    assert judge_change(0.0, 0.0, 20, same_within=0.0) == "same"
    for pair in ((np.nan, 1.0), (1.0, np.nan), (-np.inf, 1.0)):
        assert judge_change(*pair, 200, same_within=1.0) == "not_resolved"


@pytest.mark.parametrize(
    ("tail", "freedom", "quantile"),
    [(0.005, 1, 63.65674), (0.005, 2, 9.924843), (0.005, 10, 3.169273), (0.025, 7, 2.364624), (0.005, 120, 2.617421)],
)
def test_students_quantile_is_that_of_the_tables(tail, freedom, quantile):
    assert student_quantile(tail, freedom) == pytest.approx(quantile, rel=1e-6)


def test_students_quantile_tends_to_the_normal_one():
    assert student_quantile(0.0025, 100_000) == pytest.approx(2.807034, rel=1e-4)
