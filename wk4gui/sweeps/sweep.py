"""A sweep that has been computed, and the function that computes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.near_names import no_such
from wk4gui.lab.declarations import ParamError
from wk4gui.sweeps.data_frame import data_frame
from wk4gui.sweeps.driver import Progress, Watch, missing_points, nobody, run_points
from wk4gui.sweeps.engines import Engine
from wk4gui.sweeps.estimate import FEW_SECONDS, Estimate, estimate, suitable_engine
from wk4gui.sweeps.plan import Plan, Point
from wk4gui.sweeps.record import Record
from wk4gui.sweeps.store import FolderStore, MemoryStore, Store
from wk4gui.sweeps.table import columns_of, measure_array, records_of, rows_of, write_outcome

_MOST_SHOWN = 8


@dataclass(frozen=True)
class Sweep:
    """The outcome of a sweep.

    Attributes:
        plan: what was asked for; ``plan.points`` are its settings, ``plan.shape`` how many values each axis has.
        records: of every point, in order; None for one that is not finished.
    """

    plan: Plan
    records: list[Record | None]

    @property
    def axes(self) -> dict[str, tuple[object, ...]]:
        """The values of every varied parameter, by name; the seed last."""
        return {each.name: each.values for each in self.plan.varied}

    def measure(self, name: str) -> Array:
        """A measure of every point in the plan's shape, NaN where it does not exist.

        Raises:
            ValueError: the part has no such measure.
        """
        known = [measure.name for measure in self.plan.the_part.measures]
        if name not in known:
            raise ParamError(no_such("measure", name, known))
        return measure_array(self.plan, self.records, name)

    def __getitem__(self, name: str) -> Array:
        return self.measure(name)

    def to_frame(self) -> Any:
        """A pandas DataFrame with a row for every point.

        Raises:
            ImportError: pandas is not installed.
        """
        return data_frame(columns_of(self.plan), rows_of(self.plan, self.records))

    def save(self, folder: str | Path) -> tuple[Path, Path]:
        """Writes index.csv and measures.npz into a folder."""
        path = Path(folder).expanduser()
        path.mkdir(parents=True, exist_ok=True)
        return write_outcome(self.plan, self.records, path)

    def __repr__(self) -> str:
        sizes = " × ".join(f"{len(each.values)} {each.name}" for each in self.plan.varied)
        return f"<sweep of {self.plan.lab}:{self.plan.part}: {sizes}>"

    def _repr_html_(self) -> str:
        rows = rows_of(self.plan, self.records)
        head = "".join(f"<th>{escape(name)}</th>" for name in columns_of(self.plan))
        body = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in rows[:_MOST_SHOWN])
        more = f"<p>… and {len(rows) - _MOST_SHOWN} more</p>" if len(rows) > _MOST_SHOWN else ""
        return f"<p>{escape(repr(self))}</p><table><tr>{head}</tr>{body}</table>{more}"


def compute_sweep(
    plan: Plan,
    folder: Path | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    watch: Watch = nobody,
) -> Sweep:
    """Computes what is missing of a plan, and writes index and arrays if there is a folder, also if it is ended.

    Raises:
        ParamError: the cluster is refused or gone.
        OSError: a file cannot be written.
    """
    store: Store = MemoryStore() if folder is None else FolderStore(folder)
    missing = missing_points(plan, store)
    progress = Progress(len(plan.points), len(plan.points) - len(missing))
    if workers is None and cluster is None and missing:
        cost = estimate(plan, missing)
        missing = keep_tried(cost, missing, store, progress)
        workers = None if len(missing) * cost.seconds_a_point >= FEW_SECONDS else 1
    engine = make_engine(plan, workers, cluster, len(missing))
    try:
        run_points(plan, missing, store, engine, watch, progress)
    finally:
        engine.stop()
        done = Sweep(plan, records_of(plan, store, progress.given_up))
        if folder is not None:
            done.save(folder)
    return done


def keep_tried(cost: Estimate, missing: Sequence[Point], store: Store, progress: Progress) -> list[Point]:
    """Keeps the records of an estimate; returns the points that are left."""
    for key, record in cost.tried.items():
        store.write(key, record)
    progress.n_known += len(cost.tried)
    return [point for point in missing if point.key not in cost.tried]


def make_engine(plan: Plan, workers: int | None, cluster: str | None, n_points: int) -> Engine:
    """The engine asked for; as many processes as processors where nothing is.

    Raises:
        ParamError: the cluster is refused.
    """
    if cluster is not None:
        from wk4gui.sweeps.cluster import Cluster  # Dask is an extra

        return Cluster(cluster, plan.lab, plan.part)
    return suitable_engine(FEW_SECONDS, None if workers is None else max(1, min(workers, n_points)))


def _html_cell(value: object) -> str:
    text = f"{value:.4g}" if isinstance(value, float | np.floating) else "" if value is None else str(value)
    return f"<td>{escape(text)}</td>"
