"""Numbers as they are shown: a real minus sign, no needless digits, and never 0 for a number that is not 0."""

import math
from collections.abc import Callable
from typing import Literal

_LARGE = 1e6
_MANTISSA_DIGITS = 3
_LEADING_ZEROS = 2
"""After the point, in plain notation of significant digits."""


_DASHES = str.maketrans("−–", "--")


def plain_minus(text: str) -> str:
    """The text with a hyphen-minus for every minus sign and en dash."""
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


def write_places(value: float) -> str:
    """The same with at most six places, as formulas write numbers of everyday size."""
    return format_number(value, 6)


def format_factor(value: float, digits: int = 4) -> str:
    """The same, in parentheses if negative, to stand in a product or after a sign."""
    text = format_number(value, digits)
    return f"({text})" if text.startswith("−") else text


def format_significant(value: float, digits: int = 4, *, factor: bool = False) -> str:
    """A number with about ``digits`` significant digits, and all digits before the point.

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


Style = Literal["places", "significant", "percent", "short"]


def write_as(value: float, digits: int, style: Style) -> str:
    """A number in the style of a sentence.

    Args:
        value: any number.
        digits: places after the point, or significant digits.
        style: "places"; "significant"; "percent", a share without the sign; "short": only the size of a negligible
            number.
    """
    if style == "significant":
        return format_significant(value, digits)
    if style == "percent":
        return format_percent(value, digits)
    return short_number(value, digits) if style == "short" else format_number(value, digits)


def format_percent(share: float, digits: int = 0) -> str:
    """A share in per cent, without the sign; 0 and 100 only if it is exactly that."""
    percent = 100.0 * float(share)
    least = 10.0**-digits
    if 0.0 < percent < least / 2.0:
        return f"below {format_number(least, digits)}"
    if 100.0 - least / 2.0 <= percent < 100.0:
        return f"over {format_number(100.0 - least, digits)}"
    return format_number(percent, digits) if percent else "0"


def rounded_as(value: float, digits: int, style: Style) -> float:
    """The number that `write_as` writes, read back; a share in per cent as a share."""
    text = write_as(value, digits, style).removeprefix("below ").removeprefix("over ")
    if not math.isfinite(value):
        return value
    return float(plain_minus(text)) / (100.0 if style == "percent" else 1.0)


def position_places(position: float) -> int:
    """Places after the point of a number of epochs: none if it is whole, two, below 1 at least three, never all 0."""
    if position >= 1.0 or position <= 0.0:
        return 0 if position.is_integer() else 2
    return max(3, -math.floor(math.log10(position)))


def format_position(position: float) -> str:
    """A number of epochs, at least 0, in plain notation: 12, 12.04, 0.004."""
    return _plain(position, position_places(position))


def _plain(size: float, digits: int) -> str:
    text = f"{size:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _exponent(size: float, digits: int) -> str:
    mantissa, _, exponent = f"{size:.{min(max(digits, 1), _MANTISSA_DIGITS)}e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}".replace("-", "−")


def format_to_fit(value: float, fits: Callable[[str], bool], digits: int = 4, *, factor: bool = False) -> str:
    """The number with as many places up to ``digits`` as fit, with none if nothing fits; "?" for NaN.

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
    """A number with at most ``places`` places; only the size of a negligible number."""
    size = abs(float(value))
    if 0.0 < size < 1e-9:
        return f"{float(value):.0e}".replace("e-0", "e-").replace("-", "−")
    return format_number(float(value), places)
