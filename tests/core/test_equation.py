"""Equations: one tree gives the symbols, the numbers and the value."""

import math

import pytest

from wk4gui.core.equation import HALF, Equation, exp, ln, mean, quantity, root, size, total

W, RATE, G = quantity("w", 2.0), quantity("α", 0.1), quantity("g", -18.0)
Y, T = quantity("ŷ", 6.0), quantity("y", -3.0)


@pytest.mark.parametrize(
    ("equation", "text"),
    [
        (Equation("w", W - RATE * G, "←"), "w ← w − α g = 2 − 0.1 · (−18) = 3.8"),
        (Equation("L", (Y - T) ** 2), "L = (ŷ − y)² = (6 − (−3))² = 81"),
        (Equation("L", HALF * (Y - T) ** 2), "L = ½ (ŷ − y)² = ½ · (6 − (−3))² = 40.5"),
        (Equation("", 1.0 - RATE * quantity("λ", 20)), "1 − α λ = 1 − 0.1 · 20 = −1"),
        (Equation("mean", mean([1, -2, 3, 4, 5, 6, 7])), "mean = (1 + (−2) + … + 6 + 7) / 7 = 3.4286"),
        (Equation("mean", mean([1.0, 2.0], "Σ x")), "mean = Σ x / 2 = (1 + 2) / 2 = 1.5"),
        (Equation("s", root(quantity("s", 4.0)) + 1e-8), "s = √s + 1e−8 = √4 + 1e−8 = 2"),
        (Equation("z", total([quantity("", 2) * 1.0, quantity("", 1) * -2.0])), "z = 2 · 1 + 1 · (−2) = 0"),
        (Equation("x", -RATE * (W - Y) / (W + Y)), "x = −α (w − ŷ) / (w + ŷ) = −0.1 · (2 − 6) / (2 + 6) = 0.05"),
        (Equation("p", quantity("∂L/∂ŷ", 6) * quantity("w₂", -1)), "p = ∂L/∂ŷ · w₂ = 6 · (−1) = −6"),
        (Equation("a", W - (Y - T)), "a = w − (ŷ − y) = 2 − (6 − (−3)) = −7"),
        (Equation("e", exp(-W) + ln(Y) + size(G)), "e = e^(−w) + ln(ŷ) + |g| = e^(−2) + ln(6) + |−18| = 19.927"),
        (Equation("n", quantity("", 5.0)), "n = 5"),
    ],
)  # fmt: skip
def test_an_equation_reads_as_in_a_textbook(equation, text):
    assert str(equation) == text


def test_what_overflows_or_has_no_value_is_no_error():
    huge = quantity("x", 1e200)
    assert math.isinf((huge**2).value)
    assert math.isnan((quantity("a", 0.0) / quantity("b", 0.0)).value)
    assert (quantity("a", -1.0) / quantity("b", 0.0)).value == -math.inf
    assert ln(0.0).value == -math.inf


def test_a_power_of_a_number_with_an_exponent_stands_in_parentheses():
    assert str(Equation("", quantity("y", 3.984e-5) ** 2)) == "y² = (3.984e−5)² = 1.587e−9"
    assert str(Equation("", quantity("y", -3.0e-5) ** 2)).startswith("y² = (−3e−5)² = ")
