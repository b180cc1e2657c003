"""Reasons: sums that are cut short."""

from wk4gui.core.number_text import sum_in_numbers


def test_a_long_sum_is_cut_in_the_middle():
    assert sum_in_numbers([1.0, -2.0, 3.0]) == "1 + (−2) + 3"
    assert sum_in_numbers(range(1, 8)) == "1 + 2 + … + 6 + 7"
