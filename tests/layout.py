"""Where the texts of a picture stand, read from a vector drawing of it, and which of them collide."""

import re
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

_TOUCHING = 1.5
"""Pixels by which the boxes of two texts may meet."""
_APART = 1.0
"""Pixels between two texts on one line, which otherwise read as one."""
_SUBSCRIPTS = "ₘₐₓᵢₙ"
"""Letters of another font, whose width is measured otherwise."""
_JOINED = 0.6
"""Pixels by which the pieces of one text may miss one another."""
_OUTSIDE = 2.0
"""Pixels by which a text may leave its pane."""
_SVG = "{http://www.w3.org/2000/svg}"


class PlacedText(NamedTuple):
    """A text, the box of its ink and the line it takes, in the widget's pixels."""

    text: str
    box: QRectF
    line: QRectF


Found = dict[tuple[str, int, int], PlacedText]


def placed_texts(widget: QWidget) -> list[PlacedText]:
    """Every text that a widget paints, once each."""
    found: Found = {}
    _collect(ElementTree.fromstring(_drawn(widget)), QTransform(), {}, found)
    return list(found.values())


def collisions(texts: list[PlacedText]) -> list[tuple[str, str]]:
    """Pairs of texts that lie over one another."""
    pairs = combinations(texts, 2)
    return [(a.text, b.text) for a, b in pairs if _collide(a, b)]


def outside(texts: list[PlacedText], panes: list[QRectF]) -> list[str]:
    """Texts across the edge of the pane that holds their middle, or of the picture, the first of the panes."""
    found = []
    for text, box, _ in texts:
        around = [pane for pane in panes[1:] if pane.contains(box.center())] or panes[:1]
        room = around[0].adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE)
        if not room.contains(box):
            found.append(text)
    return found


def _collide(a: PlacedText, b: PlacedText) -> bool:
    left, right = (a, b) if a.line.left() <= b.line.left() else (b, a)
    same_line = abs(a.line.top() - b.line.top()) < 0.3 * a.line.height()
    if same_line and abs(right.line.left() - left.line.right()) < _JOINED:
        return False  # pieces of one text
    shared = a.box.intersected(b.box)
    if shared.width() > _TOUCHING and shared.height() > _TOUCHING:
        return a.text != b.text or same_line
    gap = right.box.left() - left.box.right()
    read_as_one = left.text[-1].isalnum() and re.match(r"[−\w]", right.text) and right.text[0] not in _SUBSCRIPTS
    return bool(same_line and read_as_one and min(len(a.text), len(b.text)) > 1 and -_TOUCHING <= gap < _APART)


def _drawn(widget: QWidget) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(widget.width(), widget.height()))
    generator.setViewBox(QRect(QPoint(), widget.size()))
    generator.setResolution(96)
    with QPainter(generator) as painter:
        widget.render(painter, QPoint())
    return bytes(buffer.data().data()).decode()


def _collect(element: ElementTree.Element, transform: QTransform, style: dict[str, str], found: Found) -> None:
    style = {**style, **element.attrib}
    if matrix := re.match(r"matrix\(([^)]*)\)", element.get("transform", "")):
        transform = QTransform(*map(float, matrix[1].split(","))) * transform
    text = (element.text or "").strip() if element.tag == f"{_SVG}text" else ""
    if text and float(style.get("fill-opacity", 1)) > 0:
        ink, line = (transform.mapRect(box) for box in _boxes(element, style))
        found[(text, round(ink.x()), round(ink.y()))] = PlacedText(text, ink, line)
    for child in element:
        _collect(child, transform, style, found)


def _boxes(element: ElementTree.Element, style: dict[str, str]) -> tuple[QRectF, QRectF]:
    """The box of the ink and that of the line, with the text's advance as its width."""
    font = QFont(style["font-family"].split(",")[0].strip("'\""))
    font.setPixelSize(max(1, round(float(style["font-size"].removesuffix("px")))))
    font.setWeight(QFont.Weight(int(style.get("font-weight", 400))))
    metrics, text = QFontMetricsF(font), (element.text or "").strip()
    before = metrics.horizontalAdvance((element.text or "").partition(text)[0])
    x, y = float(element.get("x", 0)) + before, float(element.get("y", 0))
    line = QRectF(x, y - metrics.ascent(), metrics.horizontalAdvance(text), metrics.height())
    return metrics.tightBoundingRect(text).translated(x, y), line
