"""Text in XML is written and read as Python's own module does it."""

from itertools import product
from xml.sax import saxutils

from wk4gui.documents.xml_text import escape, quoteattr, unescape

PIECES = ("&", "<", ">", '"', "'", "\n", "\r", "\t", "aü", "&amp;", "&lt;", "&gt;", "&quot;", ";", "amp;")


def test_text_is_that_of_the_standard_library() -> None:
    entities = {"&quot;": '"', "&apos;": "'"}
    for text in map("".join, product(PIECES, repeat=3)):
        assert escape(text) == saxutils.escape(text)
        assert quoteattr(text) == saxutils.quoteattr(text)
        assert unescape(text) == saxutils.unescape(text)
        assert unescape(text, entities) == saxutils.unescape(text, entities)
