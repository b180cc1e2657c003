"""Own data: which task the targets set, and what they must be."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.lab.declarations import ParamError

Task = Literal["auto", "classes", "regression"]
MOST_CLASSES, MOST_TRAINED = 4, 1000
LARGEST = 1e6
START_X = ((-2, -2), (-3, -1), (-1, -3), (2, 2), (3, 1), (1, 3), (-2, 2.5), (2.5, -2))
START_Y = (0, 0, 0, 0, 0, 0, 1, 1)
"""Places and classes of the few points with which own data begin."""


def check_own(own_X: Sequence[Sequence[float]], own_y: Sequence[float | str], task: Task) -> None:
    """Checks places and targets.

    Raises:
        ValueError: one sentence that names the row, counted from 1.
    """
    if len(own_X) != len(own_y):
        raise ValueError(f"there are {len(own_X)} rows in own_X and {len(own_y)} in own_y; there must be as many")
    for number, (row, y) in enumerate(zip(own_X, own_y, strict=True), start=1):
        for value in (*row, *([] if isinstance(y, str) else [y])):
            if abs(value) > LARGEST:
                raise ValueError(f"row {number} of your data holds {value:g}; numbers from −1e6 to 1e6 are allowed")
    if classes_of(own_y, task) == ():
        return
    names = classes_of(own_y, task)
    if len(names) > MOST_CLASSES:
        raise ValueError(f"your data has {len(names)} classes; at most {MOST_CLASSES} are allowed")
    if len(names) < 2 and own_y:
        raise ValueError(f"your data has one class alone, {names[0]}; at least two are needed")


def own_order(n: int, data_seed: int | None) -> Sequence[int]:
    """The order of n rows, of which the first ones train: shuffled, or without a seed as they are."""
    return range(n) if data_seed is None else np.random.default_rng([data_seed, 9, 4]).permutation(n).tolist()


def check_trained(own_y: Sequence[float | str], task: Task, n_train: int, data_seed: int | None) -> None:
    """Checks that the rows that train are not all of one class.

    Raises:
        ValueError: one sentence.
    """
    if (name := _only_class(own_y, task, n_train, [data_seed])) is not None:
        raise ValueError(
            f"the {n_train} rows of your data that train are all of class {name}; "
            "training needs two classes: raise n_train, or set another data_seed"
        )


def check_draws(own_y: Sequence[float | str], task: Task, n_train: int, data_seeds: Sequence[int | None]) -> None:
    """Checks that of no network in a swarm over the data the rows that train are all of one class.

    Raises:
        ParamError: one sentence that says what is needed.
    """
    if (name := _only_class(own_y, task, n_train, data_seeds)) is not None:
        enough = 1 + max(Counter(_class_names(own_y)[y] for y in own_y).values())
        needed = f"at least {enough} rows have to train" if enough <= MOST_TRAINED else "other classes need more rows"
        raise ParamError(
            f"each network over the data draws its own {n_train} training rows, and one draws class {name} alone; "
            + needed
        )


def _only_class(own_y: Sequence[float | str], task: Task, n_train: int, data_seeds: Sequence[int | None]) -> str | None:
    """The class of which all rows are that train with one of these seeds; None if there is none."""
    if n_train >= len(own_y) or not classes_of(own_y, task):
        return None
    names = _class_names(own_y)
    for data_seed in data_seeds:
        trained = {names[own_y[k]] for k in own_order(len(own_y), data_seed)[:n_train]}
        if len(trained) < 2:
            return trained.pop()
    return None


def classes_of(own_y: Sequence[float | str], task: Task) -> tuple[str, ...]:
    """The names of the classes in order, numbers by size and names by the alphabet; none for a regression.

    Raises:
        ValueError: a regression has a target that is no number.
    """
    if task == "regression":
        for number, y in enumerate(own_y, start=1):
            if isinstance(y, str):
                raise ValueError(f"row {number} of your data has the target {y!r}; a regression needs numbers")
        return ()
    if any(isinstance(y, str) for y in own_y):
        return tuple(sorted(set(_class_names(own_y).values())))
    values = sorted({float(y) for y in own_y})
    whole = all(value.is_integer() for value in values)
    if task == "auto" and not (whole and len(values) <= MOST_CLASSES):
        return ()
    names = _class_names(own_y)
    return tuple(names[value] for value in values)


def targets_of(own_y: Sequence[float | str], task: Task) -> Array:
    """The targets as numbers: of a regression themselves, of classes their places in ``classes_of``."""
    classes = classes_of(own_y, task)
    if not classes:
        return np.array([float(y) for y in own_y])
    names, place = _class_names(own_y), {name: float(k) for k, name in enumerate(classes)}
    return np.array([place[names[y]] for y in own_y])


def _class_names(own_y: Sequence[float | str]) -> dict[float | str, str]:
    """The class of each target: its name, or its number with six digits, and all where six do not tell them apart."""
    short = {y: y if isinstance(y, str) else f"{y + 0.0:g}" for y in own_y}  # −0 is 0
    times = Counter(name for y, name in short.items() if not isinstance(y, str))
    return {y: repr(y + 0.0) if not isinstance(y, str) and times[name] > 1 else name for y, name in short.items()}
