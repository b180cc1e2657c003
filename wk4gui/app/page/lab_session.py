"""The owner of a lab's current parameters, through which all edits and results pass."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QUndoStack

from wk4gui.app.page.edit_command import EditCommand
from wk4gui.app.page.part_results import PartResults
from wk4gui.app.page.precedence import precedence
from wk4gui.app.page.runner import Runner
from wk4gui.export.report import MUCH
from wk4gui.lab.checkpoint import no_checkpoint
from wk4gui.lab.declarations import LabParams, ParamError, changed_names, to_json
from wk4gui.lab.frames import Frames
from wk4gui.lab.lab import Lab

_COMPUTE = QEvent.Type(QEvent.registerEventType())
_UNDO_LIMIT = 1000
_SEEDS = 10_000


class Computation(NamedTuple):
    """A running computation of a part (None: the main one) for some parameters."""

    part: str | None
    params: LabParams
    draft: bool
    ticket: int = 0


class LabSession(QObject):
    """Parameters, result and frame of one lab, with the history of its edits.

    Light labs are computed at once, heavy ones in the runner's thread, as a draft during a drag.

    Signals:
        params_changed(): the parameters have changed; their result does not exist yet.
        result_ready(): a result has been computed; `is_draft` says whether it is a draft.
        part_ready(str): the result of a part besides the main one has been computed.
        partial_ready(str): what has been computed so far of a part ("" for the main one) is shown.
        frame_changed(): another frame of the same result is shown.
        refused(str): an edit did not fit; nothing changed. The text says why.
        failed(object): a computation ended in an exception; the last result stays.
        progressed(float): the fraction of a heavy computation that is done; 1 at its end.
        settled(): a drag ended.
        cancelled(): a heavy computation was given up.
    """

    params_changed = Signal()
    result_ready = Signal()
    part_ready = Signal(str)
    partial_ready = Signal(str)
    frame_changed = Signal()
    refused = Signal(str)
    failed = Signal(object)
    progressed = Signal(float)
    cancelled = Signal()
    settled = Signal()

    def __init__(self, lab: Lab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lab = lab
        self.preset = lab.presets[0].name
        self.params = lab.preset_params(self.preset)
        self.shown_params = self.params
        self.result: Any = None
        self.frames, self.frame = Frames(count=1), -1
        self.is_draft = False
        self.so_far: float | None = None
        self.history = QUndoStack(self)
        self.history.setUndoLimit(_UNDO_LIMIT)
        self.parts = PartResults(lab)
        self._wanted_frame: int | None = lab.presets[0].frame
        self._requested, self._dragging, self._quick, self._stopped = False, False, False, False
        self._broken_off, self._frame_before_draft = False, -1
        self._wanted_parts: tuple[str, ...] = ()
        self._job: Computation | None = None
        self._ahead = ExitStack()
        self._runner = Runner(self) if lab.heavy else None
        if self._runner is not None:
            self._runner.finished_request.connect(self._finished)
            self._runner.failed_request.connect(self._failed)
            self._runner.progressed.connect(self._progressed)
            self._runner.partial_ready.connect(self._take_partial)

    @property
    def busy(self) -> bool:
        """Whether a result of the current parameters is still to come."""
        return self._requested or self._job is not None

    @property
    def computes_apart(self) -> bool:
        """Whether results of the parameters shown come from the runner's thread."""
        return self._runner is not None and not self.lab.light_at(self.shown_params)

    @property
    def memory(self) -> int:
        """Approximate bytes of the running computation; 0 if never many."""
        job = self._job
        if job is None:
            return 0
        part = self.lab.main if job.part is None else self.parts.part(job.part)
        return part.memory(job.params)

    @property
    def ready(self) -> bool:
        """Whether the whole result of the current parameters is shown and no other is coming."""
        shown = self.frame >= 0 and self.is_whole and self.shown_params == self.params
        return shown and not self._requested and not self._computes_main

    @property
    def is_whole(self) -> bool:
        """Whether the result shown is neither a draft nor one so far."""
        return not self.is_draft and self.so_far is None

    @property
    def shows_another_state(self) -> bool:
        """Whether the result shown belongs to other parameters, and none is coming."""
        outdated = self.frame < 0 or (not self.is_draft and self.shown_params != self.params)
        return outdated and not self.coming

    def fraction_shown(self, part: str = "") -> float | None:
        """The fraction of a part ("" for the main one) that is shown so far; None if all of it."""
        return self.parts.so_far(part) if part else self.so_far

    def computes(self, part: str = "") -> bool:
        """Whether a part ("" for the main one) is being computed."""
        return self._job is not None and (self._job.part or "") == part

    @property
    def _computes_main(self) -> bool:
        """Whether the main part is being computed."""
        return self._job is not None and self._job.part is None

    @property
    def coming(self) -> bool:
        """Whether a result will come without a further request."""
        return self.busy or (self.is_draft and not self._broken_off)

    @property
    def coming_frame(self) -> int | None:
        """The frame shown now or after the computation; None for the opening frame."""
        return self.frame if self.frame >= 0 else self._wanted_frame

    # Edits

    def set_param(self, name: str, value: object, drag: int = 0) -> None:
        """Changes one parameter and adjusts those that depend on it."""
        title = self.lab.field_title(name)
        self._change(title, drag, lambda: self.lab.edited(self.params, name, value))

    def set_params(self, changes: Mapping[str, object], drag: int = 0) -> None:
        """Changes several parameters that belong together."""
        if len(changes) == 1:
            self.set_param(*next(iter(changes.items())), drag)
        else:
            titles = ", ".join(map(self.lab.field_title, changes))
            self._change(titles, drag, lambda: self.lab.decode({**to_json(self.params), **changes}))

    def load(self, params: LabParams, frame: int | None = None, preset: str = "") -> None:
        """Takes parameters, a frame (None: the opening frame) and a preset's name, without an undo entry.

        Existing results are not computed again.
        """
        known = self.frame >= 0 and self.is_whole and not self._computes_main and params == self.shown_params
        self.params, self.preset = params, preset
        if known:
            self.params_changed.emit()
            self.seek(self.frames.clip(frame))
            return
        self._wanted_frame, self.frame = frame, -1
        self.parts.resume()
        self._announce()

    def undo(self) -> None:
        self.history.undo()

    def redo(self) -> None:
        self.history.redo()

    def new_seed(self) -> None:
        """Changes the seed, if there is one."""
        seed = getattr(self.params, "seed", None)
        if seed is not None:
            self.set_param("seed", (seed + 1) % _SEEDS)

    def settle(self) -> None:
        """Ends a drag: computes a draft in full."""
        self._dragging = False
        self.settled.emit()
        if self.is_draft:
            self._announce()
        elif self._job is None and self.result is not None:
            self._next_part()

    def _change(self, text: str, drag: int, make: Callable[[], LabParams]) -> None:
        try:
            params = make()
        except ParamError as error:
            self.refused.emit(error.in_window)
            return
        if params != self.params:
            self._dragging, self._quick = bool(drag), self._needs_no_draft(changed_names(self.params, params))
            frames = (self.coming_frame, 0) if self.lab.begins_anew(self.params, params) else (None, None)
            self.history.push(EditCommand(text, self.params, params, drag, self._take, frames))

    def _take(self, params: LabParams, frame: int | None) -> None:
        self.params = params
        if frame is not None:
            self._wanted_frame, self.frame, self._frame_before_draft = frame, -1, -1
        self._announce()

    # Results

    def seek(self, frame: int) -> None:
        """Shows another frame of the same result; ignored by a result still to come, which opens at its own frame."""
        if self.frame < 0:
            return
        frame = self.frames.clip(frame)
        self._frame_before_draft = -1
        if frame != self.frame:
            self.frame = frame
            self.frame_changed.emit()

    def compute(self) -> None:
        """Computes the result of the current parameters, at once or in the runner's thread."""
        self._requested = False
        params = self.params
        if self._holds_for(params):
            self._take_result(Computation(None, params, draft=False), self.result)
            return
        draft = self.lab.main.draft
        if self._runner is not None and draft is not None and (self._drags_what_takes_time or self._begins_with_draft):
            params = draft(self.params)
        self._start(Computation(None, params, draft=params != self.params), self.lab.main.compute)

    def want_parts(self, names: Sequence[str]) -> None:
        """Keeps the results of these parts up to date from now on; emits `part_ready` for each."""
        if tuple(names) != self._wanted_parts:
            self.parts.resume()
        self._wanted_parts = tuple(names)
        if self.result is not None and self._job is None:
            self._next_part()

    def cancel(self) -> None:
        """Cancels the heavy computation; the last result is kept, or what there is of a new one."""
        if self._runner is not None:
            self._runner.cancel()
            if self._job is not None and self._job.part is not None:
                self.parts.give_up(self._job.part, self._job.params)
            self._job, self._broken_off = None, True
            self.progressed.emit(1.0)
            self.cancelled.emit()

    def stop(self) -> None:
        """Ends all computing and signals of the history; must be called before the program ends."""
        self._stopped = True
        self._ahead.close()
        # Its destructor would report to a partly deleted window; a QSignalBlocker would outlive it.
        self.history.blockSignals(True)  # noqa: FBT003 - Qt's
        if self._runner is not None:
            self._runner.stop()

    @property
    def dragging(self) -> bool:
        """Whether a slider or an item in the picture is being dragged."""
        return self._dragging

    @property
    def _drags_what_takes_time(self) -> bool:
        return self._dragging and not self._quick

    @property
    def _begins_with_draft(self) -> bool:
        """Whether a draft is needed before the full result, and does not exist yet."""
        main = self.lab.main
        if main.draft is None or not main.slow(self.params):
            return False
        return not (self.is_draft and self.shown_params == main.draft(self.params))

    def _needs_no_draft(self, changed: Collection[str]) -> bool:
        """Whether the changed parameters do not affect the slow computation of the main part."""
        main = self.lab.main
        return set(changed).isdisjoint(set(main.uses).difference(main.light))

    def _holds_for(self, params: LabParams) -> bool:
        """Whether the main part's result is valid for these parameters."""
        if self.result is None or not self.is_whole or self._computes_main or params == self.shown_params:
            return False
        return changed_names(self.shown_params, params).isdisjoint(self.lab.main.uses)

    def _start(self, job: Computation, compute: Callable[..., Any]) -> None:
        self._broken_off = False
        if self._runner is not None and not (job.part is None and self.lab.light_at(job.params)):
            ticket = self._runner.submit(compute, job.params)
            self._job = job._replace(ticket=ticket)
            if self.memory > MUCH:
                self.progressed.emit(0.0)  # announces the memory before it is allocated
            return
        if self._job is not None and self._runner is not None:
            self._runner.cancel()
            self._job = None
            self.progressed.emit(1.0)
        try:
            result = compute(job.params, no_checkpoint)
        except Exception as error:
            self.failed.emit(error)
            return
        self._take_result(job, result)

    def _take_result(self, job: Computation, result: Any) -> None:
        self._job = None
        if job.part is None:
            self.shown_params, self.result, self.is_draft, self.so_far = job.params, result, job.draft, None
            self._show_frames(self.lab.frames(job.params, result), draft=job.draft)
            self.result_ready.emit()
            if job.draft and not self._dragging:
                self._announce()  # the full result follows
        else:
            self.parts.keep(job.part, job.params, result)
            self.part_ready.emit(job.part)
        self._next_part()

    @precedence()
    def _take_partial(self) -> None:
        """Shows the latest result so far of the running computation, which waits meanwhile."""
        partial = self._runner.take_partial() if self._runner is not None else None
        job = self._job
        if partial is None or job is None or job.draft or job.ticket != partial.ticket or self._requested:
            return
        if job.part is None:
            self.shown_params, self.result, self.is_draft = job.params, partial.result, False
            self.so_far = partial.fraction
            self._show_frames(self.lab.frames(job.params, partial.result), draft=True)
        else:
            self.parts.keep(job.part, job.params, partial.result, so_far=partial.fraction)
        self.partial_ready.emit(job.part or "")

    def _show_frames(self, frames: Frames, *, draft: bool) -> None:
        """Keeps the frame shown, or the end if that was shown.

        What a draft or a result so far is too short for comes back as soon as there is enough.
        """
        wanted = max(self.frame, self._frame_before_draft)
        at_end = self._frame_before_draft < 0 and self.frame == self.frames.count - 1 == self.frames.opening
        if self.frame < 0:
            frame, wanted = frames.clip(self._wanted_frame), -1 if self._wanted_frame is None else self._wanted_frame
        else:
            frame = frames.opening if at_end else frames.clip(wanted)
        self._frame_before_draft = wanted if draft and not at_end else -1
        self.frames, self.frame = frames, frame

    def _next_part(self) -> None:
        """Starts the first outdated wanted part; during a drag only its draft, if it has one."""
        for name in self._wanted_parts if not self._requested else ():
            part, params = self.parts.part(name), self.shown_params
            if self._dragging or self.is_draft:
                if part.draft is None:
                    continue
                params = part.draft(params)
            if not self.parts.holds(name, params) and not self.parts.given_up(name, params):
                self._start(Computation(name, params, draft=False), part.compute)
                return

    def _finished(self, ticket: int, result: Any) -> None:
        if self._job is not None and ticket == self._job.ticket:
            self.progressed.emit(1.0)
            self._take_result(self._job, result)

    def _failed(self, ticket: int, error: Exception) -> None:
        if self._job is not None and ticket == self._job.ticket:
            self._job, self._broken_off = None, True
            self.progressed.emit(1.0)
            self.failed.emit(error)

    def _progressed(self, ticket: int, fraction: float) -> None:
        if self._job is not None and ticket == self._job.ticket and not self._job.draft:
            self.progressed.emit(fraction)

    def _announce(self) -> None:
        """Schedules one computation, before the next repaint, for all changes in one turn of the event loop.

        The one it replaces waits until then.
        """
        self._ahead.enter_context(precedence())
        self.params_changed.emit()
        if not self._requested:
            self._requested = True
            QCoreApplication.postEvent(self, QEvent(_COMPUTE))

    def event(self, event: QEvent) -> bool:
        if event.type() == _COMPUTE:
            with self._ahead.pop_all():
                if self._requested and not self._stopped:
                    self.compute()
            return True
        return super().event(event)
