"""The outcome of a rate: by comparison, in an order along the axis that never breaks; and the manner, apart from it."""

import numpy as np
import pytest

from wk4gui.core.rate_outcomes import (
    end_loss,
    judge_rates,
    manner_of_loss,
    manner_of_path,
    n_last,
    standard_of,
)

ORDER = ["too low", "good", "undecided", "too high", "diverges"]
RATES = np.arange(1.0, 9.0)
ENDS = np.array([[9.0, 5.0, 0.9, 0.0, 2.0, 0.4, 3.0, 99.0]])


def judged(ends=ENDS, diverges=(7,), dead=(), start=10.0):
    out, off = np.isin(np.arange(len(RATES)), diverges), np.isin(np.arange(len(RATES)), dead)
    return judge_rates(RATES, ends, standard_of(RATES, ends, start, out | off), out, off)


def test_a_rate_is_judged_by_what_the_others_reach():
    assert judged() == ["too low", "too low", "good", "good", "undecided", "good", "too high", "diverges"]


def test_one_that_is_never_below_the_start_is_undecided():
    assert set(judged(ENDS + 20.0)) == {"undecided", "diverges"}


def test_dead_units_are_too_high_and_set_no_standard():
    assert judged(dead=(3,))[3] == "too high"
    assert judged(dead=(3,))[2] == "good"
    assert judged(diverges=range(8)) == ["diverges"] * 8


def test_mini_batches_are_worse_only_if_all_orders_agree():
    ends = np.repeat(ENDS, 8, axis=0)
    assert judged(ends) == judged()
    ends[5, 1] = 0.5
    assert judged(ends)[:3] == ["too low", "good", "good"]


@pytest.mark.parametrize("lost", [np.nan, np.inf])
def test_a_rate_that_diverges_in_one_order_sets_no_standard(lost):
    ends = np.repeat(ENDS, 8, axis=0)
    ends[2, 3] = lost
    found = judged(ends)
    assert found[5] == "good"
    assert found[7] == "diverges"
    assert judged(np.full((8, 8), lost)) == ["undecided"] * 7 + ["diverges"]


def test_the_order_never_breaks():
    rng = np.random.default_rng(0)
    for _ in range(300):
        found = judged(10.0 ** rng.uniform(-3.0, 1.2, (1, 8)), diverges=range(rng.integers(4, 9), 8))
        places = [{"too low": 0, "good": 1, "undecided": 1, "too high": 2, "diverges": 3}[each] for each in found]
        if "undecided" not in found or "good" in found:
            assert places == sorted(places), found


@pytest.mark.parametrize(("n_steps", "last"), [(1, 1), (9, 1), (10, 1), (11, 2), (100, 10)])
def test_the_end_is_the_last_tenth(n_steps, last):
    loss = np.arange(n_steps + 1.0)
    assert n_last(n_steps) == last
    assert end_loss(loss[None])[0] == pytest.approx(loss[-last:].mean())
    assert np.isnan(end_loss(np.where(loss == n_steps, np.nan, loss)))


def test_the_manner_of_a_path():
    falling = np.linspace(4.0, 1.0, 5)
    sides = np.array([[6.0, 1.0], [5.0, -0.5], [4.0, 0.25], [3.0, -0.1], [2.0, 0.0]])
    assert manner_of_path(sides, falling, momentum=False) == "zig-zags"
    assert manner_of_path(sides, falling, momentum=True) == "swings"
    assert manner_of_path(np.abs(sides), falling, momentum=False) == "falls smoothly"
    sides[1:, 1] = [-1e-16, 1e-16, -1e-16, 0.0]
    assert manner_of_path(sides, falling, momentum=False) == "falls smoothly"
    assert manner_of_path(sides, np.array([4.0, 5.0, 1.0, 1.0, 1.0]), momentum=True) == "rises on the way"


def test_the_manner_of_a_loss():
    smooth = np.exp(-np.arange(100.0) / 30.0)
    jagged = smooth * (1.0 + 0.1 * (-1.0) ** np.arange(100)) / 1.1
    assert manner_of_loss(smooth, momentum=False, batches=False) == "falls smoothly"
    assert manner_of_loss(jagged, momentum=False, batches=False) == "zig-zags"
    assert manner_of_loss(jagged, momentum=True, batches=False) == "swings"
    assert manner_of_loss(jagged, momentum=False, batches=True) == "jitters"
    jagged[1] = 1.0001
    assert manner_of_loss(jagged, momentum=False, batches=False) == "rises on the way"
    assert manner_of_loss(jagged, momentum=False, batches=True) == "jitters"
