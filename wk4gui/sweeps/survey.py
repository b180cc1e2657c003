"""A survey: a measure over one parameter or two, coarse first and finer where it changes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.lab.declarations import Field, LabParams, ParamError, fields_of
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.sweeps.driver import Progress, run_points
from wk4gui.sweeps.engines import Engine
from wk4gui.sweeps.plan import Plan, Point, make_plan
from wk4gui.sweeps.record import Record
from wk4gui.sweeps.refinement import Cell, first_cells, next_cells, strides
from wk4gui.sweeps.store import Store
from wk4gui.sweeps.table import measure_array
from wk4gui.sweeps.value_scale import scale_of
from wk4gui.sweeps.variation import SEED, Variation, seeds, spaced

N_VALUES = 33
"""Values along an axis: four times the coarsest stride, and one."""
_LEAST = 1e-3
"""The smallest value but 0 of a logarithmic axis that begins at 0."""

Watch = Callable[["Surveyed", Progress], None]


@dataclass(frozen=True)
class Survey:
    """What is asked.

    Attributes:
        plan: the first varied parameter along x, the second, if there are two, along y, and the seed if it varies.
        measure: the name of the measure.
        n_axes: 1 for curves, 2 for a map.
    """

    plan: Plan
    measure: str
    n_axes: int

    @property
    def shape(self) -> Cell:
        """Number of values along x and along y."""
        sizes = self.plan.shape
        return sizes[0], sizes[1] if self.n_axes == 2 else 1

    @property
    def axes(self) -> tuple[Variation, ...]:
        """The parameters along x and y."""
        return self.plan.varied[: self.n_axes]

    def points(self, cell: Cell) -> list[Point]:
        """The points of a cell, one a seed."""
        values = tuple(axis.values[i] for axis, i in zip(self.axes, cell, strict=False))
        seeds_ = self.plan.varied[self.n_axes].values if len(self.plan.varied) > self.n_axes else None
        return [self.plan.point(values if seed is None else (*values, seed)) for seed in seeds_ or (None,)]


@dataclass
class Surveyed:
    """What is known so far.

    Attributes:
        values: of each seed (n_x, n_y, n_seeds), NaN where the measure does not exist.
        known: which cells are finished (n_x, n_y).
        diverged: where a measure does not exist for at least one seed (n_x, n_y).
    """

    values: Array
    known: Array
    diverged: Array

    @property
    def median(self) -> Array:
        """Over the seeds that have a value (n_x, n_y); NaN if fewer than half have."""
        return self.quantile(0.5)

    def quantile(self, q: float) -> Array:
        """A quantile over the seeds; those without a value count as the largest."""
        raised = np.where(np.isfinite(self.values), self.values, np.inf)
        result = np.quantile(raised, q, axis=2, method="inverted_cdf" if self.values.shape[2] > 2 else "higher")
        return np.where(np.isfinite(result) & self.known, result, np.nan)

    def copy(self) -> "Surveyed":
        return Surveyed(self.values.copy(), self.known.copy(), self.diverged.copy())


def axis_values(field: Field, low: float, high: float, count: int = N_VALUES) -> tuple[object, ...]:
    """The values along an axis: every choice, or evenly on the scale of the parameter's slider."""
    if field.kind == "choice":
        return tuple(field.choices)
    if field.kind == "flag":
        return (False, True)
    zero = field.logarithmic and low <= 0.0 < high
    first = _LEAST if zero else low
    values = spaced(first, high, count - zero, logarithmic=field.logarithmic)
    values = [0.0] * zero + [float(f"{value:.3g}") if low < value < high else value for value in values]
    if field.kind == "integer":
        return tuple(dict.fromkeys(round(value) for value in values))
    return tuple(dict.fromkeys(values))


def surveyable(lab: Lab, params: LabParams, part: Part) -> tuple[Field, ...]:
    """The parameters that can be an axis: single values on which the part depends."""
    inactive = lab.inactive_fields(params)
    return tuple(
        field
        for name, field in fields_of(lab.params).items()
        if name in part.uses and name not in inactive and name != SEED and not field.depth and field.kind != "text"
    )


def make_survey(
    lab: Lab,
    part: Part,
    measure: str,
    base: LabParams,
    axes: list[tuple[str, float, float]],
    n_seeds: int,
    n_values: int = N_VALUES,
) -> Survey:
    """The survey of a measure over one or two parameters.

    Args:
        axes: name, lowest and highest value of each.
        n_seeds: how many seeds from that of ``base`` on; 1 leaves it alone.
        n_values: how many values along each axis.

    Raises:
        ParamError: a value is not allowed.
    """
    fields = fields_of(lab.params)
    varied = [Variation(name, axis_values(fields[name], low, high, n_values)) for name, low, high in axes]
    first = getattr(base, SEED, 0)
    several = seeds(lab, range(first, first + n_seeds)) if n_seeds > 1 else None
    return Survey(make_plan(lab, part.name, base, varied, several, (measure,)), measure, len(axes))


def empty(survey: Survey) -> Surveyed:
    """Nothing is known."""
    n_seeds = len(survey.points((0, 0)))
    values = np.full((*survey.shape, n_seeds), np.nan)
    return Surveyed(values, np.zeros(survey.shape, bool), np.zeros(survey.shape, bool))


def run_survey(
    survey: Survey, store: Store, engine: Engine, watch: Watch, pause: Callable[[], object] = lambda: None
) -> Surveyed:
    """Computes a survey, lattice by lattice; what the store has is not computed again.

    Args:
        watch: called with what is known, after every task.
        pause: called before every place, while what is missing is looked for.

    Raises:
        Superseded, EngineLostError: as `run_points`; what is finished is in the store.
    """
    found = empty(survey)
    cells = first_cells(survey.shape)
    for stride in strides():
        if stride != strides()[0]:
            median = found.median
            cells = next_cells(scale_of(median).shares(median), found.known, stride)
        waiting: dict[Cell, list[Point]] = {}
        for cell in cells:
            pause()
            waiting[cell] = survey.points(cell)
        _compute(survey, waiting, store, engine, found, watch)
    return found


def _compute(
    survey: Survey, waiting: dict[Cell, list[Point]], store: Store, engine: Engine, found: Surveyed, watch: Watch
) -> None:
    missing = [p for ps in waiting.values() for p in ps if p.params is not None and store.read(p.key) is None]
    n_points = sum(map(len, waiting.values()))
    progress = Progress(n_points, n_points - len(missing))

    def look(now: Progress) -> None:
        for cell, points in list(waiting.items()):
            if not _take(survey, cell, points, store, found, now):
                break
            del waiting[cell]
        watch(found, now)

    run_points(survey.plan, missing, store, engine, look, progress)
    for cell, points in waiting.items():
        _take(survey, cell, points, store, found, progress)
    watch(found, progress)


def _take(survey: Survey, cell: Cell, points: list[Point], store: Store, found: Surveyed, progress: Progress) -> bool:
    """Takes over a finished cell; False if one of its points is not finished."""
    for number, point in enumerate(points):
        record = None if point.params is None else store.read(point.key)
        if record is None and point.params is not None and point.key not in progress.given_up:
            return False
        value = record.measures.get(survey.measure) if record is not None else None
        found.values[(*cell, number)] = np.nan if value is None else value
        found.diverged[cell] |= value is None
    found.known[cell] = True
    return True


def survey_of(plan: Plan, records: list[Record | None], measure: str) -> tuple[Survey, Surveyed]:
    """A plan that is computed as a survey, to be drawn.

    Raises:
        ParamError: more than two parameters are varied beside the seed.
    """
    n_axes = sum(each.name != SEED for each in plan.varied)
    if not 1 <= n_axes <= 2:
        raise ParamError(f"a picture has one or two varied parameters beside the seed, and here are {n_axes}")
    survey = Survey(plan, measure, n_axes)
    shape = (*survey.shape, -1)
    values = measure_array(plan, records, measure).reshape(shape)
    finished = np.array([record is not None for record in records]).reshape(shape)
    known: Array = np.asarray(finished.all(axis=2))
    return survey, Surveyed(values, known, np.asarray((np.isnan(values) & finished).any(axis=2)))
