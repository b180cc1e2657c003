"""Which frame of a result is meant, by its number or its name, and which of many frames are drawn."""

import re
from collections.abc import Sequence

from wk4gui.core.near_names import did_you_mean, no_such
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.frames import Frames

_MOST_LISTED = 12
_NAMED = re.compile(r"(?:([a-z]+) )?(\d{1,9}(?:\.\d{1,9})?)(?: (.+))?")


def evenly(frames: Sequence[int], most: int) -> tuple[int, ...]:
    """At most that many of the frames, evenly spaced, the first and the last among them."""
    n = min(len(frames), max(most, 2))
    return tuple(frames[i * (len(frames) - 1) // (n - 1)] for i in range(n)) if n > 1 else tuple(frames)


def frame_number(frames: Frames, text: str) -> int:
    """The frame of a number or a name: "12", "step 3, backward 2", "step 3", "first", "last" or a mark's name.

    Raises:
        ParamError: there is no such frame.
    """
    text = _plain(text)
    named = {"first": 0, "last": frames.count - 1, "opening": frames.opening}
    named |= {_plain(mark.label): mark.frame for mark in frames.marks}
    if text in named:
        return named[text]
    if text.isdecimal():
        return _existing(frames, int(text[:12]))
    found = _NAMED.fullmatch(text)
    if found is None or (found[1] or frames.unit) != frames.unit:
        raise ParamError(_no_frame(frames, text, [*named, *(_plain(frames.label(f)) for f in _first_step(frames))]))
    if frames.positions:
        return frames.nearest(float(found[2]))
    if "." in found[2]:
        raise ParamError(f"there is no {frames.unit} {found[2]}; {frames.unit}s are whole numbers here")
    step, phase = int(found[2]), found[3]
    phases = [_plain(name) for name in frames.phases]
    if phase is not None and phase not in phases:
        raise ParamError(f"{frames.unit} {step}: {no_such('phase', phase, [name for name in phases if name])}")
    return _existing(frames, step * len(phases) + (phases.index(phase) if phase else 0))


def frame_names(frames: Frames) -> list[str]:
    """The names of some frames, enough to see how all are called."""
    return ["first", "last", *(frames.label(f) for f in _first_step(frames)), *(mark.label for mark in frames.marks)]


def _first_step(frames: Frames) -> range:
    return range(min(len(frames.phases), frames.count, _MOST_LISTED))


def _existing(frames: Frames, frame: int) -> int:
    if frame >= frames.count:
        last = frames.label(frames.count - 1)
        raise ParamError(f"there is no frame {frame}; frames go from 0 to {frames.count - 1}, which is {last}")
    return frame


def _no_frame(frames: Frames, text: str, names: Sequence[str]) -> str:
    known = ", ".join(frame_names(frames)[: _MOST_LISTED + 2])
    return f"there is no frame {text[:60]!r}{did_you_mean(text, names)}; there are 0 to {frames.count - 1}: {known}, …"


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[·,;:]", " ", text.lower()).split())
