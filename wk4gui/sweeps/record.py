"""The record of one point of a sweep: its measures, or why there are none."""

import math
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from wk4gui.lab.checkpoint import Checkpoint, Superseded, no_checkpoint
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part

Status = Literal["done", "diverged", "incomplete", "failed"]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one point; the same bytes wherever it was computed.

    Attributes:
        status: "done"; "diverged" or "incomplete" where a measure does not exist, with a divergence or without;
            "failed" where the computation ended with an error or the parameters contradict one another.
        measures: every measure of the part by name, None where it does not exist; empty if it failed.
        reason: why something is missing, in words; "" otherwise.
    """

    status: Status
    measures: dict[str, float | None] = {}
    reason: str = ""


def failed(reason: str) -> Record:
    """The record of a point that has no result."""
    return Record("failed", {}, reason)


def record_of(lab: Lab, part: Part, params: Any, checkpoint: Checkpoint = no_checkpoint) -> Record:
    """Computes one point. An error of the computation is a record, too.

    Raises:
        Superseded: the checkpoint ended it.
        MemoryError: this machine has too little memory, which another may have.
    """
    try:
        result = part.compute(params, checkpoint)
        measures = _measures(part, params, result)
        if None not in measures.values():
            return Record("done", measures)
        status: Status = "diverged" if _holds_a_step(getattr(result, "diverged_at", None)) else "incomplete"
        return Record(status, measures, _summary(lab, part, params, result))
    except (Superseded, MemoryError):
        raise
    except Exception as error:  # whatever it is, the other points go on
        return failed(f"{type(error).__name__}: {error}")


def records_together(
    lab: Lab, part: Part, points: Sequence[Any], checkpoint: Checkpoint = no_checkpoint
) -> list[Record]:
    """Computes points that differ in the seed alone: the records that `record_of` has, faster where the part can.

    Raises:
        Superseded, MemoryError: as `record_of`.
    """
    found = _together(part, points, checkpoint)
    return [known or record_of(lab, part, params, checkpoint) for params, known in zip(points, found, strict=True)]


def _together(part: Part, points: Sequence[Any], checkpoint: Checkpoint) -> list[Record | None]:
    """Records of the points that have every measure; None for the others, which have to say why."""
    if part.together is None:
        return [None] * len(points)
    try:
        results = part.together(points, checkpoint)
        found = [result and _measures(part, params, result) for params, result in zip(points, results, strict=True)]
        return [Record("done", each) if each and None not in each.values() else None for each in found]
    except (Superseded, MemoryError):
        raise
    except Exception:  # the single computation of each point says what is wrong with it
        return [None] * len(points)


def _measures(part: Part, params: Any, result: Any) -> dict[str, float | None]:
    return {name: _finite(value) for name, value in part.measured(params, result).items()}


def _summary(lab: Lab, part: Part, params: Any, result: Any) -> str:
    """The sentence of the part, at its last frame."""
    frame = lab.frames(params, result).count - 1 if part is lab.main else 0
    return " ".join(str(part.summarize(params, result, frame)).split())


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _holds_a_step(value: object) -> bool:
    """Whether a step, or one of several, exists."""
    return any(map(_holds_a_step, value)) if isinstance(value, tuple) else value is not None
