"""Sentences of the races in states in which an easy word would be wrong."""

import pytest

from wk4gui.lab.checkpoint import no_checkpoint
from wk4gui.registry import LABS

LAB = LABS["saddle"]


def said(frame, **changes):
    params = LAB.params().with_(**changes)
    return str(LAB.main.summarize(params, LAB.main.compute(params, no_checkpoint), frame))


def test_who_is_in_a_minimum_outside_the_window_is_not_above_another():
    words = said(
        300, surface="three_hump_camel", start=(-1.0, 0.0), optimizers=("momentum",), learning_rate=0.0027, noise=0.0,
        n_runs=5, n_steps=300, x_range=(-2.0, -0.3), y_range=(-0.8, 1.0),
    )  # fmt: skip
    assert words.endswith("At the end the run without noise lies below the nearest minimum in the window.")


def test_who_rests_outside_the_window_is_not_on_the_way():
    narrow = {"x_range": (-0.01, 0.01), "y_range": (-0.01, 0.01), "noise": 0.0}
    words = said(5000, surface="double_well", start=(0.001, 0.005), n_steps=5000, **narrow)
    assert words.startswith("No gradient is left.")
    assert said(5, surface="double_well", start=(0.5, 0.5), n_steps=10, **narrow).startswith("On the way.")


def test_nothing_falls_without_end_where_f_has_a_least_value():
    words = said(10, surface="beale", start=(0.0, 1.094), learning_rate=0.869, noise=0.0, n_steps=10)
    assert words.startswith("SGD diverges.")
    noisy = {"start": (-0.071, -1.958), "learning_rate": 0.0938, "noise": 10.0, "n_runs": 30, "n_steps": 10}
    words = said(10, surface="rosenbrock", optimizers=("momentum",), **noisy)
    assert "fallen" not in words
    assert "of 30 noisy runs have diverged." in words


@pytest.mark.parametrize("expression", ["x**2 - y**2", "x - y"])
def test_of_an_own_function_only_what_is_seen_is_said(expression):
    words = said(1000, surface="custom", expression=expression, start=(1.0, 0.1), noise=0.0, n_steps=1000)
    assert words.startswith("SGD falls out of the picture.")


def test_who_only_passes_a_degenerate_saddle_is_not_stuck():
    monkey = {"surface": "monkey_saddle", "start": (1.0, 0.0), "learning_rate": 0.3333, "noise": 0.0, "n_steps": 10}
    assert said(1, optimizers=("momentum",), **monkey).startswith("On the way.")
    away = {"start": (0.965, 0.0), "learning_rate": 0.3576330216827722, "noise": 1.0, "n_runs": 2, "n_steps": 10}
    assert "off its stable line: it leaves" in said(1, surface="monkey_saddle", **away)
    stays = said(200, **monkey | {"learning_rate": 0.1, "n_steps": 200})
    assert stays.startswith("Stuck at a saddle.")


def test_momentum_that_passes_a_minimum_has_not_reached_it():
    run = {"optimizers": ("momentum",), "start": (0.5, 1.5), "noise": 0.0, "n_steps": 400}
    assert said(400, **run).startswith("Reaches a minimum.")
    assert said(54, **run).startswith("On the way.")
