"""A small lab that takes its time, for tests of the runner, of drafts and of parts; it is not in the product."""

import threading
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta
from PySide6.QtWidgets import QLabel, QVBoxLayout

from wk4gui.lab.checkpoint import hand_out, no_checkpoint
from wk4gui.lab.declarations import LabParams
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.lab.preset import Preset
from wk4gui.lab.summary import Summary
from wk4gui.render.lab_view import LabView, Pane
from wk4gui.render.named import named


class Params(LabParams, frozen=True):
    """How much to compute, and something only the part depends on."""

    size: Annotated[int, Meta(ge=1, le=1000, title="Size")] = 20
    extra: Annotated[int, Meta(ge=0, le=9, title="Extra")] = 0
    seed: Annotated[int, Meta(ge=0, le=9999, title="Seed")] = 0


@dataclass(frozen=True)
class Result:
    """The size that was computed."""

    size: int


class Gate:
    """Lets computations go on; each waits here at every checkpoint while it is closed.

    Where ``stops_at`` is set, a computation hands out what it has up to there and then waits as if it were closed.
    """

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.started: list[int] = []
        self.part_runs: list[int] = []
        self.threads: set[int] = set()
        self.stops_at: int | None = None
        self.stopped = threading.Event()


GATE = Gate()


def compute(params: Params, checkpoint=no_checkpoint) -> Result:
    GATE.started.append(params.size)
    GATE.threads.add(threading.get_ident())
    if params.size == 13:
        raise RuntimeError("thirteen is not computed")
    for i in range(params.size):
        while not GATE.open.wait(0.01):
            checkpoint(i / params.size)
        go_on(i, params.size, checkpoint)
    return Result(params.size)


def go_on(i: int, size: int, checkpoint) -> None:
    """Hands out a result of size i, if results so far are wanted; waits where it has to stop."""
    if GATE.stops_at is None:
        checkpoint(i / size)
        return
    hand_out(checkpoint, i / size, lambda: Result(i))
    while i == GATE.stops_at:
        GATE.stopped.set()
        checkpoint(i / size)
        GATE.open.wait(0.01)


def compute_part(params: Params, checkpoint=no_checkpoint) -> Result:
    GATE.part_runs.append(params.extra)
    for i in range(20):
        go_on(i, 20, checkpoint)
    return Result(100 + params.extra)


def summarize(params: Params, result: Result, frame: int) -> Summary:
    return Summary("Done.", f"The size was {result.size}.")


LAB = Lab(
    id="heavy",
    title="Heavy",
    question=9,
    params=Params,
    view="heavy_lab:HeavyView",
    parts=(
        Part("main", all_fields(Params), compute, summarize, draft=lambda params: params.with_(size=2)),
        Part("extra", ("extra",), compute_part, lambda params, result, frame: Summary("Extra.", str(result.size))),
    ),
    presets=(Preset("usual", "The usual"),),
    heavy=True,
)


class HeavyView(LabView):
    """Writes the size down, and the part's where it is shown."""

    def __init__(self, theme, parent=None) -> None:
        super().__init__(theme, parent)
        self.label, self.part_label, self.parts = named(QLabel(), "size"), QLabel(), ()
        layout = QVBoxLayout(self)
        layout.addWidget(self.add_pane(Pane("size", "Size", self.label)))
        layout.addWidget(self.part_label)

    def draw(self, params, result, frame) -> None:
        self.label.setText(str(result.size))

    def apply_theme(self, theme) -> None:
        pass

    def wanted_parts(self):
        return self.parts

    def show_part(self, name, params, result) -> None:
        self.part_label.setText(f"{name} {result.size}")
