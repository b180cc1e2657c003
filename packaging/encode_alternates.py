"""Gives the alternate glyphs of the bundled Inter a code, so that PDFs can say which character they are.

Tabular figures and the signs that Inter raises beside them are glyphs that no character names; Qt then writes a PDF
whose text cannot be searched, copied or read aloud. Each gets a code of the private use area; private_codes.json says
which character it stands for, and wk4gui/export/pdf_text.py writes that one. A development tool, run by hand.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "fonts"
TABLE = FOLDER / "private_codes.json"
WEIGHTS = ("Regular", "SemiBold", "Bold")
FEATURES = ("tnum", "calt")
"""What `text_font` switches on, and what is always on."""
PRIVATE, FIRST_FREE = range(0xE000, 0xF900), 0xF000


def main() -> None:
    """Writes the fonts and the table."""
    codes: dict[int, int] = {}
    for weight in WEIGHTS:
        path = FOLDER / f"Inter-{weight}.otf"
        font = TTFont(path, recalcTimestamp=False)
        found = encode(font)
        if codes and found != codes:
            raise SystemExit(f"{path.name} has other alternates than the weights before it")
        codes = found
        font.save(path)
    TABLE.write_text(json.dumps({f"{p:04X}": f"{c:04X}" for p, c in sorted(codes.items())}, indent=1) + "\n")


def encode(font: TTFont) -> dict[int, int]:
    """Encodes the font's alternates where they have no code yet; returns the character of every private code."""
    codes = {name: code for code, name in sorted(font.getBestCmap().items(), reverse=True) if code < 0x10000}
    alternates = {new: old for new, old in _substitutions(font) if codes.get(new, PRIVATE[0]) in PRIVATE}
    characters = {new: codes.get(_origin(new, alternates), PRIVATE[0]) for new in sorted(alternates)}
    free = FIRST_FREE
    for new, character in characters.items():
        if character not in PRIVATE and new not in codes:
            codes[new], free = free, free + 1
            for table in font["cmap"].tables:
                table.cmap[codes[new]] = new
    return {codes[new]: character for new, character in characters.items() if character not in PRIVATE}


def _origin(name: str, alternates: dict[str, str]) -> str:
    """The glyph that a chain of substitutions began with."""
    while name in alternates:
        name = alternates[name]
    return name


def _substitutions(font: TTFont) -> Iterator[tuple[str, str]]:
    """(new, old) of every glyph that the features put in another one's place."""
    gsub = font["GSUB"].table
    lookups = [
        i for record in gsub.FeatureList.FeatureRecord if record.FeatureTag in FEATURES
        for i in record.Feature.LookupListIndex
    ]  # fmt: skip
    seen: set[int] = set()
    while lookups:
        index = lookups.pop()
        if index in seen:
            continue
        seen.add(index)
        for table in gsub.LookupList.Lookup[index].SubTable:
            actual = getattr(table, "ExtSubTable", table)
            lookups += [record.LookupListIndex for record in getattr(actual, "SubstLookupRecord", ())]
            yield from ((new, old) for old, new in getattr(actual, "mapping", {}).items() if isinstance(new, str))


if __name__ == "__main__":
    main()
