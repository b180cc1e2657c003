"""Sentences of the learning rates in states in which an easy word would be wrong."""

import pytest

from wk4gui.lab.checkpoint import no_checkpoint
from wk4gui.registry import LABS

LAB = LABS["learning_rate"]
NETWORK = {"problem": "regression", "n_rates": 1, "n_steps": 1}
ORDERS = "A rate is worse only where it is so in all of 8 orders of them."


def said(part="main", frame=-1, **changes):
    params = LAB.params().with_(**changes)
    part = LAB.part(part) if part != "main" else LAB.main
    result = part.compute(params, no_checkpoint)
    n = LAB.frames(params, result).count if part is LAB.main else 1
    return str(part.summarize(params, result, frame % n))


def test_a_loss_that_rose_in_the_order_shown_is_good_in_others_alone():
    words = said(**NETWORK, batch_size=1, seed=28, learning_rate=0.187287537840403)
    assert words.startswith("Good in other orders. With α = 0.18729 the loss goes from 0.8278 to 4.2688 in 1 step")
    assert ORDERS in words


def test_nothing_swings_in_one_step_that_falls():
    words = said(**NETWORK, batch_size=1, seed=93, momentum=0.99, learning_rate=0.000681)
    assert words.startswith("Undecided. ")


def test_a_batch_of_all_samples_is_no_mini_batch():
    words = said(**NETWORK, batch_size=64)
    assert ORDERS not in words
    assert "with smaller ones" not in words
    assert "With mini-batches" not in said("sharpness", **NETWORK | {"n_steps": 30}, batch_size=64)


@pytest.mark.parametrize(("momentum", "limit"), [(0.9, "3.8"), (0.5, "3")])
def test_the_limit_is_that_of_the_coordinate_that_moves(momentum, limit):
    words = said(start=(6.0, 0.0), momentum=momentum, learning_rate=0.5)
    assert f"Steps along w₁ are stable up to α = {limit}; the steeper coordinate starts at 0 and stays." in words


@pytest.mark.parametrize("rate", [1e-5, 1e-3, 2.0 / 15.8 - 1e-7])
def test_a_factor_does_not_read_1_beside_an_inequality(rate):
    words = said(curvature=(15.8, 0.0158), start=(0.0, -3.0), learning_rate=rate, frame=0)
    factor = words.split("1 − αλ = ")[1].split(",")[0]
    assert abs(float(factor.replace("−", "-"))) < 1.0


def test_the_scan_says_what_it_found():
    params = {"problem": "tutorial", "momentum": 0.99}
    assert "; 0.00316, which is too high, ends lowest" in said("scan", **params)
    assert said("scan", start=(0.0, 0.0)) == "Nothing to learn. The start is the minimum."
    words = said("scan", curvature=(0.01, 0.01), start=(6.0, 0.0), n_steps=5)
    assert words == "1 of 49 is good. It is 10, which ends lowest, with 0.0628."
