"""The parts of a lab: pure functions that are computed and kept by themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wk4gui.lab.reason import Reason
from wk4gui.lab.summary import Summary


def _no_reasons(params: Any, result: Any) -> Sequence[Reason]:
    return ()


@dataclass(frozen=True)
class Part:
    """A pure function of the parameters it names, computed and cached by itself, only when shown.

    Attributes:
        name: as in `run --part NAME`.
        compute: (params, checkpoint) -> result.
        uses: names of the parameters it depends on.
        summarize: (params, result) -> Summary: what is said of it in the window, in exports and by `run --part`.
        reasons: (params, result) -> Reasons of the numbers in that summary.
        draft: params -> cheaper params for while a slider is held; None: it is computed only when nothing moves.
    """

    name: str
    compute: Callable[..., Any]
    uses: tuple[str, ...]
    summarize: Callable[..., Summary]
    reasons: Callable[..., Sequence[Reason]] = _no_reasons
    draft: Callable[..., Any] | None = None
