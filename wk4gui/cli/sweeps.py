"""The command `sweep`: many settings of a lab into a folder that can be continued."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from wk4gui.cli.progress_line import noted_progress
from wk4gui.cli.requests import changes_of, lab_state
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab
from wk4gui.sweeps.driver import Progress, missing_points, run_points
from wk4gui.sweeps.engines import Engine, EngineLostError
from wk4gui.sweeps.estimate import FEW_SECONDS, Estimate, estimate
from wk4gui.sweeps.plan import Plan, Point, make_plan
from wk4gui.sweeps.store import FolderStore, MemoryStore, Store
from wk4gui.sweeps.sweep import keep_tried, make_engine
from wk4gui.sweeps.table import INDEX, records_of, write_outcome
from wk4gui.sweeps.variation import parse_variation, seeds


def sweep(options: argparse.Namespace) -> None:
    """Computes what is missing of a sweep, and writes its index.

    Raises:
        ParamError: something asked for does not exist or is not allowed, or the engine is gone.
        OSError: a file cannot be written.
        KeyboardInterrupt: the user ended it; the index tells what there is.
    """
    plan = _plan(options)
    store: Store = MemoryStore() if options.dry_run and not options.output.exists() else FolderStore(options.output)
    missing = missing_points(plan, store)
    cost = estimate(plan, missing)
    _say(_described(plan, cost))
    if options.dry_run:
        return
    progress = Progress(len(plan.points), len(plan.points) - len(missing))
    left = keep_tried(cost, missing, store, progress)
    workers = options.workers
    if workers is None and len(left) * cost.seconds_a_point < FEW_SECONDS:
        workers = 1
    _compute(plan, store, left, progress, make_engine(plan, workers, options.cluster, len(left)), options.output)


def _plan(options: argparse.Namespace) -> Plan:
    lab_id, _, part = options.lab.partition(":")
    lab = find_lab(lab_id)
    state = lab_state(lab_id, changes_of(options))
    varied = [parse_variation(text, lab) for text in options.vary]
    chosen = seeds(lab, options.seeds) if options.seeds is not None else None
    measures = [name for names in options.measure for name in names.split(",")]
    return make_plan(lab, part or None, state.params, varied, chosen, measures)


def _compute(
    plan: Plan,
    store: Store,
    left: Sequence[Point],
    progress: Progress,
    engine: Engine,
    folder: Path,
) -> None:
    try:
        with noted_progress(f"computing {engine.title}") as show:
            run_points(plan, left, store, engine, lambda now: show(now.fraction, _pace(now)), progress)
    except (KeyboardInterrupt, EngineLostError) as error:
        n_kept = _write(plan, store, progress, folder)
        kept = f"{n_kept} of {progress.n_points} points are kept in {folder}; the same command goes on from there"
        if isinstance(error, EngineLostError):
            raise ParamError(f"{error}; {kept}") from None
        _say(kept)
        raise
    finally:
        engine.stop()
    _write(plan, store, progress, folder)
    print(_outcome(plan, store, progress, folder))


def _write(plan: Plan, store: Store, progress: Progress, folder: Path) -> int:
    """Writes the index; returns the number of finished points."""
    records = records_of(plan, store, progress.given_up)
    write_outcome(plan, records, folder)
    return sum(record is not None for record in records)


def _outcome(plan: Plan, store: Store, progress: Progress, folder: Path) -> str:
    counts = Counter(record.status for record in records_of(plan, store, progress.given_up) if record is not None)
    others = "".join(f", {counts[name]} {name}" for name in ("diverged", "incomplete", "failed") if counts[name])
    return f"{len(plan.points)} points{others}: {folder / INDEX}"


def _described(plan: Plan, cost: Estimate) -> str:
    """The plan in one line."""
    sizes = " × ".join(f"{len(each.values)} {each.name}" for each in plan.varied)
    known = cost.n_points - cost.n_missing
    done = f", {known} of them finished" if known else ""
    work = f"; about {duration(cost.seconds)} of work in one process, {_space(cost.n_bytes)}" if cost.n_missing else ""
    return f"{plan.lab}:{plan.part}: {sizes} = {cost.n_points} points{done}{work}"


def _pace(now: Progress) -> str:
    left = f", {duration(now.left)} left" if now.left is not None else ""
    return f"{now.n_known + now.n_done} of {now.n_points}, {now.rate:.3g} a second{left}"


def duration(seconds: float) -> str:
    """A time in words, such as "3 s", "12 min" or "5.2 h"."""
    if seconds < 99.5:
        return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5970 else f"{seconds / 3600:.3g} h"


def _space(n_bytes: int) -> str:
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:.2g} MB"


def _say(text: str) -> None:
    if sys.stderr is not None:
        print(f"wk4gui: {text}", file=sys.stderr, flush=True)
