"""Lists labs with their parameters, ranges, defaults and presets, as text or as JSON."""

import textwrap
from collections.abc import Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from wk4gui.lab.declarations import Field, fields_of, json_schema
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.lab.result_description import described_fields

if TYPE_CHECKING:
    from wk4gui.export.seen import Seen

WIDTH = 110


def catalogue_json(labs: Iterable[Lab], seen: "Iterable[Seen | None]" = ()) -> str:
    """A JSON list of labs, the parameters of each as JSON Schema, with what there is to see where it is known."""
    records = [{**_record(lab), **_seen_record(what)} for lab, what in zip_longest(labs, seen)]
    return msgspec.json.format(msgspec.json.encode(records), indent=2).decode() + "\n"


def catalogue_text(labs: Iterable[Lab], seen: "Iterable[Seen | None]" = ()) -> str:
    """A table for each lab."""
    return "\n".join(_table(lab, what) for lab, what in zip_longest(labs, seen))


def _record(lab: Lab) -> dict[str, object]:
    return {
        "id": lab.id,
        "title": lab.title,
        "question": lab.question,
        "schema": json_schema(lab.params),
        "presets": [
            {"name": p.name, "title": p.title, "note": p.note, "changes": p.changes, "frame": p.frame}
            for p in lab.presets
        ],
        "parts": [_part_record(part) for part in lab.parts],
    }


def _seen_record(seen: "Seen | None") -> dict[str, object]:
    if seen is None:
        return {}
    panes = [{"name": name, "title": title} for name, title in seen.panes.items()]
    return {
        "panes": panes,
        "frames": {"count": seen.n_frames, "names": seen.frames},
        "view": json_schema(seen.view),
    }


def _part_record(part: Part) -> dict[str, object]:
    measures = [{"name": each.name, "title": each.title, "unit": each.unit} for each in part.measures]
    fields = [
        {"name": each.name, "shape": each.shape, "unit": each.unit, "meaning": each.meaning}
        for each in described_fields(part)
    ]
    return {"name": part.name, "version": part.version, "uses": part.uses, "measures": measures, "result": fields}


def _table(lab: Lab, seen: "Seen | None" = None) -> str:
    fields = fields_of(lab.params)
    measures = [each.name for part in lab.parts for each in part.measures]
    names = [*fields, *(preset.name for preset in lab.presets), *measures]
    column = max(map(len, names)) + 4
    question = "" if lab.question is None else f" (question {lab.question})"
    lines = [f"{lab.id}: {lab.title}{question}", "  parameters"]
    for field in fields.values():
        lines += _entry(field.name, _described(field), column)
    lines.append("  presets")
    for preset in lab.presets:
        lines += _entry(preset.name, ". ".join(filter(None, (preset.title, preset.note))), column)
    for part in lab.parts:
        lines.append(f"  part {part.name}")
        for measure in part.measures:
            unit = f", in {measure.unit}" if measure.unit else ""
            lines += _entry(measure.name, f"measure: {measure.title}{unit}", column)
    if seen is not None:
        lines += _seen_lines(seen, column)
    return "\n".join(lines) + "\n"


def _seen_lines(seen: "Seen", column: int) -> list[str]:
    lines = ["  panes (--pane)"]
    for name, title in seen.panes.items():
        lines += _entry(name, title, column)
    lines.append("  view (--view)")
    for field in fields_of(seen.view).values():
        lines += _entry(field.name, _described(field), column)
    lines.append("  frames (--frame)")
    names = "".join(f", {name!r}" for name in seen.frames)
    return lines + _entry("0" if seen.n_frames == 1 else f"0 … {seen.n_frames - 1}", names[2:], column)


def _described(field: Field) -> str:
    default = msgspec.json.encode(field.default).decode()
    scale = ", logarithmic" if field.logarithmic else ""
    return f"{field.title}: {field.allowed}{scale}; default {default}"


def _entry(name: str, text: str, column: int) -> list[str]:
    indent = " " * (column + 2)
    wrapped = textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)
    first = wrapped[0] if wrapped else indent
    return [f"    {name}".ljust(column + 2) + first[column + 2 :], *wrapped[1:]]
