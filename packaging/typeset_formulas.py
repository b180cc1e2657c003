"""Typesets resources/formulas/formulas.toml into an SVG and a JSON file a formula; a development tool, run by hand.

The SVG holds what never changes, cut into pieces between the numbers; the JSON says where the numbers go.
"""

import json
import re
import tomllib
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import ziamath

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "formulas"
SLOT = re.compile(r"\\slot\{(\w+)\}")
SHAPE = re.compile(r"<(path|rect|\w+)\b([^>]*)>")
BEARING = 0.05
"""White space that a glyph has on either side, as a part of the size of the type."""
GAP = 0.5
"""Between two lines, as a part of the size of the type."""


@dataclass(frozen=True)
class Box:
    """A rectangle, y downwards from the baseline or from the top."""

    left: float
    top: float
    right: float
    bottom: float

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)


@dataclass(frozen=True)
class Glyph:
    """An outline: commands with absolute points."""

    outline: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    color: str

    @property
    def box(self) -> Box:
        xs, ys = zip(*(point for _, points in self.outline for point in points), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def moved(self, dx: float, dy: float) -> "Glyph":
        outline = ((command, tuple((x + dx, y + dy) for x, y in points)) for command, points in self.outline)
        return replace(self, outline=tuple(outline))

    def __str__(self) -> str:
        return "".join(
            command + " ".join(f"{_short(x)} {_short(y)}" for x, y in points) for command, points in self.outline
        )


@dataclass(frozen=True)
class Slot:
    """Room for one number: its name, its box and whether what follows may move along with it."""

    name: str
    box: Box
    baseline: float
    inline: bool
    factor: bool


@dataclass(frozen=True)
class Half:
    """What stands on one side of the &, its baseline at y = 0."""

    glyphs: tuple[Glyph, ...] = ()
    slots: tuple[Slot, ...] = ()
    width: float = 0.0

    def moved(self, dx: float, dy: float) -> "Half":
        slots = (replace(s, box=s.box.moved(dx, dy), baseline=s.baseline + dy) for s in self.slots)
        return Half(tuple(g.moved(dx, dy) for g in self.glyphs), tuple(slots), self.width)


def typeset_all() -> dict[str, str]:
    """Names and contents of every file that belongs beside formulas.toml."""
    ziamath.config.svg2 = False
    source = tomllib.loads((FOLDER / "formulas.toml").read_text(encoding="utf-8"))
    files = {}
    for name, formula in source["formulas"].items():
        svg, description = _typeset(name, formula, source["slots"], source["size"])
        files[f"{name}.svg"] = svg
        files[f"{name}.json"] = json.dumps(description, ensure_ascii=False, indent=1) + "\n"
    return files


def _typeset(name: str, formula: dict, slots: dict, size: int) -> tuple[str, dict]:
    halves = [[_half(tex, slots, size) for tex in line.split("&")] for line in formula["lines"]]
    if any(len(line) != 2 for line in halves):
        raise SystemExit(f"{name}: every line has one &")
    column = max(left.width for left, _ in halves)
    lines, y = [], 0.0
    for left, right in halves:
        boxes = [g.box for g in (*left.glyphs, *right.glyphs)] + [s.box for s in right.slots]
        baseline = y - min(box.top for box in boxes)
        line = (left.moved(column - left.width, baseline), right.moved(column, baseline))
        lines.append(Half(line[0].glyphs + line[1].glyphs, line[0].slots + line[1].slots, column + right.width))
        y = baseline + max(box.bottom for box in boxes) + GAP * size
    return _files(name, formula["text"], lines, slots, size, y - GAP * size)


def _files(name: str, text: str, lines: list[Half], slots: dict, size: int, height: float) -> tuple[str, dict]:
    width, number = max(line.width for line in lines), count()
    paths, described = [], []
    for line in lines:
        pieces = []
        for glyphs in _pieces(line):
            identity = f"p{next(number)}"
            paths.append(f'<path id="{identity}" d="{"".join(map(str, glyphs))}"/>')
            pieces.append({"id": identity} | _described(_around([g.box for g in glyphs])))
        described.append({"pieces": pieces, "slots": [_slot(slot, slots[slot.name]) for slot in line.slots]})
    view = f"0 0 {_short(width)} {_short(height)}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" fill="currentColor">\n' + "\n".join(paths)
    description = {"name": name, "text": text, "size": size, "width": _round(width), "height": _round(height)}
    return svg + "\n</svg>\n", description | {"lines": described}


def _half(tex: str, slots: dict, size: int) -> Half:
    """Typesets one side of the &, every slot filled with its widest text in a colour of its own."""
    if not tex.strip():
        return Half()
    names = SLOT.findall(tex)
    colors = [f"#fe01{i:02x}" for i in range(len(names))]
    filled, color = tex, iter(colors)
    for name in names:
        room = slots[name]["widest"].replace("-", "{-}")
        filled = SLOT.sub(lambda _, room=room: rf"{{\textcolor{{{next(color)}}}{{{room}}}}}", filled, count=1)
    formula = ziamath.Latex("{} " + filled, size=size)
    glyphs = _glyphs(formula.svg())
    found = []
    for name, own, match in zip(names, colors, SLOT.finditer(tex), strict=True):
        box = _around([g.box for g in glyphs if g.color == own])
        box = replace(box, left=box.left - BEARING * size, right=box.right + BEARING * size)
        before = tex[: match.start()]
        baseline = 0.0 if before.count("{") == before.count("}") else box.bottom
        factor = before.rstrip().endswith((r"\cdot", "+", "-")) or tex[match.end() :].lstrip().startswith("^")
        found.append(Slot(name, box, baseline, before.count("{") == before.count("}"), factor))
    still = tuple(g for g in glyphs if g.color not in colors)
    return Half(still, tuple(found), max([g.box.right for g in glyphs]) + BEARING * size)


def _glyphs(svg: str) -> tuple[Glyph, ...]:
    glyphs = []
    for kind, attributes in SHAPE.findall(svg):
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if kind == "svg" or (kind == "rect" and values.get("fill") == "none"):
            continue
        if kind not in ("path", "rect") or "transform" in values:
            raise SystemExit(f"typesetting gave <{kind}{attributes}>, which this program does not know")
        data = values["d"] if kind == "path" else _rectangle(values)
        glyphs.append(Glyph(tuple(_outline(data)), values.get("fill", "black")))
    return tuple(glyphs)


def _outline(data: str) -> list[tuple[str, tuple[tuple[float, float], ...]]]:
    """The commands of path data, all of which have to be absolute and take points."""
    commands = []
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        if command not in "MLQCZ":
            raise SystemExit(f"typesetting gave the path command {command}, which this program does not know")
        values = [float(value) for value in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", rest)]
        commands.append((command, tuple(zip(values[::2], values[1::2], strict=True))))
    return commands


def _rectangle(values: dict) -> str:
    x, y, width, height = (float(values[name]) for name in ("x", "y", "width", "height"))
    return f"M{x} {y}L{x + width} {y}L{x + width} {y + height}L{x} {y + height}Z"


def _pieces(line: Half) -> list[list[Glyph]]:
    """The glyphs between one inline slot and the next."""
    edges = [slot.box.left for slot in line.slots if slot.inline]
    pieces: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for glyph in line.glyphs:
        pieces[sum(glyph.box.left > edge for edge in edges)].append(glyph)
    return [piece for piece in pieces if piece]


def _around(boxes: list[Box]) -> Box:
    sides = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    left, top, right, bottom = zip(*sides, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def _slot(slot: Slot, declared: dict) -> dict:
    box = slot.box
    place = {"x": _round(box.left), "baseline": _round(slot.baseline), "width": _round(box.right - box.left)}
    return {"number": slot.name, "color": declared["color"], "inline": slot.inline, "factor": slot.factor} | place


def _described(box: Box) -> dict:
    size = {"width": _round(box.right - box.left), "height": _round(box.bottom - box.top)}
    return {"x": _round(box.left), "y": _round(box.top)} | size


def _round(value: float) -> float:
    return round(value, 2) + 0.0


def _short(value: float) -> str:
    return f"{_round(value):.2f}".rstrip("0").rstrip(".")


if __name__ == "__main__":
    for old in (*FOLDER.glob("*.svg"), *FOLDER.glob("*.json")):
        old.unlink()
    for file, content in typeset_all().items():
        (FOLDER / file).write_text(content, encoding="utf-8")
        print(file)
