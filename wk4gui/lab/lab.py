"""What a lab is: a pure function from frozen parameters to a frozen result, and what is declared beside it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from wk4gui.lab.declarations import LabParams, ParamError, check_field, decode, fields_of, to_json
from wk4gui.lab.question import Question
from wk4gui.lab.reason import Reason

Checkpoint = Callable[[float], None]
"""Called by a heavy compute with the fraction that is done; raises Superseded when a newer request waits."""


class Superseded(Exception):  # noqa: N818 - not an error: a newer request has made this one pointless
    """A newer request is waiting; the present computation ends here."""


def no_checkpoint(fraction: float) -> None:
    """The checkpoint of a computation that nobody watches."""


@dataclass(frozen=True)
class Preset:
    """A named state of a lab.

    Attributes:
        name: its name on the command line, such as "tutorial".
        title: its name on screen.
        changes: parameters that differ from the defaults.
        note: one sentence that says what to look at.
        frame: the frame to show first; None for the lab's own choice.
        view: fields of the view state that it sets, such as the open tab.
    """

    name: str
    title: str
    changes: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    frame: int | None = None
    view: Mapping[str, object] = field(default_factory=dict)


Tone = Literal["good", "bad", "neutral"]


@dataclass(frozen=True)
class Summary:
    """What happened, in words with numbers: the verdict first, then the numbers that matter."""

    verdict: str
    detail: str
    tone: Tone = "neutral"

    def __str__(self) -> str:
        return f"{self.verdict} {self.detail}".strip()


@dataclass(frozen=True)
class Mark:
    """A named frame on the time line."""

    frame: int
    label: str


@dataclass(frozen=True)
class Frames:
    """The instants at which a result can be shown: steps, each of one or more phases.

    Frame ``step * len(phases) + k`` is phase k of that step; the last step may end early.

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
    marks: tuple[Mark, ...] = ()

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


Meaning = Literal["too low", "good", "zig-zags", "overshoots", "diverges", "best"]


@dataclass(frozen=True)
class Zone:
    """An interval of a parameter with a meaning, read off the result and shown on the slider; "best" is one value."""

    param: str
    low: float
    high: float
    meaning: Meaning


@dataclass(frozen=True)
class Part:
    """A pure function of the parameters it names, computed and cached by itself, only when shown.

    Attributes:
        name: as in `run --part NAME`.
        compute: (params, checkpoint) -> result.
        uses: names of the parameters it depends on.
        draft: params -> cheaper params for while a slider is held; None: it is computed only when nothing moves.
    """

    name: str
    compute: Callable[..., Any]
    uses: tuple[str, ...]
    draft: Callable[..., Any] | None = None


def _never_much(params: Any) -> int:
    return 0


def _one_frame(params: Any, result: Any) -> Frames:
    return Frames(count=1)


def _no_zones(params: Any, result: Any) -> Sequence[Zone]:
    return ()


def _unchanged(params: Any, edited: str) -> Any:
    return params


def _nothing(params: Any, result: Any) -> Collection[str]:
    return ()


def _none_idle(params: Any) -> Collection[str]:
    return ()


def _no_fallback(params: Any, name: str) -> Any:
    return None


def _no_numbers(params: Any, result: Any, frame: int) -> Mapping[str, float]:
    return {}


def _no_reasons(params: Any, result: Any, frame: int) -> Sequence[Reason]:
    return ()


@dataclass(frozen=True)
class Lab:
    """A lab: its declarations and its pure functions. ``Any`` stands for the lab's own Params and Result.

    Attributes:
        id: name of its folder in labs/ and on the command line.
        title: name in the lab list.
        question: number of the tutorial's question; None for a lab that is no question of the sheet.
        params: the class of its parameters.
        view: the class that draws it, as "module:class", imported only when something is drawn.
        compute: (params, checkpoint) -> result; the part behind the default picture.
        summarize: (params, result, frame) -> Summary.
        presets: at least one; the first is the question itself.
        questions: predictions that it asks for.
        frames: (params, result) -> Frames.
        zones: (params, result) -> zones of the sliders.
        adjust: (plain parameters, edited name) -> plain parameters, in which the fields whose sizes depend on the
            edited one are resized. Each field fits its declaration; together they need not fit yet.
        heavy: whether it may take longer than a repaint, so that it is computed on a thread of its own.
        draft: params -> cheaper params for while a slider of a heavy lab is held; None if there are none.
        quick: parameters that what is heavy does not depend on, so that moving them needs no draft.
        apart: parameters that the main part does not depend on at all; its result stays when they change.
        parts: further parts beside the main one.
        main_part: name of the part that `compute` is.
        live_numbers: (params, result, frame) -> numbers by name, which fill the lesson's formulas and sentences. A name
            that is absent does not exist in this state; NaN stands for what is not known yet at this frame.
        idle: params -> fields that change nothing at these parameters; the panel leaves them out.
        fallback: (params, name) -> what holds while an optional field is absent, or None.
        reasons: (params, result, frame) -> Reasons of the numbers that the summary and the lesson speak of.
        brief: (params, main result) -> fields that are too long to be printed; files have them.
        sheets: what draws and paints its exercise sheets, a SheetMaker as "module:object"; "" if it has none.
        memory: params -> bytes that computing and keeping the main part takes, about; 0 where that is never much.
    """

    id: str
    title: str
    question: int | None
    params: type[LabParams]
    view: str
    compute: Callable[..., Any]
    summarize: Callable[..., Summary]
    presets: tuple[Preset, ...]
    questions: tuple[Question, ...] = ()
    frames: Callable[..., Frames] = _one_frame
    zones: Callable[..., Sequence[Zone]] = _no_zones
    adjust: Callable[..., Any] = _unchanged
    heavy: bool = False
    draft: Callable[..., Any] | None = None
    parts: tuple[Part, ...] = ()
    main_part: str = "main"
    quick: Collection[str] = ()
    apart: Collection[str] = ()
    live_numbers: Callable[..., Mapping[str, float]] = _no_numbers
    idle: Callable[..., Collection[str]] = _none_idle
    fallback: Callable[..., Any] = _no_fallback
    reasons: Callable[..., Sequence[Reason]] = _no_reasons
    brief: Callable[..., Collection[str]] = _nothing
    sheets: str = ""
    memory: Callable[..., int] = _never_much

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """Every part, the main one first."""
        return (Part(self.main_part, self.compute, tuple(fields_of(self.params))), *self.parts)

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
        names = ", ".join(p.name for p in self.presets)
        raise ParamError(f"{self.id} has no preset {name!r}; it has {names}")

    def question_params(self, question: Question) -> LabParams:
        """The parameters of the state that a question is asked in."""
        preset = self.preset(question.preset) if question.preset else self.presets[0]
        return self.decode({**preset.changes, **question.changes})

    def decode(self, data: Mapping[str, object]) -> LabParams:
        """Validated parameters from plain data."""
        return decode(self.params, data)

    def preset_params(self, name: str) -> LabParams:
        """The parameters of a preset."""
        return self.decode(dict(self.preset(name).changes))

    def edited(self, params: LabParams, name: str, value: object) -> LabParams:
        """The parameters after one field was edited alone, what depends on it resized.

        Raises:
            ParamError: the value does not fit.
        """
        check_field(self.params, name, value)
        return self.decode(self.adjust({**to_json(params), name: value}, name))
