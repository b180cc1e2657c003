"""Text in XML. `xml.sax.saxutils` does the same and imports urllib and ssl for it."""

from collections.abc import Mapping

_WRITTEN = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_IN_QUOTES = {ord("\n"): "&#10;", ord("\r"): "&#13;", ord("\t"): "&#9;"}


def escape(text: str) -> str:
    """Text between tags."""
    return text.translate(_WRITTEN)


def quoteattr(text: str) -> str:
    """The value of an attribute, with its quotes."""
    written = escape(text).translate(_IN_QUOTES)
    if '"' not in written:
        return f'"{written}"'
    return f"'{written}'" if "'" not in written else '"' + written.replace('"', "&quot;") + '"'


def unescape(text: str, entities: Mapping[str, str] | None = None) -> str:
    """What was written, with more entities than those of XML where they are given."""
    known = {"&lt;": "<", "&gt;": ">", **(entities or {}), "&amp;": "&"}
    for entity, sign in known.items():
        text = text.replace(entity, sign)
    return text
