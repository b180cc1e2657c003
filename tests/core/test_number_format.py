import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.core.number_format import (
    format_factor,
    format_number,
    format_percent,
    format_position,
    format_significant,
    rounded_as,
    write_as,
)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (6.0, 4, "6"),
        (-26.44, 4, "−26.44"),
        (866.7136, 4, "866.7136"),
        (866.7136, 2, "866.71"),
        (0.0, 4, "0"),
        (-0.0, 4, "0"),
        (1.2e-7, 4, "1.2e−7"),
        (-1.2e-7, 4, "−1.2e−7"),
        (1234567.0, 4, "1.235e6"),
        (-1e20, 4, "−1e20"),
        (0.3, 0, "3e−1"),
        (100.0, 0, "100"),
        (0.0001, 4, "0.0001"),
        (math.nan, 4, "–"),
        (math.inf, 4, "∞"),
        (-math.inf, 4, "−∞"),
    ],
)
def test_numbers(value: float, digits: int, text: str) -> None:
    assert format_number(value, digits) == text


@given(st.floats(-1e300, 1e300), st.integers(0, 12))
def test_what_is_not_zero_never_looks_like_zero(value: float, digits: int) -> None:
    text = format_number(value, digits)
    assert (text == "0") == (value == 0.0)
    assert "-" not in text
    back = float(text.replace("−", "-"))
    assert back == pytest.approx(value, rel=0.06, abs=0.5 * 10.0**-digits)


def test_negative_factors_stand_in_parentheses() -> None:
    assert format_factor(-1.0) == "(−1)"
    assert format_factor(2.0) == "2"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0080634, 4, "0.008063"),
        (0.0080634, 5, "0.0080634"),
        (0.00080634, 5, "8.063e−4"),
        (0.80634, 4, "0.8063"),
        (123456.7, 4, "123457"),
        (4.8673e10, 5, "4.867e10"),
        (0.0, 4, "0"),
    ],
)
def test_significant_digits_are_kept_for_small_and_for_large(value, digits, text):
    assert format_significant(value, digits) == text
    assert format_significant(-value, digits) == (f"−{text}" if value else text)


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0.0, 0, "0"), (1.0, 0, "100"), (0.5, 0, "50"), (0.004, 0, "below 1"), (0.9996, 1, "over 99.9"),
        (0.1234, 1, "12.3"), (1e-9, 1, "below 0.1"),
    ],
)  # fmt: skip
def test_a_share_is_neither_nothing_nor_all_unless_it_is(share, digits, text):
    assert format_percent(share, digits) == text


@pytest.mark.parametrize("style", ["places", "significant", "percent", "short"])
def test_what_is_written_is_read_back(style):
    for value in (0.0, 1.0, -2.34567, 0.000123456, 1.5e7, -3e-12):
        assert write_as(rounded_as(value, 3, style), 3, style) == write_as(value, 3, style)


@pytest.mark.parametrize(
    ("position", "text"),
    [(0.0, "0"), (0.004, "0.004"), (0.001, "0.001"), (1 / 600, "0.002"), (0.00004, "0.00004"), (0.2, "0.2"),
     (1.0, "1"), (12.0, "12"), (12.04, "12.04"), (12.5, "12.5"), (1 / 3, "0.333"), (4999.125, "4999.12")],
)  # fmt: skip
def test_positions_are_plain(position: float, text: str) -> None:
    assert format_position(position) == text
