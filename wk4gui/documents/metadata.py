"""Text in the metadata of picture files: written into PNG, SVG and XMP, read from PNG, SVG, PDF, GIF and WebP.

The formats: PNG 5.6 (chunks, tEXt), SVG 1.1 §21 (metadata), XMP part 3 (PDF, WebP), GIF89a §24 (comment extension)
and the RIFF container of WebP. Each is a few bytes around an ASCII text, so no library is needed. The text is
found by these bytes in one pass, since parsing all parts of a hostile file may take minutes.
"""

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Callable, Iterator

from wk4gui.documents.xml_text import escape, unescape

KEYWORD = "wk4gui"
"""The name of the text in formats that need one."""
MOST_TEXT = 5_000_000
"""Largest number of bytes read; a longer text is cut off."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER_END = len(_PNG) + 25
_SVG_START = 4096
_XMP = re.compile(rb"<wk4gui:recipe>([A-Za-z0-9+/=\s]*)</wk4gui:recipe>")
_PNG_TEXT = re.compile(rb"tEXtwk4gui\0")
_GIF_TEXT = re.compile(rb'\x21\xfe.\{"wk4gui"', re.DOTALL)
_SVG = re.compile(rb'<metadata id="wk4gui">([^<]*)</metadata>')


def png_with_text(content: bytes, text: str) -> bytes:
    """A PNG with the text as a tEXt chunk after its header."""
    body = b"tEXt" + KEYWORD.encode() + b"\0" + text.encode("ascii")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return content[:_PNG_HEADER_END] + chunk + content[_PNG_HEADER_END:]


def svg_with_text(content: str, text: str) -> str:
    """An SVG with the text as metadata before its end."""
    body, end, rest = content.rpartition("</svg>")
    return f'{body}<metadata id="{KEYWORD}">{escape(text)}</metadata>\n{end}{rest}'


def xmp_with_text(text: str, title: str = "") -> bytes:
    """An XMP packet that holds the text in base64, so that it is found as it stands in any file, and a title."""
    named = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:{KEYWORD}="urn:{KEYWORD}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{named if title else ''}"
        f"<{KEYWORD}:recipe>{base64.b64encode(text.encode()).decode()}</{KEYWORD}:recipe>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def picture_format(content: bytes) -> str | None:
    """The picture format of a file by its first bytes: "PNG", "SVG", "PDF", "GIF", "WebP", or None."""
    if content.startswith(_PNG):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP"
    if b"%PDF-" in content[:1024]:
        return "PDF"
    start = content[:_SVG_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "SVG" if start.startswith(b"<") and b"<svg" in start else None


def find_text(content: bytes) -> str | None:
    """The text in a picture's metadata; None if there is none, or it is damaged."""
    kind = picture_format(content)
    found = next(_FINDERS[kind](content), None) if kind is not None else None
    return None if found is None else found.decode("ascii", "replace")


def _in_png(content: bytes) -> Iterator[bytes]:
    for match in _PNG_TEXT.finditer(content):
        length = int.from_bytes(content[match.start() - 4 : match.start()])
        yield content[match.end() : match.start() + 4 + min(length, MOST_TEXT)]


def _in_svg(content: bytes) -> Iterator[bytes]:
    for match in _SVG.finditer(content):
        yield unescape(match[1][:MOST_TEXT].decode("ascii", "replace")).encode()


def _in_xmp(content: bytes) -> Iterator[bytes]:
    for match in _XMP.finditer(content):
        try:
            yield base64.b64decode(match[1])[:MOST_TEXT]
        except binascii.Error:
            continue


def _in_gif(content: bytes) -> Iterator[bytes]:
    """The text of a GIF comment: blocks that start with their length, at most 255, up to one of length 0."""
    at = 0
    while match := _GIF_TEXT.search(content, at):
        start = at = match.start() + 2
        blocks = []
        while at < min(len(content), start + MOST_TEXT) and content[at]:
            blocks.append(content[at + 1 : at + 1 + content[at]])
            at += 1 + content[at]
        yield b"".join(blocks)


_FINDERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "PNG": _in_png,
    "SVG": _in_svg,
    "PDF": _in_xmp,
    "WebP": _in_xmp,
    "GIF": _in_gif,
}
