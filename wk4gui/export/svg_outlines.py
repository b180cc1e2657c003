"""Turns the text of an SVG drawing into outlines, so that it looks the same without the program's fonts.

Qt writes text with the name of its font but without tabular figures; another font may be wider and overlap its
neighbours. An embedded font would be ignored by most programs but browsers. Every glyph is defined once and reused, so
the file hardly grows; the text is kept as the label of its group for screen readers. Selectable text is in the PDF,
which embeds the fonts.
"""

import re
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QGlyphRun, QPainterPath, QTextLayout

from wk4gui.documents.xml_text import quoteattr, unescape
from wk4gui.render.fonts import MATH_FAMILY, math_font, text_font

_TEXT = re.compile(r"<text (?P<attributes>[^>]*)>(?P<text>[^<]*)</text>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_DEFS = "<defs>\n</defs>"
_ENTITIES = {"&quot;": '"', "&apos;": "'", "&#39;": "'"}


def outlined(svg: str) -> str:
    """The drawing with every text as outlines."""
    glyphs: dict[str, str] = {}
    drawn = _TEXT.sub(partial(_as_outlines, glyphs), svg)
    paths = "\n".join(f'<path id="{name}" d="{d}" fill-rule="nonzero"/>' for d, name in glyphs.items())
    return drawn.replace(_DEFS, f"<defs>\n{paths}\n</defs>", 1)


def _as_outlines(glyphs: dict[str, str], match: re.Match[str]) -> str:
    attributes = dict(_ATTRIBUTE.findall(match["attributes"]))
    text = unescape(match["text"], _ENTITIES)
    font = _font(attributes)
    x, y = float(attributes["x"]), float(attributes["y"])
    uses = []
    for path, at in _glyphs(text, font):
        if not path.isEmpty():
            name = glyphs.setdefault(_path_data(path), f"g{len(glyphs)}")
            uses.append(f'<use xlink:href="#{name}" x="{x + at.x():.6g}" y="{y + at.y():.6g}"/>')
    paint = f'fill="{attributes["fill"]}" fill-opacity="{attributes["fill-opacity"]}" stroke="none"'
    return f"<g {paint} aria-label={quoteattr(text)}>{''.join(uses)}</g>"


def _font(attributes: dict[str, str]) -> QFont:
    px, weight = round(float(attributes["font-size"])), int(attributes["font-weight"])
    return math_font(px) if MATH_FAMILY in attributes["font-family"] else text_font(px, weight)


def _glyphs(text: str, font: QFont) -> Iterator[tuple[QPainterPath, QPointF]]:
    """The outline of every glyph and its place from the start of the baseline."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    ascent = line.ascent()
    runs: list[QGlyphRun] = layout.glyphRuns()
    for run in runs:
        raw = run.rawFont()
        for index, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            yield raw.pathForGlyph(index), QPointF(at.x(), at.y() - ascent)


def _path_data(path: QPainterPath) -> str:
    """A painter path in SVG's notation; Qt stores a curve as one element followed by two more."""
    pieces, i = [], 0
    while i < path.elementCount():
        element = path.elementAt(i)
        if element.isCurveTo():
            points = [path.elementAt(i + k) for k in range(3)]
            pieces.append("C" + " ".join(f"{p.x:.4g} {p.y:.4g}" for p in points))
            i += 3
        else:
            pieces.append(f"{'M' if element.isMoveTo() else 'L'}{element.x:.4g} {element.y:.4g}")
            i += 1
    return "".join(pieces)
