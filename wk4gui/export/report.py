"""Reports: a lab's parameters, its summary in words and every field of its result."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from wk4gui.export.frame_choice import frame_number
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import LabParams, ParamError, to_json
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.lab.summary import Summary

if TYPE_CHECKING:
    from wk4gui.lab.thinning import Thinning

MUCH = 500_000_000
"""Bytes of memory or of a file from which the size is announced."""


@dataclass(frozen=True)
class Report:
    """The numbers of one lab in one state.

    Attributes:
        lab: the lab's id.
        params: every parameter, plain.
        summary: the summary sentence at one frame, or that of the only part.
        measures: the parts' measures by name; None if one does not exist.
        result: the fields of the parts' results, by name.
        thinning: the steps of long histories that JSON holds; None for all.
    """

    lab: str
    params: Mapping[str, object]
    summary: str
    measures: Mapping[str, float | None]
    result: Mapping[str, object]
    thinning: "Thinning | None" = None


def compute_report(
    lab: Lab,
    params: LabParams,
    *,
    part: str | None = None,
    frame: int | str | None = None,
    known: Mapping[str, object] | None = None,
    omit_long: bool = False,
    checkpoint: Checkpoint = no_checkpoint,
) -> Report:
    """Computes every part of a lab, or one, and puts the fields of their results together.

    Args:
        params: its parameters.
        part: name of the only part to compute; None for all.
        frame: the frame that the summary speaks of, or its name; None for the lab's own choice.
        omit_long: leave out what the lab says is too long to be printed.
        known: results of these parameters that are there already, by part; they are not computed again.
        checkpoint: called with the fraction that is done; may raise Superseded.

    Raises:
        ParamError: there is no such part or frame.
    """
    parts = lab.parts if part is None else (lab.part(part),)
    results = {name: result for name, result in (known or {}).items() if result is not None}
    missing = [each for each in parts if each.name not in results]
    for number, each in enumerate(missing):
        results[each.name] = each.compute(params, _share(checkpoint, number, len(missing)))
    results = {each.name: results[each.name] for each in parts}
    said = _summary(lab, parts[0], params, results[parts[0].name], frame)
    measures = {name: value for each in parts for name, value in each.measured(params, results[each.name]).items()}
    left_out = {name for each in parts if omit_long for name in each.omitted_from_print(params, results[each.name])}
    kept = {name: value for name, value in _together(results).items() if name not in left_out}
    thinnings = (each.thinning(params, results[each.name]) for each in parts)
    thinning = next((found for found in thinnings if found is not None), None)
    return Report(lab.id, to_json(params), str(said), measures, kept, thinning)


def size_in_words(n_bytes: int) -> str:
    """A size in words, such as "1.9 GB"."""
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{round(n_bytes / 1e6)} MB"


def result_fields(result: object) -> dict[str, object]:
    """The fields of a result, by name; arrays are not copied."""
    return {field.name: getattr(result, field.name) for field in fields(result)}  # type: ignore[arg-type]


def _share(checkpoint: Checkpoint, number: int, count: int) -> Checkpoint:
    """The checkpoint of one computation of several."""
    return lambda fraction: checkpoint((number + fraction) / count)


def _summary(lab: Lab, part: Part, params: LabParams, result: object, frame: int | str | None) -> Summary:
    if part is not lab.main:
        return part.summarize(params, result, 0)
    frames = lab.frames(params, result)
    if isinstance(frame, str):
        frame = frame_number(frames, frame)
    if frame is not None and not 0 <= frame < frames.count:
        raise ParamError(f"there is no frame {frame}; frames go from 0 to {frames.count - 1}")
    return part.summarize(params, result, frames.clip(frame))


def _together(results: Mapping[str, object]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for part, result in results.items():
        named = result_fields(result)
        if both := merged.keys() & named.keys():
            raise ValueError(f"part {part!r} repeats the result fields {sorted(both)}")
        merged |= named
    return merged
