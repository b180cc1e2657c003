"""The view state of the playground lab."""

from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.lab.declarations import ViewState

_PAGES = {
    "train": "one run", "swarm": "a swarm", "rates": "other rates", "points": "more points", "widths": "four widths",
}  # fmt: skip


class State(ViewState, frozen=True):
    """What of a run is seen, and what a click does."""

    show: Annotated[
        Literal["train", "swarm", "rates", "points", "widths"],
        Meta(
            title="Show",
            description="One run, the same run from many seeds, or swarms at several values of one setting.",
            extra={"toolbar": True, "labels": _PAGES},
        ),
    ] = "train"
    click: Annotated[
        Literal["choose", "add", "remove"],
        Meta(
            title="Click",
            description="What a click into the plane does: choose a point, add one to your own, or remove one.",
            extra={
                "toolbar": True,
                "labels": {"choose": "picks", "add": "adds", "remove": "removes"},
            },
        ),
    ] = "choose"
    added: Annotated[
        int, Meta(ge=0, le=3, title="Class added", description="Of added points; in a regression 0 adds −1, else 1.")
    ] = 1
    layer: Annotated[int, Meta(ge=0, le=7, title="Layer", description="Of the chosen unit; 0: none.")] = 0
    unit: Annotated[int, Meta(ge=1, le=16, title="Unit", description="The chosen unit of the layer.")] = 1
    source: Annotated[
        int, Meta(ge=0, le=16, title="Input", description="Of the chosen edge into that unit; 0: no edge.")
    ] = 0
    sample: Annotated[
        int,
        Meta(ge=0, le=2000, title="Point", description="The chosen point, training points first; 0: none."),
    ] = 0
    map: Annotated[
        Literal["output", "difference"],
        Meta(title="Map", description="The output, or its difference from that of the pinned run."),
    ] = "output"
    loss_axis: Annotated[
        Literal["log", "linear"],
        Meta(title="Axis", description="Axis of the losses.", extra={"toolbar": True}),
    ] = "log"
    digits: Annotated[
        int, Meta(ge=0, le=6, title="Digits", description="Decimals of the numbers.", extra={"toolbar": True})
    ] = 3
