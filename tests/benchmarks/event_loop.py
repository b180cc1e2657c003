"""A real event loop that runs until everything has been painted, and how long its passes hold the GUI thread."""

import math
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer  # noqa: TID251 - what a program's own loop does is timed

_LOOK = QEvent.Type(QEvent.registerEventType())
_AFTER_PAINT = -1000
"""A priority below that of repaints."""
_BEAT_MS = 2
BARE_SIZE = (900, 600)


class Stay(NamedTuple):
    """Seconds until everything was painted, and those of the longest pass."""

    total: float
    longest: float


class EventLoop(QObject):
    """Runs a real event loop, deferred deletions and timers included."""

    def __init__(self) -> None:
        super().__init__()
        self._busy: Callable[[], bool] = lambda: False
        self._quiet, self._beaten, self._longest = 0, 0.0, 0.0
        self._loop = QEventLoop(self)
        self._heart = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)

    def run(self, act: Callable[[], object], busy: Callable[[], bool] = lambda: False) -> Stay:
        """Does something in the loop and leaves it as soon as nothing is busy and all is painted."""
        self._busy, self._quiet, self._longest = busy, 0, 0.0
        begun = self._beaten = perf_counter()
        self._heart.start()
        QTimer.singleShot(0, lambda: (act(), self._look()))
        self._loop.exec()
        self._heart.stop()
        ended = perf_counter()
        return Stay(ended - begun, max(self._longest, ended - self._beaten))

    def _beat(self) -> None:
        now = perf_counter()
        self._longest, self._beaten = max(self._longest, now - self._beaten - _BEAT_MS / 1e3), now
        if self._quiet == 0:
            self._look()

    def _look(self) -> None:
        QCoreApplication.postEvent(self, QEvent(_LOOK), _AFTER_PAINT)

    def event(self, event: QEvent) -> bool:
        if event.type() != _LOOK:
            return super().event(event)
        self._quiet = 0 if self._busy() else self._quiet + 1
        if self._quiet == 2:  # what a repaint asks for is painted, too
            self._loop.quit()
        elif self._quiet:
            self._look()
        return True


class BarePlot:
    """The unit of drawing: a plot of pyqtgraph with one curve, whose repaint is timed."""

    def __init__(self, loop: EventLoop) -> None:
        self._loop, self._step, self._x = loop, 0, np.linspace(0.0, 10.0, 200)
        self.plot = pg.PlotWidget()
        self.plot.resize(*BARE_SIZE)
        self._curve = self.plot.plot(self._x, np.sin(self._x))
        self.plot.show()

    def repaint(self) -> float:
        """Seconds from new numbers to the painted curve."""
        self._step += 1
        numbers = (1.0 + 0.1 * math.sin(self._step)) * np.sin(self._x + 0.1 * self._step)
        return self._loop.run(lambda: self._curve.setData(self._x, numbers)).total
