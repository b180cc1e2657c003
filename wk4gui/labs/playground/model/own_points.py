"""Own points by clicks: the points shown become own ones, with one more or one fewer."""

from typing import Any

import numpy as np

from wk4gui.labs.playground.model.own_data import START_X, START_Y
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.result import Result

MOST_TRAINED = 1000


def has_start_points(params: Params) -> bool:
    """Whether the points are own ones, and still those with which own data begin."""
    return params.data == "own" and (params.own_X, params.own_y) == (START_X, START_Y)


def own_points(result: Result, added: list[float] | None, added_class: int, removed: int | None) -> dict[str, Any]:
    """Changes of parameters that make the points of a result own ones; they train and test as before.

    Args:
        added: place of a further training point, or None.
        added_class: its class; in a regression 0 means −1, else 1.
        removed: a point to leave out, counted over training and then test points, or None.
    """
    X = np.concatenate([result.X_train, result.X_test]).tolist()
    names, targets = result.classes, np.concatenate([result.y_train, result.y_test]).tolist()
    y: list[float | str] = [target_of(names, value) for value in targets]
    n_train = len(result.y_train)
    if added is not None:
        value = (1.0 if added_class else -1.0) if not names else target_of(names, min(added_class, len(names) - 1))
        place = min(n_train, MOST_TRAINED - 1)  # with as many as are allowed, the last one tests
        X.insert(place, added)
        y.insert(place, value)
        n_train += 1
    if removed is not None:
        del X[removed], y[removed]
        n_train -= removed < n_train
    own = {"data": "own", "own_X": X, "own_y": y, "data_seed": None, "standardize": False, "start": None}
    return {**own, "n_train": max(2, min(MOST_TRAINED, n_train))}


def target_of(names: tuple[str, ...], value: float) -> float | str:
    """A target as own data has it: the name of a class, which may be a number, or a value."""
    if not names:
        return value
    name = names[int(value)]
    try:
        return float(name)
    except ValueError:
        return name
