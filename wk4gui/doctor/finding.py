"""A finding: one fact of this machine, with what to do about it."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "fault"]


@dataclass(frozen=True)
class Finding:
    """One fact.

    Attributes:
        group: what it belongs to, such as "folders".
        name: what it is.
        value: what was found.
        state: "note" where something is missing that not everyone needs, "fault" where the program will not work.
        advice: what to do about it; "" where nothing is to be done.
    """

    group: str
    name: str
    value: str
    state: State = "ok"
    advice: str = ""
