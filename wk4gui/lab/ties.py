"""Where a line of text may not end."""

import re

_TIED = re.compile(r" (?=[·+−×<>←])|(?<=[·+−×<>←=]) |(?:(?<=\b[A-Za-zŷ])|(?<=[α-ω₀-₉|)])) (?==)")


def tied(text: str) -> str:
    """The text with spaces inside its formulas made no-break spaces; as long as it was."""
    return _TIED.sub("\u00a0", text)
