"""A lab: a pure function from frozen parameters to a frozen result, with its declarations."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wk4gui.core.near_names import no_such
from wk4gui.lab.declarations import LabParams, ParamError, check_field, decode, fields_of, to_json
from wk4gui.lab.part import Part
from wk4gui.lab.preset import Preset

if TYPE_CHECKING:
    from wk4gui.lab.exercise_kind import ExerciseKind
    from wk4gui.lab.frames import Frames
    from wk4gui.lab.question import Question
    from wk4gui.lab.zone import Zone


def _one_frame(params: Any, result: Any) -> "Frames":
    from wk4gui.lab.frames import Frames  # only whoever has a result needs it

    return Frames(count=1)


def _no_zones(params: Any, result: Any) -> "Sequence[Zone]":
    return ()


def _unchanged(params: Any, edited: str) -> Any:
    return params


def _never(*params: Any) -> bool:
    return False


def _no_inactive_fields(params: Any) -> Collection[str]:
    return ()


def _no_effective_value(params: Any, name: str) -> Any:
    return None


def _no_numbers(params: Any, result: Any, frame: int) -> Mapping[str, float]:
    return {}


@dataclass(frozen=True)
class Lab:
    """A lab: its declarations and its pure functions. ``Any`` stands for the lab's own Params and Result.

    Attributes:
        id: name of its folder in labs/ and on the command line.
        title: name in the lab list.
        question: number of the tutorial's question; None for a lab without one.
        params: the class of its parameters.
        view: the class that draws it, as "module:class", imported only when something is drawn.
        parts: what it computes; the first is the main part, shown in the default picture.
        presets: at least one; the first is the tutorial's question.
        questions: its predictions.
        exercises: its kinds of exercises; the first is the one that its page and its sheets begin with.
        frames: (params, result) -> Frames.
        zones: (params, result) -> coloured zones of the sliders.
        adjust: (plain parameters, edited name) -> plain parameters, in which the fields whose sizes depend on the
            edited one are resized. Each field is valid by itself; together they need not be yet.
        heavy: whether computing may take longer than a repaint, and so runs in a thread.
        light_at: params -> whether the main part of a heavy lab is computed fast enough to be so at once.
        begins_anew: (params before, params after) -> whether an edit begins another course at a state of its own,
            which is shown from its first frame.
        live_numbers: (params, result, frame) -> numbers by name, which fill the lesson's formulas and sentences. A
            number may be absent in a state; NaN means that it is not known yet at this frame.
        inactive_fields: params -> fields that have no effect at these parameters; the panel hides them.
        effective_value: (params, name) -> the value used while an optional field is absent, or None.
    """

    id: str
    title: str
    question: int | None
    params: type[LabParams]
    view: str
    parts: tuple[Part, ...]
    presets: tuple[Preset, ...]
    questions: "Sequence[Question]" = ()
    exercises: "Sequence[ExerciseKind]" = ()
    frames: "Callable[..., Frames]" = _one_frame
    zones: "Callable[..., Sequence[Zone]]" = _no_zones
    adjust: Callable[..., Any] = _unchanged
    heavy: bool = False
    light_at: Callable[..., bool] = _never
    begins_anew: Callable[..., bool] = _never
    live_numbers: Callable[..., Mapping[str, float]] = _no_numbers
    inactive_fields: Callable[..., Collection[str]] = _no_inactive_fields
    effective_value: Callable[..., Any] = _no_effective_value

    @property
    def main(self) -> Part:
        """The part shown in the default picture."""
        return self.parts[0]

    def part(self, name: str) -> Part:
        """The part of that name.

        Raises:
            ParamError: there is none.
        """
        for part in self.parts:
            if part.name == name:
                return part
        raise ParamError(f"{self.id}: {no_such('part', name, [part.name for part in self.parts])}")

    def field_title(self, name: str) -> str:
        """The label of a parameter; its name if there is no such parameter."""
        fields = fields_of(self.params)
        return fields[name].title if name in fields else name

    def preset(self, name: str) -> Preset:
        """The preset of that name.

        Raises:
            ParamError: there is none.
        """
        for preset in self.presets:
            if preset.name == name:
                return preset
        raise ParamError(f"{self.id}: {no_such('preset', name, [preset.name for preset in self.presets])}")

    def exercise(self, name: str) -> "ExerciseKind":
        """The kind of exercise of that name.

        Raises:
            ParamError: there is none.
        """
        for kind in self.exercises:
            if kind.name == name:
                return kind
        raise ParamError(f"{self.id}: {no_such('exercise', name, [kind.name for kind in self.exercises])}")

    def decode(self, data: Mapping[str, object]) -> LabParams:
        """Validated parameters from plain data."""
        return decode(self.params, data)

    def preset_params(self, name: str) -> LabParams:
        """The parameters of a preset."""
        return self.decode(dict(self.preset(name).changes))

    def edited(self, params: LabParams, name: str, value: object) -> LabParams:
        """The parameters after an edit of one field, with dependent fields resized.

        Raises:
            ParamError: the value is not allowed.
        """
        check_field(self.params, name, value)
        return self.decode(self.adjust({**to_json(params), name: value}, name))
