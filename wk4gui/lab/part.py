"""The parts of a lab: pure functions that are computed and kept by themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """A pure function of the parameters it names, computed and cached by itself, only when shown.

    Attributes:
        name: as in `run --part NAME`.
        compute: (params, checkpoint) -> result.
        uses: names of the parameters it depends on.
        draft: params -> cheaper params for while a slider is held; None: it is computed only when nothing moves.
    """

    name: str
    compute: Callable[..., Any]
    uses: tuple[str, ...]
    draft: Callable[..., Any] | None = None
