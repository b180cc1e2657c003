"""The only home of a lab's current parameters: every edit enters here, every result leaves here."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from wk4gui.declarations import LabParams, ParamError, to_json
from wk4gui.lab import Frames, Lab

_COMPUTE = QEvent.Type(QEvent.registerEventType())


class LabSession(QObject):
    """Parameters, result and frame of one lab.

    Signals:
        params_changed(): other parameters hold now; their result is not there yet.
        result_ready(): the result of the present parameters is there.
        frame_changed(): another frame of the same result is shown.
        refused(str): an edit did not fit; nothing changed. The text says why.
    """

    params_changed = Signal()
    result_ready = Signal()
    frame_changed = Signal()
    refused = Signal(str)

    def __init__(self, lab: Lab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lab = lab
        self.preset = lab.presets[0].name
        self.params = lab.preset_params(self.preset)
        self.result: Any = None
        self.frames = Frames(count=1)
        self.frame = -1
        self._wanted_frame: int | None = lab.presets[0].frame
        self._requested = False

    def set_param(self, name: str, value: object, drag: int = 0) -> None:
        """Changes one parameter; what depends on its size follows."""
        self._change(lambda: self.lab.edited(self.params, name, value))

    def set_params(self, changes: Mapping[str, object], drag: int = 0) -> None:
        """Changes several parameters that belong together."""
        if len(changes) == 1:
            self.set_param(*next(iter(changes.items())), drag)
        else:
            self._change(lambda: self.lab.decode({**to_json(self.params), **changes}))

    def load_preset(self, name: str) -> None:
        """Takes a preset's parameters and its opening frame."""
        self.preset = name
        self.load(self.lab.preset_params(name), self.lab.preset(name).frame)

    def load(self, params: LabParams, frame: int | None = None) -> None:
        """Takes a complete state; the frame None means the lab's own choice."""
        self.params = params
        self._wanted_frame = frame
        self.frame = -1
        self._announce()

    def seek(self, frame: int) -> None:
        """Shows another frame of the same result."""
        frame = self.frames.clip(frame)
        if frame != self.frame:
            self.frame = frame
            self.frame_changed.emit()

    def compute(self) -> None:
        """Computes the result of the present parameters now."""
        self._requested = False
        self.result = self.lab.compute(self.params)
        self.frames = self.lab.frames(self.params, self.result)
        self.frame = self.frames.clip(self._wanted_frame if self.frame < 0 else self.frame)
        self.result_ready.emit()

    def _change(self, make: Any) -> None:
        try:
            params = make()
        except ParamError as error:
            self.refused.emit(str(error))
            return
        if params != self.params:
            self.params = params
            self._announce()

    def _announce(self) -> None:
        """Many changes in one turn of the event loop are one computation, which comes before the next repaint."""
        self.params_changed.emit()
        if not self._requested:
            self._requested = True
            QCoreApplication.postEvent(self, QEvent(_COMPUTE))

    def event(self, event: QEvent) -> bool:
        if event.type() == _COMPUTE:
            if self._requested:
                self.compute()
            return True
        return super().event(event)
