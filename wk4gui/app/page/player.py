"""The player: steps through and plays the frames of a result."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from wk4gui.app.page.time_line import TimeLine
from wk4gui.lab.frames import Frames
from wk4gui.render.icons import icon
from wk4gui.render.named import named
from wk4gui.render.theme import Theme

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
_FRAME_MS = 700
"""Duration of a phase at speed 1."""
_STEP_MS = 80
"""Duration of a step without phases at speed 1."""


PLAYER_ACTIONS = (
    "toggle_play",
    "forward",
    "back",
    "step_forward",
    "step_back",
    "first",
    "last",
    "next_mark",
    "loop",
    "faster",
    "slower",
)
"""The methods that are actions of the window."""


class Player(QWidget):
    """Controls which frame is shown.

    Signals:
        sought(int): a frame was chosen by the user or is next in playing.
    """

    sought = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames, self._frame, self._speed = Frames(count=1), 0, 2
        self.looping = False
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._add(row, "first", "Go to start (Home)", self.first)
        self._add(row, "step-back", "Back one step (Ctrl+Left)", self.step_back)
        self._add(row, "back", "Back one phase (Left)", self.back)
        self._add(row, "play", "Play (Space)", self.toggle_play)
        self._add(row, "forward", "Forward one phase (Right)", self.forward)
        self._add(row, "step-forward", "Forward one step (Ctrl+Right)", self.step_forward)
        self.time_line = TimeLine(self)
        self.time_line.sought.connect(self.sought)
        row.addWidget(self.time_line, 1)
        self.label = QLabel(self)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.label)
        self._speed_button = QPushButton("1×", self)
        self._speed_button.setToolTip("Speed: click to change")
        self._speed_button.setAccessibleName("Speed")
        self._speed_button.clicked.connect(self.next_speed)
        row.addWidget(self._speed_button)
        self._loop_button = QToolButton(self)
        self._loop_button.setCheckable(True)
        self._loop_button.setToolTip("Play in a loop (L)")
        self._loop_button.setAccessibleName("Play in a loop")
        self._loop_button.clicked.connect(self.loop)
        row.addWidget(self._loop_button)

    def show_frames(self, frames: Frames, frame: int, *, useful: bool = True) -> None:
        """Shows the current frame; hidden if not useful or if there is only one frame."""
        self._frames, self._frame = frames, frame
        phased = len(frames.phases) > 1
        for name in ("step-back", "step-forward"):
            self.buttons[name].setVisible(phased)
        self.time_line.show_frames(frames, frame)
        last, phase = frames.place(frames.count - 1), frames.split(frame)[1]
        text = f"{frames.unit} {frames.place(frame)} of {last}"
        self.label.setText(f"{text} · {frames.phases[phase]}" if phased else text)
        widest = max(frames.phases, key=len)
        longest = f"{frames.unit} {frames.longest_place} of {last}" + (f" · {widest}" if phased else "")
        self.label.setMinimumWidth(self.label.fontMetrics().horizontalAdvance(longest) + 8)
        if (layout := self.layout()) is not None:
            layout.activate()  # else a longer text would be below the next button for a moment
        self.setVisible(useful and frames.count > 1)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for name, button in self.buttons.items():
            shown = "pause" if name == "play" and self._clock.isActive() else name
            button.setIcon(icon(shown, theme.ink, theme.px(16)))
            button.setIconSize(QSize(theme.px(16), theme.px(16)))
        self._loop_button.setIcon(icon("loop", theme.ink, theme.px(16)))
        self.time_line.set_theme(theme)

    @property
    def playing(self) -> bool:
        return self._clock.isActive()

    @property
    def speed(self) -> float:
        return SPEEDS[self._speed]

    def toggle_play(self) -> None:
        """Plays from the current frame (from the start if at the end), or pauses."""
        if self._clock.isActive():
            self._clock.stop()
        else:
            if self._frame >= self._frames.count - 1:
                self.sought.emit(0)
            self._clock.start(self._interval())
        self.buttons["play"].setToolTip("Pause (Space)" if self.playing else "Play (Space)")
        self.set_theme(self._theme)

    def stop(self) -> None:
        if self.playing:
            self.toggle_play()

    def next_speed(self) -> None:
        """Changes to the next faster speed, after the fastest to the slowest."""
        self._set_speed((self._speed + 1) % len(SPEEDS))

    def faster(self) -> None:
        self._set_speed(min(self._speed + 1, len(SPEEDS) - 1))

    def slower(self) -> None:
        self._set_speed(max(self._speed - 1, 0))

    def loop(self) -> None:
        """Toggles playing in a loop."""
        self.looping = not self.looping
        self._loop_button.setChecked(self.looping)

    def next_mark(self) -> None:
        """Goes to the next named frame, after the last to the first."""
        marks = sorted(mark.frame for mark in self._frames.marks)
        if marks:
            self._to(next((frame for frame in marks if frame > self._frame), marks[0]))

    def _set_speed(self, speed: int) -> None:
        self._speed = speed
        self._speed_button.setText(f"{SPEEDS[speed]:g}×")
        if self._clock.isActive():
            self._clock.start(self._interval())

    def first(self) -> None:
        self._to(0)

    def last(self) -> None:
        self._to(self._frames.count - 1)

    def forward(self) -> None:
        self._to(self._frame + 1)

    def back(self) -> None:
        self._to(self._frame - 1)

    def step_forward(self) -> None:
        self._to(self._frame + len(self._frames.phases))

    def step_back(self) -> None:
        self._to(self._frame - len(self._frames.phases))

    def _interval(self) -> int:
        base = _FRAME_MS if len(self._frames.phases) > 1 else _STEP_MS
        return round(base / SPEEDS[self._speed])

    def _tick(self) -> None:
        if self._frame < self._frames.count - 1:
            self.sought.emit(self._frames.clip(self._frame + self._frames.stride))
        elif self.looping:
            self.sought.emit(0)
        else:
            self.toggle_play()

    def _to(self, frame: int) -> None:
        self.sought.emit(self._frames.clip(frame))

    def _add(self, row: QHBoxLayout, name: str, tip: str, slot: object) -> None:
        button = named(QToolButton(self), "player")
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.clicked.connect(slot)
        self.buttons[name] = button
        row.addWidget(button)
