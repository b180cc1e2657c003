"""Pages on paper: text that is broken into lines, and PDFs with the same bytes at every start."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QPen

from wk4gui.render.fonts import text_font
from wk4gui.render.pdf_text import with_readable_text
from wk4gui.render.theme import LIGHT, faded

_PAGE = QSizeF(210.0, 297.0)
_MM = 96.0 / 25.4
WIDTH, HEIGHT = _PAGE.width() * _MM, _PAGE.height() * _MM
"""A4, in units of 1/96 inch."""
MARGIN = 56.0
_LINE = 1.38
"""Height of a line, times its font size."""
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_ID = re.compile(rb"/ID \[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]")
_XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
    b'<?xpacket end="w"?>'
)
PaintPage = Callable[[QPainter], None]


def pages_pdf(pages: Sequence[PaintPage], title: str) -> bytes:
    """The bytes of a PDF with these pages, A4; the same pages give the same bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    writer.setPageSize(QPageSize(_PAGE, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(title)
    writer.setDocumentXmpMetadata(QByteArray(_XMP))  # Qt's own contains the time
    with QPainter(writer) as painter:
        for i, paint in enumerate(pages):
            if i:
                writer.newPage()
            paint(painter)
    buffer.close()
    return _timeless(with_readable_text(bytes(buffer.data().data())))


def _timeless(content: bytes) -> bytes:
    """A PDF of the same length without the time and the random number that Qt writes."""
    content = _DATE.sub(lambda m: re.sub(rb"\d", b"0", m[0]), content)
    return _ID.sub(lambda m: re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", m[0]), content)


def write_text(
    painter: QPainter,
    text: str,
    box: QRectF,
    px: int,
    weight: int = 400,
    color: str = LIGHT.ink,
    *,
    right: bool = False,
) -> float:
    """Writes a paragraph into a box, broken into lines, and returns the y below it."""
    painter.setFont(text_font(px, weight))
    painter.setPen(QPen(faded(color)))
    y = box.top()
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    for line in broken(painter, text, box.width()):
        painter.drawText(QRectF(box.left(), y, box.width(), _LINE * px), int(side), line)
        y += _LINE * px
    return y


def broken(painter: QPainter, text: str, width: float) -> list[str]:
    """The lines of a text that fit into a width, in the painter's font."""
    metrics, lines = painter.fontMetrics(), [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def text_height(painter: QPainter, text: str, width: float, px: int, weight: int = 400) -> float:
    """The height that `write_text` needs."""
    painter.setFont(text_font(px, weight))
    return _LINE * px * len(broken(painter, text, width))
