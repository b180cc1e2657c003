"""What `import wk4gui` offers: labs from Python scripts and notebooks, without a display and beside a running Qt loop.

    import wk4gui
    run = wk4gui.run("backprop", learning_rate=0.01)
    run.loss, run.summary, run.measures     # computed when first asked for
    run.at(frame="step 3").save("step.svg")
    wk4gui.sweep("backprop", vary={"learning_rate": "1e-3..1:25:log"}).to_frame()

Bad input raises ValueError with the sentence of the command line. No Qt is loaded until something is drawn.
"""

import base64
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from wk4gui.core.near_names import no_such
from wk4gui.documents.file_writing import write_file
from wk4gui.documents.saved_state import SavedState, encode_state, preset_state
from wk4gui.export.choices import ANIMATIONS, PICTURES, ExportChoices
from wk4gui.export.data import FORMATS, write_report
from wk4gui.export.frame_choice import frame_number
from wk4gui.export.report import Report, compute_report, result_fields
from wk4gui.export.system_libraries import choose_platform
from wk4gui.export.tables import SCALARS, series_of
from wk4gui.lab.declarations import LabParams, ParamError, decode, fields_of, to_json
from wk4gui.lab.frames import Frames
from wk4gui.registry import LABS, find_lab
from wk4gui.sweeps.data_frame import data_frame
from wk4gui.sweeps.driver import Watch, nobody
from wk4gui.sweeps.plan import make_plan
from wk4gui.sweeps.survey import survey_of
from wk4gui.sweeps.sweep import Sweep as ComputedSweep
from wk4gui.sweeps.sweep import compute_sweep
from wk4gui.sweeps.variation import seeds as seed_variation
from wk4gui.sweeps.variation import variation

__all__ = ["LabInfo", "Run", "Sweep", "list_labs", "run", "show", "sweep"]

SESSION = ".wk4.json"
_NOTEBOOK, _SWEPT = ExportChoices(size=(1200, 750)), ExportChoices(size=(900, 560))
_windows: list["subprocess.Popen[bytes]"] = []
"""Windows that were opened, which go on for themselves."""


@dataclass(frozen=True)
class LabInfo:
    """What there is of one lab.

    Attributes:
        id: as in ``wk4gui.run(id)``.
        title: in words.
        parameters: what each parameter may be, by name.
        presets: their titles, by name.
        parts: the names of each part's measures, by the part's name.
    """

    id: str
    title: str
    parameters: Mapping[str, str]
    presets: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]


def list_labs() -> tuple[LabInfo, ...]:
    """Every lab, in the order of the window."""
    return tuple(
        LabInfo(
            id=lab.id,
            title=lab.title,
            parameters={name: f"{field.title}: {field.allowed}" for name, field in fields_of(lab.params).items()},
            presets={preset.name: preset.title for preset in lab.presets},
            parts={part.name: tuple(measure.name for measure in part.measures) for part in lab.parts},
        )
        for lab in LABS.values()
    )


def run(
    lab: str,
    preset: str | None = None,
    *,
    frame: int | str | None = None,
    view: Mapping[str, object] | None = None,
    **params: object,
) -> "Run":
    """A lab in a state: its preset (the first one by default) with changes.

    Args:
        lab: its id, such as "backprop"; ``LAB:PART`` for another part than the main one.
        preset: a name of ``list_labs()``.
        frame: number or name of the frame that summary and picture show; None for the preset's own.
        view: what is seen of it, such as a selection; `wk4gui labs LAB` lists the names.
        **params: parameters that differ from the preset's.

    Raises:
        ValueError: a name is unknown or a value is not allowed.
    """
    made = _run(lab, preset, params, view)
    return made if frame is None else made.at(frame)


def _run(lab: str, preset: str | None, params: Mapping[str, object], view: Mapping[str, object] | None = None) -> "Run":
    lab_id, _, part = lab.partition(":")
    found = find_lab(lab_id)
    return Run(preset_state(found, preset, params, view), found.part(part).name if part else found.main.name)


def sweep(
    lab: str,
    preset: str | None = None,
    *,
    vary: Mapping[str, str | Iterable[object]],
    seeds: str | Iterable[int] | None = None,
    measures: Sequence[str] = (),
    folder: str | Path | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    watch: Watch = nobody,
    **params: object,
) -> "Sweep":
    """Computes many settings of one part of a lab.

    Args:
        lab: its id, or ``LAB:PART``.
        preset: the settings that are not varied come from it, changed by ``params``.
        vary: values by parameter, a list or what `--vary` takes: "1e-3..1:25:log".
        seeds: of every point, such as ``range(20)`` or "0..19".
        measures: the columns of tables; all of the part by default.
        folder: where records are kept, so that another call computes only what is missing; None for memory alone.
        workers: number of processes; by default this one for less than 20 seconds of work, else one a processor.
        cluster: address of a Dask scheduler, instead.
        watch: called with a Progress after every task; whatever it raises ends the sweep.
        **params: as in `run`.

    Raises:
        ValueError: a name is unknown, a value is not allowed, or the cluster is gone; what is finished is kept.
        OSError: a file cannot be written.
    """
    base = _run(lab, preset, params)
    found = find_lab(base.lab)
    varied = [variation(found, name, values) for name, values in vary.items()]
    chosen = None if seeds is None else seed_variation(found, seeds)
    plan = make_plan(found, base.part_name, base.params, varied, chosen, measures)
    done = compute_sweep(plan, None if folder is None else Path(folder).expanduser(), workers, cluster, watch)
    return Sweep(done.plan, done.records)


def show(what: "Run | str", preset: str | None = None, **params: object) -> "subprocess.Popen[bytes]":
    """Opens the window in a process of its own, in the state of a run or of a lab with changes; returns the process.

    Raises:
        ValueError: the state is not allowed, or no window can open here.
    """
    shown = what if isinstance(what, Run) else _run(what, preset, params)
    platform = choose_platform(os.environ)
    environment = os.environ | ({"QT_QPA_PLATFORM": platform} if platform else {})
    command = [sys.executable, "-m", "wk4gui", "gui", shown.saved_state.lab, "--params", "-"]
    window = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, start_new_session=True)
    assert window.stdin is not None
    with window.stdin as given:
        given.write(encode_state(shown.saved_state))
    _windows.append(window)
    return window


class Run:
    """One part of a lab in one state, computed when it is first asked for and then kept.

    The fields of its result are attributes: ``run.loss``, and ``run.result`` is all of it. In a notebook it shows
    its picture, its sentence and its parameters.

    Attributes:
        saved_state: lab, parameters, view and frame.
    """

    def __init__(self, state: SavedState, part: str, known: Mapping[str, Any] | None = None) -> None:
        self.saved_state = state
        self._lab = find_lab(state.lab)
        self._part = self._lab.part(part)
        self._known = dict(known or {})

    @property
    def lab(self) -> str:
        return self.saved_state.lab

    @property
    def part_name(self) -> str:
        return self._part.name

    @property
    def params(self) -> LabParams:
        """Its parameters, as attributes."""
        return self.saved_state.params

    @property
    def result(self) -> Any:
        """The whole result of its part; `wk4gui labs LAB --json` says what every field is."""
        return self._computed(self._part.name)

    @property
    def measures(self) -> dict[str, float | None]:
        """The scalars that its part is judged by; None for one that does not exist."""
        return self._part.measured(self.params, self.result)

    @property
    def summary(self) -> str:
        """What happens, in words, at its frame."""
        return self._report.summary

    @property
    def frames(self) -> Frames:
        """The frames of its lab."""
        return self._lab.frames(self.params, self._computed(self._lab.main.name))

    def part(self, name: str) -> "Run":
        """Another part in the same state.

        Raises:
            ValueError: there is none of that name.
        """
        return Run(self.saved_state, self._lab.part(name).name, self._known)

    def at(self, frame: int | str) -> "Run":
        """The same at another frame, by number or name; nothing is computed again.

        Raises:
            ValueError: there is no such frame.
        """
        number = frame_number(self.frames, str(frame))
        return Run(msgspec.structs.replace(self.saved_state, frame=number), self._part.name, self._known)

    def replace(self, **params: object) -> "Run":
        """The same part with other parameters, at the preset's frame.

        Raises:
            ValueError: there is no such parameter, or a value is not allowed.
        """
        changed = self._lab.decode({**to_json(self.params), **params})
        return Run(msgspec.structs.replace(self.saved_state, params=changed), self._part.name)

    def save(self, path: str | Path, **look: object) -> Path:
        """Writes it into a file whose ending says how.

        Args:
            path: .json, .npz or .csv for the numbers of its part; .png, .svg, .pdf, .gif or .webp for the picture of
                the lab; .wk4.json for a session that the window opens.
            **look: of a picture, as `wk4gui export` has it: size=(1600, 1000), theme, pane, caption, dpi and others.

        Raises:
            ValueError: the ending is none of these, or a choice is not allowed.
            OSError: the file cannot be written.
        """
        path = Path(path).expanduser()
        ending = path.suffix.lower()
        if ending in PICTURES + ANIMATIONS:
            write_file(path, self.picture(ending, **look))
        elif look:
            raise ParamError(f"{', '.join(look)}: only pictures have a look, and {path.name} is none")
        elif path.name.lower().endswith(SESSION):
            write_file(path, encode_state(self.saved_state))
        elif ending in FORMATS:
            write_report(self._report, path)
        else:
            allowed = ", ".join((*FORMATS, *PICTURES, *ANIMATIONS, SESSION))
            raise ParamError(f"cannot determine the format of {str(path)!r}: its name has to end in {allowed}")
        return path

    def picture(self, ending: str = ".png", **look: object) -> bytes:
        """The bytes of the lab's picture; needs no display, but Python's main thread.

        Raises:
            ValueError: as `save`.
        """
        from wk4gui.export.drawing import figure_bytes

        choices = decode(ExportChoices, {**to_json(_NOTEBOOK), **look})
        result = self._computed(self._lab.main.name)
        return figure_bytes(self.saved_state, choices, ending, result=result)

    def to_frame(self, series: str | None = None) -> Any:
        """A pandas DataFrame: the measures and single numbers, or one series by the name of its field.

        Raises:
            ValueError: there is no such series.
            ImportError: pandas is not installed.
        """
        tables = series_of(self._report)
        name = SCALARS if series is None else series
        if name not in tables:
            raise ParamError(no_such("series", name, tables))
        columns, rows = tables[name]
        return data_frame(columns, [list(row) for row in rows])

    @property
    def _report(self) -> Report:
        main = self._part is self._lab.main
        known = {self._part.name: self.result}
        return compute_report(
            self._lab, self.params, part=self._part.name, frame=self.saved_state.frame if main else None, known=known
        )

    def _computed(self, part: str) -> Any:
        if part not in self._known:
            self._known[part] = self._lab.part(part).compute(self.params)
        return self._known[part]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        fields = result_fields(self.result)
        if name not in fields:
            raise AttributeError(no_such("field", name, fields))
        return fields[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *result_fields(self.result)]

    def __repr__(self) -> str:
        changes = ", ".join(f"{name}={value!r}" for name, value in self._changed().items())
        return f"<{self.lab}:{self._part.name} {changes}>".replace(" >", ">")

    def _changed(self) -> dict[str, Any]:
        """The parameters that are not the lab's defaults."""
        default = to_json(self._lab.params())
        return {name: value for name, value in to_json(self.params).items() if value != default[name]}

    @cached_property
    def _png(self) -> bytes | None:
        return self._drawn(".png")

    def _drawn(self, ending: str) -> bytes | None:
        """The picture; None where none can be drawn, in another thread or without Qt's libraries."""
        try:
            return self.picture(ending)
        except (ParamError, ImportError):
            return None

    def _repr_png_(self) -> bytes | None:
        return self._png

    def _repr_svg_(self) -> str | None:
        drawn = self._drawn(".svg")
        return None if drawn is None else drawn.decode()

    def _repr_html_(self) -> str:
        fields = fields_of(self._lab.params)
        rows = "".join(
            f"<tr><td>{escape(fields[name].title)}</td><td><code>{name}</code></td><td>{escape(str(value))}</td></tr>"
            for name, value in self._changed().items()
        )
        picture = ""
        if self._png is not None:
            coded = base64.b64encode(self._png).decode()
            picture = (
                f'<img alt="{escape(self._lab.title)}" style="max-width: 100%" src="data:image/png;base64,{coded}">'
            )
        return f"<p>{picture}</p><p>{escape(self.summary)}</p><table>{rows}</table>"


class Sweep(ComputedSweep):
    """The outcome of a sweep; in a notebook it shows a curve over one parameter, or a map over two."""

    def picture(self, measure: str | None = None, ending: str = ".png", **look: object) -> bytes:
        """The bytes of a PNG, SVG or PDF of a measure, by default the first one; needs Python's main thread.

        Raises:
            ValueError: there is no such measure, or there are too many parameters for a picture.
        """
        from wk4gui.export.sweep_figure import sweep_picture_bytes

        name = self.plan.measures[0] if measure is None else measure
        self.measure(name)
        survey, found = survey_of(self.plan, self.records, name)
        return sweep_picture_bytes(survey, found, decode(ExportChoices, {**to_json(_SWEPT), **look}), ending)

    def _repr_png_(self) -> bytes | None:
        try:
            return self.picture()
        except (ParamError, ImportError):
            return None

    def _repr_html_(self) -> str:
        drawn = self._repr_png_()
        return (image_html(drawn, repr(self)) if drawn is not None else "") + super()._repr_html_()


def image_html(png: bytes, words: str) -> str:
    """An image that is part of the page."""
    data = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return f'<img alt="{escape(words)}" style="max-width: 100%" src="{data}">'
