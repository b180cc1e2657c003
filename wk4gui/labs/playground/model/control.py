"""How the playground's parameters depend on one another, its frames, and the lesson's numbers."""

from collections.abc import Collection
from typing import Any

import msgspec
import numpy as np

from wk4gui.lab.frames import FrameMark, Frames
from wk4gui.lab.thinning import Thinning, spread_steps
from wk4gui.labs.playground.model.own_data import START_X, START_Y
from wk4gui.labs.playground.model.params import MOST_EPOCHS, Params, Start
from wk4gui.labs.playground.model.problem import layout_of, n_classes_of
from wk4gui.labs.playground.model.result import Result

_USED_BY = {
    "momentum": ("momentum", "nesterov"),
    "beta1": ("adam",),
    "beta2": ("adam",),
    "rho": ("rmsprop",),
    "eps": ("adagrad", "rmsprop", "adam"),
}
_RESET_BY = ("features", "hidden", "data", "batch_norm", "task", "own_y", "standardize", "seed", "init", "gain")
"""A start does not outlive a change of these: it would not fit, or it would hide it."""
_HISTORIES = (
    "update", "epoch", "theta", "train_loss", "test_loss", "objective", "train_accuracy", "test_accuracy",
    "batch_loss", "grad_norm",
    "update_ratio", "dead", "saturated", "state",
)  # fmt: skip
_PRINTED = 101


def inactive_fields(params: Params) -> Collection[str]:
    """The fields without effect at these parameters."""
    inactive = {name for name, optimizers in _USED_BY.items() if params.optimizer not in optimizers}
    inactive |= set() if params.data == "curve" else {"expression"}
    own = {"own_X", "own_y", "own_names", "task", "standardize"}
    inactive |= {"noise", "label_noise"} if params.data == "own" else own
    inactive |= set() if params.schedule == "step" else {"step_epochs", "step_factor"}
    inactive |= set() if params.schedule == "warm-up cosine" else {"warmup_epochs"}
    if params.start is not None:
        inactive |= {"init", "gain"}
    if params.init == "zeros":
        inactive |= {"gain"}
    if n_classes_of(params) > 2:
        inactive |= {"loss"}
    return inactive


def adjusted(plain: dict[str, Any], edited: str) -> dict[str, Any]:
    """Plain parameters after an edit: own data begin with a few points; a start goes when it must."""
    plain = dict(plain)
    if edited in _RESET_BY:
        plain["start"] = None
    if edited == "n_epochs" and plain["start"] is not None and plain["start"]["epoch"] >= plain["n_epochs"]:
        plain["start"] = None
    if edited == "data" and plain["data"] == "own" and len(plain["own_X"]) < 2:
        plain |= {"own_X": [list(place) for place in START_X], "own_y": list(START_Y), "task": "auto"}
        plain |= {"own_names": [], "n_train": max(plain["n_train"], len(START_X)), "data_seed": None}
    return plain


def branched(params: Params, start: Start) -> dict[str, Any]:
    """Changes with which a run goes on from a state; from its end for as many epochs again."""
    changes: dict[str, Any] = {"start": msgspec.to_builtins(start)}
    if start.epoch >= params.n_epochs:
        changes["n_epochs"] = min(2 * params.n_epochs, MOST_EPOCHS)
    return changes


def begins_anew(before: Params, after: Params) -> bool:
    """Whether a run begins from another given state, in which the typed weight or the frame of the branch is seen."""
    return after.start is not None and after.start != before.start


def frames(params: Params, result: Result) -> Frames:
    """A frame for each record, by epochs; the least test loss has a mark."""
    count = len(result.update)
    marks = [] if result.test_best is None else [FrameMark(result.test_best, "test loss least")]
    if result.diverged_at is not None:
        at = int(np.searchsorted(result.update, result.diverged_at))
        marks.append(FrameMark(at, "diverges"))
    return Frames(
        count=count, opening=count - 1, unit="epoch", marks=tuple(marks), positions=tuple(result.epoch.tolist())
    )


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas."""
    numbers = {
        "data_loss": float(result.train_loss[frame]),
        "weight_penalty": float(result.objective[frame] - result.train_loss[frame]),
        "whole_objective": float(result.objective[frame]),
        "n_parameters": float(layout_of(params).n_parameters),
    }
    if len(result.test_loss):
        numbers["test_loss"] = float(result.test_loss[frame])
    if result.fresh_loss is not None and np.isfinite(result.fresh_loss):
        numbers["fresh_loss"] = float(result.fresh_loss)
    return {name: value for name, value in numbers.items() if np.isfinite(value)}


def thinning(params: Params, result: Result) -> Thinning | None:
    """About a hundred of the frames, and that of the least test loss, for JSON."""
    n = len(result.update)
    if n <= _PRINTED:
        return None
    best = () if result.test_best is None else (result.test_best,)
    return Thinning(_HISTORIES, tuple(sorted({*spread_steps(n - 1, _PRINTED), *best})), n - 1)


def memory(params: Params) -> int:
    """Approximate bytes: three histories of all parameters, an epoch, and the passes over all points."""
    layout = layout_of(params)
    rows = sum(layout.sizes) + len(layout.sizes)
    return 8 * (3000 * layout.n_parameters + (6 * params.n_train + 4 * params.n_test) * rows)


def swarm_memory(params: Params) -> int:
    """Approximate bytes: samples, masks and passes of all networks."""
    layout = layout_of(params)
    rows = sum(layout.sizes) + len(layout.sizes)
    n = 4 * params.n_train + 2 * params.n_test + 41 * 41
    return 8 * params.n_seeds * (n * rows + 8 * layout.n_parameters)
