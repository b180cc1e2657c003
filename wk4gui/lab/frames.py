"""The frames in which a result is shown: steps and their phases."""

from dataclasses import dataclass


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
    """

    count: int
    phases: tuple[str, ...] = ("",)
    opening: int = 0
    unit: str = "step"
    marks: tuple[FrameMark, ...] = ()

    def split(self, frame: int) -> tuple[int, int]:
        """Step and phase of a frame."""
        return divmod(frame, len(self.phases))

    def label(self, frame: int) -> str:
        """Such as "step 3 · loss"."""
        step, phase = self.split(frame)
        return f"{self.unit} {step}" + (f" · {self.phases[phase]}" if self.phases[phase] else "")

    def clip(self, frame: int | None) -> int:
        """The nearest frame that exists; the opening frame for None."""
        return self.opening if frame is None else max(0, min(frame, self.count - 1))
