"""Own points by clicks: the points shown become own ones, with one more or one fewer."""

from typing import Any

import numpy as np

from wk4gui.labs.playground.model.own_data import (
    LARGEST,
    MOST_TRAINED,
    START_X,
    START_Y,
    classes_of,
    own_order,
    targets_of,
)
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.model.result import Result

MOST_TESTED = 1000
Rows = tuple[list[list[float]], list[float | str]]
"""Places and targets."""


def has_start_points(params: Params) -> bool:
    """Whether the points are own ones, and still those with which own data begin."""
    return params.data == "own" and (params.own_X, params.own_y) == (START_X, START_Y)


def own_points(
    params: Params, result: Result, added: list[float] | None, added_class: int, removed: int | None
) -> dict[str, Any]:
    """Changes of parameters that make the points of a result own ones; they train and test as before.

    Own points stay standardised or not, and rows that neither train nor test stay behind the others; points that were
    drawn are not standardised.

    Args:
        params: of the result.
        result: the points shown, their classes, and which of them train.
        added: place of a further training point, or None.
        added_class: its class; in a regression 0 means −1, else 1, as it is learned.
        removed: a point to leave out, counted over training and then test points, or None.
    """
    X, y = _own_rows(params) if params.data == "own" else _drawn_rows(result)
    n_train, n_test = len(result.y_train), len(result.y_test)
    has_spare = len(X) > n_train + n_test
    if added is not None:
        place = min(n_train, MOST_TRAINED - 1)  # with as many as are allowed, the last one tests
        X.insert(place, added)
        y.insert(place, _target_of(params, result, added_class))
        has_spare, n_test = has_spare or n_train > place, n_test + (n_train > place)
        n_train += 1
    if removed is not None:
        del X[removed], y[removed]
        n_train, n_test = (n_train - 1, n_test) if removed < n_train else (n_train, n_test - 1)
    changes: dict[str, Any] = {"data": "own", "own_X": X, "own_y": y, "data_seed": None, "start": None}
    if params.data != "own":
        changes |= {"own_names": [], "standardize": False, "task": "auto"}
    if not result.classes and classes_of(y, "auto"):
        changes["task"] = "regression"  # whole numbers would be classes
    if has_spare:
        changes["n_test"] = min(MOST_TESTED, n_test)
    return {**changes, "n_train": min(MOST_TRAINED, n_train)}


def _own_rows(params: Params) -> Rows:
    """Places and targets in the order in which they train and test."""
    order = own_order(len(params.own_X), params.data_seed)
    return [list(params.own_X[k]) for k in order], [params.own_y[k] for k in order]


def _drawn_rows(result: Result) -> Rows:
    """Places and targets of points that were drawn, whose classes are numbers."""
    X, y = np.concatenate([result.X_train, result.X_test]), np.concatenate([result.y_train, result.y_test])
    return X.tolist(), y.tolist()


def _target_of(params: Params, result: Result, added_class: int) -> float | str:
    """What stands in the rows of a class, of the last one if there are not as many; in a regression −1 or 1."""
    if not result.classes:
        value = problem_of(params).meant(np.array(1.0 if added_class else -1.0))
        return float(np.clip(value, -LARGEST, LARGEST))
    place = min(added_class, len(result.classes) - 1)
    if params.data != "own":
        return float(place)
    return params.own_y[int(np.argmax(targets_of(params.own_y, params.task) == place))]
