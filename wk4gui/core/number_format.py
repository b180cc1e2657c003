"""Numbers as they are shown: a real minus sign, no needless digits, and never 0 for what is not 0."""

import math
from collections.abc import Callable

_LARGE = 1e6
_MANTISSA_DIGITS = 3
_CLOSE, _FEW = 0.005, 10.0
"""A single digit has to fit a value to this share to be meant."""
_LEADING_ZEROS = 2
"""After the point, in plain notation of significant digits."""


_DASHES = str.maketrans("−–", "--")


def plain_minus(text: str) -> str:
    """The text with the minus of a keyboard for a minus sign or an en dash, as pages and word processors write it."""
    return text.translate(_DASHES)


def format_number(value: float, digits: int = 4) -> str:
    """A number with at most ``digits`` places after the point.

    Trailing zeros are dropped. From 1e6 on, and where plain notation would show nothing but zeros, the number is
    written as 1.2e−7, with one to three places.

    Args:
        value: any number; NaN is shown as "–" and infinity as "∞".
        digits: largest number of places, 0 or more.
    """
    value = float(value)
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    text = _exponent(size, digits) if size >= _LARGE or 0.0 < size < 10.0**-digits else _plain(size, digits)
    return "−" + text if value < 0.0 else text


def format_factor(value: float, digits: int = 4) -> str:
    """The same, in parentheses if negative, to stand in a product or after a sign."""
    text = format_number(value, digits)
    return f"({text})" if text.startswith("−") else text


def format_significant(value: float, digits: int = 4, *, factor: bool = False) -> str:
    """A number with about ``digits`` significant digits, and all that stand before the point.

    Args:
        value: any number.
        digits: at least 1.
        factor: puts a negative number in parentheses.
    """
    write, value = format_factor if factor else format_number, float(value)
    if value == 0.0 or not math.isfinite(value):
        return write(value)
    places = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    if places <= digits + _LEADING_ZEROS and abs(value) < _LARGE:
        return write(value, places)
    text = _exponent(abs(value), digits - 1)
    return text if value > 0.0 else f"(−{text})" if factor else f"−{text}"


def written_like(text: str, value: float) -> bool:
    """Whether a text is this number, to the digits that it has, such as "0.105" or "3.3e−5"."""
    mantissa, _, exponent = plain_minus(text).replace("e", "E").partition("E")
    try:
        written, power = float(f"{mantissa}e{exponent or 0}"), int(exponent or 0)
    except ValueError:
        return False
    places = len(mantissa.partition(".")[2])
    half = 0.5 * 10.0 ** (power - places) * (1.0 + 1e-9)
    if not places and abs(written) < _FEW:  # a single digit is seldom a rounded number
        half = min(half, _CLOSE * abs(value))
    return abs(written - value) <= max(half, 1e-12)


def _plain(size: float, digits: int) -> str:
    text = f"{size:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _exponent(size: float, digits: int) -> str:
    mantissa, _, exponent = f"{size:.{min(max(digits, 1), _MANTISSA_DIGITS)}e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}".replace("-", "−")


def format_to_fit(value: float, fits: Callable[[str], bool], digits: int = 4, *, factor: bool = False) -> str:
    """The number with as many places, up to ``digits``, as fit; with none if nothing fits; "?" for NaN.

    Args:
        value: any number.
        fits: whether there is room for a text.
        digits: largest number of places.
        factor: puts a negative number in parentheses.
    """
    if math.isnan(value):
        return "?"
    write = format_factor if factor else format_number
    texts = (write(value, places) for places in range(digits, 0, -1))
    return next((text for text in texts if fits(text)), write(value, 0))


def short_number(value: float, places: int = 4) -> str:
    """A number with so many places at most, or its size alone where it is as good as nothing."""
    size = abs(float(value))
    if 0.0 < size < 1e-9:
        return f"{float(value):.0e}".replace("e-0", "e-").replace("-", "−")
    return format_number(float(value), places)
