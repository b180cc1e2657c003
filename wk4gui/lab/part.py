"""The parts of a lab: pure functions, each computed and cached separately."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wk4gui.lab.declarations import LabParams, fields_of

if TYPE_CHECKING:
    from wk4gui.lab.measure import Measure
    from wk4gui.lab.reason import Reason
    from wk4gui.lab.summary import Summary
    from wk4gui.lab.thinning import Thinning


def _nothing(params: Any, result: Any) -> Collection[str]:
    return ()


def _all_steps(params: Any, result: Any) -> "Thinning | None":
    return None


def _never_slow(params: Any) -> bool:
    return False


def _never_much(params: Any) -> int:
    return 0


def _no_reason(params: Any, result: Any, frame: int, name: str) -> "Reason | None":
    return None


@dataclass(frozen=True)
class Part:
    """A pure function of the parameters it names, computed only when shown and cached.

    ``Any`` stands for the lab's own Params and the part's own Result.

    Attributes:
        name: as in `run --part NAME`.
        uses: names of the parameters it depends on.
        compute: (params, checkpoint) -> result.
        summarize: (params, result, frame) -> Summary, for the window, exports and `run --part`. A part without
            frames gets 0.
        measures: its scalars.
        version: raised by hand when its numbers change.
        draft: params -> cheaper params while a slider is held. Without them the main part is computed in full at
            every move, another part only once the drag ends.
        slow: params -> whether computing takes so long that the draft is shown first even without a drag.
        light: those of `uses` that do not affect the slow computation, so that moving them needs no draft.
        reasons: (params, result, frame, name) -> Reason of the lesson's live number of that name, or None.
        thinning: (params, result) -> the steps of long histories that JSON holds, or None for all.
        omitted_from_print: (params, result) -> fields that are too long to print; files include them.
        memory: params -> approximate bytes for computing and keeping it; 0 if never many.
        together: (several parameters that differ in the seed alone, checkpoint) -> for each what the measures read
            the same values off as off its result, to the byte; None where that is needed. For sweeps, because it is
            faster.
    """

    name: str
    uses: tuple[str, ...]
    compute: Callable[..., Any]
    summarize: "Callable[..., Summary]"
    measures: "Sequence[Measure]" = ()
    version: int = 1
    draft: Callable[..., Any] | None = None
    slow: Callable[..., bool] = _never_slow
    light: Collection[str] = ()
    reasons: "Callable[..., Reason | None]" = _no_reason
    thinning: "Callable[..., Thinning | None]" = _all_steps
    omitted_from_print: Callable[..., Collection[str]] = _nothing
    memory: Callable[..., int] = _never_much
    together: Callable[..., Sequence[Any]] | None = None

    def measured(self, params: Any, result: Any) -> dict[str, float | None]:
        """Its measures, by name."""
        return {measure.name: measure.value(params, result) for measure in self.measures}


def all_fields(params: type[LabParams], *, but: Collection[str] = ()) -> tuple[str, ...]:
    """Names of a lab's parameters, without those of other parts."""
    return tuple(name for name in fields_of(params) if name not in but)
