"""The frames in which a result is shown: steps and their phases."""

from bisect import bisect_left
from dataclasses import dataclass

from wk4gui.core.number_format import format_position


@dataclass(frozen=True)
class FrameMark:
    """A named frame on the time line."""

    frame: int
    label: str


@dataclass(frozen=True)
class Frames:
    """The frames in which a result is shown: steps, each of one or more phases.

    Frame ``step * len(phases) + k`` is phase k of that step; the last step may have fewer phases.

    Attributes:
        count: number of frames, at least 1.
        phases: names of the phases of one step; one name if a step has no phases.
        opening: the frame shown first and summarised by `run`.
        unit: what a step is called.
        marks: named frames, in order.
        positions: where each frame is, in units; () where frame t is step t.
    """

    count: int
    phases: tuple[str, ...] = ("",)
    opening: int = 0
    unit: str = "step"
    marks: tuple[FrameMark, ...] = ()
    positions: tuple[float, ...] = ()

    @property
    def stride(self) -> int:
        """Frames from one picture to the next while playing: all of them in about 250 pictures."""
        return max(1, self.count // 250) if self.positions else 1

    def place(self, frame: int) -> str:
        """The step of a frame, or its position, such as 12.04 or 0.004."""
        if not self.positions:
            return str(self.split(frame)[0])
        return format_position(self.positions[frame])

    @property
    def longest_place(self) -> str:
        """A text as long as that of any frame."""
        last = self.place(self.count - 1)
        return max(last, f"{self.positions[-1]:.2f}", "0.000", key=len) if self.positions else last

    def nearest(self, position: float) -> int:
        """The frame nearest to a position; positions ascend."""
        after = bisect_left(self.positions, position)
        return min(
            (k for k in (after - 1, after) if 0 <= k < self.count), key=lambda k: abs(self.positions[k] - position)
        )

    def split(self, frame: int) -> tuple[int, int]:
        """Step and phase of a frame."""
        return divmod(frame, len(self.phases))

    def label(self, frame: int) -> str:
        """Such as "step 3 · loss"."""
        phase = self.phases[self.split(frame)[1]]
        return f"{self.unit} {self.place(frame)}" + (f" · {phase}" if phase else "")

    def clip(self, frame: int | None) -> int:
        """The nearest frame that exists; the opening frame for None."""
        return self.opening if frame is None else max(0, min(frame, self.count - 1))
