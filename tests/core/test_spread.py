"""Computations in several threads: the same results in the same order, and one end for all."""

import multiprocessing
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from wk4gui.core import spread as module
from wk4gui.core.ensemble import Data, Ensemble, Training, at_the_same_pace, train
from wk4gui.core.ensemble_shape import Shape
from wk4gui.core.spread import Report, spread
from wk4gui.lab.checkpoint import Superseded


@pytest.fixture(params=[1, 2, 3], autouse=True)
def n_processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(module, "n_processors", lambda: request.param)
    return int(request.param)


def until(condition: object) -> None:
    """Waits until a condition holds, for ten seconds at most."""
    ends = time.monotonic() + 10.0
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < ends


def test_results_come_in_the_order_of_the_tasks() -> None:
    tasks = [lambda report, k=k: k * k for k in range(7)]
    assert spread(tasks, [1.0, 5.0, 2.0, 9.0, 1.0, 1.0, 3.0], lambda fraction: None) == [k * k for k in range(7)]
    assert spread([], [], lambda fraction: None) == []


def test_as_many_tasks_run_at_a_time_as_there_are_threads(n_processors: int) -> None:
    barrier = threading.Barrier(n_processors, timeout=10.0)
    tasks = [lambda report: barrier.wait() >= 0] * (2 * n_processors)
    assert all(spread(tasks, [1.0] * len(tasks), lambda fraction: None))


def test_progress_is_that_of_all_tasks_and_reported_in_the_own_thread() -> None:
    seen: list[tuple[float, int]] = []

    def task(report: Report) -> int:
        for k in range(5):
            report(k / 5)
        return threading.get_ident()

    spread([task] * 4, [1.0, 2.0, 3.0, 4.0], lambda fraction: seen.append((fraction, threading.get_ident())))
    fractions = [fraction for fraction, _ in seen]
    assert {thread for _, thread in seen} == {threading.get_ident()}
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)


def test_an_exception_of_the_checkpoint_ends_all_tasks() -> None:
    ended: list[int] = []

    def endless(report: Report) -> None:
        try:
            while True:
                report(0.5)
        finally:
            ended.append(threading.get_ident())

    def checkpoint(fraction: float) -> None:
        raise Superseded

    before = threading.active_count()
    with pytest.raises(Superseded):
        spread([endless] * 5, [1.0] * 5, checkpoint)
    assert threading.active_count() == before
    assert ended[0:1]


@pytest.mark.parametrize("at", range(4))
def test_an_exception_in_a_task_ends_all_of_them(at: int) -> None:
    failed = threading.Event()

    def task(report: Report, number: int) -> None:
        if number == at:
            failed.set()
            raise ZeroDivisionError
        until(failed.is_set)
        while number < at:  # what was begun with the one that fails
            report(0.5)

    tasks = [lambda report, k=k: task(report, k) for k in (at, *(k for k in range(4) if k != at))]
    with pytest.raises(ZeroDivisionError):
        spread(tasks, [4.0, 3.0, 2.0, 1.0], lambda fraction: None)


def test_numpy_warns_in_no_thread_where_it_is_told_not_to() -> None:
    def divide(report: Report) -> float:
        return float(np.float64(1.0) / np.float64(0.0))

    with np.errstate(all="ignore"):
        assert spread([divide] * 6, [1.0] * 6, lambda fraction: None) == [np.inf] * 6


def test_networks_are_the_same_to_the_byte_in_any_number_of_threads() -> None:
    shape, rng = Shape(2, (16,)), np.random.default_rng(0)
    X = rng.uniform(-1.0, 1.0, (700, 20, 2))
    data, start = Data(X, X[..., 0] * X[..., 1]), shape.draw(700, rng)
    rules = [
        Training(30, noise="dropout", drop_prob=0.3, record_at=(0, 30), seed=seed, precision="single")
        for seed in (1, 2)
    ]
    ensembles = [Ensemble(shape, start, data, each) for each in rules]
    assert len(ensembles[0].runs) > 1
    assert list(at_the_same_pace(ensembles))[-1] == 30
    for ensemble, each in zip(ensembles, rules, strict=True):
        alone, together = train(shape, start, data, replace(each)), ensemble.recorded(30)
        assert alone.theta.tobytes() == together.theta.tobytes()
        assert alone.train_loss.tobytes() == together.train_loss.tobytes()


def test_a_process_that_is_one_of_several_uses_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(module.n_processors) == 1
    assert module.n_processors() >= 1
