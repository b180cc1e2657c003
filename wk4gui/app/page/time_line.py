"""The time line of the player: a slider over the frames with ticks and named marks."""

import math

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from wk4gui.lab.frames import Frames
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import LIGHT, Theme, faded

_MARGIN = 9.0
_GROOVE_Y = 11.0


class TimeLine(QSlider):
    """A slider over the frames.

    Signals:
        sought(int): the user chose a frame.
    """

    sought = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._frames = Frames(count=1)
        self._theme: Theme = LIGHT
        self.setAccessibleName("Time line")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.actionTriggered.connect(lambda _: self.sought.emit(self.sliderPosition()))

    def show_frames(self, frames: Frames, frame: int) -> None:
        if (frames, frame) == (self._frames, self.value()):
            return
        self._frames = frames
        with QSignalBlocker(self):
            self.setRange(0, frames.count - 1)
            self.setValue(frame)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def x_of(self, frame: int) -> float:
        """The x of a frame in the widget."""
        return _MARGIN + (self.width() - 2 * _MARGIN) * frame / max(self._frames.count - 1, 1)

    def ticks(self) -> list[tuple[int, str]]:
        """Frames with a name below them, as many as fit: phases in a short result, marks and steps in a long one."""
        frames = self._frames
        n = len(frames.phases)
        if n > 1 and frames.count <= 2 * n:
            wanted = [(f, frames.phases[f % n]) for f in range(frames.count)]
        elif frames.positions:
            wanted = [(mark.frame, mark.label) for mark in frames.marks] + self._at_round_positions()
        else:
            numbers = range(0, -(-frames.count // n), self._stride(-(-frames.count // n)))
            steps = [(step * n, str(step) if step else f"{frames.unit} 0") for step in numbers]
            wanted = [(mark.frame, mark.label) for mark in frames.marks] + steps
        return self._that_fit(wanted)

    def _at_round_positions(self) -> list[tuple[int, str]]:
        """The frames nearest to round positions, with their names."""
        first, last = self._frames.positions[0], self._frames.positions[-1]
        stride = self._stride(max(round(last - first), 1))
        rounds = range(math.ceil(first / stride) * stride, math.floor(last) + 1, stride)
        return [(self._frames.nearest(at), str(at) if at else f"{self._frames.unit} 0") for at in rounds]

    def _stride(self, n_steps: int) -> int:
        """A round number of steps between two ticks, large enough for their labels."""
        most = max(self.width() / (4 * self._theme.px(CAPTION)), 1.0)
        return next(stride for power in range(9) for s in (1, 2, 5) if n_steps <= most * (stride := s * int(10**power)))

    def _that_fit(self, wanted: list[tuple[int, str]]) -> list[tuple[int, str]]:
        placed: list[tuple[float, float]] = []
        fitting = []
        for frame, text in wanted:
            half = text_width(text, self._theme.px(CAPTION)) / 2 + 6
            at = min(max(self.x_of(frame), half), self.width() - half)
            if all(abs(at - other) >= half + width for other, width in placed):
                placed.append((at, half))
                fitting.append((frame, text))
        return fitting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self._theme
        right, at = self.width() - _MARGIN, self.x_of(self.value())
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(faded(theme.line))
            p.drawRoundedRect(QRectF(_MARGIN, _GROOVE_Y - 2, right - _MARGIN, 4), 2, 2)
            p.setBrush(faded(theme.forward))
            p.drawRoundedRect(QRectF(_MARGIN, _GROOVE_Y - 2, at - _MARGIN, 4), 2, 2)
            marks = {mark.frame for mark in self._frames.marks}
            for frame, text in self.ticks():
                self._tick(p, frame, text, marked=frame in marks)
            if self.hasFocus():
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(faded(theme.forward, 0.25))
                p.drawEllipse(QPointF(at, _GROOVE_Y), 9, 9)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(faded(theme.forward))
            p.drawEllipse(QPointF(at, _GROOVE_Y), 6.5, 6.5)

    def _tick(self, p: QPainter, frame: int, text: str, *, marked: bool) -> None:
        theme, x = self._theme, self.x_of(frame)
        p.setPen(theme.pen(theme.bad if marked else theme.ink3, 1.5))
        p.drawLine(QPointF(x, _GROOVE_Y + 4), QPointF(x, _GROOVE_Y + 8))
        px = theme.px(CAPTION)
        half = text_width(text, px) / 2 + 2
        at = min(max(x, half), self.width() - half)
        p.setFont(text_font(px, 600 if marked else 400))
        p.setPen(faded(theme.bad if marked else theme.ink2))
        box = QRectF(at - half - 4, _GROOVE_Y + 8, 2 * half + 8, px * 1.4)
        p.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, round(_GROOVE_Y + 10 + self._theme.px(CAPTION) * 1.4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.setFocus()
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        pass

    def _seek(self, event: QMouseEvent) -> None:
        share = (event.position().x() - _MARGIN) / max(self.width() - 2 * _MARGIN, 1)
        self.sought.emit(self._frames.clip(round(share * (self._frames.count - 1))))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        event.ignore()  # the window's shortcuts control the player, independent of the focus
