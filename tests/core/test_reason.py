"""Reasons: a number as it is written, and sums that are cut short."""

import math

import pytest

from wk4gui.core.reason import Reason, as_written, sum_in_numbers


def test_a_long_sum_is_cut_in_the_middle():
    assert sum_in_numbers([1.0, -2.0, 3.0]) == "1 + (−2) + 3"
    assert sum_in_numbers(range(1, 8)) == "1 + 2 + … + 6 + 7"


@pytest.mark.parametrize(
    ("value", "digits", "written", "line"),
    [
        (0.000182, 4, 0.0002, "rounded = 0.0002"),
        (-0.000182, 4, -0.0002, "rounded = −0.0002"),
        (35.4, 0, 35.0, "rounded = 35"),
        (0.0236176, 4, 0.0236176, None),
        (1.823e-5, 4, 1.823e-5, None),
        (0.0, 4, 0.0, None),
        (math.nan, 4, math.nan, None),
    ],
)
def test_a_number_of_few_digits_is_explained_as_it_is_written(value, digits, written, line):
    found = as_written(Reason("a number", ("a = b",), value), digits)
    assert found.value == pytest.approx(written, nan_ok=True)
    assert found.formulas == (("a = b",) if line is None else ("a = b", line))
